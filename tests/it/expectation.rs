//! Programs with their expectations beside them, as the corpora under `tests/` and the examples in `docs/` hold them.
//!
//! ```text
//! 3 + 4                          "=> 7"                              the printString of the value
//! nil zork                       "=> error: undefinedSelector"       the error's kind, or how its text begins
//! 3 + 4 * 5                      "=> syntax error"                   the program is not well formed
//! 'a' printLine. 'b' printLine   "prints: a / b"                     what it writes, ` / ` for each line end
//! ```
//!
//! Everything since the expectations before is one program and one turn; programs of a file share a world. A program
//! without an expectation must run without an error. Other comments are comments.

/// What a program is expected to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expectation {
    Value(String),
    Error(String),
    SyntaxError,
    Prints(String),
}

/// A program with what it is expected to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Case {
    /// Where its first expression stands, from 1.
    pub(crate) line: usize,
    pub(crate) program: String,
    pub(crate) expected: Vec<Expectation>,
}

/// The programs of a text.
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut found = Vec::new();
    let mut program = String::new();
    let mut line = 1;
    let mut begins = 0;
    let mut expected = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Comment(inner) if expectation(inner).is_some() => expected.extend(expectation(inner)),
            Piece::Comment(_) | Piece::Code(_) => {
                let (Piece::Comment(inner) | Piece::Code(inner)) = piece;
                let is_code = matches!(piece, Piece::Code(_)) && !inner.trim().is_empty();
                if is_code && !expected.is_empty() {
                    let program = std::mem::take(&mut program);
                    found.push(Case { line: begins, program, expected: std::mem::take(&mut expected) });
                    begins = 0;
                }
                if is_code && begins == 0 {
                    begins = line + inner[..inner.len() - inner.trim_start().len()].matches('\n').count();
                }
                match piece {
                    Piece::Code(code) => program.push_str(code),
                    // A comment between the words of a program separates them.
                    Piece::Comment(_) => program.push(' '),
                }
            }
        }
        let (Piece::Comment(inner) | Piece::Code(inner)) = piece;
        line += inner.matches('\n').count();
    }
    if !program.trim().is_empty() {
        found.push(Case { line: begins, program, expected });
    }
    found
}

/// A comment without its quotes, or what stands between comments.
#[derive(Debug, Clone, Copy)]
enum Piece<'t> {
    Comment(&'t str),
    Code(&'t str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut inside = None;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match inside {
            Some(_) if escaped => escaped = false,
            Some(_) if byte == b'\\' => escaped = true,
            Some(quote) if byte == quote => {
                inside = None;
                if quote == b'"' {
                    pieces.push(Piece::Comment(&text[start..at]));
                    start = at + 1;
                }
            }
            Some(_) => {}
            None if byte == b'"' => {
                pieces.push(Piece::Code(&text[start..at]));
                start = at + 1;
                inside = Some(byte);
            }
            None if byte == b'\'' => inside = Some(byte),
            None => {}
        }
    }
    pieces.push(Piece::Code(&text[start..]));
    pieces
}

/// What a comment expects, if it is an expectation.
fn expectation(comment: &str) -> Option<Expectation> {
    if let Some(lines) = comment.strip_prefix("prints: ") {
        return Some(Expectation::Prints(lines.replace(" / ", "\n")));
    }
    let result = comment.strip_prefix("=> ")?;
    if result == "syntax error" {
        return Some(Expectation::SyntaxError);
    }
    Some(match result.strip_prefix("error:") {
        Some(text) => Expectation::Error(text.trim().to_string()),
        None => Expectation::Value(result.to_string()),
    })
}

/// The examples in the comments of a library file: `Example: EXPR  => TEXT`.
pub(crate) fn examples(text: &str) -> Vec<Case> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let Some((_, example)) = line.split_once("Example: ") else { continue };
        let Some((program, result)) = example.rsplit_once("  => ") else { continue };
        let result = result.split('"').next().unwrap_or_default().trim_end();
        let expected = vec![Expectation::Value(result.to_string())];
        found.push(Case { line: number + 1, program: program.to_string(), expected });
    }
    found
}

/// The fenced `bat` blocks of a document, each with the line it begins at.
pub(crate) fn fenced(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        if inside && line.trim() == "```" {
            inside = false;
        } else if inside {
            if let Some((_, block)) = found.last_mut() {
                block.push_str(line);
                block.push('\n');
            }
        } else if line.trim() == "```bat" {
            inside = true;
            found.push((number + 2, String::new()));
        }
    }
    found
}

#[test]
fn expectations_belong_to_what_stands_before_them() {
    let text = "\"Title.\"\n| x = 3 |\nx  \"=> 3\"\nx print. 'it\\'s' size \"prints: 3\" \"=> 4\"\n\n\"About:\" y  \"=> error: undefinedSelector\"\n";
    let found = cases(text);
    let brief: Vec<(usize, &str)> = found.iter().map(|case| (case.line, case.program.trim())).collect();
    assert_eq!(brief, [(2, "| x = 3 |\nx"), (4, "x print. 'it\\'s' size"), (6, "y")]);
    assert_eq!(found[1].expected, [Expectation::Prints("3".into()), Expectation::Value("4".into())]);
    assert_eq!(found[2].expected, [Expectation::Error("undefinedSelector".into())]);
}

#[test]
fn examples_are_found_in_comments() {
    let found = examples("  half = ( \"Rounded. Example: 7 half  => 3\" self / 2 ).\n   Example: 'a'  => 'a'\n");
    let brief: Vec<(&str, &Expectation)> =
        found.iter().map(|case| (case.program.as_str(), &case.expected[0])).collect();
    assert_eq!(brief, [("7 half", &Expectation::Value("3".into())), ("'a'", &Expectation::Value("'a'".into()))]);
}
