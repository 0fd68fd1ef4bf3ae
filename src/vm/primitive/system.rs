//! The world around: output, the wall clock, seeds.

use std::io::Write;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::row;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_Write", Effect::Output, write, "Writes the string to the standard output."),
    row("_WriteLine", Effect::Output, write_line, "Writes the string and a newline to the standard output."),
    row("_WriteErrorLine", Effect::Output, write_error_line, "Writes the string and a newline to the standard error."),
    row("_WallMicroseconds", Effect::Clock, wall, "Microseconds since 1970 began, UTC."),
    row("_RandomSeed", Effect::Random, seed, "A seed nobody can guess."),
    row("_Version", Effect::Pure, version, "The version of this program."),
];

fn text(vm: &Vm, value: Value) -> Result<&'static str, Fault> {
    vm.heap.string(value).ok_or(Fault::BadType)
}

/// Bytes that trials may print before somebody looks.
const MOST_TRIAL_OUTPUT: usize = 64 << 10;

/// Keeps what a trial prints for later. False if the running process is no trial's.
fn print_in_trial(vm: &mut Vm, text: &str, end: &str) -> Result<bool, Fault> {
    if !vm.is_in_trial() {
        return Ok(false);
    }
    if vm.trial_output.len() + text.len() > MOST_TRIAL_OUTPUT {
        return Err(Fault::BadSize);
    }
    vm.trial_output.push_str(text);
    vm.trial_output.push_str(end);
    Ok(true)
}

fn write(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = text(vm, args[0])?;
    if !print_in_trial(vm, text, "")? {
        vm.output.write_all(text.as_bytes()).map_err(|error| outside(vm, &error))?;
    }
    Ok(args[0])
}

fn write_line(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = text(vm, args[0])?;
    if !print_in_trial(vm, text, "\n")? {
        writeln!(vm.output, "{text}").map_err(|error| outside(vm, &error))?;
    }
    Ok(args[0])
}

fn write_error_line(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = text(vm, args[0])?;
    if !print_in_trial(vm, text, "\n")? {
        // What was written before should be seen before.
        vm.output.flush().map_err(|error| outside(vm, &error))?;
        writeln!(vm.errors, "{text}").map_err(|error| outside(vm, &error))?;
    }
    Ok(args[0])
}

fn outside(vm: &mut Vm, error: &std::io::Error) -> Fault {
    vm.detail = error.to_string();
    Fault::Outside
}

fn wall(_: &mut Vm, _: &[Value]) -> Answer {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| Fault::Outside)?;
    Ok(Value::int(since.as_micros() as i64))
}

fn seed(_: &mut Vm, _: &[Value]) -> Answer {
    use std::hash::BuildHasher;
    use std::hash::Hasher;
    let random = std::hash::RandomState::new().build_hasher().finish();
    Ok(Value::int((random >> 4) as i64))
}

fn version(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(vm.intern(env!("CARGO_PKG_VERSION")))
}
