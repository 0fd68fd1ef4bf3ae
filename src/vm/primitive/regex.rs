//! Regular expressions, by the crate of that name: it takes time in proportion to the text, whatever the pattern, and refuses
//! patterns that would take too much memory. What a pattern becomes is kept here for a while; objects hold patterns only.

use regex::Regex;
use regex::RegexBuilder;

use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::charge_bytes;
use crate::vm::primitive::row;
use crate::vm::primitive::string;
use crate::vm::primitive::string::string as text_of;
use crate::vm::primitive::vector;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_RegexCheck", Effect::Pure, check, "The pattern itself; fails with the reason if it is none."),
    row(
        "_RegexGroups",
        Effect::Pure,
        groups,
        "A vector of the names of a pattern's groups, the whole first; nil for none.",
    ),
    row(
        "_RegexFind:From:",
        Effect::Pure,
        find,
        "Where a pattern first matches at an index or later, by groups: start, end, start, …; nil if nowhere.",
    ),
    row(
        "_RegexFindAll:",
        Effect::Pure,
        find_all,
        "Where a pattern matches, from left to right: start, end, start, end, … of whole matches.",
    ),
    row(
        "_RegexReplace:With:",
        Effect::Pure,
        replace,
        "A text with every match replaced by a template, in which `$1` or `${name}` stands for a group.",
    ),
];

/// What a pattern may take when compiled, and while it matches.
const SIZE_LIMIT: usize = 1 << 20;
/// Patterns kept.
const KEPT: usize = 32;

/// Patterns lately used, the last one first.
#[derive(Debug, Default)]
pub(in crate::vm) struct Compiled(Vec<Regex>);

/// What a pattern compiles to.
fn compiled(vm: &mut Vm, pattern: Value) -> Result<Regex, Fault> {
    let text = text_of(vm, pattern)?.str();
    if let Some(at) = vm.regexes.0.iter().position(|regex| regex.as_str() == text) {
        vm.regexes.0[..=at].rotate_right(1);
        return Ok(vm.regexes.0[0].clone());
    }
    charge_bytes(vm, text.len().saturating_mul(1000))?;
    let built = RegexBuilder::new(text).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT).build();
    let regex = built.map_err(|error| {
        vm.detail = match error {
            regex::Error::CompiledTooBig(_) => "it would take too much memory".into(),
            error => error.to_string(),
        };
        Fault::Syntax
    })?;
    vm.regexes.0.truncate(KEPT - 1);
    vm.regexes.0.insert(0, regex.clone());
    Ok(regex)
}

fn check(vm: &mut Vm, args: &[Value]) -> Answer {
    compiled(vm, args[0])?;
    Ok(args[0])
}

fn groups(vm: &mut Vm, args: &[Value]) -> Answer {
    let regex = compiled(vm, args[0])?;
    let mut names = Vec::new();
    for name in regex.capture_names() {
        names.push(name.map_or(Value::NIL, |name| vm.intern(name)));
    }
    new_vector(vm, &names)
}

fn new_vector(vm: &mut Vm, elements: &[Value]) -> Answer {
    let map = vm.heap.kind_map(Kind::Vector);
    Ok(vm.heap.new_vector_from(map, elements)?)
}

/// Matching takes about this many times longer than walking over the text.
const MATCHING: usize = 16;

fn find(vm: &mut Vm, args: &[Value]) -> Answer {
    let regex = compiled(vm, args[0])?;
    let text = text_of(vm, args[1])?;
    let from = vector::index(args[2], string::length(vm, text)? + 1)?;
    let start = string::offset(vm, text, from)?;
    let found = regex.captures_at(text.str(), start);
    let passed = found.as_ref().and_then(|found| found.get(0)).map_or(text.length(), |whole| whole.end()) - start;
    charge_bytes(vm, passed.saturating_mul(MATCHING))?;
    let Some(found) = found else { return Ok(Value::NIL) };
    let mut places = Vec::with_capacity(found.len() * 2);
    for group in found.iter() {
        match group {
            Some(group) => places.extend([character(vm, text, group.start())?, character(vm, text, group.end())?]),
            None => places.extend([Value::NIL, Value::NIL]),
        }
    }
    new_vector(vm, &places)
}

fn character(vm: &mut Vm, text: Obj, offset: usize) -> Answer {
    Ok(Value::int(string::characters_before(vm, text, offset)? as i64))
}

fn find_all(vm: &mut Vm, args: &[Value]) -> Answer {
    let regex = compiled(vm, args[0])?;
    let text = text_of(vm, args[1])?;
    charge_bytes(vm, text.length().saturating_mul(MATCHING))?;
    let mut places = Vec::new();
    // Counted as the matches go on, since looking each place up would take longer.
    let (mut offset, mut characters) = (0, 0);
    for found in regex.find_iter(text.str()) {
        for place in [found.start(), found.end()] {
            let between = &text.str()[offset..place];
            characters += if text.has(crate::object::layout::ASCII) { between.len() } else { between.chars().count() };
            offset = place;
            places.push(Value::int(characters as i64));
        }
    }
    new_vector(vm, &places)
}

fn replace(vm: &mut Vm, args: &[Value]) -> Answer {
    let regex = compiled(vm, args[0])?;
    let (text, template) = (text_of(vm, args[1])?, text_of(vm, args[2])?);
    charge_bytes(vm, text.length().saturating_mul(MATCHING * 2))?;
    let mut replaced = String::new();
    let mut end = 0;
    for found in regex.captures_iter(text.str()) {
        let Some(whole) = found.get(0) else { continue };
        replaced.push_str(&text.str()[end..whole.start()]);
        found.expand(template.str(), &mut replaced);
        end = whole.end();
        // A template may hold the text many times over.
        vm.heap.check_budget(replaced.len())?;
    }
    replaced.push_str(&text.str()[end..]);
    string::new(vm, &replaced, &[text, template])
}
