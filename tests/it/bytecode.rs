//! Code as the compiler and the caches leave it: each program of `tests/bytecode/` is run, then the code of its source is
//! written out, with what its sites have learned. (`Marker` and `Halt` stand outside all code: where the collector has been
//! and where a process ends.)

use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::World;

use crate::corpus;

#[test]
fn code_is_as_recorded() {
    corpus::check(&corpus::folder("bytecode"), &["bat"], "code", |name, text| {
        let mut world = World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"));
        // Cruel mode would empty what the sites have learned, at one time or another.
        world.vm.cruel = false;
        let source = Source::new(name, String::from_utf8(text).expect("the corpus is UTF-8"));
        if let Err(error) = world.run(&source, NewlineRule::Bat) {
            panic!("{name}: {error:?}");
        }
        world.vm.disassemble(name)
    });
}
