//! Turns that stand, for the prompt's own words: see `stdlib/shell/ways.bat` and `vm/standing.rs`.
//!
//! What makes one go on is for people at the prompt: it has the effect of ending a program, so that a trial cannot.

use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::row;
use crate::vm::standing::WayOn;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_StandingLevels", Effect::Reads, levels, "How many turns stand."),
    row("_StandingError", Effect::Reads, error, "The error for which the newest of them stands, or nil."),
    row("_StandingActivations", Effect::Reads, activations, "How many activations it has."),
    row(
        "_StandingActivation:",
        Effect::Reads,
        activation,
        "One of them, the innermost is 0: a vector of selector, receiver, source, line, whether it is a block's, names and values.",
    ),
    row(
        "_StandingValues",
        Effect::Reads,
        values,
        "A vector of the values of the names in the activation that was chosen.",
    ),
    row(
        "_StandingMessage:",
        Effect::Reads,
        message,
        "The message that an activation answers, or nil if it answers none.",
    ),
    row(
        "_StandingSelect:",
        Effect::Process,
        select,
        "Chooses the activation that entries are evaluated in; nil: none.",
    ),
    row(
        "_StandingAnswer:From:",
        Effect::Process,
        answer,
        "When this turn has ended, the one that stands goes on, and its activation of that number has answered the value.",
    ),
    row(
        "_StandingSend:From:",
        Effect::Process,
        send,
        "When this turn has ended, the one that stands goes on, and sends the message in place of its activation of that number.",
    ),
    row(
        "_StandingAbandon:",
        Effect::Process,
        abandon,
        "When this turn has ended, all that stand above this level are undone.",
    ),
    row("_ProposeEntry:With:", Effect::Process, propose, "Proposes what to type next: before and behind the cursor."),
];

fn number(value: Value) -> Result<usize, Fault> {
    value.as_int().and_then(|n| usize::try_from(n).ok()).ok_or(Fault::BadType)
}

fn levels(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(Value::int(vm.levels() as i64))
}

fn error(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(vm.standing_error())
}

fn activations(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(Value::int(vm.activation_count() as i64))
}

fn activation(vm: &mut Vm, args: &[Value]) -> Answer {
    let view = vm.view_activation(number(args[1])?).ok_or(Fault::BadIndex)?;
    let selector = vm.intern(view.selector.as_str());
    let source = vm.heap.new_string(&view.source)?;
    let names: Vec<Value> = view.variables.iter().map(|(name, _)| vm.intern(name.as_str())).collect();
    let values: Vec<Value> = view.variables.iter().map(|(_, value)| *value).collect();
    let (names, values) = (vm.vector_of(&names), vm.vector_of(&values));
    let (line, in_block) = (Value::int(view.line as i64), Value::bool(view.in_block));
    Ok(vm.vector_of(&[selector, view.receiver, source, line, in_block, names, values]))
}

fn values(vm: &mut Vm, _: &[Value]) -> Answer {
    let view = vm.selected_activation().ok_or(Fault::BadIndex)?;
    let values: Vec<Value> = view.variables.iter().map(|(_, value)| *value).collect();
    Ok(vm.vector_of(&values))
}

fn message(vm: &mut Vm, args: &[Value]) -> Answer {
    let index = number(args[1])?;
    Ok(vm.message_of(index))
}

fn select(vm: &mut Vm, args: &[Value]) -> Answer {
    let index = if args[1].is_nil() { None } else { Some(number(args[1])?) };
    if vm.select_activation(index) { Ok(args[0]) } else { Err(Fault::BadIndex) }
}

fn go_on(vm: &mut Vm, receiver: Value, way: WayOn) -> Answer {
    if vm.set_way_on(way) { Ok(receiver) } else { Err(Fault::BadIndex) }
}

fn answer(vm: &mut Vm, args: &[Value]) -> Answer {
    go_on(vm, args[0], WayOn::Answer { from: number(args[2])?, value: args[1] })
}

fn send(vm: &mut Vm, args: &[Value]) -> Answer {
    if !vm.is_message(args[1]) {
        return Err(Fault::BadType);
    }
    go_on(vm, args[0], WayOn::Again { from: number(args[2])?, message: args[1] })
}

fn abandon(vm: &mut Vm, args: &[Value]) -> Answer {
    go_on(vm, args[0], WayOn::AbandonTo(number(args[1])?))
}

fn propose(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = |vm: &Vm, value: Value| vm.heap.string(value).map(str::to_string).ok_or(Fault::BadType);
    vm.proposal = Some((text(vm, args[1])?, text(vm, args[2])?));
    Ok(args[0])
}
