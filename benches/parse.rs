//! How fast sources are parsed, in megabytes a second.
//!
//!     cargo bench --bench parse -- [PATH…]
//!
//! Reads every `.bat` and `.self` file under the paths (default: `stdlib`), parses each alone, best of five rounds.
//! With `BATOS_SHOW=n` the first n mistakes are drawn.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use batos::syntax::parse::NewlineRule;
use batos::syntax::parse::decode;
use batos::syntax::parse::parse_script;
use batos::text::render::render;

fn main() {
    let mut paths: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("stdlib"));
    }
    let mut files = Vec::new();
    paths.iter().for_each(|path| collect(path, &mut files));
    files.sort();
    let show: usize = std::env::var("BATOS_SHOW").ok().and_then(|n| n.parse().ok()).unwrap_or(0);

    let mut shown = 0;
    let mut parsed = 0;
    let mut bytes = 0;
    let mut sources = Vec::new();
    for path in &files {
        let rule = if path.extension().is_some_and(|e| e == "self") { NewlineRule::SelfFile } else { NewlineRule::Bat };
        let text = std::fs::read(path).expect("a listed file can be read");
        bytes += text.len();
        let result = decode(&path.display().to_string(), text).and_then(|source| {
            let script = parse_script(&source, rule);
            sources.push((source, rule));
            script
        });
        match result {
            Ok(_) => parsed += 1,
            Err(mistakes) => {
                for mistake in mistakes.iter().take(show - shown.min(show)) {
                    println!("{}", render(mistake, false));
                    shown += 1;
                }
            }
        }
    }
    let best = (0..5).map(|_| round(&sources)).min().unwrap_or_default();
    let rate = bytes as f64 / 1e6 / best.as_secs_f64().max(1e-9);
    println!("{} files, {parsed} without mistakes, {bytes} bytes, {best:.2?}: {rate:.1} MB/s", files.len());
}

fn round(sources: &[(std::rc::Rc<batos::text::source::Source>, NewlineRule)]) -> Duration {
    let start = Instant::now();
    for (source, rule) in sources {
        let _ = std::hint::black_box(parse_script(source, *rule));
    }
    start.elapsed()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), files);
        }
    } else if path.extension().is_some_and(|e| e == "bat" || e == "self") {
        files.push(path.to_path_buf());
    }
}
