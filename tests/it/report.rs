//! What a person is told of a turn that failed: the error in words, the place, and the way there.

use batos::shell::report::Style;
use batos::shell::report::report;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::World;

/// Lines below "called from" after a recursion this deep has failed.
fn way_from(depth: usize) -> Vec<String> {
    let program = "| deep = (| parent* = lobby.\n  down: n = ( n = 0 ifTrue: [ nil zork ] False: [ 1 + (down: n - 1) ] ).\n  start: n = ( down: n ) |) |\n";
    let mut world = World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"));
    let source = Source::new("<test>", format!("{program}deep start: {depth}."));
    let error = world.run(&source, NewlineRule::Bat).expect_err("nil does not understand zork");
    let told = report(&error, Style::PLAIN);
    assert!(told.starts_with("[error] Error: nil does not understand 'zork'"), "{told}");
    told.lines().skip_while(|line| *line != "called from").skip(1).map(str::to_string).collect()
}

#[test]
fn a_short_way_is_shown_whole() {
    let lines = way_from(11);
    assert_eq!(lines.len(), 13, "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains('…')), "{lines:?}");
    assert_eq!(lines[12], "  the program  <test>:4:6");
}

#[test]
fn a_long_way_is_shown_from_both_ends_with_how_much_was_left_out() {
    for depth in [20, 1_000, 100_000] {
        let lines = way_from(depth);
        assert_eq!(lines.len(), 13, "{lines:?}");
        assert!(lines[..8].iter().all(|line| line.starts_with("  down: of ")), "{lines:?}");
        // What was called from: the recursion but its innermost call, start: and the program.
        // In cruel mode some activations are left in place, and the blocks of their choices are on the way too.
        if !cfg!(feature = "stress") {
            assert_eq!(lines[8], format!("  … {} more …", depth + 2 - 12), "{lines:?}");
        }
        assert_eq!(lines[11..], ["  start: of an object  <test>:3:16", "  the program  <test>:4:6"]);
    }
}
