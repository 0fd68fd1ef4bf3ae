//! A sign of life for what takes long: on a terminal, and only after a second.

use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use indicatif::ProgressBar;

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does something; if that lasts, the person at the terminal sees what it is and since when.
pub fn with_progress<T>(what: &'static str, act: impl FnOnce() -> T) -> T {
    let (done, is_done) = mpsc::channel::<()>();
    let watcher = std::thread::spawn(move || {
        if is_done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        // It draws on stderr, and not at all if that is no terminal.
        let bar = ProgressBar::new_spinner().with_elapsed(PATIENCE).with_message(what);
        bar.set_style(bar.style().template("{spinner} {msg} {elapsed}").unwrap_or_else(|_| bar.style()));
        bar.enable_steady_tick(Duration::from_millis(100));
        let _ = is_done.recv();
        bar.finish_and_clear();
    });
    let result = act();
    drop(done);
    // The line must be gone before anyone prints.
    let _ = watcher.join();
    result
}
