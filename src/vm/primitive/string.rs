//! Strings: immutable UTF-8 text, indexed by Unicode scalar value. ASCII text is indexed at once, other text through a
//! [`TextIndex`] made when it is first asked for.
//!
//! A string that came from outside is tainted, and so is every string made from it.

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
use crate::vm::primitive::charge;
use crate::vm::primitive::charge_bytes;
use crate::vm::primitive::integer;
use crate::vm::primitive::row;
use crate::vm::primitive::vector;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_StringSize", Effect::Pure, size, "How many characters."),
    row(
        "_StringIsTainted",
        Effect::Pure,
        |vm, args| Ok(Value::bool(string(vm, args[0])?.has(TAINTED))),
        "Does it come from outside, or was it made from text that does?",
    ),
    row("_StringHash", Effect::Pure, hash, "The same for equal strings."),
    row("_StringAt:", Effect::Pure, at, "The character at an index from 0, as a string."),
    row("_StringConcat:", Effect::Pure, concat, "The two strings in one."),
    row("_StringFrom:UpTo:", Effect::Pure, from_up_to, "The characters from an index up to another."),
    row("_StringRepeat:", Effect::Pure, repeat, "The string that many times."),
    row("_StringEQ:", Effect::Pure, equal, "The same characters?"),
    row("_StringLT:", Effect::Pure, less, "Before the other in the order of scalar values?"),
    row("_StringIndexOf:From:", Effect::Pure, index_of, "Where the other begins, at an index or later; -1 if nowhere."),
    row(
        "_StringWordsFrom:",
        Effect::Pure,
        words_from,
        "The parts between white space from an index on, some hundred at most, and the index to go on from; nil if no more \
         are left.",
    ),
    row("_StringReplace:With:", Effect::Pure, replace, "Each occurrence of one string replaced by another."),
    row("_StringReverse", Effect::Pure, |vm, args| map(vm, args, |text| text.chars().rev().collect()), "Backwards."),
    row(
        "_StringTrim",
        Effect::Pure,
        |vm, args| map(vm, args, |text| text.trim().into()),
        "Without white space around.",
    ),
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
    row("_StringsJoinUsing:", Effect::Pure, join_using, "The strings of a vector in one, with another between them."),
    row("_StringJoin:", Effect::Pure, join, "The first so many strings of a vector in one."),
];

pub(in crate::vm::primitive) fn string(vm: &Vm, value: Value) -> Result<Obj, Fault> {
    vm.heap.object_of_kind(value, Kind::String).ok_or(Fault::BadType)
}

/// A new string; tainted if one of those it was made from is.
pub(in crate::vm::primitive) fn new(vm: &mut Vm, text: &str, from: &[Obj]) -> Answer {
    new_of(vm, &[text], from)
}

fn new_of(vm: &mut Vm, pieces: &[&str], from: &[Obj]) -> Answer {
    charge_bytes(vm, pieces.iter().map(|piece| piece.len()).sum())?;
    let tainted = from.iter().any(|string| string.has(TAINTED));
    Ok(vm.heap.new_string_of(pieces, tainted)?)
}

/// Where a string lies, and the heap's stamp of that place.
type Place = (Value, (bool, u64));

/// Where the characters of a text that is not ASCII begin.
#[derive(Debug, Default)]
pub(in crate::vm) struct TextIndex {
    /// The string, with the stamp that shows whether another has taken its place since.
    string: Option<Place>,
    /// Byte offset of every `STEP`th character.
    starts: Vec<u32>,
    length: usize,
}

/// Characters between two that an index knows; shorter texts are walked.
const STEP: usize = 64;
/// Programs that compare or merge texts go through a few at once.
pub(in crate::vm) const INDEXES: usize = 4;

impl TextIndex {
    fn of(string: Obj, place: Place) -> TextIndex {
        let mut index = TextIndex { string: Some(place), starts: Vec::new(), length: 0 };
        for (offset, byte) in string.text().iter().enumerate() {
            // Bytes of the form 10xxxxxx continue a character.
            if byte & 0xc0 != 0x80 {
                if index.length.is_multiple_of(STEP) {
                    index.starts.push(offset as u32);
                }
                index.length += 1;
            }
        }
        index
    }
}

/// The index of a text that is not ASCII, made now if it is not at hand.
fn indexed(vm: &mut Vm, string: Obj) -> Result<&TextIndex, Fault> {
    let place = (string.value(), vm.heap.place_stamp(string));
    let at = match vm.text_indexes.iter().position(|index| index.string == Some(place)) {
        Some(at) => at,
        None => {
            charge_bytes(vm, string.length() * 8)?;
            vm.text_indexes.rotate_right(1);
            vm.text_indexes[0] = TextIndex::of(string, place);
            0
        }
    };
    Ok(&vm.text_indexes[at])
}

pub(in crate::vm::primitive) fn length(vm: &mut Vm, string: Obj) -> Result<usize, Fault> {
    if string.has(ASCII) {
        Ok(string.length())
    } else if string.length() <= STEP {
        Ok(string.str().chars().count())
    } else {
        indexed(vm, string).map(|index| index.length)
    }
}

/// The byte offset of character `index`, which is at most the length.
pub(in crate::vm::primitive) fn offset(vm: &mut Vm, string: Obj, index: usize) -> Result<usize, Fault> {
    if string.has(ASCII) {
        return Ok(index);
    }
    let (from, skipped) = if string.length() <= STEP {
        (0, 0)
    } else {
        let starts = &indexed(vm, string)?.starts;
        match starts.get(index / STEP) {
            Some(start) => (*start as usize, index / STEP * STEP),
            None => return Ok(string.length()),
        }
    };
    let rest = &string.str()[from..];
    Ok(rest.char_indices().nth(index - skipped).map_or(string.length(), |(at, _)| from + at))
}

/// The number of characters before a byte offset: the other way round.
pub(in crate::vm::primitive) fn characters_before(vm: &mut Vm, string: Obj, offset: usize) -> Result<usize, Fault> {
    if string.has(ASCII) {
        return Ok(offset);
    }
    let (from, skipped) = if string.length() <= STEP {
        (0, 0)
    } else {
        let starts = &indexed(vm, string)?.starts;
        let step = starts.partition_point(|start| *start as usize <= offset).saturating_sub(1);
        (starts.get(step).map_or(0, |start| *start as usize), step * STEP)
    };
    Ok(skipped + string.str()[from..offset].chars().count())
}

fn size(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    Ok(Value::int(length(vm, string)? as i64))
}

fn hash(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    charge_bytes(vm, string.length())?;
    Ok(Value::int(text_hash(string.text())))
}

/// Eight bytes at a time, each multiplied in and the product folded. Hash tables in images hold the result, so it must stay
/// what it is.
pub(in crate::vm::primitive) fn text_hash(text: &[u8]) -> i64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let fold = |hash: u64, word: [u8; 8]| {
        let product = u128::from(hash ^ u64::from_le_bytes(word)) * u128::from(FACTOR);
        product as u64 ^ (product >> 64) as u64
    };
    let (words, rest) = text.as_chunks::<8>();
    let hash = words.iter().fold(text.len() as u64 ^ FACTOR, |hash, word| fold(hash, *word));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    integer::mixed(fold(hash, last))
}

fn at(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    let index = vector::index(args[1], length(vm, string)?)?;
    let from = offset(vm, string, index)?;
    let character = string.str()[from..].chars().next().ok_or(Fault::BadIndex)?;
    let mut buffer = [0; 4];
    let text = character.encode_utf8(&mut buffer);
    if string.has(TAINTED) { new(vm, text, &[string]) } else { Ok(vm.intern(text)) }
}

fn concat(vm: &mut Vm, args: &[Value]) -> Answer {
    let (a, b) = (string(vm, args[0])?, string(vm, args[1])?);
    new_of(vm, &[a.str(), b.str()], &[a, b])
}

fn from_up_to(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    let (from, to) = vector::range(args[1], args[2], length(vm, string)?)?;
    let (from, to) = (offset(vm, string, from)?, offset(vm, string, to)?);
    new(vm, &string.str()[from..to], &[string])
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
    if a.length() == b.length() {
        charge_bytes(vm, a.length())?;
    }
    Ok(Value::bool(a.text() == b.text()))
}

fn less(vm: &mut Vm, args: &[Value]) -> Answer {
    let (a, b) = (string(vm, args[0])?, string(vm, args[1])?);
    charge_bytes(vm, a.length().min(b.length()))?;
    // The order of UTF-8 bytes is the order of scalar values.
    Ok(Value::bool(a.text() < b.text()))
}

fn index_of(vm: &mut Vm, args: &[Value]) -> Answer {
    let (string, wanted) = (string(vm, args[0])?, string(vm, args[1])?);
    let from = usize::try_from(args[2].as_int().ok_or(Fault::BadType)?).map_err(|_| Fault::BadIndex)?;
    if from > length(vm, string)? {
        return Ok(Value::int(-1));
    }
    let start = offset(vm, string, from)?;
    match string.str()[start..].find(wanted.str()) {
        None => {
            charge_bytes(vm, string.length() - start)?;
            Ok(Value::int(-1))
        }
        Some(found) => {
            charge_bytes(vm, found)?;
            Ok(Value::int(characters_before(vm, string, start + found)? as i64))
        }
    }
}

/// Words looked for at once. Between two calls a process may be interrupted, and runs out of fuel or time.
const WORDS_AT_ONCE: usize = 256;

fn words_from(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    let from = vector::index(args[1], length(vm, string)? + 1)?;
    let start = offset(vm, string, from)?;
    let text = string.str();
    let mut words = Vec::new();
    let mut end = start;
    let next = loop {
        let blanks = text[end..].len() - text[end..].trim_start().len();
        let word = &text[end + blanks..];
        let length = word.find(char::is_whitespace).unwrap_or(word.len());
        charge_bytes(vm, blanks + length)?;
        if length == 0 {
            break Value::NIL;
        }
        words.push(new(vm, &word[..length], &[string])?);
        end += blanks + length;
        if words.len() == WORDS_AT_ONCE {
            break Value::int(characters_before(vm, string, end)? as i64);
        }
    };
    charge(vm, words.len() as u64)?;
    words.push(next);
    vector::new(vm, &words)
}

fn replace(vm: &mut Vm, args: &[Value]) -> Answer {
    let (text, old, with) = (string(vm, args[0])?, string(vm, args[1])?, string(vm, args[2])?);
    charge_bytes(vm, text.length())?;
    let found = text.str().matches(old.str()).count();
    vm.heap.check_budget(text.length().saturating_add(found.saturating_mul(with.length())))?;
    let replaced = text.str().replace(old.str(), with.str());
    new(vm, &replaced, &[text, old, with])
}

fn map(vm: &mut Vm, args: &[Value], change: fn(&str) -> String) -> Answer {
    let string = string(vm, args[0])?;
    vm.heap.check_budget(string.length())?;
    let text = change(string.str());
    new(vm, &text, &[string])
}

fn all(vm: &mut Vm, args: &[Value], test: fn(char) -> bool) -> Answer {
    let text = string(vm, args[0])?.str();
    charge_bytes(vm, text.len())?;
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
    integer::parse(vm, text, args[1])
}

fn as_float(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = string(vm, args[0])?.str();
    // Of the words that Rust knows, only those that floats print.
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    if !is_number && !["infinity", "-infinity", "nan"].contains(&text) {
        return Err(Fault::Syntax);
    }
    charge_bytes(vm, text.len() * 8)?;
    let x: f64 = text.parse().map_err(|_| Fault::Syntax)?;
    Ok(vm.heap.new_float(x))
}

fn as_bytes(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    charge_bytes(vm, string.length())?;
    let map = vm.heap.kind_map(Kind::Bytes);
    Ok(vm.heap.new_bytes_tainted(map, string.text(), string.has(TAINTED))?)
}

fn canonicalize(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    // The canonical string is not tainted: it is the literal of that text, which anyone could have written. What came
    // from outside stays what it is.
    if string.has(TAINTED) { Ok(args[0]) } else { Ok(vm.intern(string.str())) }
}

fn print(vm: &mut Vm, args: &[Value]) -> Answer {
    let string = string(vm, args[0])?;
    vm.heap.check_budget(string.length())?;
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

fn join_using(vm: &mut Vm, args: &[Value]) -> Answer {
    let (parts, separator) = (vector::vector(vm, args[0])?, string(vm, args[1])?);
    let mut strings = Vec::with_capacity(parts.length() * 2);
    for part in parts.elements() {
        if !strings.is_empty() {
            strings.push(separator);
        }
        strings.push(string(vm, *part)?);
    }
    let pieces: Vec<&str> = strings.iter().map(|string| string.str()).collect();
    new_of(vm, &pieces, &strings)
}

fn join(vm: &mut Vm, args: &[Value]) -> Answer {
    let parts = vector::vector(vm, args[0])?;
    let count = vector::index(args[1], parts.length() + 1)?;
    for part in &parts.elements()[..count] {
        super::whole(vm, *part)?;
    }
    let strings = parts.elements()[..count].iter().map(|part| string(vm, *part));
    let strings: Vec<Obj> = strings.collect::<Result<_, _>>()?;
    let pieces: Vec<&str> = strings.iter().map(|string| string.str()).collect();
    new_of(vm, &pieces, &strings)
}
