//! Whatever the bytes, the program they stand for runs under little fuel without bringing the machine down.
//!
//!     cargo +nightly fuzz run programs

#![no_main]

#[path = "../../tests/it/program.rs"]
mod program;

use batos::code::compile::script_body;
use batos::syntax::parse::NewlineRule;
use batos::syntax::parse::parse_script;
use batos::text::source::Source;
use batos::world::driver::World;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::new("fuzz", program::program(bytes));
    let script = parse_script(&source, NewlineRule::Bat).expect("bytes stand for well-formed programs");
    let mut world = World::new().expect("the library awakens");
    world.vm.output = Box::new(std::io::sink());
    let code = world.vm.compile_script(&source, &script_body(&script.items)).expect("they are small");
    let lobby = world.vm.known("lobby");
    world.vm.heap.open_savepoint();
    let _ = world.vm.run_turn_with_fuel(code, lobby, 2000);
});
