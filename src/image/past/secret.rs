//! Slots annotated `'Secret'`: what they hold is told in no difference, history or log, and left out of copies.

use rustc_hash::FxHashSet;

use crate::image::ImageError;
use crate::image::past::forget::forget_in;
use crate::image::past::history::PastError;
use crate::image::past::moment::Moment;
use crate::image::past::moment::Past;
use crate::image::past::record;
use crate::image::store::FIRST_KEY;
use crate::image::store::Store;
use crate::object::identity::Key;

/// The annotation.
pub(in crate::image) const SECRET: &str = "Secret";
/// What is told in the place of a secret.
pub(in crate::image) const HIDDEN: &str = "(secret)";

/// Is a slot with these annotations secret?
pub fn is_secret<T: AsRef<str>>(annotations: &[T]) -> bool {
    annotations.iter().any(|annotation| annotation.as_ref() == SECRET)
}

/// Takes what secret slots ever held out of a whole image, such as a copy that is to be given away. Answers how many there
/// were. Their objects are those of the present.
///
/// # Errors
/// The image cannot be read or written.
pub fn forget_secrets(store: &mut Store, author: &str, time_ms: u64) -> Result<usize, PastError> {
    let found = secrets(store)?;
    let mut count = 0;
    for (holder, name) in found {
        match forget_in(store, holder, &name, author, time_ms) {
            Ok(_) => count += 1,
            // It has never held anything; or it is a parent, which must stay.
            Err(PastError::NoSuchSlot(_) | PastError::Parent(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

/// Every secret slot: the key of the object that has it, and its name.
fn secrets(store: &mut Store) -> Result<Vec<(Key, String)>, ImageError> {
    let now = store.last_turn()?;
    let past = Past::new(store);
    let mut moment = Moment::new(&past, now)?;
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    let mut waiting = vec![FIRST_KEY, FIRST_KEY + 2];
    let mut found = Vec::new();
    while let Some(key) = waiting.pop() {
        let Some(bytes) = moment.record(key)? else { continue };
        if record::is_object(&bytes)
            && let Some(object) = moment.object(key)?
        {
            let shape = moment.shape(object.map)?;
            let secret = shape.slots.iter().filter(|slot| is_secret(&slot.annotations));
            found.extend(secret.map(|slot| (key, slot.name.to_string())));
        }
        let next = record::references(key, &bytes).map_err(crate::image::past::moment::malformed(key))?;
        waiting.extend(next.into_iter().filter(|next| seen.insert(*next)));
    }
    Ok(found)
}
