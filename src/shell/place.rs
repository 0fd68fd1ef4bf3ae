//! Where things are and who acts: the image's path, the person's name, and what to say when there is no world.

use std::fs::File;
use std::fs::OpenOptions;
use std::path::Path;
use std::path::PathBuf;

use etcetera::BaseStrategy;
use miette::Diagnostic;

use crate::image::ImageError;
use crate::shell::report;
use crate::text::render::render_all;
use crate::world::boot::BootError;
use crate::world::driver::WorldError;

/// The image that is named: by `--image`, else by `$BATOS_IMAGE`.
pub fn named_image(flag: Option<&Path>) -> Option<PathBuf> {
    let variable = || std::env::var_os("BATOS_IMAGE").filter(|path| !path.is_empty()).map(PathBuf::from);
    flag.map(Path::to_path_buf).or_else(variable)
}

/// The person's own image, in the folder where this system keeps such data; nothing if it has no such folder.
pub fn default_image() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.data_dir().join("batos").join("default.redb"))
}

/// Where the prompt's entries are remembered: `$BATOS_HISTORY`, else beside the person's own image; nothing if the variable is
/// empty.
pub fn history_file() -> Option<PathBuf> {
    match std::env::var_os("BATOS_HISTORY") {
        Some(path) => Some(PathBuf::from(path)).filter(|path| !path.as_os_str().is_empty()),
        None => Some(default_image()?.with_file_name("history")),
    }
}

/// What the log calls the person at this terminal.
pub fn person() -> String {
    let name = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "someone".to_string())
}

/// Milliseconds since 1970.
pub fn now_ms() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or(0)
}

/// Milliseconds since 1970 as date and time where the person is.
pub fn local_time(ms: u64) -> String {
    let stamp = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    stamp.map_or_else(
        || "?".into(),
        |stamp| stamp.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
    )
}

/// Milliseconds since 1970 as programs read them: ISO 8601, UTC.
pub fn iso_time(ms: u64) -> String {
    let stamp = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    stamp.map_or_else(|| "?".into(), |stamp| stamp.to_string())
}

/// An error with what to do about it.
pub fn told(error: &impl Diagnostic) -> String {
    match error.help() {
        Some(help) => format!("{error}\n  {help}"),
        None => error.to_string(),
    }
}

/// What is wrong with an image.
pub fn image_error(error: &ImageError) -> String {
    match error {
        ImageError::Store(error) => told(error),
        other => other.to_string(),
    }
}

/// Why there is no world.
pub fn no_world(error: &WorldError) -> String {
    match error {
        WorldError::Image(error) => image_error(error),
        WorldError::Boot(BootError::Syntax(mistakes)) => render_all(mistakes, false),
        WorldError::Boot(BootError::Failed { file, text, trace }) => {
            let mut told =
                format!("the library's {file} failed: {}", report::failure(text, trace, report::Style::PLAIN));
            for line in trace.iter().take(20) {
                let (row, column) = line.source.line_column(line.span.start);
                let (receiver, selector) = (&line.receiver, line.selector);
                told.push_str(&format!("  {receiver} {selector}  {}:{row}:{column}\n", line.source.name));
            }
            told
        }
    }
}

/// Opens a file for adding to it, and makes it and its folder if they are not there; it is its owner's alone.
///
/// # Errors
/// It cannot be opened.
pub fn open_private(file: &Path) -> std::io::Result<File> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}
