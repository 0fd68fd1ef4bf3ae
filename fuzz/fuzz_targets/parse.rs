//! Whatever the bytes, parsing answers; what it accepts prints and parses back.
//!
//!     cargo +nightly fuzz run parse

#![no_main]

use batos::syntax::parse::NewlineRule;
use batos::syntax::parse::check;
use batos::syntax::parse::is_complete;
use batos::syntax::parse::parse_script;
use batos::syntax::print;
use batos::text::render::render;
use batos::text::source::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = is_complete(text);
    }
    let _ = check("fuzz", bytes.to_vec(), NewlineRule::SelfFile);
    match check("fuzz", bytes.to_vec(), NewlineRule::Bat) {
        Ok(script) => {
            let printed = print::script(&script);
            let again = parse_script(&Source::new("printed", printed.clone()), NewlineRule::Bat);
            assert_eq!(again.map(|script| print::script(&script)).ok(), Some(printed));
        }
        Err(mistakes) => mistakes.iter().for_each(|mistake| drop(render(mistake, false))),
    }
});
