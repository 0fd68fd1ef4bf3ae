//! Forgetting a slot's value: it becomes nil at every moment, and what only it led to is blanked.
//!
//! Blanked are the bytes of texts, byte vectors and large integers, the numbers in fields and elements, and the text of the
//! method, where nothing else reaches them now. The source texts of the turns that set the slot go too, and a text
//! that was its value is struck out wherever a program quotes it.

use std::collections::HashMap;
use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use crate::image::FIRST_OBJECT;
use crate::image::ImageError;
use crate::image::codec::tag;
use crate::image::past::history::PastError;
use crate::image::past::history::SlotPast;
use crate::image::past::history::holder;
use crate::image::past::moment::malformed;
use crate::image::past::moment::quoted;
use crate::image::past::record;
use crate::image::past::record::Body;
use crate::image::past::record::Word;
use crate::image::past::rewrite;
use crate::image::store::FIRST_KEY;
use crate::image::store::Forget;
use crate::image::store::Store;
use crate::object::identity::Key;

/// What stands where a turn's source text was.
const FORGOTTEN: &str = "(forgotten)";
/// Shorter texts are not struck out of programs: they would be found everywhere.
pub(in crate::image) const STRUCK_OUT: usize = 3;

/// What was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// The turn that says so.
    pub turn: u64,
    /// How many values the slot had had.
    pub values: usize,
    /// How often one of the texts it had is still in the file: something else holds the same.
    pub remaining: usize,
}

/// Takes what a slot ever held out of the whole history, and out of the file.
///
/// # Errors
/// There is no such slot, it is a parent, or the file cannot be written.
pub fn forget(store: &mut Store, path: &str, author: &str, time_ms: u64) -> Result<Forgotten, PastError> {
    let now = store.last_turn()?;
    let (holder, name) = holder(store, path, now)?.ok_or_else(|| PastError::NoSuchSlot(path.into()))?;
    forget_in(store, holder, &name, author, time_ms)
}

/// The same of a slot of the object in a record.
pub(in crate::image) fn forget_in(
    store: &mut Store,
    holder: Key,
    name: &str,
    author: &str,
    time_ms: u64,
) -> Result<Forgotten, PastError> {
    let path = name;
    let no_slot = || PastError::NoSuchSlot(path.into());
    let mut slot = SlotPast::new(store, holder, name);
    let (mut turns, mut values) = (FxHashSet::default(), Vec::new());
    slot.walk(|turn, value| {
        turns.insert(turn);
        values.extend(value);
        true
    })?;
    values.extend(slot.oldest()?);
    if values.is_empty() {
        return Err(no_slot());
    }
    if slot.is_parent {
        return Err(PastError::Parent(path.into()));
    }
    let mut new: HashMap<(Key, Vec<u8>), Vec<u8>> = HashMap::new();
    for (key, bytes, without) in slot.without_value() {
        new.insert((key, bytes), without);
    }
    let cut = |key: Key, bytes: Vec<u8>| new.get(&(key, bytes.clone())).cloned().unwrap_or(bytes);
    let kept = reachable(store, &cut)?;
    let (blank, texts) = only_here(store, &values, &kept)?;
    let mut erasing = Erasing { new, blank, turns, texts };
    let turn = store.forget(author, time_ms, &mut erasing)?;
    let file = std::fs::read(store.path()).unwrap_or_default();
    let remaining = erasing.texts.iter().map(|text| occurrences(&file, text.as_bytes())).sum();
    Ok(Forgotten { turn, values: values.iter().filter(|value| **value != Word::Nil).count(), remaining })
}

/// All records that the roots lead to now, with the slot cut.
fn reachable(store: &mut Store, cut: &dyn Fn(Key, Vec<u8>) -> Vec<u8>) -> Result<FxHashSet<Key>, ImageError> {
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    let mut waiting: VecDeque<Key> = [FIRST_KEY, FIRST_KEY + 2].into();
    while let Some(key) = waiting.pop_front() {
        let Some(found) = store.get(key)? else { continue };
        let bytes = cut(key, found.bytes);
        for next in record::references(key, &bytes).map_err(malformed(key))? {
            if next >= FIRST_OBJECT && seen.insert(next) {
                waiting.push_back(next);
            }
        }
    }
    Ok(seen)
}

/// The records that values lead to, at any moment, and nothing else does; and the texts among them.
fn only_here(
    store: &mut Store,
    values: &[Word],
    kept: &FxHashSet<Key>,
) -> Result<(FxHashSet<Key>, Vec<String>), ImageError> {
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    let mut texts = Vec::new();
    let first = values.iter().filter_map(|value| value.reference()).map(|reference| reference.key);
    let mut waiting: VecDeque<Key> = first.clone().filter(|key| !kept.contains(key)).collect();
    seen.extend(waiting.iter().copied());
    // The text of a value is struck out of programs even if another slot has the same object.
    for key in first {
        texts.extend(text_of(store, key)?);
    }
    while let Some(key) = waiting.pop_front() {
        texts.extend(text_of(store, key)?);
        let mut versions: Vec<Vec<u8>> = store.get(key)?.into_iter().map(|record| record.bytes).collect();
        versions.extend(store.history_of(key)?.into_iter().filter_map(|(_, version)| version.before));
        for bytes in versions {
            for next in record::references(key, &bytes).map_err(malformed(key))? {
                if next >= FIRST_OBJECT && !kept.contains(&next) && seen.insert(next) {
                    waiting.push_back(next);
                }
            }
        }
    }
    texts.sort();
    texts.dedup();
    texts.retain(|text| text.len() >= STRUCK_OUT);
    Ok((seen, texts))
}

fn text_of(store: &mut Store, key: Key) -> Result<Option<String>, ImageError> {
    let Some(found) = store.get(key)? else { return Ok(None) };
    if !record::is_object(&found.bytes) {
        return Ok(None);
    }
    match record::object(&found.bytes).map_err(malformed(key))?.body {
        Body::Text(text) => Ok(Some(text)),
        _ => Ok(None),
    }
}

fn occurrences(file: &[u8], text: &[u8]) -> usize {
    let Some(first) = text.first() else { return 0 };
    let starts = file.iter().enumerate().filter(|(_, byte)| *byte == first);
    starts.filter(|(at, _)| file[*at..].starts_with(text)).count()
}

struct Erasing {
    /// Records of the slot itself, without its value.
    new: HashMap<(Key, Vec<u8>), Vec<u8>>,
    blank: FxHashSet<Key>,
    turns: FxHashSet<u64>,
    texts: Vec<String>,
}

impl Erasing {
    /// A program without the texts, as long as before.
    fn struck(&self, program: &str) -> Option<String> {
        let mut struck = program.to_string();
        for text in &self.texts {
            for written in [text.clone(), quoted(text).trim_matches('\'').to_string()] {
                struck = struck.replace(&written, &"*".repeat(written.len()));
            }
        }
        (struck != program).then_some(struck)
    }
}

impl Forget for Erasing {
    fn record(&mut self, key: Key, bytes: &[u8]) -> Option<Vec<u8>> {
        if let Some(new) = self.new.get(&(key, bytes.to_vec())) {
            return Some(new.clone());
        }
        if self.blank.contains(&key) {
            return rewrite::blank(bytes).ok();
        }
        if bytes.first() == Some(&tag::TREE) {
            return rewrite::with_text(bytes, |text| self.struck(text)).ok().flatten();
        }
        None
    }

    fn text(&mut self, turn: u64, text: &str) -> Option<String> {
        if self.turns.contains(&turn) && !text.is_empty() {
            return Some(FORGOTTEN.to_string());
        }
        self.struck(text)
    }
}
