//! Everything the compiler makes is sound, however its control structures are compiled; and what is not sound is refused.

use std::collections::HashSet;
use std::path::Path;
use std::rc::Rc;

use batos::code::compile::Literals;
use batos::code::compile::compile_tree;
use batos::code::compile::script_body;
use batos::code::disassemble::disassemble;
use batos::code::method::Code;
use batos::code::method::CodeKind;
use batos::code::method::Tree;
use batos::code::opcode::Op;
use batos::code::opcode::encode;
use batos::code::opcode::encode_wide;
use batos::code::scope::RealSends;
use batos::code::verify::verify;
use batos::object::value::Value;
use batos::syntax::ast::Method;
use batos::syntax::parse::NewlineRule;
use batos::syntax::parse::parse_script;
use batos::text::source::Source;
use batos::text::source::Span;
use batos::text::symbol::Symbol;
use batos::vm::Vm;
use batos::vm::primitive::primitives;
use num_bigint::BigInt;

use crate::corpus::files;

/// Compiles by the machine's means, and keeps the methods met on the way.
struct Finder {
    vm: Vm,
    methods: Vec<Rc<Method>>,
}

impl Literals for Finder {
    fn string(&mut self, text: &str) -> Value {
        self.vm.string(text)
    }

    fn integer(&mut self, n: &BigInt) -> Value {
        self.vm.integer(n)
    }

    fn float(&mut self, x: f64) -> Value {
        self.vm.float(x)
    }

    fn method(&mut self, method: &Rc<Method>) -> Value {
        self.methods.push(method.clone());
        Value::NIL
    }

    fn primitive(&mut self, name: Symbol) -> u32 {
        self.vm.primitive(name)
    }
}

fn real(sites: HashSet<u32>) -> RealSends {
    RealSends { sites, ..RealSends::default() }
}

fn sound(code: &Code, source: &Source) {
    if let Err(unsound) = verify(code, primitives().count()) {
        panic!("{}: {unsound}\n{}", source.name, disassemble(code));
    }
}

fn sites(code: &Code) -> HashSet<u32> {
    let inner = code.blocks.iter().flat_map(|block| sites(block));
    code.sites.iter().map(|site| site.place).chain(inner).collect()
}

/// Verifies what `compile` makes: as it is, with all control structures as real sends, and with each one of them alone.
fn verify_all(source: &Source, mut compile: impl FnMut(&RealSends) -> Box<Code>) -> usize {
    let code = compile(&RealSends::default());
    sound(&code, source);
    let sites = sites(&code);
    sound(&compile(&real(sites.clone())), source);
    // Each alone takes a compilation each: of very large bodies the first hundred will do.
    for site in sites.iter().take(100) {
        sound(&compile(&real(HashSet::from([*site]))), source);
    }
    2 + sites.len().min(100)
}

#[test]
fn everything_compiled_is_sound() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for folder in
        ["stdlib", "tests/language", "tests/stdlib", "tests/conformance", "tests/bytecode", "examples", "benches"]
    {
        for path in files(&root.join(folder), &["bat"]) {
            let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let source = Source::new(path.display().to_string(), String::from_utf8_lossy(&bytes));
            // Files with programs that are no programs are for other tests.
            let Ok(script) = parse_script(&source, NewlineRule::Bat) else { continue };
            let mut finder = Finder { vm: Vm::new(), methods: Vec::new() };
            let body = script_body(&script.items);
            count += verify_all(&source, |real| {
                compile_tree(&Tree::Script(source.clone(), body.clone()), real, false, &mut finder)
                    .expect("the corpora's programs can be compiled")
            });
            let mut known = HashSet::new();
            while let Some(method) = finder.methods.pop() {
                if known.insert(Rc::as_ptr(&method)) {
                    count += verify_all(&source, |real| {
                        compile_tree(&Tree::Method(method.clone()), real, false, &mut finder)
                            .expect("the corpora's methods can be compiled")
                    });
                }
            }
        }
    }
    assert!(count > 2000, "only {count} pieces of code");
}

/// A loop's condition that is no boolean is sent a message. While that runs, the window that the loop's value is for is not
/// yet filled.
#[test]
fn a_loop_inside_an_argument_shows_the_collector_no_unfilled_window() {
    let source = Source::new("<test>", "3 foo: ([nil] whileTrue: [ 4 ]) Bar: (5 baz: ([true] whileFalse))");
    let script = parse_script(&source, NewlineRule::Bat).expect("it is a program");
    let mut vm = Vm::new();
    let tree = Tree::Script(source.clone(), script_body(&script.items));
    let code = compile_tree(&tree, &RealSends::default(), false, &mut vm);
    sound(&code.expect("it can be compiled"), &source);
}

/// Code of these words with one argument, a local in register 2, and a frame of 16.
fn by_hand(words: Vec<u64>) -> Code {
    let source = Source::new("<test>", "");
    Code::new(CodeKind::Method, Symbol::intern("byHand:"), source, Span::default(), words, 1, (2, 3), 16, 0)
}

/// The words of a unary send with its window at 3 and its receiver in register 0.
fn send() -> [u64; 4] {
    let selector = Symbol::intern("foo").number() as u64;
    [encode(Op::Send, 0, 3, 0, 0), selector << 32, 0, Value::NIL.bits()]
}

fn refused(what: &str, words: Vec<u64>) {
    match verify(&by_hand(words), 7) {
        Err(unsound) => {
            let text = unsound.to_string();
            assert!(text.starts_with("byHand:: at ") && text.contains(what), "{text}");
        }
        Ok(()) => panic!("should be refused: {what}"),
    }
}

#[test]
fn unsound_code_is_refused() {
    let answer = |register| encode(Op::Return, 0, register, 0, 0);
    let primitive =
        |number: u64| vec![encode(Op::Primitive, 0, 3, 0, 0), number, Symbol::intern("_Foo").number() as u64];
    verify(&by_hand([&send()[..], &[answer(3)]].concat()), 7).expect("a send and a return are sound");
    verify(&by_hand([primitive(7), vec![answer(3)]].concat()), 7).expect("a primitive and a return are sound");
    refused("register 5 holds nothing", vec![answer(5)]);
    refused("register 99 is beyond the frame", vec![answer(99)]);
    refused("register 4 holds nothing", [&[encode_wide(Op::Small, 4, 1)][..], &send(), &[answer(4)]].concat());
    // The window is at 5; 3 and 4 have never been written.
    let mut high = send();
    high[0] = encode(Op::Send, 0, 5, 0, 0);
    refused("the collector would read register 3", [&high[..], &[answer(5)]].concat());
    high[0] = encode(Op::Send, 0, 14, 0, 0);
    refused("beyond the frame", [&high[..], &[answer(14)]].concat());
    refused("takes 0 arguments", {
        let mut send = send();
        send[0] = encode(Op::Send, 1, 3, 0, 0);
        [&send[..], &[answer(3)]].concat()
    });
    refused("runs off the end", vec![encode(Op::Move, 0, 3, 0, 0)]);
    refused("where no instruction starts", [&[encode_wide(Op::Jump, 0, 2)][..], &send(), &[answer(0)]].concat());
    refused("where no instruction starts", vec![encode_wide(Op::JumpIfTrue, 0, 9), answer(0)]);
    refused("without a safepoint", vec![encode(Op::Move, 0, 3, 0, 0), encode_wide(Op::Jump, 0, -1)]);
    // On one path register 3 is not written.
    let choice = vec![encode_wide(Op::JumpIfTrue, 2, 2), encode_wide(Op::Small, 3, 1), answer(3)];
    refused("register 3 holds nothing", choice);
    refused("literals stand at", vec![encode(Op::Literal, 0, 3, 0, 0), Value::NIL.bits(), answer(3)]);
    refused("none of this code's blocks", vec![encode(Op::Block, 0, 3, 0, 0), 0, answer(3)]);
    refused("its template", vec![encode(Op::Object, 0, 3, 0, 0), 0, answer(3)]);
    refused("there is no primitive 8", [primitive(8), vec![answer(3)]].concat());
    refused("captured value", vec![encode(Op::Captured, 0, 3, 0, 0), answer(3)]);
    refused("names no symbol", {
        let mut send = send();
        send[1] = 0x7fff_ffff << 32;
        [&send[..], &[answer(3)]].concat()
    });
    refused("no move", vec![encode(Op::Add, 3, 2, 0, 0), answer(2)]);
    refused("no instruction has the number", vec![255]);
    refused("belongs to no code", vec![encode(Op::Halt, 0, 0, 0, 0)]);
    refused("the code ends within it", vec![encode(Op::Send, 0, 3, 0, 0)]);
}
