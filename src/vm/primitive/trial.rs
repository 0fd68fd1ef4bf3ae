//! Trials and savepoints: doing something that may be taken back.

use crate::object::kind::Kind;
use crate::object::savepoint::Part;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::control::process;
use crate::vm::primitive::control::process_for;
use crate::vm::primitive::row;
use crate::vm::primitive::vector;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row(
        "_NewTrialProcess",
        Effect::Writes,
        new_trial_process,
        "A process that will run the block when it is started, without effects outside the world.",
    ),
    row(
        "_LetPrint",
        Effect::Writes,
        let_print,
        "A trial's process, not yet started, may print; what it prints waits for `_TrialOutput`.",
    ),
    row("_TrialOutput", Effect::Writes, trial_output, "What trials have printed since this was last asked."),
    row(
        "_TrialReached",
        Effect::Writes,
        trial_reached,
        "What trials have tried to touch outside the world since this was last asked: a vector of words.",
    ),
    row(
        "_EndTrial",
        Effect::Writes,
        end_trial,
        "Ends a trial's processes and closes its savepoint, putting the world back.",
    ),
    row(
        "_KeepTrial",
        Effect::Writes,
        keep_trial,
        "Ends a trial's processes and closes its savepoint, keeping what happened.",
    ),
    row("_OpenSavepoint", Effect::Writes, open_savepoint, "Opens a savepoint inside the open ones."),
    row("_KeepSavepoint", Effect::Writes, keep_savepoint, "Closes the innermost savepoint and keeps what happened."),
    row("_RollBack", Effect::Writes, roll_back, "Closes the innermost savepoint and puts the world back."),
    row(
        "_Differences",
        Effect::Reads,
        differences,
        "What has changed since the innermost savepoint: a flat vector of object, part, before, after. The object is nil \
         of slots that lie outside an object nobody named.",
    ),
];

fn new_trial_process(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process_for(vm, args)?;
    vm.make_trial(id);
    Ok(vm.process_object(id))
}

fn end_trial(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    // Who runs in the trial cannot end it.
    if !vm.has_savepoint_of_its_own() || !vm.end_trial(id) {
        return Err(Fault::ProcessState);
    }
    vm.heap.roll_back();
    vm.after_changes();
    Ok(args[0])
}

fn open_savepoint(vm: &mut Vm, args: &[Value]) -> Answer {
    vm.heap.open_savepoint();
    Ok(args[0])
}

fn keep_savepoint(vm: &mut Vm, args: &[Value]) -> Answer {
    if !vm.has_savepoint_of_its_own() {
        return Err(Fault::ProcessState);
    }
    vm.heap.keep_savepoint();
    Ok(args[0])
}

fn roll_back(vm: &mut Vm, args: &[Value]) -> Answer {
    if !vm.has_savepoint_of_its_own() {
        return Err(Fault::ProcessState);
    }
    vm.heap.roll_back();
    vm.after_changes();
    Ok(args[0])
}

fn differences(vm: &mut Vm, _: &[Value]) -> Answer {
    let depth = vm.heap.log.depth().checked_sub(1).ok_or(Fault::ProcessState)?;
    let found = vm.heap.differences(depth);
    let mut flat = Vec::with_capacity(found.len() * 4);
    for difference in found {
        let part = match difference.part {
            Part::Slot(name) => vm.intern(name.as_str()),
            Part::Element(index) | Part::Byte(index) => Value::int(index as i64),
            // A slot of somebody who is not known here.
            Part::Word(index) if vm.heap.kind_of(difference.object) == Kind::Cell => Value::int(index as i64),
            // What blocks share with their homes is the machine's own.
            Part::Word(_) => continue,
        };
        let nil = Value::NIL;
        let holder = if vm.heap.kind_of(difference.object) == Kind::Cell { nil } else { difference.object };
        flat.extend([holder, part, difference.before.unwrap_or(nil), difference.after.unwrap_or(nil)]);
    }
    Ok(vm.vector_of(&flat))
}

fn let_print(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    if vm.let_print(id) { Ok(args[0]) } else { Err(Fault::ProcessState) }
}

fn trial_output(vm: &mut Vm, _: &[Value]) -> Answer {
    let text = std::mem::take(&mut vm.trial_output);
    Ok(vm.heap.new_string(&text)?)
}

fn trial_reached(vm: &mut Vm, _: &[Value]) -> Answer {
    let effects = std::mem::take(&mut vm.trial_reached);
    let words: Vec<Value> = effects.into_iter().map(|effect| vm.intern(effect.name())).collect();
    vector::new(vm, &words)
}

fn keep_trial(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    if !vm.has_savepoint_of_its_own() || !vm.end_trial(id) {
        return Err(Fault::ProcessState);
    }
    vm.heap.keep_savepoint();
    Ok(args[0])
}
