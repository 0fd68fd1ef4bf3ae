//! Asking for what only the world around can do: with its image, and with minds.

use crate::object::value::Value;
use crate::vm::Ask;
use crate::vm::Topic;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::Requested;
use crate::vm::primitive::row;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row(
        "_ImageAsk:With:",
        Effect::File,
        |vm, args| ask(vm, args, Topic::Image),
        "Asks the world for something about its image, by name and with a text: a vector of whether it could be, and the answer.",
    ),
    row(
        "_MindAsk:With:",
        Effect::Mind,
        |vm, args| ask(vm, args, Topic::Mind),
        "Asks the world for something that minds or the person know, likewise.",
    ),
];

fn ask(vm: &mut Vm, args: &[Value], topic: Topic) -> Answer {
    let text = |vm: &Vm, value: Value| vm.heap.string(value).map(str::to_string).ok_or(Fault::BadType);
    vm.requested = Requested::Ask(Ask { topic, what: text(vm, args[1])?, with: text(vm, args[2])? });
    Err(Fault::Stop)
}
