//! What holds of all primitives on data: they are total, exact, and keep the mark of text from outside.

use num_bigint::BigInt;
use num_bigint::Sign;

use batos::object::kind::Kind;
use batos::object::layout::Obj;
use batos::object::layout::TAINTED;
use batos::object::value::MAX_SMALL;
use batos::object::value::MIN_SMALL;
use batos::object::value::Value;
use batos::vm::Vm;
use batos::vm::primitive::Answer;
use batos::vm::primitive::Fault;
use batos::vm::primitive::Primitive;
use batos::vm::primitive::primitives;
use batos::world::boot::awaken;

/// Argument lists tried on a primitive that has too many to try all.
const MOST_TUPLES: usize = 20_000;
const BUDGET: usize = 512 << 20;

/// A world that gives up early rather than filling the machine's memory.
fn world() -> Vm {
    let mut vm = awaken().unwrap_or_else(|error| panic!("{error:?}"));
    vm.heap.budget_bytes = BUDGET;
    vm
}

/// Primitives that look at data and run no code.
fn data_primitives() -> impl Iterator<Item = &'static Primitive> {
    let families =
        ["_Int", "_Float", "_String", "_Byte", "_Vector", "_Mirror", "_Hash", "_Clone", "_Copy", "_At", "_Size"];
    primitives().filter(move |primitive| families.iter().any(|family| primitive.name.starts_with(family)))
}

fn arity(name: &str) -> usize {
    name.bytes().filter(|byte| *byte == b':').count()
}

fn call(vm: &mut Vm, name: &str, args: &[Value]) -> Answer {
    let primitive = primitives().find(|primitive| primitive.name == name);
    let primitive = primitive.unwrap_or_else(|| panic!("there is no {name}"));
    assert_eq!(arity(name) + 1, args.len());
    (primitive.function)(vm, args)
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
    }

    fn below(&mut self, n: usize) -> usize {
        self.next() as usize % n
    }
}

fn string(vm: &mut Vm, text: &str) -> Value {
    vm.heap.new_string(text).expect("there is room")
}

fn integer(vm: &mut Vm, n: &BigInt) -> Value {
    if let Some(value) = i64::try_from(n).ok().and_then(Value::small) {
        return value;
    }
    let (sign, digits) = n.to_u64_digits();
    vm.heap.new_big_integer(sign == Sign::Minus, &digits).expect("there is room")
}

/// Values of every kind, the awkward ones of each.
fn hostile(vm: &mut Vm) -> Vec<Value> {
    let mut values = vec![Value::NIL, Value::TRUE, Value::FALSE];
    for n in [0, 1, -1, 2, 3, 7, 10, 36, 37, 63, 64, 255, 256, 1000, 0xd800, 0x10_ffff, i64::from(u32::MAX), 1 << 32] {
        values.push(Value::int(n));
    }
    values.extend([MAX_SMALL, MIN_SMALL, MIN_SMALL + 1].map(Value::int));
    for shift in [61, 64, 128, 4096] {
        let big = BigInt::from(1) << shift;
        values.push(integer(vm, &big));
        values.push(integer(vm, &-big));
    }
    for x in [0.0, -0.0, 0.5, -2.5, 1e16, 1e300, 5e-324, f64::MAX, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        values.push(vm.heap.new_float(x));
    }
    let long = "äöü€😀x".repeat(50);
    for text in ["", "a", "3", "-12", "1e5", "ab'\\\n\u{1}", "é", "日本語", long.as_str(), "x", "x:"] {
        values.push(string(vm, text));
    }
    for length in [0, 1, 2, 8, 200] {
        let map = vm.heap.kind_map(Kind::Vector);
        values.push(vm.heap.new_vector(map, length, Value::NIL).expect("there is room"));
        values.push(vm.heap.new_vector(map, length, Value::int(0)).expect("there is room"));
        let map = vm.heap.kind_map(Kind::Bytes);
        values.push(vm.heap.new_bytes(map, &vec![255; length]).expect("there is room"));
    }
    let looked_at = [values[0], values[3], values[30], vm.known("lobby"), vm.known("traits"), vm.known("[true]")];
    for object in looked_at {
        values.push(call(vm, "_Mirror", &[object]).expect("anything has a mirror"));
        values.push(object);
    }
    values
}

#[test]
fn no_arguments_break_a_primitive() {
    let mut vm = world();
    vm.held = hostile(&mut vm);
    let count = vm.held.len();
    let mut dice = Dice(7);
    for primitive in data_primitives() {
        let places = arity(primitive.name) + 1;
        let all = count.checked_pow(places as u32).filter(|all| *all <= MOST_TUPLES);
        for turn in 0..all.unwrap_or(MOST_TUPLES) {
            let mut rest = turn;
            let args: Vec<Value> = (0..places)
                .map(|_| {
                    let at = if all.is_some() { rest % count } else { dice.below(count) };
                    rest /= count;
                    vm.held[at]
                })
                .collect();
            match (primitive.function)(&mut vm, &args) {
                Err(Fault::Activate | Fault::Stop) => panic!("{} wants code run", primitive.name),
                Err(Fault::OutOfMemory) => vm.collect_all(),
                Ok(_) | Err(_) => {}
            }
            if vm.heap.bytes() > BUDGET / 4 {
                vm.collect_all();
            }
        }
        vm.collect_all();
        vm.heap.check();
    }
}

/// Integers near every boundary, and some in between.
fn some_integer(dice: &mut Dice) -> BigInt {
    let bits = [0, 1, 8, 31, 32, 53, 60, 61, 62, 63, 64, 65, 127, 128, 200][dice.below(15)];
    let n: BigInt = (BigInt::from(1) << bits) + BigInt::from(dice.below(5) as i64 - 2);
    let n = if dice.below(3) == 0 { n ^ BigInt::from(dice.next()) } else { n };
    if dice.below(2) == 0 { -n } else { n }
}

fn printed(vm: &mut Vm, value: Value) -> String {
    let text = call(vm, "_IntPrintStringBase:", &[value, Value::int(10)]).expect("an integer");
    vm.heap.string(text).expect("its text").to_string()
}

#[test]
fn integers_are_exact_at_any_size() {
    let mut vm = world();
    let mut dice = Dice(11);
    type Operation = fn(BigInt, BigInt) -> BigInt;
    let operations: [(&str, Operation); 8] = [
        ("_IntAdd:", |a, b| a + b),
        ("_IntSub:", |a, b| a - b),
        ("_IntMul:", |a, b| a * b),
        ("_IntDiv:", |a, b| a / b),
        ("_IntMod:", |a, b| a % b),
        ("_IntAnd:", |a, b| a & b),
        ("_IntOr:", |a, b| a | b),
        ("_IntXor:", |a, b| a ^ b),
    ];
    for _ in 0..20_000 {
        let (a, b) = (some_integer(&mut dice), some_integer(&mut dice));
        let args = [integer(&mut vm, &a), integer(&mut vm, &b)];
        let (name, expected) = operations[dice.below(operations.len())];
        let answer = call(&mut vm, name, &args);
        if b == BigInt::ZERO && (name == "_IntDiv:" || name == "_IntMod:") {
            assert_eq!(answer, Err(Fault::DivisionByZero));
            continue;
        }
        let expected = expected(a.clone(), b.clone());
        let answer = answer.unwrap_or_else(|fault| panic!("{a} {name} {b}: {fault:?}"));
        assert_eq!(printed(&mut vm, answer), expected.to_string(), "{a} {name} {b}");
        // No seam: what fits in a word is in one.
        assert_eq!(answer.is_int(), i64::try_from(&expected).ok().and_then(Value::small).is_some(), "{a} {name} {b}");
        let less = call(&mut vm, "_IntLT:", &args).expect("integers compare");
        assert_eq!(less, Value::bool(a < b), "{a} < {b}");
        let text = string(&mut vm, &a.to_string());
        let read = call(&mut vm, "_StringAsIntegerBase:", &[text, Value::int(10)]).expect("digits are read");
        assert_eq!(call(&mut vm, "_IntEQ:", &[read, args[0]]), Ok(Value::TRUE), "{a}");
        let by = dice.below(140) as i64 - 70;
        let shifted = call(&mut vm, "_IntShiftLeft:", &[args[0], Value::int(by)]).expect("few bits");
        let expected = if by < 0 { &a >> -by } else { &a << by };
        assert_eq!(printed(&mut vm, shifted), expected.to_string(), "{a} << {by}");
    }
}

#[test]
fn equal_numbers_have_equal_hashes() {
    let mut vm = world();
    let mut dice = Dice(13);
    for _ in 0..5_000 {
        let n = some_integer(&mut dice);
        let value = integer(&mut vm, &n);
        let float = call(&mut vm, "_IntAsFloat", &[value]).expect("integers are floats");
        let same = call(&mut vm, "_IntEQ:", &[value, float]).expect("numbers compare") == Value::TRUE;
        let (a, b) = (call(&mut vm, "_IntHash", &[value]), call(&mut vm, "_FloatHash", &[float]));
        assert!(!same || a == b, "{n}");
        assert!(a.is_ok_and(|hash| hash.as_int().is_some_and(|hash| hash >= 0)), "{n}");
        let other_way = call(&mut vm, "_FloatEQ:", &[float, value]);
        assert_eq!(other_way, Ok(Value::bool(same)), "{n}");
    }
}

#[test]
fn text_is_indexed_by_character() {
    let mut vm = world();
    let mut dice = Dice(17);
    for _ in 0..300 {
        let alphabet = [&['a', 'b', 'c'][..], &['a', 'é', '日', '😀']][dice.below(2)];
        let characters: Vec<char> = (0..dice.below(400)).map(|_| alphabet[dice.below(alphabet.len())]).collect();
        let text: String = characters.iter().collect();
        let value = string(&mut vm, &text);
        assert_eq!(call(&mut vm, "_StringSize", &[value]), Ok(Value::int(characters.len() as i64)));
        for _ in 0..20 {
            let (a, b) = (dice.below(characters.len() + 1), dice.below(characters.len() + 1));
            let at = call(&mut vm, "_StringAt:", &[value, Value::int(a as i64)]);
            match characters.get(a) {
                Some(c) => assert_eq!(at.ok().and_then(|c| vm.heap.string(c)), Some(c.to_string().as_str())),
                None => assert_eq!(at, Err(Fault::BadIndex)),
            }
            let (a, b) = (a.min(b), a.max(b));
            let part = call(&mut vm, "_StringFrom:UpTo:", &[value, Value::int(a as i64), Value::int(b as i64)]);
            let part = part.expect("the range is inside");
            let expected: String = characters[a..b].iter().collect();
            assert_eq!(vm.heap.string(part), Some(expected.as_str()));
            let found = call(&mut vm, "_StringIndexOf:From:", &[value, part, Value::int(a as i64)]);
            let first = (a..=b).find(|start| characters[*start..].starts_with(&characters[a..b]));
            assert_eq!(found, Ok(Value::int(first.map_or(-1, |at| at as i64))));
        }
    }
}

#[test]
fn text_made_from_tainted_text_is_tainted() {
    let mut vm = world();
    let map = vm.heap.kind_map(Kind::Vector);
    for text in ["abc", "äöü€"] {
        for primitive in primitives().filter(|primitive| primitive.name.starts_with("_String")) {
            let tainted = vm.heap.new_string_tainted(text, true).expect("there is room");
            let arguments = [Value::int(1), Value::int(3), string(&mut vm, "b")];
            let receiver = match primitive.name {
                "_StringJoin:" => vm.heap.new_vector(map, 1, tainted).expect("there is room"),
                _ => tainted,
            };
            for a in arguments {
                for b in arguments {
                    let args: Vec<Value> = [receiver, a, b].into_iter().take(arity(primitive.name) + 1).collect();
                    let Ok(made) = (primitive.function)(&mut vm, &args) else { continue };
                    // What is cut into pieces comes as a vector of them, with a number or nil after them.
                    let pieces = vm.heap.vector(made).map(|vector| vector.elements().to_vec()).unwrap_or(vec![made]);
                    for object in pieces.into_iter().filter(|piece| vm.heap.kind_of(*piece) == Kind::String) {
                        assert!(
                            Obj::of(object).is_some_and(|object| object.has(TAINTED)),
                            "{} of {text}",
                            primitive.name
                        );
                    }
                    if let Some(object) =
                        Obj::of(made).filter(|_| ![Kind::BigInteger, Kind::Vector].contains(&vm.heap.kind_of(made)))
                    {
                        assert!(object.has(TAINTED), "{} of {text}", primitive.name);
                    }
                }
            }
        }
        let tainted = vm.heap.new_string_tainted(text, true).expect("there is room");
        let bytes = call(&mut vm, "_StringAsBytes", &[tainted]).expect("text has bytes");
        let copy = call(&mut vm, "_CloneBytes:Filler:", &[bytes, Value::int(3), Value::int(0)]).expect("a copy");
        let back = call(&mut vm, "_BytesAsString", &[copy]);
        if let Ok(back) = back {
            assert!(Obj::of(back).is_some_and(|back| back.has(TAINTED)));
        }
        let clean = string(&mut vm, text);
        let joined = call(&mut vm, "_StringConcat:", &[clean, tainted]).expect("there is room");
        assert!(Obj::of(joined).is_some_and(|joined| joined.has(TAINTED)));
    }
}

#[test]
fn what_is_read_from_tainted_json_is_tainted_and_so_is_what_is_written_and_replaced() {
    let mut vm = world();
    let (dictionary, list) = (vm.global("dictionary").expect("there is one"), vm.global("list").expect("there is one"));
    let tainted = |value: Value| Obj::of(value).is_some_and(|object| object.has(TAINTED));
    let text = vm.heap.new_string_tainted(r#"["plain", "es\ncaped"]"#, true).expect("there is room");
    let read = call(&mut vm, "_JsonRead:", &[text, dictionary]).expect("it is JSON");
    for index in 0..2 {
        let part = call(&mut vm, "_At:", &[read, Value::int(index)]).expect("there are two");
        assert!(tainted(part), "part {index}");
    }
    let clean = string(&mut vm, "clean");
    for (value, mark) in [(read, true), (clean, false)] {
        for name in ["_JsonPrintLikeDictionary:List:Indent:", "_JsonPrintPlainLikeDictionary:List:Indent:"] {
            let written = call(&mut vm, name, &[value, dictionary, list, Value::int(0)]).expect("it has a form");
            assert_eq!(tainted(written), mark, "{name}");
        }
    }
    let object = vm.heap.new_string_tainted(r#"{"key": 1}"#, true).expect("there is room");
    let object = call(&mut vm, "_JsonRead:", &[object, dictionary]).expect("it is JSON");
    let written = call(&mut vm, "_JsonPrintLikeDictionary:List:Indent:", &[object, dictionary, list, Value::int(0)]);
    assert!(written.is_ok_and(tainted), "a key");
    let pattern = string(&mut vm, "[a-z]");
    for (source, template) in [(text, clean), (clean, text)] {
        let some = call(&mut vm, "_RegexReplaceSome:With:After:", &[pattern, source, template, Value::NIL]);
        let replaced = call(&mut vm, "_At:", &[some.expect("letters are found"), Value::int(0)]).expect("a text");
        assert!(tainted(replaced));
    }
}

#[test]
fn a_hash_counts_by_its_low_bits() {
    let mut vm = world();
    let vector = |vm: &mut Vm, length| {
        let map = vm.heap.kind_map(Kind::Vector);
        vm.heap.new_vector(map, length, Value::NIL).expect("there is room")
    };
    let (index, hashes, keys) = (vector(&mut vm, 8), vector(&mut vm, 4), vector(&mut vm, 4));
    let key = vm.known("lobby");
    let all = BigInt::from(MAX_SMALL);
    let big = -BigInt::from(1u128 << 70) - 5;
    for (entry, hash) in [BigInt::from(-5), big].into_iter().enumerate() {
        let entry = Value::int(entry as i64);
        let value = integer(&mut vm, &hash);
        let kept = integer(&mut vm, &(&hash & &all));
        assert_eq!(
            call(&mut vm, "_HashFind:Hash:Hashes:Keys:", &[index, key, value, hashes, keys]),
            Ok(Value::int(-1))
        );
        call(&mut vm, "_At:Put:", &[hashes, entry, kept]).expect("inside");
        call(&mut vm, "_At:Put:", &[keys, entry, key]).expect("inside");
        call(&mut vm, "_HashInsert:Hash:", &[index, entry, value]).expect("there is room");
        assert_eq!(call(&mut vm, "_HashFind:Hash:Hashes:Keys:", &[index, key, value, hashes, keys]), Ok(entry));
        call(&mut vm, "_At:Put:", &[keys, entry, Value::NIL]).expect("inside");
        call(&mut vm, "_At:Put:", &[hashes, entry, Value::int(-1)]).expect("inside");
    }
}

#[test]
fn fuel_bounds_long_work() {
    let mut vm = world();
    let process = call(&mut vm, "_ProcessThis", &[Value::NIL]).expect("one is running");
    call(&mut vm, "_ProcessSetFuel:", &[process, Value::int(1000)]).expect("it takes fuel");
    let n = integer(&mut vm, &(BigInt::from(1) << 20_000_000));
    assert_eq!(call(&mut vm, "_IntMul:", &[n, n]), Err(Fault::OutOfFuel));
    assert_eq!(call(&mut vm, "_IntPrintStringBase:", &[n, Value::int(10)]), Err(Fault::OutOfFuel));
}
