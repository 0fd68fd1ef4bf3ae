//! The values of literals: integers of any size, radix numbers, strings with their escapes.

use std::rc::Rc;

use num_bigint::BigInt;

use crate::syntax::mistake;
use crate::syntax::mistake::Mistake;
use crate::text::source::Source;
use crate::text::source::Span;

/// Digits converted directly; above this a number is halved first, since conversion takes quadratic time.
const DIRECT_DIGITS: usize = 2000;

/// The value of decimal digits with an optional minus.
pub(crate) fn integer(text: &str) -> BigInt {
    // Almost every literal fits a machine word.
    if text.len() <= 18 {
        return BigInt::from(text.parse::<i64>().unwrap_or_default());
    }
    signed(text, 10)
}

/// The value of `16r1F`.
pub(crate) fn radix(source: &Rc<Source>, text: &str, span: Span) -> Result<BigInt, Mistake> {
    let (sign, unsigned) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let Some((base, digits)) = unsigned.split_once(['r', 'R']) else {
        return Err(mistake::bad_base(source, span));
    };
    let base = base.parse::<u32>().ok().filter(|base| (2..=36).contains(base));
    let Some(base) = base else { return Err(mistake::bad_base(source, span)) };
    if let Some(at) = digits.find(|c: char| c.to_digit(36).is_none_or(|digit| digit >= base)) {
        return Err(mistake::digit_too_large(source, span, text.len() - digits.len() + at, base));
    }
    let value = unsigned_value(digits, base);
    Ok(if sign.is_empty() { value } else { -value })
}

fn signed(text: &str, base: u32) -> BigInt {
    match text.strip_prefix('-') {
        Some(digits) => -unsigned_value(digits, base),
        None => unsigned_value(text, base),
    }
}

fn unsigned_value(digits: &str, base: u32) -> BigInt {
    // Powers of two are converted in linear time.
    if digits.len() <= DIRECT_DIGITS || base.is_power_of_two() {
        return BigInt::parse_bytes(digits.as_bytes(), base).unwrap_or_default();
    }
    // base^(DIRECT_DIGITS·2^i) for each halving.
    let mut powers = vec![BigInt::from(base).pow(DIRECT_DIGITS as u32)];
    while (DIRECT_DIGITS << powers.len()) < digits.len() {
        let last = &powers[powers.len() - 1];
        powers.push(last * last);
    }
    halves(digits, base, &powers)
}

fn halves(digits: &str, base: u32, powers: &[BigInt]) -> BigInt {
    let Some((power, smaller)) = powers.split_last() else {
        return BigInt::parse_bytes(digits.as_bytes(), base).unwrap_or_default();
    };
    let low = DIRECT_DIGITS << smaller.len();
    if digits.len() <= low {
        return halves(digits, base, smaller);
    }
    let (high, low) = digits.split_at(digits.len() - low);
    halves(high, base, smaller) * power + halves(low, base, smaller)
}

/// The text of a string literal. `text` is a slice of `source`, with its quotes.
pub(crate) fn string(source: &Rc<Source>, text: &str) -> Result<Rc<str>, Mistake> {
    let inner = &text[1..text.len() - 1];
    if !inner.bytes().any(|byte| byte == b'\\' || byte == b'\r') {
        return Ok(inner.into());
    }
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find(['\\', '\r']) {
        out.push_str(&rest[..at]);
        let special = &rest[at..];
        let (character, length) = match escape(special) {
            Some(found) => found,
            None => {
                let start = special.as_ptr() as usize - source.text.as_ptr() as usize;
                let letter = special.chars().nth(1).map_or(0, char::len_utf8);
                let extra = if matches!(special.as_bytes().get(1), Some(b'x' | b'd' | b'o')) { 3 } else { 0 };
                let tail = special[1 + letter..].bytes().take(extra).take_while(u8::is_ascii_alphanumeric).count();
                return Err(mistake::bad_escape(source, Span::new(start, start + 1 + letter + tail)));
            }
        };
        out.extend(character);
        rest = &special[length..];
    }
    out.push_str(rest);
    Ok(out.into())
}

/// What an escape or a carriage return stands for, and how many bytes it takes.
fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let bytes = text.as_bytes();
    if bytes[0] == b'\r' {
        // A line ends with one newline, whatever the file was written on.
        return Some((Some('\n'), if bytes.get(1) == Some(&b'\n') { 2 } else { 1 }));
    }
    Some(match bytes.get(1)? {
        b't' => (Some('\t'), 2),
        b'b' => (Some('\u{8}'), 2),
        b'n' => (Some('\n'), 2),
        b'f' => (Some('\u{C}'), 2),
        b'r' => (Some('\r'), 2),
        b'v' => (Some('\u{B}'), 2),
        b'a' => (Some('\u{7}'), 2),
        b'0' => (Some('\0'), 2),
        b'\\' => (Some('\\'), 2),
        b'\'' => (Some('\''), 2),
        b'"' => (Some('"'), 2),
        b'?' => (Some('?'), 2),
        b'\n' => (None, 2),
        b'\r' => (None, if bytes.get(2) == Some(&b'\n') { 3 } else { 2 }),
        b'x' => (Some(code_point(text, 2, 16)?), 4),
        b'd' => (Some(code_point(text, 3, 10)?), 5),
        b'o' => (Some(code_point(text, 3, 8)?), 5),
        _ => return None,
    })
}

fn code_point(text: &str, digits: usize, base: u32) -> Option<char> {
    let digits = text.get(2..2 + digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_alphanumeric()))?;
    u8::from_str_radix(digits, base).ok().map(char::from)
}
