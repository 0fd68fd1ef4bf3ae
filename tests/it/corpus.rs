//! Golden files: each `NAME.bat` in a folder has its expected text beside it, `NAME.<extension>`.
//!
//! With `UPDATE=1` in the environment the expected texts are rewritten instead; the difference is then to be reviewed.

use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;

/// The folder `name` under `tests/`.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// The files under `folder` with one of these extensions, in a fixed order.
pub(crate) fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("a listed file can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| extensions.iter().any(|wanted| e == *wanted)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Runs `produce` on every source in `folder` (its name there, its bytes) and compares with the golden beside it.
pub(crate) fn check(folder: &Path, sources: &[&str], golden: &str, produce: impl Fn(&str, Vec<u8>) -> String) {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let sources = files(folder, sources);
    assert!(!sources.is_empty(), "{} holds no sources", folder.display());
    let mut wrong = String::new();
    let mut count = 0;
    for path in &sources {
        let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        let text = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let produced = produce(&name, text);
        let expected_path = path.with_extension(golden);
        if update {
            std::fs::write(&expected_path, &produced).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            continue;
        }
        let expected = std::fs::read_to_string(&expected_path).unwrap_or_default();
        if produced != expected {
            count += 1;
            let _ = writeln!(wrong, "--- {name}: expected\n{expected}--- {name}: produced\n{produced}");
        }
    }
    assert!(count == 0, "{count} of {} differ (UPDATE=1 rewrites them)\n{wrong}", sources.len());
}
