//! What differs between two moments: objects by the way to them, slots by name, methods by their source.
//!
//! Only records that changed are compared. What costs more is to find out what the objects are called; see `names`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::image::ImageError;
use crate::image::past::moment::Moment;
use crate::image::past::moment::Past;
use crate::image::past::moment::Slot;
use crate::image::past::moment::quoted;
use crate::image::past::names::LIMIT;
use crate::image::past::names::Names;
use crate::image::past::record;
use crate::image::past::record::Body;
use crate::image::past::record::Object;
use crate::image::past::record::Word;
use crate::image::past::secret::HIDDEN;
use crate::image::past::secret::is_secret;
use crate::image::store::Store;
use crate::image::store::TurnHead;
use crate::image::store::TurnKind;
use crate::object::identity::Key;
use crate::object::kind::Kind;

/// Records that a turn may have changed for its summary to be made.
const SUMMARY_RECORDS: u64 = 10_000;
/// Objects looked at to find the names in summaries.
const SUMMARY_WALK: usize = 200_000;
/// Objects named in a summary.
const SUMMARY_OBJECTS: usize = 4;

/// What became of a slot or an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Added,
    Removed,
    Changed,
}

/// A slot or an element that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotChange {
    pub what: What,
    /// The slot's name, or an element's number in brackets.
    pub name: String,
    /// Its value in a few words, or a method's whole source.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Is one of the two a method?
    pub is_method: bool,
}

/// An object that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectChange {
    /// The way to it; none if no way was found.
    pub path: Option<String>,
    /// It was not there at the first moment.
    pub is_new: bool,
    pub changes: Vec<SlotChange>,
}

/// What differs between two moments, in the order of the paths.
///
/// # Errors
/// There is no such moment, or a record is damaged.
pub fn difference(store: &mut Store, from: u64, to: u64) -> Result<Vec<ObjectChange>, ImageError> {
    let (mut wanted, mut new) = (FxHashSet::default(), FxHashSet::default());
    for difference in store.difference(from, to)? {
        let is_new = difference.before.is_none();
        let Some(bytes) = difference.after.or(difference.before) else { continue };
        let is_object = record::is_object(&bytes);
        // A map or a piece that is new belongs to an object whose own record says so.
        if is_object || (!is_new && record::is_part(&bytes)) {
            wanted.insert(difference.key);
        }
        if is_new && is_object {
            new.insert(difference.key);
        }
    }
    let past = Past::new(store);
    let mut moments = (Moment::new(&past, from)?, Moment::new(&past, to)?);
    let names = Names::find(&mut moments.1, &wanted, LIMIT)?;
    let gone: FxHashSet<Key> = wanted.iter().copied().filter(|key| names.owner(*key).is_none()).collect();
    let gone: FxHashSet<Key> = gone.into_iter().filter(|key| !new.contains(key)).collect();
    let names_before = if gone.is_empty() { Names::default() } else { Names::find(&mut moments.0, &gone, LIMIT)? };
    let owners: BTreeSet<Key> = wanted
        .iter()
        .filter_map(|key| {
            names.owner(*key).or_else(|| names_before.owner(*key)).or(Some(*key).filter(|key| !new.contains(key)))
        })
        .collect();
    let mut found = Vec::new();
    for key in owners {
        let is_new = new.contains(&key);
        if is_new && names.path_by_name(key).is_none() {
            continue;
        }
        let mut compare = Compare { moments: &mut moments, names: (&names_before, &names) };
        let changes = compare.object(key, is_new)?;
        if !changes.is_empty() {
            let path = names.path(key).or_else(|| names_before.path(key));
            found.push(ObjectChange { path, is_new, changes });
        }
    }
    found.sort_by(|a, b| (a.path.is_none(), &a.path).cmp(&(b.path.is_none(), &b.path)));
    Ok(found)
}

/// What each turn changed, in one line; nothing where that would be long to find out.
///
/// It is found out when someone asks, and kept nowhere: a turn costs nothing more for it, and what is forgotten is
/// forgotten here too. Names are those of the present.
///
/// # Errors
/// A record is damaged.
pub fn summaries(store: &mut Store, turns: &[TurnHead]) -> Result<FxHashMap<u64, String>, ImageError> {
    let mut keys: BTreeMap<u64, Vec<Key>> = BTreeMap::new();
    let mut wanted = FxHashSet::default();
    for head in turns {
        let is_told = !matches!(head.kind, TurnKind::Awaken | TurnKind::Packed | TurnKind::Salvage);
        if is_told && head.changed <= SUMMARY_RECORDS {
            for version in store.changes(head.turn)? {
                // What is new appears as the value of what was there.
                if version.before.is_some_and(|record| record::is_object(&record) || record::is_part(&record)) {
                    wanted.insert(version.key);
                    keys.entry(head.turn).or_default().push(version.key);
                }
            }
        }
    }
    let past = Past::new(store);
    let now = past.borrow_mut().last_turn()?;
    let names = Names::find(&mut Moment::new(&past, now)?, &wanted, SUMMARY_WALK)?;
    let mut found = FxHashMap::default();
    for head in turns {
        let Some(keys) = keys.get(&head.turn) else { continue };
        let owners: BTreeSet<Key> = keys.iter().filter_map(|key| names.owner(*key)).collect();
        let mut moments = (Moment::new(&past, head.first - 1)?, Moment::new(&past, head.turn)?);
        let mut lines = Vec::new();
        for key in owners {
            let mut compare = Compare { moments: &mut moments, names: (&names, &names) };
            let changes = compare.object(key, false)?;
            if !changes.is_empty() {
                lines.push(summary(&names.path(key).unwrap_or_default(), &changes));
            }
        }
        if lines.len() > SUMMARY_OBJECTS {
            let more = lines.len() - SUMMARY_OBJECTS;
            lines.truncate(SUMMARY_OBJECTS);
            lines.push(format!("and {more} more"));
        }
        found.insert(head.turn, lines.join("; "));
    }
    Ok(found)
}

/// One object's changes in a few words: `globals: +acc`, `acc balance`.
fn summary(path: &str, changes: &[SlotChange]) -> String {
    let path = path.strip_prefix("globals ").or_else(|| path.strip_prefix("lobby ")).unwrap_or(path);
    if let [SlotChange { what: What::Changed, name, .. }] = changes {
        let gap = if name.starts_with('[') { "" } else { " " };
        return format!("{path}{gap}{name}");
    }
    let words = changes.iter().take(SUMMARY_OBJECTS).map(|change| match change.what {
        What::Added => format!("+{}", change.name),
        What::Removed => format!("-{}", change.name),
        What::Changed => change.name.clone(),
    });
    let words: Vec<String> = words.collect();
    let more = if changes.len() > words.len() { " …" } else { "" };
    format!("{path}: {}{more}", words.join(", "))
}

/// Compares an object with itself at another moment.
struct Compare<'c, 'a, 's> {
    moments: &'c mut (Moment<'a, 's>, Moment<'a, 's>),
    names: (&'c Names, &'c Names),
}

impl Compare<'_, '_, '_> {
    fn object(&mut self, key: Key, is_new: bool) -> Result<Vec<SlotChange>, ImageError> {
        let before = if is_new { None } else { self.moments.0.object(key)? };
        let after = self.moments.1.object(key)?;
        // A new vector is told of by the slot that holds it.
        if is_new && after.as_ref().is_none_or(|after| after.kind != Kind::Slots) {
            return Ok(Vec::new());
        }
        let mut changes = self.slots(key, before.as_ref(), after.as_ref())?;
        let annotations = (self.annotation(before.as_ref(), false)?, self.annotation(after.as_ref(), true)?);
        if before.is_some() && annotations.0 != annotations.1 {
            let (before, after) = annotations;
            changes.push(SlotChange { what: What::Changed, name: "{}".into(), before, after, is_method: false });
        }
        let (Some(before), Some(after)) = (before, after) else { return Ok(changes) };
        match (&before.body, &after.body) {
            (_, _) if after.kind == Kind::Vector => {
                let elements = (self.moments.0.elements(key, &before)?, self.moments.1.elements(key, &after)?);
                self.words(&elements.0, &elements.1, |index| format!("[{index}]"), &mut changes)?;
            }
            (Body::Words(before), Body::Words(after_words)) if after.kind == Kind::Context => {
                self.words(before, after_words, |index| format!("variable {index}"), &mut changes)?;
            }
            (Body::Bytes(before), Body::Bytes(after)) if before != after => changes.push(simple("its bytes")),
            // Pieces of bytes and processes are not told apart further.
            (Body::Pieces { .. }, Body::Pieces { .. }) => changes.push(simple("its bytes")),
            (Body::Words(before), Body::Words(after_words)) if after.kind == Kind::Process && before != after_words => {
                changes.push(simple("where it stands"));
            }
            _ => {}
        }
        Ok(changes)
    }

    /// What is written of an object in `{} = '…'`.
    fn annotation(&mut self, object: Option<&Object>, is_later: bool) -> Result<Option<String>, ImageError> {
        let moment = if is_later { &mut self.moments.1 } else { &mut self.moments.0 };
        let Some(object) = object else { return Ok(None) };
        Ok(moment.shape(object.map)?.annotation.as_deref().map(quoted))
    }

    fn slots(
        &mut self,
        key: Key,
        before: Option<&Object>,
        after: Option<&Object>,
    ) -> Result<Vec<SlotChange>, ImageError> {
        let before = before.map_or(Ok(Vec::new()), |object| self.moments.0.slots(object))?;
        let after = after.map_or(Ok(Vec::new()), |object| self.moments.1.slots(object))?;
        let mut changes = Vec::new();
        let earlier: FxHashMap<_, &Slot> = before.iter().map(|slot| (slot.name, slot)).collect();
        let later: FxHashSet<_> = after.iter().map(|slot| slot.name).collect();
        for slot in &before {
            if !later.contains(&slot.name) {
                let shown = self.shown(key, slot, false)?;
                changes.push(change(What::Removed, slot, Some(shown), None));
            }
        }
        for slot in &after {
            match earlier.get(&slot.name) {
                None => {
                    let shown = self.shown(key, slot, true)?;
                    changes.push(change(What::Added, slot, None, Some(shown)));
                }
                Some(old) if self.is_other(old, slot)? => {
                    let (old_shown, shown) = (self.shown(key, old, false)?, self.shown(key, slot, true)?);
                    let mut change = change(What::Changed, slot, Some(old_shown), Some(shown));
                    change.is_method |= is_method(old.value);
                    changes.push(change);
                }
                Some(_) => {}
            }
        }
        Ok(changes)
    }

    fn words(
        &mut self,
        before: &[Word],
        after: &[Word],
        name: impl Fn(usize) -> String,
        changes: &mut Vec<SlotChange>,
    ) -> Result<(), ImageError> {
        for index in 0..before.len().max(after.len()) {
            let (old, new) = (before.get(index).copied(), after.get(index).copied());
            if let (Some(old), Some(new)) = (old, new)
                && self.is_same(old, new)?
            {
                continue;
            }
            let what = match (old, new) {
                (None, _) => What::Added,
                (_, None) => What::Removed,
                _ => What::Changed,
            };
            let old = old.map(|old| self.moments.0.show(old, self.names.0)).transpose()?;
            let new = new.map(|new| self.moments.1.show(new, self.names.1)).transpose()?;
            changes.push(SlotChange { what, name: name(index), before: old, after: new, is_method: false });
        }
        Ok(())
    }

    fn is_other(&mut self, old: &Slot, new: &Slot) -> Result<bool, ImageError> {
        let flags = |slot: &Slot| (slot.assignable, slot.parent, slot.transient);
        Ok(flags(old) != flags(new) || old.annotations != new.annotations || !self.is_same(old.value, new.value)?)
    }

    /// The same object, or texts and numbers that are equal.
    fn is_same(&mut self, old: Word, new: Word) -> Result<bool, ImageError> {
        let (Some(a), Some(b)) = (old.reference(), new.reference()) else { return Ok(old == new) };
        if a.key == b.key || a.kind != b.kind {
            return Ok(a.key == b.key);
        }
        Ok(match a.kind {
            Kind::Method => self.moments.0.text(a.key)? == self.moments.1.text(b.key)?,
            Kind::String | Kind::BigInteger => {
                let objects = (self.moments.0.object(a.key)?, self.moments.1.object(b.key)?);
                match (objects.0.map(|object| object.body), objects.1.map(|object| object.body)) {
                    (Some(Body::Text(a)), Some(Body::Text(b))) => a == b,
                    (Some(Body::Number(a)), Some(Body::Number(b))) => a == b,
                    _ => false,
                }
            }
            _ => false,
        })
    }

    fn shown(&mut self, holder: Key, slot: &Slot, is_later: bool) -> Result<String, ImageError> {
        let (moment, names) = match is_later {
            false => (&mut self.moments.0, self.names.0),
            true => (&mut self.moments.1, self.names.1),
        };
        if is_secret(&slot.annotations) {
            return Ok(HIDDEN.to_string());
        }
        match slot.value.reference() {
            Some(reference) if reference.kind == Kind::Method => moment.source(slot.name, reference.key),
            // To call an object by the name of the very slot that is told of would say nothing.
            Some(reference) if names.leads_to(reference.key, holder, slot.name) => moment.describe(reference, names),
            _ => moment.show(slot.value, names),
        }
    }
}

fn is_method(value: Word) -> bool {
    value.reference().is_some_and(|reference| reference.kind == Kind::Method)
}

fn change(what: What, slot: &Slot, before: Option<String>, after: Option<String>) -> SlotChange {
    SlotChange { what, name: slot.name.to_string(), before, after, is_method: is_method(slot.value) }
}

fn simple(name: &str) -> SlotChange {
    SlotChange { what: What::Changed, name: name.to_string(), before: None, after: None, is_method: false }
}
