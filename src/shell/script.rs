//! Scripts: reading them, and what is said of one that cannot be read.

use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use crate::shell::report::Style;
use crate::syntax::parse;
use crate::syntax::parse::NewlineRule;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Source;

/// Which newline rule a file is read by.
pub fn rule_for(file: &Path, self_rule: bool) -> NewlineRule {
    if self_rule || file.extension().is_some_and(|extension| extension == "self") {
        NewlineRule::SelfFile
    } else {
        NewlineRule::Bat
    }
}

/// Reads a script from a file or, for `-`, from standard input.
pub fn read_script(file: &Path) -> Result<Rc<Source>, Vec<Diagnostic>> {
    let (name, read) = if file == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().read_to_end(&mut bytes).map(|_| bytes);
        ("<standard input>".to_string(), read)
    } else {
        (file.display().to_string(), std::fs::read(file))
    };
    match read {
        Ok(bytes) => parse::decode(&name, bytes),
        Err(error) => {
            let source = Source::new(&name, "");
            let message = match error.kind() {
                std::io::ErrorKind::IsADirectory => format!("{name} is a folder, not a script"),
                std::io::ErrorKind::NotFound => format!("there is no file {name}"),
                _ => format!("cannot read {name}: {error}"),
            };
            Err(vec![Diagnostic::new(&source, "unreadable", Default::default(), message)])
        }
    }
}

/// What is wrong with a script: drawn, unless there is nothing to draw because it could not be read.
pub fn unread(mistakes: &[Diagnostic], style: Style) -> String {
    match mistakes {
        [only] if only.code == "unreadable" => format!("batos: {}\n", only.message),
        _ => style.all(mistakes),
    }
}
