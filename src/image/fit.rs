//! What must hold of maps and objects beyond their form, whatever wrote them: the machine looks into objects where their maps
//! say, without asking.

use rustc_hash::FxHashSet;

use crate::object::kind::Kind;
use crate::object::slot::Place;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::text::symbol::Symbol;

/// More fields than this no object has.
const MOST_FIELDS: u32 = 1 << 24;

/// May something have this kind and a record of its own? Numbers and the specials are values.
pub(super) fn has_records(kind: Kind, length: usize) -> bool {
    match kind {
        Kind::SmallInteger | Kind::Float | Kind::Nil | Kind::True | Kind::False | Kind::Ghost => false,
        Kind::Slots | Kind::Vector | Kind::Bytes | Kind::String | Kind::Context | Kind::Cell => true,
        Kind::BigInteger | Kind::Block | Kind::Mirror => length > 0,
        Kind::Method | Kind::Process => length == 1,
        Kind::Home => length == 3,
    }
}

/// May a map be like this?
pub(super) fn map_fits(kind: Kind, capacity: u32, fields: u32, slots: &[Slot]) -> bool {
    let most = match kind {
        Kind::Slots | Kind::Mirror => MOST_FIELDS,
        // The machine's own field.
        Kind::Process => 1,
        _ => 0,
    };
    let mut names: FxHashSet<Symbol> = FxHashSet::default();
    fields <= capacity
        && capacity <= most
        && slots.iter().all(|slot| !slot.name.as_str().is_empty() && names.insert(slot.name))
        && places_fit(kind, fields, slots)
}

/// Named data lies in fields of its own kind of object only, and what leads to an overflow is no one's data.
fn places_fit(kind: Kind, fields: u32, slots: &[Slot]) -> bool {
    // A mirror's first field is what it looks at.
    let first = u32::from(kind == Kind::Mirror);
    let mut overflow = None;
    let mut inside = FxHashSet::default();
    for slot in slots {
        match slot.place {
            Place::Field(field) => {
                if !matches!(kind, Kind::Slots | Kind::Mirror) || field < first || field >= fields {
                    return false;
                }
                inside.insert(field);
            }
            Place::Overflow { field, index } => {
                let other = *overflow.get_or_insert(field) != field;
                if kind != Kind::Slots || other || field >= fields || index >= MOST_FIELDS || slot.transient {
                    return false;
                }
            }
            Place::Map(_) | Place::Cell(_) | Place::Assigns(_) => {}
        }
    }
    overflow.is_none_or(|field| !inside.contains(&field))
}

/// How many values an overflow has room for if these slots live in it.
pub(super) fn overflow_room(slots: &[Slot]) -> usize {
    let indices = slots.iter().filter_map(|slot| match slot.place {
        Place::Overflow { index, .. } => Some(index as usize + 1),
        _ => None,
    });
    indices.max().map_or(0, |count| count.next_power_of_two().max(4))
}

/// May these be the digits of a big integer? What is small is no object.
pub(super) fn digits_fit(negative: bool, digits: &[u64]) -> bool {
    let small = |digit: u64| {
        let magnitude = i128::from(digit);
        i64::try_from(if negative { -magnitude } else { magnitude }).is_ok_and(|n| Value::small(n).is_some())
    };
    match digits {
        [] => false,
        [only] => !small(*only),
        [.., last] => *last != 0,
    }
}
