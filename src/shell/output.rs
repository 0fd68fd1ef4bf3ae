//! Where results go, and when the reader has gone away.

use std::io;
use std::io::BufWriter;
use std::io::IsTerminal;
use std::io::Write;

/// Standard output, buffered unless a person reads it. When the other end of a pipe is closed, nobody wants the rest: the
/// program ends quietly.
pub struct Output {
    to: Box<dyn Write>,
}

impl Output {
    /// Standard output.
    pub fn new() -> Output {
        let out = io::stdout();
        let to: Box<dyn Write> = if out.is_terminal() { Box::new(out) } else { Box::new(BufWriter::new(out)) };
        Output { to }
    }
}

impl Default for Output {
    fn default() -> Output {
        Output::new()
    }
}

fn or_quietly<T>(result: io::Result<T>) -> io::Result<T> {
    if let Err(error) = &result
        && error.kind() == io::ErrorKind::BrokenPipe
    {
        std::process::exit(0);
    }
    result
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        or_quietly(self.to.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        or_quietly(self.to.flush())
    }
}

/// May output to standard error be coloured?
pub fn colour(no_color: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !no_color && !set("NO_COLOR") && !dumb && io::stderr().is_terminal()
}
