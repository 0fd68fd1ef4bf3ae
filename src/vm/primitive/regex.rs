//! Regular expressions, by the crate of that name: it takes time in proportion to the text, whatever the pattern, and refuses
//! patterns that would take too much memory. What a pattern becomes is kept here for a while; objects hold patterns only.

use std::sync::atomic::Ordering;

use regex::Captures;
use regex::Match;
use regex::Regex;
use regex::RegexBuilder;

use crate::object::layout::ASCII;
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
        "_RegexFindSome:After:",
        Effect::Pure,
        find_some,
        "Where a pattern matches next after a match that ended there (nil: from the beginning), for some hundred matches \
         at most: start, end, start, end, …",
    ),
    row(
        "_RegexReplaceSome:With:After:",
        Effect::Pure,
        replace_some,
        "The same matches replaced by a template, in which `$1` or `${name}` stands for a group: the text up to the end of \
         the last one, and that end; nil if there is no match.",
    ),
];

/// Bytes that a pattern may take when compiled, and as many again while it matches. `\w{100}` takes a fifth.
const SIZE_LIMIT: usize = 10 << 20;
/// Patterns kept.
const KEPT: usize = 8;
/// Matches looked for at once. Between two calls a process may be interrupted, and runs out of fuel or time.
const AT_ONCE: usize = 256;

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
            regex::Error::CompiledTooBig(limit) => format!("it would take more than {} MB of memory", limit >> 20),
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
    vector::new(vm, &names)
}

/// Matching takes about this many times longer than walking over the text.
const MATCHING: usize = 16;
/// What a match costs besides, in the same measure.
const EACH_MATCH: usize = 256;

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
    vector::new(vm, &places)
}

fn character(vm: &mut Vm, text: Obj, offset: usize) -> Answer {
    Ok(Value::int(string::characters_before(vm, text, offset)? as i64))
}

/// Runs `visit` with the next matches after one that ended at an offset (none: from the beginning), and pays for the text
/// that they pass. `search` finds the first match from an offset on, `span` says where it begins and ends. The end of the
/// last one, if any.
///
/// What a pattern looks at beyond its match is not paid for.
fn some_matches<M>(
    vm: &mut Vm,
    text: &str,
    after: Option<usize>,
    search: impl Fn(usize) -> Option<M>,
    span: impl Fn(&M) -> (usize, usize),
    mut visit: impl FnMut(&mut Vm, &M, (usize, usize)) -> Result<(), Fault>,
) -> Result<Option<usize>, Fault> {
    let mut last = after;
    let mut cost: usize = 0;
    for _ in 0..AT_ONCE {
        let from = last.unwrap_or(0);
        let mut found = search(from);
        // An empty match right behind another is none.
        if last.is_some() && found.as_ref().is_some_and(|found| span(found) == (from, from)) {
            found = text[from..].chars().next().and_then(|next| search(from + next.len_utf8()));
        }
        let (start, end) = found.as_ref().map_or((text.len(), text.len()), &span);
        cost = cost.saturating_add((end - from).saturating_mul(MATCHING)).saturating_add(EACH_MATCH);
        let Some(found) = found else { break };
        visit(vm, &found, (start, end))?;
        last = Some(end);
        if vm.interrupt.load(Ordering::Relaxed) {
            break;
        }
    }
    charge_bytes(vm, cost)?;
    Ok(last.filter(|_| last != after))
}

/// Where a match ended, given as a character's index or nil.
fn end_of_last(vm: &mut Vm, text: Obj, value: Value) -> Result<Option<usize>, Fault> {
    if value.is_nil() {
        return Ok(None);
    }
    let index = vector::index(value, string::length(vm, text)? + 1)?;
    string::offset(vm, text, index).map(Some)
}

/// Counts characters onwards from a place, since looking each place up would take longer.
struct Counter<'t> {
    text: &'t str,
    ascii: bool,
    offset: usize,
    characters: usize,
}

impl<'t> Counter<'t> {
    fn new(vm: &mut Vm, text: Obj, start: usize) -> Result<Counter<'static>, Fault> {
        let characters = string::characters_before(vm, text, start)?;
        Ok(Counter { text: text.str(), ascii: text.has(ASCII), offset: start, characters })
    }

    fn character(&mut self, offset: usize) -> Value {
        let between = &self.text[self.offset..offset];
        self.characters += if self.ascii { between.len() } else { between.chars().count() };
        self.offset = offset;
        Value::int(self.characters as i64)
    }
}

fn find_some(vm: &mut Vm, args: &[Value]) -> Answer {
    let regex = compiled(vm, args[0])?;
    let text = text_of(vm, args[1])?;
    let after = end_of_last(vm, text, args[2])?;
    let mut counter = Counter::new(vm, text, after.unwrap_or(0))?;
    let mut places = Vec::new();
    let source = text.str();
    let span = |found: &Match| (found.start(), found.end());
    some_matches(
        vm,
        source,
        after,
        |from| regex.find_at(source, from),
        span,
        |_, _, (start, end)| {
            places.extend([counter.character(start), counter.character(end)]);
            Ok(())
        },
    )?;
    vector::new(vm, &places)
}

fn replace_some(vm: &mut Vm, args: &[Value]) -> Answer {
    let regex = compiled(vm, args[0])?;
    let (text, template) = (text_of(vm, args[1])?, text_of(vm, args[2])?);
    let after = end_of_last(vm, text, args[3])?;
    let start = after.unwrap_or(0);
    let mut counter = Counter::new(vm, text, start)?;
    let mut replaced = String::new();
    let mut end = start;
    let source = text.str();
    let span = |found: &Captures| found.get(0).map_or((start, start), |whole| (whole.start(), whole.end()));
    let last = some_matches(
        vm,
        source,
        after,
        |from| regex.captures_at(source, from),
        span,
        |vm, found, place| {
            replaced.push_str(&source[end..place.0]);
            found.expand(template.str(), &mut replaced);
            end = place.1;
            // A template may hold the text many times over.
            vm.heap.check_budget(replaced.len())?;
            Ok(())
        },
    )?;
    charge_bytes(vm, replaced.len())?;
    let Some(last) = last else { return Ok(Value::NIL) };
    let piece = string::new(vm, &replaced, &[text, template])?;
    vector::new(vm, &[piece, counter.character(last)])
}
