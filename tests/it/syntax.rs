//! The syntax: goldens for trees and for messages, printing and parsing back, and inputs nobody should write.

use std::fmt::Write;
use std::rc::Rc;
use std::time::Duration;
use std::time::Instant;

use batos::syntax::ast::Argument;
use batos::syntax::ast::Body;
use batos::syntax::ast::Expr;
use batos::syntax::ast::ExprKind;
use batos::syntax::ast::Item;
use batos::syntax::ast::Script;
use batos::syntax::ast::Slot;
use batos::syntax::ast::SlotKind;
use batos::syntax::ast::SlotList;
use batos::syntax::parse::Completeness;
use batos::syntax::parse::MAX_DEPTH;
use batos::syntax::parse::NewlineRule;
use batos::syntax::parse::check;
use batos::syntax::parse::is_complete;
use batos::syntax::parse::parse_method;
use batos::syntax::parse::parse_script;
use batos::syntax::parse::parse_skeleton;
use batos::syntax::parse::parse_slot;
use batos::syntax::print;
use batos::text::diagnostic::Diagnostic;
use batos::text::render::render;
use batos::text::render::render_all;
use batos::text::source::Source;
use batos::text::source::Span;
use batos::text::symbol::Symbol;
use num_bigint::BigInt;
use proptest::prelude::*;

use crate::corpus;

// Goldens.

pub(crate) fn rule_of(name: &str) -> NewlineRule {
    if name.ends_with(".self") { NewlineRule::SelfFile } else { NewlineRule::Bat }
}

#[test]
fn trees() {
    corpus::check(&corpus::folder("syntax/ok"), &["bat", "self"], "ast", |name, text| {
        let script =
            check(name, text, rule_of(name)).unwrap_or_else(|mistakes| panic!("{}", render_all(&mistakes, false)));
        // Some operators that Self has are another language's spelling in `.bat`.
        if rule_of(name) == NewlineRule::Bat {
            assert_prints_back(&script);
        }
        dump(&script)
    });
}

#[test]
fn messages() {
    corpus::check(&corpus::folder("syntax/err"), &["bat", "self"], "err", |name, text| {
        match check(name, text, rule_of(name)) {
            Ok(script) => panic!("{name} is accepted:\n{}", dump(&script)),
            Err(mistakes) => {
                for mistake in &mistakes {
                    assert!(mistake.help.is_some(), "{name}: {} suggests nothing", mistake.code);
                    assert!(!mistake.label.is_empty(), "{name}: {} has no label", mistake.code);
                }
                render_all(&mistakes, false)
            }
        }
    });
}

#[test]
fn messages_in_colour_say_the_same() {
    let mistakes = script("x := 3").expect_err("an assignment of another language");
    let plain = render(&mistakes[0], false);
    let coloured = render(&mistakes[0], true);
    assert!(coloured.contains("\u{1b}["));
    let mut stripped = String::new();
    let mut parts = coloured.split("\u{1b}[");
    stripped.push_str(parts.next().unwrap_or(""));
    for part in parts {
        stripped.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
    assert_eq!(words(&plain), words(&stripped));
}

#[test]
fn the_grammars_examples() {
    // In grammar/README.md: indented lines are programs, those after `not:` are mistakes.
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/README.md"))
        .expect("grammar/README.md is there");
    let mut count = 0;
    for line in text.lines().filter_map(|line| line.strip_prefix("    ")) {
        match line.strip_prefix("not: ") {
            Some(wrong) => assert!(script(wrong).is_err(), "{wrong}"),
            None => drop(script(line).unwrap_or_else(|m| panic!("{line}\n{}", render_all(&m, false)))),
        }
        count += 1;
    }
    assert!(count > 20);
}

// Trees as text: every part but places.

fn script(text: &str) -> Result<Script, Vec<Diagnostic>> {
    parse_script(&Source::new("test", text), NewlineRule::Bat)
}

fn dump(script: &Script) -> String {
    let mut out = String::new();
    for comment in &script.comments {
        let _ = writeln!(out, "comment {}", script.source.slice(*comment));
    }
    for item in &script.items {
        dump_item(&mut out, item);
        out.push('\n');
    }
    out
}

fn dump_item(out: &mut String, item: &Item) {
    match item {
        Item::Slots(slots) => dump_slots(out, "slots", slots),
        Item::Expr(expr) => dump_expr(out, expr),
    }
}

fn dump_slots(out: &mut String, head: &str, slots: &SlotList) {
    let _ = write!(out, "({head}");
    if let Some(annotation) = &slots.annotation {
        let _ = write!(out, " {{}}={annotation:?}");
    }
    for slot in &slots.slots {
        out.push(' ');
        dump_slot(out, slot);
    }
    out.push(')');
}

fn dump_slot(out: &mut String, slot: &Slot) {
    for annotation in &slot.annotations {
        let _ = write!(out, "{{{annotation:?} ");
    }
    let star = if slot.parent { "*" } else { "" };
    match &slot.kind {
        SlotKind::Argument => {
            let _ = write!(out, ":{}", slot.name);
        }
        SlotKind::Assignable(None) => {
            let _ = write!(out, "{}{star}", slot.name);
        }
        SlotKind::Assignable(Some(value)) => {
            let _ = write!(out, "{}{star} <- ", slot.name);
            dump_expr(out, value);
        }
        SlotKind::Constant(value) => {
            let _ = write!(out, "{}{star} = ", slot.name);
            dump_expr(out, value);
        }
        SlotKind::Method(method) => {
            assert_eq!(slot.name, method.selector);
            let _ = write!(out, "{} = ", slot.name);
            dump_body(out, "method", method.body());
        }
    }
    slot.annotations.iter().for_each(|_| out.push('}'));
}

fn dump_body(out: &mut String, head: &str, body: &Body) {
    let _ = write!(out, "({head}");
    for Argument { name, .. } in &body.arguments {
        let _ = write!(out, " :{name}");
    }
    if !body.locals.slots.is_empty() || body.locals.annotation.is_some() {
        out.push(' ');
        dump_slots(out, "locals", &body.locals);
    }
    for (at, statement) in body.statements.iter().enumerate() {
        out.push_str(if body.returns && at + 1 == body.statements.len() { " ^" } else { " " });
        dump_expr(out, statement);
    }
    out.push(')');
}

fn dump_expr(out: &mut String, expr: &Expr) {
    match &expr.kind {
        ExprKind::Integer(value) => {
            let _ = write!(out, "{value}");
        }
        ExprKind::Float(value) => {
            let _ = write!(out, "{value:?}f");
        }
        ExprKind::String(text) => {
            let _ = write!(out, "{text:?}");
        }
        ExprKind::SelfRef => out.push_str("self"),
        ExprKind::Unary { receiver, messages } => {
            dump_receiver(out, receiver.as_deref());
            for (message, _) in messages {
                let _ = write!(out, " {message}");
            }
            out.push(')');
        }
        ExprKind::Binary { receiver, operator, arguments, operators } => {
            assert_eq!(operators.len(), arguments.len());
            dump_receiver(out, receiver.as_deref());
            let _ = write!(out, " {operator}");
            dump_arguments(out, arguments);
        }
        ExprKind::Keyword { receiver, selector, parts, arguments } => {
            assert_eq!(parts.len(), arguments.len());
            dump_receiver(out, receiver.as_deref());
            let _ = write!(out, " {selector}");
            dump_arguments(out, arguments);
        }
        ExprKind::Resend { delegate, selector, arguments, .. } => {
            let _ = write!(out, "({}.{selector}", delegate.map_or("resend", Symbol::as_str));
            dump_arguments(out, arguments);
        }
        ExprKind::Object(slots) => dump_slots(out, "object", slots),
        ExprKind::Block(body) => dump_body(out, "block", body),
        ExprKind::Annotated { annotation, body } => {
            let _ = write!(out, "{{{annotation:?} ");
            dump_expr(out, body);
            out.push('}');
        }
        ExprKind::Parens(inner) => {
            out.push_str("(parens ");
            dump_expr(out, inner);
            out.push(')');
        }
    }
}

fn dump_receiver(out: &mut String, receiver: Option<&Expr>) {
    out.push('(');
    match receiver {
        Some(receiver) => dump_expr(out, receiver),
        None => out.push('_'),
    }
}

fn dump_arguments(out: &mut String, arguments: &[Expr]) {
    for argument in arguments {
        out.push(' ');
        dump_expr(out, argument);
    }
    out.push(')');
}

pub(crate) fn dump_items(items: &[Item]) -> String {
    let mut out = String::new();
    for item in items {
        dump_item(&mut out, item);
        out.push('\n');
    }
    out
}

// Printing.

fn assert_prints_back(script: &Script) {
    let printed = print::script(script);
    let again = parse_script(&Source::new("printed", printed.clone()), NewlineRule::Bat)
        .unwrap_or_else(|mistakes| panic!("{printed}\n{}", render_all(&mistakes[..1], false)));
    assert_eq!(dump_items(&script.items), dump_items(&again.items), "{printed}");
    assert_eq!(printed, print::script(&again), "printing twice gives the same text");
    assert_parses_later(&again);
}

/// The same tree comes out if the bodies of its methods are parsed when they are first asked for.
fn assert_parses_later(script: &Script) {
    let skeleton = parse_skeleton(&script.source).unwrap_or_else(|mistakes| panic!("{}", render_all(&mistakes, false)));
    assert!(skeleton.items == script.items, "{}", script.source.text);
}

/// What a world awakens with is parsed that way, so no mistake may be in it.
#[test]
fn the_library_parses_whole() {
    let library = corpus::files(&corpus::folder("../stdlib"), &["bat"]);
    assert!(library.len() > 30);
    for path in library {
        let text = std::fs::read(&path).expect("a listed file can be read");
        let script = check(&path.display().to_string(), text, NewlineRule::Bat)
            .unwrap_or_else(|mistakes| panic!("{}", render_all(&mistakes, false)));
        assert_parses_later(&script);
    }
}

/// Not part of the daily tests: every item of every source under `$BATOS_SOURCES`, printed and parsed back.
#[test]
#[ignore = "needs sources from elsewhere"]
fn foreign_sources_print_back() {
    let folder = std::env::var_os("BATOS_SOURCES").expect("BATOS_SOURCES names a folder of sources");
    let (mut good, mut foreign) = (0, 0);
    for path in corpus::files(folder.as_ref(), &["self", "bat"]) {
        let name = path.display().to_string();
        let text = std::fs::read(&path).expect("a listed file can be read");
        let Ok(script) = check(&name, text, rule_of(&name)) else { continue };
        for item in script.items {
            let printed = print::item(&item);
            match parse_script(&Source::new("printed", printed.clone()), NewlineRule::Bat) {
                Ok(again) => {
                    assert_eq!(dump_items(&[item]), dump_items(&again.items), "{name}\n{printed}");
                    good += 1;
                }
                // What Self takes for a message may be another language's spelling in `.bat`.
                Err(mistakes) => {
                    const FOREIGN: &[&str] =
                        &["super", "semicolon", "symbol", "character", "foreign-comment", "return-word"];
                    let mistake = &mistakes[0];
                    assert!(FOREIGN.contains(&mistake.code), "{name}\n{}", render(mistake, false));
                    foreign += 1;
                }
            }
        }
    }
    println!("{good} items printed back, {foreign} are refused as foreign");
}

fn bare(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::default() }
}

fn name() -> impl Strategy<Value = Symbol> {
    // `x` and `y` may meet in one slot list, so each list drops repeated names.
    "[a-z][a-zA-Z0-9_]{0,5}"
        .prop_filter("reserved or foreign", |name| {
            const FOREIGN: &[&str] = &[
                "self", "resend", "super", "return", "var", "let", "const", "def", "function", "func", "fun", "fn",
                "local",
            ];
            !FOREIGN.contains(&name.as_str())
        })
        .prop_map(|name| Symbol::intern(&name))
}

fn operator() -> impl Strategy<Value = Symbol> {
    prop::sample::select(vec![
        "+", "-", "*", "/", "<", ">", "=", "==", "!=", "<-", ",", "&", "&&", "||", "@", "%", "->",
    ])
    .prop_map(Symbol::intern)
}

fn selector() -> impl Strategy<Value = Symbol> {
    ("[a-z_][a-z]{0,4}", prop::collection::vec("[A-Z][a-z]{0,4}", 0..3))
        .prop_filter("pairs of other languages have their own message", |(first, _)| first != "at")
        .prop_map(|(first, rest)| {
            Symbol::intern(&format!("{first}:{}", rest.iter().fold(String::new(), |s, p| s + p + ":")))
        })
}

fn text() -> impl Strategy<Value = Rc<str>> {
    prop_oneof!["[a-z ]{0,8}", any::<String>()].prop_map(Rc::from)
}

fn literal() -> impl Strategy<Value = Expr> {
    prop_oneof![
        any::<i64>().prop_map(|n| ExprKind::Integer(BigInt::from(n))),
        prop::collection::vec(any::<u32>(), 0..20)
            .prop_map(|digits| ExprKind::Integer(BigInt::from_slice(num_bigint::Sign::Minus, &digits))),
        any::<f64>().prop_filter("has a literal", |x| !x.is_nan()).prop_map(ExprKind::Float),
        text().prop_map(ExprKind::String),
        Just(ExprKind::SelfRef),
    ]
    .prop_map(bare)
}

fn boxed(expr: Option<Expr>) -> Option<Box<Expr>> {
    expr.map(Box::new)
}

/// `expr` where only a message's receiver or argument may stand.
fn wrapped(expr: Expr) -> Expr {
    match expr.kind {
        ExprKind::Unary { .. } | ExprKind::Binary { .. } | ExprKind::Keyword { .. } | ExprKind::Resend { .. } => {
            bare(ExprKind::Parens(Box::new(expr)))
        }
        _ => expr,
    }
}

fn unwrapped(expr: Expr) -> Expr {
    match expr.kind {
        ExprKind::Parens(inner) => unwrapped(*inner),
        _ => expr,
    }
}

/// A slot list whose names differ from each other and from `taken`.
fn slot_list(slots: Vec<Slot>, annotation: Option<Rc<str>>, taken: &[Argument]) -> SlotList {
    let mut names: Vec<Symbol> = taken.iter().map(|argument| argument.name).collect();
    let slots = slots
        .into_iter()
        .filter(|slot| {
            let fresh = !names.contains(&slot.name);
            names.push(slot.name);
            fresh
        })
        .collect();
    SlotList { slots, annotation, span: Span::default() }
}

fn arguments(names: Vec<Symbol>) -> Vec<Argument> {
    let mut seen = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.into_iter().map(|name| Argument { name, span: Span::default() }).collect()
}

fn slots(inner: BoxedStrategy<Expr>, methods: bool) -> BoxedStrategy<Vec<Slot>> {
    let slot = |name, kind, parent, annotations| Slot {
        name,
        kind,
        parent,
        annotations,
        name_span: Span::default(),
        span: Span::default(),
    };
    let annotations = || prop::collection::vec(text(), 0..3);
    let data = (name(), inner.clone(), any::<bool>(), any::<bool>(), annotations()).prop_map(
        move |(name, value, assignable, parent, annotations)| {
            let value = unwrapped(value);
            let kind = if assignable { SlotKind::Assignable(Some(value)) } else { SlotKind::Constant(value) };
            slot(name, kind, parent, annotations)
        },
    );
    let empty = (name(), any::<bool>(), annotations())
        .prop_map(move |(name, parent, annotations)| slot(name, SlotKind::Assignable(None), parent, annotations));
    if !methods {
        return prop::collection::vec(prop_oneof![data, empty], 0..4).boxed();
    }
    let selectors =
        prop_oneof![name(), operator(), selector().prop_filter("primitive", |s| !s.as_str().starts_with('_'))];
    let method = (selectors, body(inner, 1), annotations()).prop_map(move |(selector, mut body, annotations)| {
        let names = (0..selector.arity()).map(|i| Symbol::intern(&format!("argument{i}"))).collect();
        body.arguments = arguments(names);
        let source = batos::syntax::ast::SourceRef(Source::new("", ""));
        let method = batos::syntax::ast::Method::new(selector, body, source, Span::default());
        slot(selector, SlotKind::Method(Rc::new(method)), false, annotations)
    });
    prop::collection::vec(prop_oneof![data, empty, method], 0..4).boxed()
}

fn body(inner: BoxedStrategy<Expr>, least: usize) -> impl Strategy<Value = Body> {
    (
        prop::collection::vec(name(), 0..3),
        slots(inner.clone(), false),
        prop::option::weighted(0.1, text()),
        prop::collection::vec(inner, least..4),
        any::<bool>(),
    )
        .prop_map(|(names, slots, annotation, statements, returns)| {
            let arguments = if statements.is_empty() { Vec::new() } else { arguments(names) };
            let locals = slot_list(slots, annotation, &arguments);
            let returns = returns && !statements.is_empty();
            Body { arguments, locals, statements, returns }
        })
}

/// Trees that a parser could have made.
fn tree() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        literal(),
        name().prop_map(|name| bare(ExprKind::Unary { receiver: None, messages: vec![(name, Span::default())] }))
    ];
    leaf.prop_recursive(5, 64, 4, |inner| {
        let operand = inner.clone().prop_map(wrapped);
        let unary =
            (prop::option::of(operand.clone()), prop::collection::vec(name(), 1..4)).prop_map(|(receiver, names)| {
                let messages = names.into_iter().map(|name| (name, Span::default())).collect();
                bare(ExprKind::Unary { receiver: boxed(receiver), messages })
            });
        let binary = (prop::option::of(operand.clone()), operator(), prop::collection::vec(operand.clone(), 1..4))
            .prop_map(|(receiver, operator, arguments)| {
                let operators = vec![Span::default(); arguments.len()];
                bare(ExprKind::Binary { receiver: boxed(receiver), operator, operators, arguments })
            });
        let keyword =
            (prop::option::of(operand.clone()), selector(), prop::collection::vec(operand.clone(), 3), inner.clone())
                .prop_map(|(receiver, selector, mut arguments, last)| {
                    arguments.truncate(selector.arity() - 1);
                    arguments.push(last);
                    let parts = vec![Span::default(); arguments.len()];
                    bare(ExprKind::Keyword { receiver: boxed(receiver), selector, parts, arguments })
                });
        let resend = (
            prop::option::of(name()),
            prop_oneof![name(), operator(), selector()],
            prop::collection::vec(operand.clone(), 3),
        )
            .prop_map(|(delegate, selector, mut arguments)| {
                arguments.truncate(selector.arity());
                bare(ExprKind::Resend { delegate, selector, arguments, selector_span: Span::default() })
            });
        let object = (slots(inner.clone().boxed(), true), prop::option::weighted(0.2, text()))
            .prop_map(|(slots, annotation)| bare(ExprKind::Object(Box::new(slot_list(slots, annotation, &[])))))
            .boxed();
        let block = body(inner.clone().boxed(), 0).prop_map(|body| bare(ExprKind::Block(Rc::new(body)))).boxed();
        let annotated = (text(), prop_oneof![object.clone(), block.clone()])
            .prop_map(|(annotation, body)| bare(ExprKind::Annotated { annotation, body: Box::new(body) }));
        let parens = inner.prop_map(|inner| bare(ExprKind::Parens(Box::new(inner))));
        prop_oneof![unary, binary, keyword, resend, object, block, annotated, parens]
    })
}

/// Scripts as the printer writes them.
pub(crate) fn generated_script() -> impl Strategy<Value = String> {
    prop::collection::vec(tree(), 1..4).prop_map(|trees| {
        let items = trees.into_iter().map(|tree| Item::Expr(unwrapped(tree))).collect();
        print::script(&Script { source: Source::new("", ""), items, comments: Vec::new() })
    })
}

fn soup() -> impl Strategy<Value = String> {
    const TOKENS: &[&str] = &[
        "x", "y", "at:", "Put:", "Foo", ":a", "+", "-", "<-", "=", "|", "||", "^", "(", ")", "[", "]", "{", "}", "(|",
        "|)", "[|", ".", "\n", "3", "-4", "2.5", "16r1F", "'s'", "'", "\"c\"", "\"", "self", "resend", "resend.", "p.",
        "p*", "*", ":=", ";", "#", "$", "\\", "é", "\0", "{} =", "_", "_Prim", "(| x = (", "3foo", "//", " ",
    ];
    prop::collection::vec(prop::sample::select(TOKENS), 0..60).prop_map(|tokens| tokens.join(" "))
}

/// Whatever the text, there is an answer, and it can be shown.
fn survives(text: &str) {
    for rule in [NewlineRule::Bat, NewlineRule::SelfFile] {
        if let Err(mistakes) = parse_script(&Source::new("soup", text), rule) {
            assert!(!mistakes.is_empty());
            for mistake in &mistakes {
                assert!(render(mistake, false).contains(mistake.code));
            }
        }
    }
    let _ = parse_slot(&Source::new("soup", text));
    let _ = is_complete(text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printed_trees_parse_back(trees in prop::collection::vec(tree(), 1..4)) {
        let items: Vec<Item> = trees.into_iter().map(|tree| Item::Expr(unwrapped(tree))).collect();
        let made = Script { source: Source::new("", ""), items, comments: Vec::new() };
        assert_prints_back(&made);
    }

    #[test]
    fn any_text_has_an_answer(text in any::<String>()) {
        survives(&text);
    }

    #[test]
    fn any_tokens_have_an_answer(text in soup()) {
        survives(&text);
    }

    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = check("bytes", bytes, NewlineRule::Bat);
    }
}

// The prompt.

#[test]
fn completeness() {
    let open = |text: &str| match is_complete(text) {
        Completeness::Open { opener, span } => {
            assert!(text[span.start as usize..].starts_with(opener), "{text}");
            Some(opener)
        }
        _ => None,
    };
    for text in
        ["3", "3 + 4", "3 + 4.", "x: 3", "(| x |)", "| x <- 3 |", "| x | x foo.", "3 )", "'a' foo. 'b'", "x + 3. \"c\""]
    {
        assert_eq!(is_complete(text), Completeness::Complete, "{text}");
    }
    for text in ["", "  \n", "\"comment\"", "\n\"a\" \"b\""] {
        assert_eq!(is_complete(text), Completeness::Empty, "{text}");
    }
    assert_eq!(open("(| x = 3"), Some('|'));
    assert_eq!(open("(| x = 3 |"), Some('('));
    assert_eq!(open("foo: [ bar"), Some('['));
    assert_eq!(open("3. foo: [ (bar"), Some('('));
    assert_eq!(open("{'Comment: a' (| x |)"), Some('{'));
    assert_eq!(open("'abc"), Some('\''));
    assert_eq!(open("3 \"abc"), Some('"'));
    assert_eq!(open("| x <- 3."), Some('|'));
    for text in ["3 +", "x at:", "x at: 3 Put:", "^", "3 + \"more\"", "x <-", "a. b ="] {
        assert!(matches!(is_complete(text), Completeness::Unfinished { .. }), "{text}");
    }
}

// Methods alone.

#[test]
fn methods() {
    let source = |text: &str| Source::new("method", text);
    let method = parse_method(&source("at: i Put: v = ( | t <- 3 | t: i. ^ v )"), Symbol::intern("at:Put:"))
        .expect("a method with a selector");
    assert_eq!(print::method(&method), "at: i Put: v = (| t <- 3 | t: i. ^ v )");
    assert!(parse_method(&source("double = (self + self)"), Symbol::intern("double")).is_ok());
    assert!(parse_method(&source("+ b = (b)"), Symbol::intern("+")).is_ok());
    assert!(parse_method(&source("\"adds\" at: Put: = (| :i. :v | v)"), Symbol::intern("at:Put:")).is_ok());
    let code = |text: &str, selector: &str| {
        let mistakes = parse_method(&source(text), Symbol::intern(selector)).expect_err(text);
        render(&mistakes[0], false);
        mistakes[0].code
    };
    assert_eq!(code("double = (3)", "triple"), "other-selector");
    assert_eq!(code("double = 3", "double"), "not-a-method");
    assert_eq!(code("double = (3", "double"), "unclosed");
    assert_eq!(code("double = (3) foo: 4. x", "double"), "unexpected");
    assert_eq!(code("", "double"), "nothing");
    assert_eq!(code("3 + 4", "double"), "slot-name");
    assert!(matches!(parse_slot(&source("x <- 3")).map(|slot| slot.kind), Ok(SlotKind::Assignable(Some(_)))));
}

// What nobody should write.

/// The code of the only mistake, which must be found and drawn quickly.
fn only_mistake(bytes: Vec<u8>) -> &'static str {
    let start = Instant::now();
    let mistakes = check("bad", bytes, NewlineRule::Bat).map(|script| script.items.len()).expect_err("is a mistake");
    assert_eq!(mistakes.len(), 1);
    let drawn = render(&mistakes[0], false);
    assert!(drawn.len() < 4000, "{} bytes", drawn.len());
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    mistakes[0].code
}

/// Run where the stack is as small as a test thread's usually is, whatever the environment says.
fn on_a_small_stack(test: fn()) {
    std::thread::Builder::new().stack_size(2 << 20).spawn(test).expect("a thread").join().expect("no panic");
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(only_mistake(b"'a' printLine.\n'\xFF\xFE' foo".to_vec()), "not-utf-8");
    assert_eq!(only_mistake(b"3 + \0 4".to_vec()), "unknown-character");
    assert!(script("'a\0b'").is_ok());
    assert!(script("\u{FEFF}3 + 4").is_ok());
}

#[test]
fn brackets_without_end() {
    on_a_small_stack(|| {
        for bracket in ["(", "[", "(| x = (", "[| :a | a foo: "] {
            assert_eq!(only_mistake(bracket.repeat(100_000).into_bytes()), "too-deep");
        }
        assert_eq!(only_mistake("{".repeat(100_000).into_bytes()), "array-braces");
        let text = format!("{}3{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(only_mistake(text.into_bytes()), "too-deep");
        assert_eq!(only_mistake(format!("{}3", "foo: ".repeat(100_000)).into_bytes()), "too-deep");
        assert_eq!(only_mistake(b")".to_vec()), "nothing-to-close");
        assert_eq!(only_mistake(format!("'{}", "a".repeat(1_000_000)).into_bytes()), "unterminated-string");
        assert_eq!(only_mistake(format!("\"{}", "é\n".repeat(1_000_000)).into_bytes()), "unterminated-comment");
    });
}

#[test]
fn as_deep_as_allowed() {
    on_a_small_stack(|| {
        let deep = MAX_DEPTH;
        // Between two brackets: a keyword message, an operator and a unary message.
        let levels = deep / 2;
        for text in [
            format!("{}3{}", "(".repeat(deep), ")".repeat(deep)),
            format!("{}3{}", "[".repeat(deep), "]".repeat(deep)),
            format!("{}()", "(| x = ".repeat(deep - 1)) + &" |)".repeat(deep - 1),
            format!("{}3", "foo: ".repeat(deep)),
            format!("{}3{}", "a foo: b + (".repeat(levels), ") c".repeat(levels)),
        ] {
            let script = script(&text).unwrap_or_else(|mistakes| panic!("{}", render_all(&mistakes, false)));
            assert_prints_back(&script);
        }
        assert_eq!(only_mistake(format!("{}3{}", "(".repeat(deep + 1), ")".repeat(deep + 1)).into_bytes()), "too-deep");
    });
}

#[test]
fn long_but_right() {
    on_a_small_stack(|| {
        let start = Instant::now();
        let chain = vec!["a"; 100_000].join(" & ");
        let unary = "a ".repeat(100_000);
        let slots = (0..100_000).map(|i| format!("x{i} = {i}")).collect::<Vec<_>>().join(". ");
        let slots = format!("(| {slots} |)");
        let selector =
            (0..10_000).map(|i| format!("{}art{i}: {i} ", if i == 0 { 'p' } else { 'P' })).collect::<String>();
        let digits = "7".repeat(1_000_000);
        let radix = format!("36r{}", "Z".repeat(100_000));
        let string = format!("'{}'", "é\\n".repeat(300_000));
        let statements = format!("[ {} ]", "a foo: 3. ".repeat(100_000));
        for text in [chain, unary, slots, selector, digits, radix, string, statements] {
            let script = script(&text).unwrap_or_else(|mistakes| panic!("{}", render_all(&mistakes, false)));
            assert_eq!(script.items.len(), 1);
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    });
}

#[test]
fn a_million_digits_have_the_right_value() {
    // 10^n - 1, n around the sizes where the conversion is cut in two.
    for digits in [1, 18, 19, 1999, 2000, 2001, 4000, 4001, 10_007] {
        let parsed = script(&"9".repeat(digits)).expect("a number");
        let Item::Expr(Expr { kind: ExprKind::Integer(value), .. }) = &parsed.items[0] else { panic!() };
        assert_eq!(value + 1, BigInt::from(10).pow(digits as u32));
    }
    let parsed = script(&format!("-7r{}", "6".repeat(5000))).expect("a number");
    let Item::Expr(Expr { kind: ExprKind::Integer(value), .. }) = &parsed.items[0] else { panic!() };
    assert_eq!(BigInt::from(1) - value, BigInt::from(7).pow(5000));
}

#[test]
fn mistakes_in_long_lines_are_shown_in_part() {
    let text = format!("{} 3 + 4 * 5 {}", "a. ".repeat(400_000), "b. ".repeat(100));
    assert_eq!(only_mistake(text.into_bytes()), "mixed-operators");
    let many = "x := 3.\n".repeat(10_000);
    let mistakes = script(&many).map(|s| s.items.len()).expect_err("many mistakes");
    assert_eq!(mistakes.len(), 50);
}

/// Not part of the daily tests, for its size.
#[test]
#[ignore = "takes a gigabyte"]
fn a_line_of_100_megabytes() {
    let text = "account deposit: 100 + fee. ".repeat(100_000_000 / 28);
    let start = Instant::now();
    let script = script(&text).expect("a long line");
    println!("{} items in {:?}", script.items.len(), start.elapsed());
}

#[test]
fn one_mistake_for_each_item() {
    let mistakes =
        script("3 + 4 * 5.\nx foo.\nx := 3.\n| a b |\n'fine' printLine.\n(3. 4).").map(|_| ()).expect_err("four");
    let codes: Vec<_> = mistakes.iter().map(|mistake| mistake.code).collect();
    assert_eq!(codes, ["mixed-operators", "assignment", "slots-without-period", "several-expressions"]);
}

#[test]
fn self_newlines() {
    let items = |text: &str| {
        parse_script(&Source::new("file.self", text), NewlineRule::SelfFile)
            .map(|script| script.items.len())
            .map_err(|mistakes| mistakes[0].code)
    };
    assert_eq!(items("'a' printLine\n'b' printLine"), Ok(2));
    assert_eq!(items("'x' printLine. 'y' printLine\n'z' printLine."), Ok(3));
    assert_eq!(items("3 max:\n 7"), Err("missing-argument"));
    assert_eq!(items("((3 max:\n 7) printLine)\n'after' printLine"), Ok(2));
    assert_eq!(items("(3 max: 7)\n  printLine"), Ok(2));
    assert_eq!(items("3 + \\\n 4"), Ok(1));
    assert_eq!(items("'multi\nline' printLine."), Ok(1));
    assert_eq!(items("| x <- 3.\n y |\nx printLine"), Ok(2));
    assert_eq!(items("3\n-4"), Ok(2));
    assert_eq!(items("\"a\nb\" 3 \"c\" \n 4"), Ok(2));
    assert_eq!(items("3 foo; bar"), Ok(1));
}
