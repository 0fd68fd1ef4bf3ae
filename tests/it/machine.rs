//! The machine under its promises: turns that leave no trace, savepoints, the collector, lookup against a plain judge,
//! redefinition in the middle of things, fuel, Ctrl-C and budgets.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::atomic::Ordering;

use batos::object::heap::Heap;
use batos::object::lookup::Lookup;
use batos::object::lookup::lookup;
use batos::object::lookup::lookup_above;
use batos::object::mirror::NewSlot;
use batos::object::savepoint::Part;
use batos::object::value::Value;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::text::symbol::Symbol;
use batos::vm::primitive::Capabilities;
use batos::vm::primitive::Effect;
use batos::world::driver::TurnError;
use batos::world::driver::World;
use proptest::prelude::*;

fn world() -> World {
    World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"))
}

/// Runs a program in one turn and prints its last value.
fn run(world: &mut World, program: &str) -> Result<String, TurnError> {
    let value = world.run(&Source::new("<test>", program), NewlineRule::Bat)?;
    Ok(world.print_string(value))
}

fn answers(world: &mut World, program: &str, expected: &str) {
    match run(world, program) {
        Ok(printed) => assert_eq!(printed, expected, "{program}"),
        Err(error) => panic!("{program}: {error:?}"),
    }
}

fn fails(world: &mut World, program: &str) -> String {
    match run(world, program) {
        Err(TurnError::Failed { kind, .. }) => kind,
        other => panic!("{program} should fail: {other:?}"),
    }
}

#[test]
fn a_turn_that_fails_leaves_no_trace() {
    let mut world = world();
    answers(
        &mut world,
        "| kept <- 1. v = vector copySize: 3 FillingWith: 0. big = vector copySize: 1000 FillingWith: 0 | kept",
        "1",
    );
    let kind =
        fails(&mut world, "kept: 2. v at: 1 Put: 9. big at: 700 Put: 9. lobby _AddSlots: (| new = 5 |). v nosuch");
    assert_eq!(kind, "undefinedSelector");
    answers(&mut world, "kept", "1");
    answers(&mut world, "(v at: 1) + (big at: 700)", "0");
    assert_eq!(fails(&mut world, "new"), "undefinedSelector");
}

#[test]
fn rolling_back_a_definition_undoes_what_a_hot_site_had_cached() {
    let mut world = world();
    answers(
        &mut world,
        "| o = (| parent* = traits clonable. m = ( 1 ). go = ( | s <- 0 | 1 to: 1000 Do: [ s: s + m ]. s ) |) | o go",
        "1000",
    );
    fails(&mut world, "o _AddSlots: (| m = ( 2 ) |). o go printLine. o nosuch");
    answers(&mut world, "o go", "1000");
}

#[test]
fn plus_redefined_inside_a_running_loop_is_seen_at_once_and_undone() {
    let mut world = world();
    let program = "| o = (| parent* = lobby. go = ( | s <- 0 | 1 to: 10 Do: [| :i | i = 5 ifTrue: [ traits integer _AddSlots: \
                   (| + n = ( _IntMul: n ) |) ]. s: s + 1 ]. s ) |) | 3";
    answers(&mut world, program, "3");
    // Four additions of 1, then multiplications by 1.
    answers(&mut world, "[ | r | r: o go. r ] onError: [| :e | e text ]", "4");
    fails(&mut world, "traits integer _AddSlots: (| + n = ( 42 ) |). (1 + 1) = 42 ifTrue: [ nil nosuch ]");
    answers(&mut world, "| fresh = (| parent* = lobby. go = ( 20 + 22 ) |) | fresh go", "440");
}

#[test]
fn if_true_redefined_for_true_is_seen_by_code_compiled_before() {
    let mut world = world();
    answers(
        &mut world,
        "| o = (| parent* = lobby. go: b = ( b ifTrue: [ 'yes' ] False: [ 'no' ] ) |) | o go: true",
        "'yes'",
    );
    answers(&mut world, "true _AddSlots: (| ifTrue: a False: b = ( 'mine' ) |). o go: true", "'mine'");
    answers(&mut world, "o go: false", "'no'");
}

#[test]
fn a_conditional_on_something_else_is_an_ordinary_send_whose_blocks_work() {
    let mut world = world();
    let program = "| maybe = (| parent* = lobby. ifTrue: a False: b = ( a value. b value. a ) |).
                   o = (| parent* = lobby. go: c = ( | n <- 0. kept | kept: (c ifTrue: [ n: n + 1. n ] False: [ n: n + 10. n ]). kept value. n ) |) |
                   o go: maybe";
    answers(&mut world, program, "12");
    answers(&mut world, "o go: maybe", "12");
}

#[test]
fn a_block_made_in_an_iteration_keeps_that_iterations_variables() {
    let mut world = world();
    let program = "| o = (| parent* = lobby. go = ( | kept. s <- 0 | 1 to: 5 Do: [| :i. t | t: i * i. i = 3 ifTrue: [ kept: [ t: t + 1. t ] ] ]. \
                   s: kept value. s + kept value ) |) | o go";
    answers(&mut world, program, "21");
}

#[test]
fn fuel_and_interrupts_end_a_loop_and_leave_the_world_as_it_was() {
    let mut world = world();
    answers(&mut world, "| n <- 0 | n", "0");
    match run(&mut world, "_ProcessThis _ProcessSetFuel: 5000. [ n: n + 1 ] loop") {
        Err(TurnError::Failed { text, .. }) => assert!(text.contains("out of fuel"), "{text}"),
        other => panic!("it runs on: {other:?}"),
    }
    answers(&mut world, "n", "0");
    let flag = world.vm.interrupt.clone();
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(50));
        flag.store(true, Ordering::Relaxed);
    });
    assert!(matches!(run(&mut world, "[ n: n + 1 ] loop"), Err(TurnError::Interrupted)));
    answers(&mut world, "n", "0");
}

#[test]
fn a_dry_run_prints_but_touches_nothing_else() {
    let mut world = world();
    let mut dry = |program: &str| {
        world.run_and_undo(&Source::new("<test>", program), NewlineRule::Bat, Capabilities::TRIAL.with(Effect::Output))
    };
    assert!(dry("'' print. | x = 3 |. x").is_ok());
    match dry("system microseconds") {
        Err(TurnError::Failed { kind, .. }) => assert_eq!(kind, "clockCapabilityError"),
        other => panic!("it looks at the clock: {other:?}"),
    }
    answers(&mut world, "system microseconds > 0", "true");
    assert_eq!(fails(&mut world, "x"), "undefinedSelector");
}

/// Methods that are entered by other ways than a site's cache count too: sends by name, resends, failures.
#[test]
fn fuel_ends_recursion_of_every_sort() {
    let mut world = world();
    answers(
        &mut world,
        "| up = (| parent* = lobby. r = ( r ) |). o = (| parent* = up. named = ( perform: 'named' ). r = ( resend.r ). \
         doesNotUnderstand: m = ( nosuch ). failing = ( nosuch ). block = ( [ block ] value ). \
         evaluated = ( 'evaluated' evalIn: self ). \
         ensured = ( [ ensured ] ensure: [ ] ) |) | 3",
        "3",
    );
    for recursion in ["named", "r", "failing", "block", "evaluated", "ensured"] {
        match run(&mut world, &format!("process this _ProcessSetFuel: 5000. o {recursion}")) {
            Err(TurnError::Failed { text, .. }) => assert!(text.contains("out of fuel"), "{recursion}: {text}"),
            other => panic!("{recursion} runs on: {other:?}"),
        }
    }
}

#[test]
fn recursion_within_the_budget_works_and_beyond_it_is_an_error_that_can_be_handled() {
    let mut world = world();
    answers(
        &mut world,
        "| o = (| parent* = lobby. r: n = ( n = 0 ifTrue: 0 False: [ 1 + (r: n - 1) ] ) |) | o r: 1000000",
        "1000000",
    );
    world.vm.heap.budget_bytes = 48 << 20;
    answers(&mut world, "[ o r: 100000000 ] onError: [| :e | e kind ]", "'stackExhausted'");
    answers(&mut world, "o r: 1000", "1000");
    assert_eq!(fails(&mut world, "o r: 100000000"), "stackExhausted");
}

#[test]
fn a_primitive_that_needs_much_collects_first() {
    let mut world = world();
    world.vm.heap.budget_bytes = 64 << 20;
    // Each takes more than a third of the budget, and nothing keeps the one before it.
    let vectors = "[| a | a: (vector copySize: 3000000 FillingWith: 1). a: (vector copySize: 3000000 FillingWith: 2).
        a: (vector copySize: 3000000 FillingWith: 3). a: (vector copySize: 3000000 FillingWith: 4).
        a: a copy. a: a copy. (a at: 2999999) + a size ] value";
    answers(&mut world, vectors, "3000004");
    let texts =
        "[| s | s: 'x'. 24 do: [ s: s, s ]. s: 'y', s. s: 'z', s. s: (s copyFrom: 1 UpTo: s size). s size ] value";
    answers(&mut world, texts, "16777217");
    let numbers = "[| n | n: 1 << 200000000. n: n + n. n: n - 1. n: n * 4. n: n + 1. n >> 200000002 ] value";
    answers(&mut world, numbers, "1");
    assert_eq!(fails(&mut world, "vector copySize: 9000000 FillingWith: 0"), "memoryExhausted");
    assert_eq!(
        fails(&mut world, "[| v | v: (vector copySize: 5000000 FillingWith: 0). v copy. (v copy) & v & v copy ] value"),
        "memoryExhausted"
    );
    answers(&mut world, "(vector copySize: 5000000 FillingWith: 0) size", "5000000");
}

#[test]
fn a_savepoint_tells_what_changed_since_it_opened() {
    let mut world = world();
    let program = "| acct = (| parent* = traits clonable. balance <- 10 |). v = vector copySize: 3 FillingWith: 0 |
                   _OpenSavepoint. acct balance: 15. v at: 1 Put: 7. _Differences copyMappedBy: [| :x | x printString ]";
    let printed = run(&mut world, program).unwrap_or_else(|error| panic!("{error:?}"));
    for part in ["'\\'balance\\''", "'10'", "'15'", "'1'", "'0'", "'7'"] {
        assert!(printed.contains(part), "{part} in {printed}");
    }
}

#[test]
fn one_literal_makes_few_maps() {
    let mut world = world();
    let program = "| o = (| parent* = lobby. go = ( | before | before: system mapsMade. \
                   1 to: 10000 Do: [ (| parent* = traits clonable. items = list copy. x <- 1 |) ]. system mapsMade - before ) |) | o go <= 4";
    answers(&mut world, program, "true");
}

#[test]
fn slots_given_to_many_clones_make_few_maps() {
    let mut world = world();
    let program = "| proto = (| parent* = traits clonable. x <- 1 |). all <- nil. made <- 0 |
        all: (vector copySize: 100000 FillingWith: nil).
        100000 do: [| :i | all at: i Put: proto copy ].
        made: system mapsMade.
        all do: [| :e. :i | e _AddSlots: (| y <- 0. z <- 0 |). e z: i ].
        ((system mapsMade - made) < 5) && [ ((all at: 77777) z + (all at: 5) y) = 77777 ]";
    answers(&mut world, program, "true");
}

#[test]
fn a_long_slot_list_makes_few_maps() {
    let mut world = world();
    let slots: Vec<String> = (0..100_000).map(|n| format!("slot{n} = {n}. method{n} = ( {n} )")).collect();
    let before = world.vm.heap.maps.made;
    answers(&mut world, &format!("| {} | slot99999 + method99999", slots.join(". ")), "199998");
    let made = world.vm.heap.maps.made - before;
    assert!(made < 10, "{made} maps");
}

#[test]
fn one_element_of_a_large_vector_is_one_piece_of_the_log() {
    let mut heap = Heap::new();
    let map = heap.kind_map(batos::object::kind::Kind::Vector);
    let value = heap.new_vector(map, 1_000_000, Value::int(0)).expect("a million elements fit");
    let vector = heap.vector(value).expect("it is a vector");
    heap.open_savepoint();
    heap.store_element(vector, 123_456, Value::int(7));
    assert_eq!(heap.log.len(), 1);
    let differences = heap.differences(0);
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].part, Part::Element(123_456));
    heap.roll_back();
    assert_eq!(vector.element(123_456), Value::int(0));
}

#[test]
fn the_collector_keeps_what_is_reachable_through_every_kind_of_object() {
    let mut world = world();
    let program = "| keep = list copyRemoveAll. o = (| parent* = lobby. fill = ( 1 to: 20000 Do: [| :i. t | t: i. keep add: \
                   ((i & (i printString) & [ t: t + 1. t ] & (i@i)) asVector) ] ). \
                   sum = ( | s <- 0 | keep do: [| :v | s: s + (v at: 0) + ((v at: 1) asInteger) + ((v at: 2) value) + (v at: 3) x ]. s ) |) |
                   o fill. 3";
    answers(&mut world, program, "3");
    world.vm.collect_all();
    world.vm.heap.check();
    // Four times the sum of 1 … 20,000, and each block's variable counts one up.
    answers(&mut world, "o sum", "800060000");
    world.vm.collect_all();
    answers(&mut world, "o sum", "800080000");
}

#[test]
fn what_only_a_deep_stack_holds_outlives_marking() {
    // Each activation keeps a vector that it puts into an old list as it ends: by a return, by `^` over fifty others, or
    // through an ensure part. What is allocated at the bottom decides how far a marking cycle has come by then; afterwards
    // the stack is overwritten, the cycle ends, and dead cells are used again.
    let mut world = world();
    let depth = if cfg!(feature = "stress") { 500 } else { 20_000 };
    let program = "| o = (| parent* = lobby. kept <- nil. junk <- nil.
        churn: n = ( n do: [ vector copySize: 100000 ]. self ).
        dive: n Churn: c = ( | mine. r |
            mine: (vector copySize: 2 FillingWith: n).
            n = 0 ifTrue: [ churn: c. ^ 0 ].
            r: ((n % 100) = 0 ifTrue: [ across: n Churn: c ] False: [ dive: n - 1 Churn: c ]).
            kept add: mine.
            r + 1 ).
        across: n Churn: c = ( | mine. r |
            mine: (vector copySize: 2 FillingWith: n).
            r: ([ leave: n Churn: c ] ensure: [ kept add: mine ]).
            r ).
        leave: n Churn: c = ( hop: 50 Then: [ ^ dive: n - 1 Churn: c ] ).
        hop: d Then: block = ( d = 0 ifTrue: [ block value ] False: [ hop: d - 1 Then: block ] ).
        overwrite: n = ( | a <- 1. b <- 2. c <- 3 | n = 0 ifTrue: [ 0 ] False: [ a + b + c + (overwrite: n - 1) ] ).
        wrong = ( | n <- 0 | kept do: [| :v | (v size = 2) && [ (v at: 0) isNil not && [ (v at: 0) = (v at: 1) ] ] ifFalse: [ n: n + 1 ] ]. n ).
        phase: c = (
            kept: list copyRemoveAll.
            dive: DEPTH Churn: c.
            overwrite: DEPTH * 2.
            churn: 150.
            junk: list copyRemoveAll.
            (DEPTH * 2) do: [ junk add: (vector copySize: 2) ].
            churn: 30.
            wrong ) |) |
        [| w <- 0 | 0 upTo: PHASES By: 2 Do: [| :c | w: w + (o phase: c) ]. w ] value";
    let phases = if cfg!(feature = "stress") {
        "2"
    } else if cfg!(debug_assertions) {
        "24"
    } else {
        "100"
    };
    let program = program.replace("DEPTH", &depth.to_string()).replace("PHASES", phases);
    answers(&mut world, &program, "0");
    assert!(world.vm.heap.statistics.marking_cycles > 1);
    world.vm.collect_all();
    world.vm.heap.check();
}

#[test]
fn a_double_comes_back_from_its_word_as_it_was() {
    let mut heap = Heap::new();
    let mut back = |x: f64| {
        let value = heap.new_float(x);
        heap.as_float(value).map(f64::to_bits)
    };
    for exponent in 0..2048u64 {
        for fraction in [0, 1, 0x8_0000_0000_0000, 0xf_ffff_ffff_ffff] {
            for sign in [0, 1 << 63] {
                let bits = sign | exponent << 52 | fraction;
                assert_eq!(back(f64::from_bits(bits)), Some(bits), "{bits:x}");
            }
        }
    }
}

#[test]
fn ordinary_doubles_need_no_box() {
    let mut heap = Heap::new();
    for x in [0.0, 1.0, -1.0, 0.1, 1e76, -1e-76, std::f64::consts::PI] {
        assert!(heap.new_float(x).is_unboxed_float(), "{x}");
    }
    for x in [-0.0, 1e78, 1e-78, f64::INFINITY, f64::NAN, 2f64.powi(-255)] {
        assert!(heap.new_float(x).is_boxed_float(), "{x}");
    }
}

fn holders_of(found: Lookup) -> HashSet<Value> {
    match found {
        Lookup::None { .. } => HashSet::new(),
        Lookup::One(found) => HashSet::from([found.holder]),
        Lookup::Several(holders) => holders.into_iter().collect(),
    }
}

/// A lookup as docs/language.md tells it, in plain recursion: own slots (unless it is a resend, which looks above), else the
/// set through all parents, less what another match dominates.
fn judged(heap: &Heap, at: Value, name: Symbol, above: bool) -> HashSet<Value> {
    fn parents(heap: &Heap, at: Value) -> Vec<Value> {
        heap.slots_of(at).into_iter().filter(|slot| slot.parent).map(|slot| slot.value).collect()
    }
    fn has(heap: &Heap, at: Value, name: Symbol) -> bool {
        heap.slots_of(at).iter().any(|slot| slot.name == name)
    }
    fn search(heap: &Heap, at: Value, name: Symbol, seen: &mut HashSet<Value>, found: &mut HashSet<Value>) {
        if !seen.insert(at) {
            return;
        }
        if has(heap, at, name) {
            found.insert(at);
        } else {
            parents(heap, at).into_iter().for_each(|parent| search(heap, parent, name, seen, found));
        }
    }
    fn reaches(heap: &Heap, from: Value, to: Value, seen: &mut HashSet<Value>) -> bool {
        parents(heap, from)
            .into_iter()
            .any(|parent| parent == to || (seen.insert(parent) && reaches(heap, parent, to, seen)))
    }
    let mut found = HashSet::new();
    if above {
        // The holder itself is not found again through a cycle.
        let mut seen = HashSet::from([at]);
        parents(heap, at).into_iter().for_each(|parent| search(heap, parent, name, &mut seen, &mut found));
    } else {
        search(heap, at, name, &mut HashSet::new(), &mut found);
    }
    let reaches = |a: Value, b: Value| reaches(heap, a, b, &mut HashSet::new());
    found.iter().copied().filter(|b| !found.iter().any(|a| a != b && reaches(*a, *b) && !reaches(*b, *a))).collect()
}

fn slot(name: &str, value: Value, parent: bool, assignable: bool) -> NewSlot {
    NewSlot { name: Symbol::intern(name), value, assignable, parent, transient: false, annotations: Rc::from([]) }
}

proptest! {
    #[test]
    fn lookup_agrees_with_the_judge(
        edges in prop::collection::vec((0usize..8, 0usize..8, any::<bool>()), 0..20),
        holders in prop::collection::vec(0usize..8, 1..5),
        moves in prop::collection::vec((0usize..20, 0usize..8), 0..4),
        removed in prop::collection::vec(0usize..20, 0..3),
    ) {
        let mut heap = Heap::new();
        let objects: Vec<Value> = (0..8).map(|_| heap.new_slots_object(2)).collect();
        for (number, (from, to, assignable)) in edges.iter().enumerate() {
            let edge = slot(&format!("p{number}"), objects[*to], true, *assignable);
            heap.add_slot(objects[*from], edge).expect("slots can be added");
        }
        for holder in &holders {
            let data = slot("x", Value::int(*holder as i64), false, false);
            heap.add_slot(objects[*holder], data).expect("slots can be added");
        }
        // Parents are assigned, and slots removed, before anyone looks.
        for (number, to) in moves {
            if let Some((from, _, true)) = edges.get(number) {
                let map = heap.maps.get(heap.map_of(objects[*from]));
                let index = map.find(Symbol::intern(&format!("p{number}"))).expect("the slot is there");
                heap.assign(objects[*from], index, objects[to]);
            }
        }
        for number in removed {
            if let Some((from, ..)) = edges.get(number) {
                // It may have been removed already.
                let _ = heap.remove_slot(objects[*from], Symbol::intern(&format!("p{number}")));
            }
        }
        let name = Symbol::intern("x");
        for object in &objects {
            prop_assert_eq!(holders_of(lookup(&heap, *object, name)), judged(&heap, *object, name, false));
            prop_assert_eq!(holders_of(lookup_above(&heap, *object, name)), judged(&heap, *object, name, true));
        }
    }

    #[test]
    fn rolling_back_restores_every_value(stores in prop::collection::vec((0usize..4, 0usize..200, any::<i16>()), 1..60), depth in 1usize..3) {
        let mut heap = Heap::new();
        let map = heap.kind_map(batos::object::kind::Kind::Vector);
        let vectors: Vec<Value> = [3, 64, 65, 200].iter().map(|n| heap.new_vector(map, *n, Value::int(0)).expect("they fit")).collect();
        let contents = |heap: &Heap| -> Vec<Vec<Value>> {
            vectors.iter().map(|vector| heap.vector(*vector).expect("a vector").elements().to_vec()).collect()
        };
        let before = contents(&heap);
        for _ in 0..depth {
            heap.open_savepoint();
        }
        let mut inner = before.clone();
        for (number, (vector, index, n)) in stores.iter().enumerate() {
            if number == stores.len() / 2 {
                heap.open_savepoint();
                inner = contents(&heap);
            }
            let object = heap.vector(vectors[*vector]).expect("a vector");
            heap.store_element(object, index % object.length(), Value::int((*n).into()));
        }
        heap.roll_back();
        prop_assert_eq!(contents(&heap), inner);
        for _ in 0..depth {
            heap.roll_back();
        }
        prop_assert_eq!(contents(&heap), before);
    }
}
