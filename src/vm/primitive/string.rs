//! Strings: immutable UTF-8 text, indexed by Unicode scalar value. ASCII text is indexed at once; other text is walked.
//!
//! A string that came from outside is tainted, and so is every string made from it.

use std::hash::Hash;
use std::hash::Hasher;

use num_bigint::BigInt;
use num_traits::Num;

use crate::object::kind::Kind;
use crate::object::layout::ASCII;
use crate::object::layout::Obj;
use crate::object::layout::TAINTED;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::integer;
use crate::vm::primitive::row;
use crate::vm::primitive::vector;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_StringSize", Effect::Pure, size, "How many characters."),
    row("_StringHash", Effect::Pure, hash, "The same for equal strings."),
    row("_StringAt:", Effect::Pure, at, "The character at an index from 0, as a string."),
    row("_StringConcat:", Effect::Pure, concat, "The two strings in one."),
    row("_StringFrom:UpTo:", Effect::Pure, from_up_to, "The characters from an index up to another."),
    row("_StringRepeat:", Effect::Pure, repeat, "The string that many times."),
    row("_StringEQ:", Effect::Pure, equal, "The same characters?"),
    row("_StringLT:", Effect::Pure, less, "Before the other in the order of scalar values?"),
    row("_StringIndexOf:From:", Effect::Pure, index_of, "Where the other begins, at an index or later; -1 if nowhere."),
    row("_StringReplace:With:", Effect::Pure, replace, "Each occurrence of one string replaced by another."),
    row("_StringReverse", Effect::Pure, |vm, args| map(vm, args, |text| text.chars().rev().collect()), "Backwards."),
    row("_StringTrim", Effect::Pure, |vm, args| map(vm, args, |text| text.trim().into()), "Without white space around."),
    row("_StringUppercase", Effect::Pure, |vm, args| map(vm, args, str::to_uppercase), "In capitals."),
    row("_StringLowercase", Effect::Pure, |vm, args| map(vm, args, str::to_lowercase), "In small letters."),
    row("_StringIsLetter", Effect::Pure, |vm, args| all(vm, args, char::is_alphabetic), "Only letters?"),
    row("_StringIsDigit", Effect::Pure, |vm, args| all(vm, args, |c| c.is_ascii_digit()), "Only digits?"),
    row("_StringIsUppercase", Effect::Pure, |vm, args| all(vm, args, char::is_uppercase), "Only capitals?"),
    row("_StringIsLowercase", Effect::Pure, |vm, args| all(vm, args, char::is_lowercase), "Only small letters?"),
    row("_StringIsWhiteSpace", Effect::Pure, |vm, args| all(vm, args, char::is_whitespace), "Only white space?"),
    row("_StringCodePoint", Effect::Pure, code_point, "The number of a one-character string's scalar value."),
    row("_StringAsIntegerBase:", Effect::Pure, as_integer, "The integer it writes in a base."),
    row("_StringAsFloat", Effect::Pure, as_float, "The double it writes."),
    row("_StringAsBytes", Effect::Pure, as_bytes, "Its UTF-8 as a byte vector."),
    row("_StringCanonicalize", Effect::Pure, canonicalize, "The one string of that text that literals are."),
    row("_StringPrintString", Effect::Pure, print, "In quotes, as one would write it."),
    row("_StringJoin:", Effect::Pure, join, "The first so many strings of a vector in one."),
];

fn string(vm: &Vm, value: Value) -> Result<Obj, Fault> {
    vm.heap.object_of_kind(value, Kind::String).ok_or(Fault::BadType)
}

/// A new string; tainted if one of those it was made from is.
fn new(vm: &mut Vm, text: &str, from: &[Obj]) -> Answer {
    let tainted = from.iter().any(|string| string.has(TAINTED));
    Ok(vm.heap.new_string_tainted(text, tainted)?)
}

fn length(string: Obj) -> usize {
    if string.has(ASCII) { string.length() } else { string.str().chars().count() }
}

/// The byte offset of character `index`, which is at most the length.
fn offset(string: Obj, index: usize) -> usize {
    if string.has(ASCII) {
        return index;
    }
    string.str().char_indices().nth(index).map_or(string.length(), |(offset, _)| offset)
}

fn size(vm: &mut Vm, args: &[Value]) -> Answer {
    Ok(Value::int(length(string(vm, args[0])?) as i64))
}

fn hash(vm: &mut Vm, args: &[Value]) -> Answer {
    // Fixed keys: the same text has the same hash in every run.
    let mut hasher = std::hash::DefaultHasher::new();
    string(vm, args[0])?.text().hash(&mut hasher);
    Ok(Value::int((hasher.finish() >> 3) as i64))
}

fn at(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    let index = vector::index(args[1], length(string))?;
    let from = offset(string, index);
    let character = string.str()[from..].chars().next().ok_or(Fault::BadIndex)?;
    let mut buffer = [0; 4];
    let text = character.encode_utf8(&mut buffer);
    if string.has(TAINTED) { new(vm, text, &[string]) } else { Ok(vm.intern(text)) }
}

fn concat(vm: &mut Vm, args: &[Value]) -> Answer {
    let (a, b) = (string(vm, args[0])?, string(vm, args[1])?);
    vm.heap.check_budget(a.length() + b.length())?;
    let text = [a.str(), b.str()].concat();
    new(vm, &text, &[a, b])
}

fn from_up_to(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    let (from, to) = vector::range(args[1], args[2], length(string))?;
    let text = &string.str()[offset(string, from)..offset(string, to)];
    new(vm, text, &[string])
}

fn repeat(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    let times = args[1].as_int().ok_or(Fault::BadType)?;
    let times = usize::try_from(times).map_err(|_| Fault::BadSize)?;
    let bytes = string.length().checked_mul(times).ok_or(Fault::BadSize)?;
    vm.heap.check_budget(bytes)?;
    let text = string.str().repeat(times);
    new(vm, &text, &[string])
}

fn equal(vm: &mut Vm, args: &[Value]) -> Answer {
    let (a, b) = (string(vm, args[0])?, string(vm, args[1])?);
    Ok(Value::bool(a.text() == b.text()))
}

fn less(vm: &mut Vm, args: &[Value]) -> Answer {
    let (a, b) = (string(vm, args[0])?, string(vm, args[1])?);
    // The order of UTF-8 bytes is the order of scalar values.
    Ok(Value::bool(a.text() < b.text()))
}

fn index_of(vm: &mut Vm, args: &[Value]) -> Answer {
    let (string, wanted) = (string(vm, args[0])?, string(vm, args[1])?);
    let from = args[2].as_int().and_then(|n| usize::try_from(n).ok()).ok_or(Fault::BadType)?;
    if from > length(string) {
        return Ok(Value::int(-1));
    }
    let start = offset(string, from);
    Ok(Value::int(match string.str()[start..].find(wanted.str()) {
        None => -1,
        Some(found) if string.has(ASCII) => (start + found) as i64,
        Some(found) => string.str()[..start + found].chars().count() as i64,
    }))
}

fn replace(vm: &mut Vm, args: &[Value]) -> Answer {
    let (string_, old, with) = (string(vm, args[0])?, string(vm, args[1])?, string(vm, args[2])?);
    let found = string_.str().matches(old.str()).count();
    vm.heap.check_budget(string_.length().saturating_add(found.saturating_mul(with.length())))?;
    let text = string_.str().replace(old.str(), with.str());
    new(vm, &text, &[string_, old, with])
}

fn map(vm: &mut Vm, args: &[Value], change: fn(&str) -> String) -> Answer {
    let string = string(vm, args[0])?;
    let text = change(string.str());
    new(vm, &text, &[string])
}

fn all(vm: &mut Vm, args: &[Value], test: fn(char) -> bool) -> Answer {
    let text = string(vm, args[0])?.str();
    Ok(Value::bool(!text.is_empty() && text.chars().all(test)))
}

fn code_point(vm: &mut Vm, args: &[Value]) -> Answer {
    let mut characters = string(vm, args[0])?.str().chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(Value::int(u32::from(character).into())),
        _ => Err(Fault::BadSize),
    }
}

fn as_integer(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = string(vm, args[0])?.str();
    let base = args[1].as_int().and_then(|n| u32::try_from(n).ok()).filter(|n| (2..=36).contains(n));
    let base = base.ok_or(Fault::BadSize)?;
    let n = BigInt::from_str_radix(text, base).map_err(|_| Fault::Syntax)?;
    integer::integer(vm, n)
}

fn as_float(vm: &mut Vm, args: &[Value]) -> Answer {
    let x: f64 = string(vm, args[0])?.str().parse().map_err(|_| Fault::Syntax)?;
    Ok(vm.heap.new_float(x))
}

fn as_bytes(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    let map = vm.heap.kind_map(Kind::Bytes);
    Ok(vm.heap.new_bytes(map, string.text())?)
}

fn canonicalize(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    // The canonical string is not tainted: it is the literal of that text, which anyone could have written. What came
    // from outside stays what it is.
    if string.has(TAINTED) { Ok(args[0]) } else { Ok(vm.intern(string.str())) }
}

fn print(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    let mut text = String::with_capacity(string.length() + 2);
    text.push('\'');
    for character in string.str().chars() {
        match character {
            '\'' => text.push_str("\\'"),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            c if u32::from(c) < 32 || u32::from(c) == 127 => text.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('\'');
    new(vm, &text, &[string])
}

fn join(vm: &mut Vm, args: &[Value]) -> Answer {
    let parts = vector::vector(vm, args[0])?;
    let count = vector::index(args[1], parts.length() + 1)?;
    let strings = parts.elements()[..count].iter().map(|part| string(vm, *part));
    let strings: Vec<Obj> = strings.collect::<Result<_, _>>()?;
    vm.heap.check_budget(strings.iter().map(|string| string.length()).sum())?;
    let text: String = strings.iter().map(|string| string.str()).collect();
    new(vm, &text, &strings)
}
