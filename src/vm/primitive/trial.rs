//! Trials and savepoints: doing something that may be taken back.

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
        "What has changed since the innermost savepoint: a flat vector of object, part, before, after.",
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
    if vm.heap.log.depth() < 2 || !vm.end_trial(id) {
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
    // The outermost one is the turn's.
    if vm.heap.log.depth() < 2 {
        return Err(Fault::ProcessState);
    }
    vm.heap.keep_savepoint();
    Ok(args[0])
}

fn roll_back(vm: &mut Vm, args: &[Value]) -> Answer {
    if vm.heap.log.depth() < 2 {
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
            // Contexts and cells are the machine's own.
            Part::Word(_) => continue,
        };
        let nil = Value::NIL;
        flat.extend([difference.object, part, difference.before.unwrap_or(nil), difference.after.unwrap_or(nil)]);
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

fn keep_trial(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    if vm.heap.log.depth() < 2 || !vm.end_trial(id) {
        return Err(Fault::ProcessState);
    }
    vm.heap.keep_savepoint();
    Ok(args[0])
}
