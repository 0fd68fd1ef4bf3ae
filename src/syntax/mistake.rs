//! The wording of the mistakes that the lexer and the tree's builder find. Those of the grammar are in `explain.rs`,
//! those that come from other languages in `foreign.rs`.
//!
//! Each says what is wrong, where, why, and one thing to write instead; `tests/syntax/err` holds them all.

use std::rc::Rc;

use crate::syntax::lexer::Bracket;
use crate::syntax::lexer::BracketKind;
use crate::syntax::token::Token;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Source;
use crate::text::source::Span;
use crate::text::symbol::Symbol;

/// Boxed because parsers return it from every step and it is rarely there.
pub(crate) type Mistake = Box<Diagnostic>;

pub(crate) fn new(source: &Rc<Source>, code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(source, code, span, message)
}

/// A mistake that is fully worded.
pub(crate) fn boxed(diagnostic: Diagnostic) -> Mistake {
    Box::new(diagnostic)
}

/// The text of a span, cut to what fits in a message.
fn quote(source: &Source, span: Span) -> String {
    shorten(source.slice(span))
}

/// `text` on one line of at most 40 characters.
pub(crate) fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    if line.len() == text.len() && text.chars().count() <= 40 {
        return text.to_string();
    }
    format!("{}…", line.chars().take(39).collect::<String>())
}

// Characters, numbers and strings.

#[cold]
pub(crate) fn unknown_character(source: &Rc<Source>, span: Span) -> Mistake {
    let character = source.slice(span).chars().next().unwrap_or('\0');
    let span = Span::new(span.start as usize, span.start as usize + character.len_utf8());
    let found = match character {
        c if c.is_control() => format!("the control character U+{:04X}", c as u32),
        c => format!("`{c}`"),
    };
    let diagnostic = new(source, "unknown-character", span, format!("{found} has no meaning here"));
    boxed(match character {
        '‘' | '’' | '‚' | '`' => diagnostic.with_label("a typographic quote").with_help("strings are written with the straight quote: 'text'"),
        '“' | '”' | '„' => diagnostic
            .with_label("a typographic quote")
            .with_help("write strings as 'text' and comments as \"text\", with straight quotes"),
        '–' | '—' | '−' => diagnostic.with_label("a dash").with_help("write the minus of the keyboard: `-`"),
        '→' | '←' => diagnostic.with_label("an arrow").with_help("write an initial value as `x <- 3`"),
        '\u{A0}' => diagnostic.with_label("a no-break space").with_help("write an ordinary blank"),
        c if c.is_alphanumeric() => diagnostic
            .with_label("outside a string or comment")
            .with_help("names are written with the letters a to z and A to Z, digits and `_`; strings and comments may hold any text"),
        _ => diagnostic.with_label("outside a string or comment").with_help("only strings and comments may hold any text"),
    })
}

#[cold]
pub(crate) fn bad_number(source: &Rc<Source>, span: Span) -> Mistake {
    let text = source.slice(span);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let prefixed = digits.get(..2).map(str::to_ascii_lowercase);
    if let Some(base) = match prefixed.as_deref() {
        Some("0x") => Some(16),
        Some("0b") => Some(2),
        Some("0o") => Some(8),
        _ => None,
    } {
        return boxed(
            new(source, "number-base", span, "a number's base is written before an `r`")
                .with_label(format!("base {base}?"))
                .with_help(format!("write `{sign}{base}r{}`", digits[2..].trim_start_matches('_'))),
        );
    }
    if digits.contains('_') && digits.bytes().all(|b| b.is_ascii_digit() || b == b'_' || b == b'.') {
        return boxed(
            new(source, "number-grouping", span, "the digits of a number cannot be grouped")
                .with_label("`_` begins a primitive's name")
                .with_help(format!("write `{sign}{}`", digits.replace('_', ""))),
        );
    }
    let letters = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let rest = &digits[letters..];
    if matches!(rest, "e" | "E") {
        return boxed(
            new(source, "number-exponent", span, "an exponent needs digits")
                .with_label("nothing after the `e`")
                .with_help(format!("write `{sign}{}e3`, or `{sign}{}` alone", &digits[..letters], &digits[..letters])),
        );
    }
    if matches!(rest, "r" | "R") {
        return boxed(
            new(source, "number-base", span, "a base needs digits after its `r`")
                .with_label("nothing after the `r`")
                .with_help("16r1F is 31, 2r101 is 5"),
        );
    }
    boxed(
        new(source, "number-name", span, "a number and a name need a blank between them")
            .with_label("is this a number or a name?")
            .with_help(format!(
                "write `{sign}{} {rest}` to send `{rest}`; a name cannot begin with a digit",
                &digits[..letters]
            )),
    )
}

#[cold]
pub(crate) fn leading_zero(source: &Rc<Source>, span: Span) -> Mistake {
    let text = source.slice(span);
    let digits = text.trim_start_matches('-').trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let sign = if text.starts_with('-') { "-" } else { "" };
    let octal = digits.bytes().all(|b| (b'0'..b'8').contains(&b)) && digits != "0";
    boxed(
        new(source, "leading-zero", span, "a number cannot begin with a superfluous 0")
            .with_label("decimal or octal?")
            .with_help(if octal {
                format!("write `{sign}{digits}`, or `{sign}8r{digits}` for octal")
            } else {
                format!("write `{sign}{digits}`")
            }),
    )
}

#[cold]
pub(crate) fn fraction_without_digits(source: &Rc<Source>, span: Span) -> Mistake {
    let text = source.slice(span);
    let rest = source.text[span.end as usize + 1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    boxed(
        new(source, "number-fraction", span, "a fraction needs digits after its point")
            .with_label("this period would end the expression")
            .with_help(format!("write `{text}.0{rest}` for a number, `{text}. {rest}` for two expressions")),
    )
}

#[cold]
pub(crate) fn bad_base(source: &Rc<Source>, span: Span) -> Mistake {
    let base = source.slice(span).trim_start_matches('-').split(['r', 'R']).next().unwrap_or("");
    boxed(
        new(source, "number-base", span, "a number's base is 2 to 36")
            .with_label(format!("base {}", shorten(base)))
            .with_help("16r1F is 31, 2r101 is 5"),
    )
}

#[cold]
pub(crate) fn digit_too_large(source: &Rc<Source>, span: Span, at: usize, base: u32) -> Mistake {
    let at = span.start as usize + at;
    let digit = &source.text[at..at + 1];
    let largest = char::from_digit(base - 1, base).unwrap_or('?');
    boxed(
        new(source, "digit-too-large", Span::new(at, at + 1), format!("`{digit}` is not a digit of base {base}"))
            .with_label(format!("the largest digit is `{largest}`"))
            .with_help("check the base before the `r`; a message after a number needs a blank before it"),
    )
}

#[cold]
pub(crate) fn unterminated_string(source: &Rc<Source>, span: Span) -> Mistake {
    let start = span.start as usize;
    let line_end = source.text[start..].find('\n').map_or(source.text.len(), |end| start + end);
    boxed(
        new(source, "unterminated-string", Span::new(start, line_end), "this string is never closed")
            .with_label("begun here")
            .with_help("close it with `'`; inside a string a quote is written `\\'`"),
    )
}

#[cold]
pub(crate) fn unterminated_comment(source: &Rc<Source>, span: Span) -> Mistake {
    let start = span.start as usize;
    let line_end = source.text[start..].find('\n').map_or(source.text.len(), |end| start + end);
    boxed(
        new(source, "unterminated-comment", Span::new(start, line_end), "this comment is never closed")
            .with_label("begun here")
            .with_help("close it with `\"`; strings are written with single quotes: 'text'"),
    )
}

#[cold]
pub(crate) fn bad_escape(source: &Rc<Source>, span: Span) -> Mistake {
    let escape = source.slice(span);
    let (message, help) = match escape.as_bytes().get(1) {
        Some(b'x') => ("`\\x` needs two hexadecimal digits", "write `\\x41` for `A`"),
        Some(b'd') => ("`\\d` needs three decimal digits, at most 255", "write `\\d065` for `A`"),
        Some(b'o') => ("`\\o` needs three octal digits, at most 377", "write `\\o101` for `A`"),
        Some(b'u') => ("`\\u` is not an escape", "write the character itself: strings hold any text"),
        _ => (
            "this escape is not known",
            "the escapes are \\t \\b \\n \\f \\r \\v \\a \\0 \\\\ \\' \\\" \\? \\x41 \\d065 \\o101; a backslash is `\\\\`",
        ),
    };
    boxed(new(source, "bad-escape", span, message).with_label("here").with_help(help))
}

// Names.

#[cold]
pub(crate) fn reserved_slot_name(source: &Rc<Source>, span: Span) -> Mistake {
    let name = source.slice(span);
    boxed(
        new(source, "reserved-name", span, format!("`{name}` is reserved and cannot name a slot"))
            .with_label("a slot's name is expected here")
            .with_help(format!("choose another name, such as `my{}{}`", name[..1].to_ascii_uppercase(), &name[1..])),
    )
}

#[cold]
pub(crate) fn primitive_slot_name(source: &Rc<Source>, span: Span) -> Mistake {
    let name = source.slice(span).trim_start_matches(':').trim_start_matches('_');
    boxed(
        new(source, "underscore-name", span, "a slot's name cannot begin with `_`")
            .with_label("such names are primitives")
            .with_help(format!("write `{name}`")),
    )
}

#[cold]
pub(crate) fn visibility(source: &Rc<Source>, span: Span) -> Mistake {
    let mark = source.slice(span);
    boxed(
        new(source, "visibility", span, format!("`{mark}` cannot name a slot or make it private or public"))
            .with_label("a slot's name is expected here")
            .with_help("remove it: every slot can be reached (old Self marked visibility this way); code begins after the second bar"),
    )
}

#[cold]
pub(crate) fn capital_name(source: &Rc<Source>, span: Span, slot: bool) -> Mistake {
    let name = source.slice(span).trim_start_matches(':');
    let lower = format!("{}{}", name[..1].to_ascii_lowercase(), &name[1..]);
    let (message, label) = if slot {
        (
            "a slot's name begins with a lower-case letter",
            "only later keywords of a message, as in `at:Put:`, begin with a capital",
        )
    } else {
        ("a message's name begins with a lower-case letter", "there are no class names: objects are found in slots")
    };
    boxed(new(source, "capital-name", span, message).with_label(label).with_help(format!("write `{lower}`")))
}

#[cold]
pub(crate) fn bare_resend(source: &Rc<Source>, span: Span) -> Mistake {
    boxed(
        new(source, "bare-resend", span, "`resend` needs a dot and a message right behind it")
            .with_label("what should be resent?")
            .with_help("write `resend.copy` or `resend.at: i Put: v`, with no blank around the dot"),
    )
}

// Bars, brackets and slots.

#[cold]
pub(crate) fn argument_in_code(source: &Rc<Source>, span: Span) -> Mistake {
    let name = source.slice(span).trim_start_matches(':');
    boxed(
        new(source, "argument-in-code", span, "an argument can only be declared between bars")
            .with_label("not in the code")
            .with_help(format!("write `{name}` to use it; `(| :{name} | … )` or `[| :{name} | … ]` declares it")),
    )
}

#[cold]
pub(crate) fn slots_without_period(source: &Rc<Source>, span: Span, before: Span) -> Mistake {
    let (left, right) = (quote(source, before), quote(source, span));
    let named = right.starts_with(|c: char| c.is_ascii_alphabetic() || c == ':');
    let end = before.end as usize;
    let place = Span::new(end, (end + 1).min(source.text.len()));
    boxed(
        new(source, "slots-without-period", place, "slots are separated by periods")
            .with_label("a period is missing here")
            .with_note(span, if named { "before this slot" } else { "before this" })
            .with_help(if named {
                format!("write `{left}. {right}`")
            } else {
                format!("write `{left}.`, then a slot's name")
            }),
    )
}

/// A program's slot list on a new line, behind an expression without a period.
#[cold]
pub(crate) fn slots_after_code(source: &Rc<Source>, span: Span, before: Span) -> Mistake {
    let end = before.end as usize;
    let line = source.text[..end].rfind('\n').map_or(0, |at| at + 1);
    boxed(
        new(source, "missing-period", Span::new(end - 1, end), "an expression ends with a period")
            .with_label("a period is missing after this")
            .with_note(span, "a slot list begins here")
            .with_help(format!("write `{}.`", shorten(source.text[line..end].trim()))),
    )
}

#[cold]
pub(crate) fn bar_in_code(source: &Rc<Source>, span: Span, previous: Option<Token<'_>>, program: bool) -> Mistake {
    let diagnostic = new(source, "bar-in-code", span, "a `|` cannot stand inside code");
    boxed(if previous == Some(Token::BarClose) {
        diagnostic
            .with_label("a second slot list")
            .with_help("put arguments and locals into one list: `[| :x. local <- 0 | … ]`")
    } else {
        diagnostic.with_label("slot lists stand at the beginning of an object, method or block").with_help(if program {
            "write `||` for `or`; end the expression with a period if a slot list of the program is to follow"
        } else {
            "write `||` for `or`; begin the slot list right after `(` or `[`"
        })
    })
}

#[cold]
pub(crate) fn glued_bar(source: &Rc<Source>, span: Span) -> Mistake {
    let text = source.slice(span);
    let help = if text == "||" {
        "an object without slots is written `()` or `(| |)`".to_string()
    } else {
        format!("write `| {}`", &text[1..])
    };
    boxed(
        new(source, "glued-bar", span, format!("`{}` is one operator, not a bar", shorten(text)))
            .with_label("a blank is missing after the `|`")
            .with_help(help),
    )
}

#[cold]
pub(crate) fn glued_initializer(source: &Rc<Source>, span: Span) -> Mistake {
    let text = source.slice(span);
    let cut = if let Some(rest) = text.strip_prefix('=') {
        format!("= {rest}")
    } else if let Some(rest) = text.strip_prefix("<-") {
        format!("<- {rest}")
    } else {
        format!("* {}", &text[1..])
    };
    boxed(
        new(source, "glued-initializer", span, format!("`{}` is one operator", shorten(text)))
            .with_label("a blank is missing inside this")
            .with_help(format!("write `{}`", shorten(&cut))),
    )
}

#[cold]
pub(crate) fn glued_caret(source: &Rc<Source>, span: Span) -> Mistake {
    let text = source.slice(span);
    boxed(
        new(source, "glued-caret", span, format!("`{}` is one operator, not a return", shorten(text)))
            .with_label("a blank is missing after the `^`")
            .with_help(format!("write `^ {}`", &text[1..])),
    )
}

#[cold]
pub(crate) fn two_stars(source: &Rc<Source>, span: Span) -> Mistake {
    boxed(
        new(source, "two-stars", span, "a parent slot has one `*`")
            .with_label("one is enough")
            .with_help("write `parent* = traits clonable`; all parents are searched as equals"),
    )
}

#[cold]
pub(crate) fn nothing_to_close(source: &Rc<Source>, span: Span) -> Mistake {
    let closer = source.slice(span);
    boxed(
        new(source, "nothing-to-close", span, format!("this `{closer}` closes nothing"))
            .with_label("no bracket is open here")
            .with_help("remove it, or open the bracket before"),
    )
}

/// What closes a bracket, and what the bracket is.
pub(crate) fn closer(bracket: &Bracket) -> (&'static str, &'static str) {
    if bracket.bar.is_some() && bracket.kind != BracketKind::SlotBrace {
        return ("|", "slot list");
    }
    match bracket.kind {
        BracketKind::Paren => (")", "parenthesis"),
        BracketKind::Square => ("]", "block"),
        BracketKind::Brace | BracketKind::SlotBrace => ("}", "annotation"),
        BracketKind::TopLevel | BracketKind::SlotText => (".", "expression"),
    }
}

#[cold]
pub(crate) fn unclosed(source: &Rc<Source>, bracket: Option<&Bracket>, found: Option<Span>) -> Mistake {
    let Some(bracket) = bracket else { return nothing_to_close(source, found.unwrap_or_default()) };
    let (closer, noun) = closer(bracket);
    let opener = if closer == "|" { bracket.bar.unwrap_or(bracket.span) } else { bracket.span };
    boxed(match found {
        None => new(source, "unclosed", opener, format!("this {noun} is never closed"))
            .with_label(format!("a `{closer}` for this is missing at the end"))
            .with_help(format!("add `{closer}`")),
        Some(found) => new(
            source,
            "unclosed",
            found,
            format!("expected `{closer}` to close the {noun} begun before this `{}`", source.slice(found)),
        )
        .with_label(format!("a `{closer}` is missing before this"))
        .with_note(opener, format!("the {noun} begins here"))
        .with_help(if closer == "|" {
            "a slot list ends with `|`".to_string()
        } else {
            format!("add `{closer}`")
        }),
    })
}

#[cold]
pub(crate) fn too_deep(source: &Rc<Source>, span: Span) -> Mistake {
    let limit = crate::syntax::parse::MAX_DEPTH;
    boxed(
        new(source, "too-deep", span, format!("brackets and keyword messages nest more than {limit} deep"))
            .with_label("this is one too many")
            .with_help("move the inner part into a method or a local slot"),
    )
}

#[cold]
pub(crate) fn empty_statement(source: &Rc<Source>, span: Span) -> Mistake {
    let digits = source.text[span.end as usize..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    if digits.starts_with(|c: char| c.is_ascii_digit()) {
        return fraction_alone(source, span, digits);
    }
    boxed(
        new(source, "empty-statement", span, "there is no expression before this period")
            .with_label("this period ends nothing")
            .with_help("remove it"),
    )
}

#[cold]
pub(crate) fn fraction_alone(source: &Rc<Source>, span: Span, digits: &str) -> Mistake {
    boxed(
        new(source, "number-fraction", span, "a number begins with a digit")
            .with_label("this period would end the expression")
            .with_help(format!("write `0.{}`", shorten(digits))),
    )
}

#[cold]
pub(crate) fn code_after_return(source: &Rc<Source>, span: Span, caret: Span) -> Mistake {
    boxed(
        new(source, "code-after-return", span, "nothing can follow a `^` expression")
            .with_label("this would never run")
            .with_note(caret, "the return is here")
            .with_help("`^` stands only before the last expression; a value may also be left there without it"),
    )
}

// What the grammar cannot say.

#[cold]
pub(crate) fn argument_of_nothing(source: &Rc<Source>, span: Span, owner: &str) -> Mistake {
    boxed(
        new(source, "argument-of-nothing", span, format!("{owner} has no arguments"))
            .with_label("an argument is given by a message, to a method or block")
            .with_help(format!("write `{}`, or add code after the slots", source.slice(span).trim_start_matches(':'))),
    )
}

#[cold]
pub(crate) fn assignable_method(source: &Rc<Source>, name: Span, group: Span, simple: bool) -> Mistake {
    let text = source.slice(name);
    let inner = source.slice(Span { start: group.start + 1, end: group.end.saturating_sub(1) }).trim();
    let diagnostic = new(source, "assignable-method", group, "a slot that can be assigned cannot hold a method")
        .with_label("code in parentheses is a method");
    boxed(if simple {
        diagnostic.with_help(format!(
            "write `{text} <- {inner}` for its value, `{text} = ( {inner} )` for a method",
            inner = shorten(inner)
        ))
    } else {
        diagnostic.with_help(format!("write `{text} = ( … )` for a method; a block can be assigned: `{text} <- [ … ]`"))
    })
}

#[cold]
pub(crate) fn parent_method(source: &Rc<Source>, name: Span, group: Span) -> Mistake {
    let inner = source.slice(Span { start: group.start + 1, end: group.end.saturating_sub(1) }).trim();
    boxed(
        new(source, "parent-method", group, "a parent is an object, not a method")
            .with_label("code in parentheses is a method")
            .with_help(format!("write `{}* = {}`", source.slice(name), shorten(inner))),
    )
}

#[cold]
pub(crate) fn empty_method(source: &Rc<Source>, span: Span, group: Span, selector: Symbol) -> Mistake {
    boxed(
        new(source, "empty-method", span, format!("`{selector}` takes arguments but has no code"))
            .with_label("an object without code has no arguments")
            .with_note(group, "no code in here")
            .with_help("write what it does, at least `( self )` or `( nil )`"),
    )
}

#[cold]
pub(crate) fn argument_count(
    source: &Rc<Source>,
    span: Span,
    place: Span,
    selector: Symbol,
    extra: Option<usize>,
    declared: usize,
) -> Mistake {
    let arity = selector.arity();
    let diagnostic = if extra.is_some() {
        new(source, "argument-count", place, "these arguments are already named in the selector")
            .with_label("declared a second time")
            .with_help("name the arguments in the selector or between the bars, not in both")
    } else {
        let wanted = if arity == 1 { "1 argument".to_string() } else { format!("{arity} arguments") };
        new(source, "argument-count", place, format!("`{selector}` takes {wanted}, but {declared} are declared"))
            .with_label("declared here")
            .with_help(match arity {
                0 => "a slot without arguments has a plain name; a method with one is written `name: argument = ( … )`",
                _ => "declare one `:argument` between the bars for each keyword, or name them in the selector",
            })
    };
    boxed(diagnostic.with_note(span, "the selector"))
}

#[cold]
pub(crate) fn local_method(source: &Rc<Source>, span: Span, name: Symbol) -> Mistake {
    boxed(
        new(source, "local-method", span, format!("a method cannot be local, but `{name}` is one"))
            .with_label("code in parentheses is a method")
            .with_help(format!(
                "move `{name}` into the object, make it a block `[ … ]`, or drop the parentheses to have its value"
            )),
    )
}

#[cold]
pub(crate) fn duplicate_slot(source: &Rc<Source>, span: Span, first: Span, name: Symbol) -> Mistake {
    boxed(
        new(source, "duplicate-slot", span, format!("the slot `{name}` is already there"))
            .with_label("declared again")
            .with_note(first, "declared first here")
            .with_help("rename or remove one of the two"),
    )
}

#[cold]
pub(crate) fn inner_method(source: &Rc<Source>, slots: Span, after_equal: bool) -> Mistake {
    let help = if after_equal {
        "to define a slot, put it between bars: `| name = (| … | code) |`"
    } else {
        "write a block and send it `value`: `[| … | code] value`"
    };
    boxed(
        new(
            source,
            "inner-method",
            slots,
            "slots and code together are a method, which cannot stand inside an expression",
        )
        .with_label("these slots belong to a method")
        .with_help(help),
    )
}

#[cold]
pub(crate) fn return_in_parens(source: &Rc<Source>, caret: Span, group: Span) -> Mistake {
    boxed(
        new(source, "return-in-parens", caret, "`^` cannot stand inside an expression")
            .with_label("returns from here would be lost")
            .with_note(group, "inside this parenthesis")
            .with_help("put the `^` before the whole expression, or write a block `[^ … ]`"),
    )
}

#[cold]
pub(crate) fn several_expressions(source: &Rc<Source>, second: Span, group: Span) -> Mistake {
    boxed(
        new(source, "several-expressions", second, "a parenthesis inside an expression holds one expression")
            .with_label("this is a second one")
            .with_note(group, "in this parenthesis")
            .with_help("write `[ … ] value` for several, or `(1 & 2 & 3) asVector` for a collection"),
    )
}

#[cold]
pub(crate) fn block_without_code(source: &Rc<Source>, argument: Span, block: Span) -> Mistake {
    boxed(
        new(source, "block-without-code", argument, "a block without code cannot have arguments")
            .with_label("nothing uses this")
            .with_note(block, "no code in here")
            .with_help("write what the block does, at least `nil`"),
    )
}

#[cold]
pub(crate) fn mixed_operators(
    source: &Rc<Source>,
    chain: Span,
    first: Span,
    second: Span,
    middle: Span,
    argument: Span,
) -> Mistake {
    let slice = |span| quote(source, span);
    let start = Span { start: chain.start, end: first.start };
    let before = source.slice(start).trim_end();
    let left = format!("({}) {} {}", slice(chain), slice(second), slice(argument));
    let right =
        format!("{} {} ({} {} {})", shorten(before), slice(first), slice(middle), slice(second), slice(argument));
    boxed(
        new(source, "mixed-operators", second, "operators have no precedence")
            .with_label("which is to be done first?")
            .with_note(first, "a different operator before it")
            .with_help(if before.is_empty() {
                format!("write `{left}`")
            } else {
                format!("write `{left}` or `{right}`")
            }),
    )
}
