//! A fence around redb: what it answers with a panic becomes an error.
//!
//! Redb does not check the checksums of the pages it reads, and panics on some that are damaged. A person whose file has
//! one bad page must still get a message and the rest of their world.

use std::cell::Cell;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::sync::Once;

use crate::image::store::error::Fault;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Runs `act`, and turns a panic in it into a fault. The panic is not printed: the fault says the same.
pub(super) fn guarded<T>(act: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |about| {
            if !INSIDE.with(Cell::get) {
                before(about);
            }
        }));
    });
    let outer = INSIDE.with(|inside| inside.replace(true));
    let result = panic::catch_unwind(AssertUnwindSafe(act));
    INSIDE.with(|inside| inside.set(outer));
    result.unwrap_or_else(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("redb stopped without saying why");
        Err(Fault::Panicked(text.to_string()))
    })
}
