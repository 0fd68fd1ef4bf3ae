//! A program's text as data, for those who judge it before it is run: vectors, the first element of each saying what it is.
//!
//! ```text
//! ('slot', name, kind, contents, parent?)     kind: 'method', 'constant', 'variable', 'argument'
//! ('method', arguments, locals, statements, returns?)      also of a block: ('block', …)
//! ('send', receiver, selector, arguments)     receiver nil: to self
//! ('resend', delegate, selector, arguments)   delegate nil: undirected
//! ('number', text)  ('string', text)  ('self')  ('object', slots)
//! ```

use std::rc::Rc;

use crate::code::compile::WRITTEN;
use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::syntax::ast::Body;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Item;
use crate::syntax::ast::Slot;
use crate::syntax::ast::SlotKind;
use crate::syntax::ast::SlotList;
use crate::syntax::parse;
use crate::syntax::parse::NewlineRule;
use crate::text::source::Source;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::charge_bytes;
use crate::vm::primitive::control::run_source;
use crate::vm::primitive::primitives;
use crate::vm::primitive::row;
use crate::vm::primitive::vector;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row(
        "_SlotTrees",
        Effect::Pure,
        slot_trees,
        "The slots that a text writes, as between the bars of an object: a vector of trees.",
    ),
    row(
        "_EvalWritten:",
        Effect::Pure,
        eval_written,
        "Runs the string with self = lobby, as the text of the method that was written for the message of that number: \
         methods in it count their calls.",
    ),
    row(
        "_TakeCalls",
        Effect::Reads,
        take_calls,
        "How often a method that was written for a message, seen by a mirror, was called since this was last asked.",
    ),
    row(
        "_PrimitiveEffect",
        Effect::Pure,
        primitive_effect,
        "What the primitive of that name touches, as a word; '' if there is none.",
    ),
];

fn slot_trees(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = vm.heap.string(args[0]).ok_or(Fault::BadType)?;
    charge_bytes(vm, text.len().saturating_mul(64))?;
    let source = Source::new("<text>", format!("(| {text} |)"));
    let script = parse::parse_script(&source, NewlineRule::Bat).map_err(|mistakes| {
        vm.detail = mistakes.iter().map(|mistake| mistake.message.as_str()).collect::<Vec<_>>().join("; ");
        Fault::Syntax
    })?;
    match script.items.as_slice() {
        [Item::Expr(Expr { kind: ExprKind::Object(list), .. })] => slots(vm, &source, list),
        _ => {
            vm.detail = "it closes the bars it stands between".into();
            Err(Fault::Syntax)
        }
    }
}

fn eval_written(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = vm.heap.string(args[0]).ok_or(Fault::BadType)?;
    let number = args[1].as_int().ok_or(Fault::BadType)?;
    let source = Source::new(format!("{WRITTEN}{number}"), text);
    let lobby = vm.known("lobby");
    run_source(vm, &source, NewlineRule::Bat, lobby)
}

fn take_calls(vm: &mut Vm, args: &[Value]) -> Answer {
    let mirror = vm.heap.object_of_kind(args[0], Kind::Mirror).ok_or(Fault::BadType)?;
    let number = vm.tree_number(mirror.field(0)).ok_or(Fault::BadType)?;
    Ok(Value::int(vm.trees.take_calls(number) as i64))
}

fn primitive_effect(vm: &mut Vm, args: &[Value]) -> Answer {
    let name = vm.heap.string(args[0]).ok_or(Fault::BadType)?;
    // The block for the failing case is no part of the name.
    let name = name.strip_suffix("IfFail:").unwrap_or(name);
    let effect = primitives().find(|primitive| primitive.name == name).map_or("", |primitive| primitive.effect.name());
    Ok(vm.intern(effect))
}

fn node(vm: &mut Vm, kind: &str, parts: &[Value]) -> Answer {
    let mut all = vec![vm.intern(kind)];
    all.extend(parts);
    vector::new(vm, &all)
}

fn name(vm: &mut Vm, symbol: Symbol) -> Value {
    vm.intern(symbol.as_str())
}

fn slots(vm: &mut Vm, source: &Rc<Source>, list: &SlotList) -> Answer {
    let all = list.slots.iter().map(|one| slot(vm, source, one)).collect::<Result<Vec<_>, _>>()?;
    vector::new(vm, &all)
}

fn slot(vm: &mut Vm, source: &Rc<Source>, slot: &Slot) -> Answer {
    let (kind, contents) = match &slot.kind {
        SlotKind::Method(method) => ("method", body(vm, source, "method", method.body())?),
        SlotKind::Constant(value) => ("constant", expr(vm, source, value)?),
        SlotKind::Assignable(Some(value)) => ("variable", expr(vm, source, value)?),
        SlotKind::Assignable(None) => ("variable", Value::NIL),
        SlotKind::Argument => ("argument", Value::NIL),
    };
    let parts = [name(vm, slot.name), vm.intern(kind), contents, Value::bool(slot.parent)];
    node(vm, "slot", &parts)
}

fn body(vm: &mut Vm, source: &Rc<Source>, kind: &str, body: &Body) -> Answer {
    let arguments: Vec<Value> = body.arguments.iter().map(|argument| name(vm, argument.name)).collect();
    let statements = body.statements.iter().map(|one| expr(vm, source, one)).collect::<Result<Vec<_>, _>>()?;
    let parts = [
        vector::new(vm, &arguments)?,
        slots(vm, source, &body.locals)?,
        vector::new(vm, &statements)?,
        Value::bool(body.returns),
    ];
    node(vm, kind, &parts)
}

fn send(vm: &mut Vm, receiver: Value, selector: Symbol, arguments: &[Value]) -> Answer {
    let parts = [receiver, name(vm, selector), vector::new(vm, arguments)?];
    node(vm, "send", &parts)
}

fn receiver_of(vm: &mut Vm, source: &Rc<Source>, receiver: Option<&Expr>) -> Answer {
    receiver.map_or(Ok(Value::NIL), |receiver| expr(vm, source, receiver))
}

fn expr(vm: &mut Vm, source: &Rc<Source>, whole: &Expr) -> Answer {
    match &whole.kind {
        ExprKind::Integer(_) | ExprKind::Float(_) => {
            let text = vm.heap.new_string(source.slice(whole.span))?;
            node(vm, "number", &[text])
        }
        ExprKind::String(text) => {
            let text = vm.heap.new_string(text)?;
            node(vm, "string", &[text])
        }
        ExprKind::SelfRef => node(vm, "self", &[]),
        ExprKind::Unary { receiver, messages } => {
            let mut value = receiver_of(vm, source, receiver.as_deref())?;
            for (selector, _) in messages {
                value = send(vm, value, *selector, &[])?;
            }
            Ok(value)
        }
        ExprKind::Binary { receiver, operator, arguments, .. } => {
            let mut value = receiver_of(vm, source, receiver.as_deref())?;
            for argument in arguments {
                let argument = expr(vm, source, argument)?;
                value = send(vm, value, *operator, &[argument])?;
            }
            Ok(value)
        }
        ExprKind::Keyword { receiver, selector, arguments, .. } => {
            let receiver = receiver_of(vm, source, receiver.as_deref())?;
            let arguments = arguments.iter().map(|one| expr(vm, source, one)).collect::<Result<Vec<_>, _>>()?;
            send(vm, receiver, *selector, &arguments)
        }
        ExprKind::Resend { delegate, selector, arguments, .. } => {
            let arguments = arguments.iter().map(|one| expr(vm, source, one)).collect::<Result<Vec<_>, _>>()?;
            let delegate = delegate.map_or(Value::NIL, |delegate| name(vm, delegate));
            let parts = [delegate, name(vm, *selector), vector::new(vm, &arguments)?];
            node(vm, "resend", &parts)
        }
        ExprKind::Object(list) => {
            let list = slots(vm, source, list)?;
            node(vm, "object", &[list])
        }
        ExprKind::Block(block) => body(vm, source, "block", block),
        ExprKind::Annotated { body, .. } => expr(vm, source, body),
        ExprKind::Parens(inner) => expr(vm, source, inner),
    }
}
