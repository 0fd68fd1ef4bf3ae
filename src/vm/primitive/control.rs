//! Primitives that run code or change who runs: blocks, sends by name, scripts, errors, processes, savepoints.

use crate::code::compile::script_body;
use crate::object::kind::Kind;
use crate::object::layout::TAINTED;
use crate::object::value::Value;
use crate::syntax::parse;
use crate::syntax::parse::NewlineRule;
use crate::text::source::Source;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::interpreter::frame::code_at;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::Requested;
use crate::vm::primitive::row;
use crate::vm::process::ProcessId;
use crate::vm::process::State;
use crate::vm::waiting::Woken;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_BlockValue", Effect::Pure, block_value, "Runs the block."),
    row("_BlockValue:", Effect::Pure, block_value, "Runs the block with one argument."),
    row("_BlockValue:With:", Effect::Pure, block_value, "Runs the block with two arguments."),
    row("_BlockValue:With:With:", Effect::Pure, block_value, "Runs the block with three arguments."),
    row("_BlockValue:With:With:With:", Effect::Pure, block_value, "Runs the block with four arguments."),
    row("_BlockValue:With:With:With:With:", Effect::Pure, block_value, "Runs the block with five arguments."),
    row("_BlockValue:With:With:With:With:With:", Effect::Pure, block_value, "Runs the block with six arguments."),
    row("_BlockValueWithArguments:", Effect::Pure, block_value_with, "Runs the block with a vector's elements."),
    row("_BlockArgumentCount", Effect::Pure, block_argument_count, "How many arguments the block needs."),
    row("_BlockPlace", Effect::Pure, block_place, "Where the block was written, as a string: name and line."),
    row("_Perform:", Effect::Pure, perform, "Sends the message with that name."),
    row("_Perform:With:", Effect::Pure, perform, "Sends the message with one argument."),
    row("_Perform:With:With:", Effect::Pure, perform, "Sends the message with two arguments."),
    row("_Perform:With:With:With:", Effect::Pure, perform, "Sends the message with three arguments."),
    row("_Perform:With:With:With:With:", Effect::Pure, perform, "Sends the message with four arguments."),
    row("_Perform:With:With:With:With:With:", Effect::Pure, perform, "Sends the message with five arguments."),
    row("_Perform:WithArguments:", Effect::Pure, perform_with, "Sends the message with a vector's elements."),
    row("_EvalIn:", Effect::Pure, eval_in, "Runs the string as a program with that self; its last value."),
    row("_SyntaxErrors", Effect::Pure, syntax_errors, "What is wrong with the string as a program; '' if nothing is."),
    row("_RunScript", Effect::File, run_script, "Runs the file with that name; its last value."),
    row("_RequireScript", Effect::File, require_script, "Runs the file unless this world has run it."),
    row(
        "_FailureReason",
        Effect::Reads,
        failure_reason,
        "Why the last primitive that says more than a name has failed, in words.",
    ),
    row(
        "_FailurePlace",
        Effect::Reads,
        failure_place,
        "Where the last text in JSON that was read is not well formed: a vector of line and column, from 1.",
    ),
    row(
        "_Perform:DelegatingTo:WithArguments:",
        Effect::Pure,
        perform_delegating,
        "Sends the message, looked up from another object on; self stays.",
    ),
    row("_CpuMicroseconds", Effect::Clock, cpu_microseconds, "Processor time the world's thread has used so far."),
    row("_Handlers", Effect::Reads, handlers, "The process's chain of dynamic records."),
    row("_SetHandlers:", Effect::Writes, set_handlers, "Replaces the process's chain of dynamic records."),
    row("_FailTurn:", Effect::Writes, fail_turn, "Ends the process with an error; never answers."),
    row("_StackTrace", Effect::Reads, stack_trace, "The process's activations as a vector of strings."),
    row("_NewProcess", Effect::Writes, new_process, "A process that will run the block when it is started."),
    row("_ProcessThis", Effect::Reads, process_this, "The running process."),
    row("_ProcessStart", Effect::Writes, process_start, "Lets a new process run."),
    row("_ProcessYield", Effect::Writes, process_yield, "Lets the others run first."),
    row("_ProcessSuspend", Effect::Writes, process_suspend, "Stops the running process until it is resumed."),
    row(
        "_ProcessWaitFor:",
        Effect::Writes,
        process_wait_for,
        "Stops the running process until it is resumed, for the sake of something.",
    ),
    row("_ProcessWaitsFor", Effect::Reads, process_waits_for, "What the process waits for, or nil."),
    row(
        "_ProcessWoken",
        Effect::Writes,
        process_woken,
        "Why the running process goes on, told once: nil if it was resumed, the deadline that has passed, or 'in vain'.",
    ),
    row(
        "_ProcessDeadline",
        Effect::Reads,
        process_deadline,
        "The running process's deadline in microseconds since 1970, or nil.",
    ),
    row(
        "_ProcessSetDeadline:",
        Effect::Clock,
        process_set_deadline,
        "Sets the running process's deadline; the one before.",
    ),
    row(
        "_ProcessSetAtomic:",
        Effect::Writes,
        process_set_atomic,
        "Says whether the running process must not wait; what was said before.",
    ),
    row("_Processes", Effect::Reads, all_processes, "A vector of the processes that can still run."),
    row("_ProcessResume:", Effect::Writes, process_resume, "Lets a suspended process go on with that answer."),
    row("_ProcessAbort", Effect::Writes, process_abort, "Ends the process; its ensure parts run."),
    row("_ProcessJoin", Effect::Writes, process_join, "Waits for the process's end; its result."),
    row("_ProcessState", Effect::Reads, process_state, "The process's state as a string."),
    row("_ProcessResult", Effect::Reads, process_result, "What the process has answered or failed with."),
    row(
        "_ProcessSetFuel:",
        Effect::Writes,
        process_set_fuel,
        "Bounds the sends and loop edges it and those it starts may run; a bound that is there can only be lowered.",
    ),
    row("_SleepMicroseconds:", Effect::Clock, sleep, "Waits at least that long."),
    row("_Microseconds", Effect::Clock, microseconds, "A clock that only goes forward."),
    row("_Exit:", Effect::Process, exit, "Ends the turn and the program with that status."),
    row("_Arguments", Effect::Reads, arguments, "The script's arguments as a vector of strings."),
    row("_Collect", Effect::Writes, collect, "Asks for a collection at the next safepoint."),
    row("_LongestPause", Effect::Clock, longest_pause, "The collector's longest pause in microseconds."),
    row("_HeapBytes", Effect::Reads, heap_bytes, "Bytes of the heap in use."),
    row("_MapsMade", Effect::Reads, maps_made, "How many maps have been made so far."),
];

fn activate(vm: &mut Vm, requested: Requested) -> Answer {
    vm.requested = requested;
    Err(Fault::Activate)
}

fn stop(vm: &mut Vm, requested: Requested) -> Answer {
    vm.requested = requested;
    Err(Fault::Stop)
}

fn block_value(vm: &mut Vm, args: &[Value]) -> Answer {
    run(vm, args[0], args[1..].to_vec())
}

fn run(vm: &mut Vm, block: Value, arguments: Vec<Value>) -> Answer {
    let object = vm.heap.object_of_kind(block, Kind::Block).ok_or(Fault::BadType)?;
    if code_at(object.word(0)).argument_count as usize > arguments.len() {
        return Err(Fault::ArgumentCount);
    }
    activate(vm, Requested::Block { block, arguments })
}

fn block_value_with(vm: &mut Vm, args: &[Value]) -> Answer {
    let arguments = vm.heap.vector(args[1]).ok_or(Fault::BadType)?.elements().to_vec();
    run(vm, args[0], arguments)
}

fn block_argument_count(vm: &mut Vm, args: &[Value]) -> Answer {
    let block = vm.heap.object_of_kind(args[0], Kind::Block).ok_or(Fault::BadType)?;
    Ok(Value::int(code_at(block.word(0)).argument_count.into()))
}

fn block_place(vm: &mut Vm, args: &[Value]) -> Answer {
    let block = vm.heap.object_of_kind(args[0], Kind::Block).ok_or(Fault::BadType)?;
    let code = code_at(block.word(0));
    let (line, _) = code.source.line_column(code.span.start);
    Ok(vm.heap.new_string(&format!("{}, line {line}", code.source.name))?)
}

fn perform(vm: &mut Vm, args: &[Value]) -> Answer {
    send(vm, args[0], args[1], args[2..].to_vec())
}

fn perform_with(vm: &mut Vm, args: &[Value]) -> Answer {
    let arguments = vm.heap.vector(args[2]).ok_or(Fault::BadType)?.elements().to_vec();
    send(vm, args[0], args[1], arguments)
}

fn send(vm: &mut Vm, receiver: Value, selector: Value, arguments: Vec<Value>) -> Answer {
    let text = vm.heap.object_of_kind(selector, Kind::String).ok_or(Fault::BadType)?;
    let selector = Symbol::intern(text.str());
    vm.tainted_selector = text.has(TAINTED).then_some(selector);
    activate(vm, Requested::Send { receiver, selector, arguments })
}

fn eval_in(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = vm.heap.string(args[0]).ok_or(Fault::BadType)?;
    let source = Source::new("<eval>", text);
    run_source(vm, &source, NewlineRule::Bat, args[1])
}

pub(in crate::vm::primitive) fn run_source(
    vm: &mut Vm,
    source: &std::rc::Rc<Source>,
    rule: NewlineRule,
    receiver: Value,
) -> Answer {
    let script = parse::parse_script(source, rule).map_err(|mistakes| {
        let lines: Vec<String> = mistakes
            .iter()
            .map(|mistake| {
                let (line, column) = source.line_column(mistake.span.start);
                format!("{}:{line}:{column}: {}", source.name, mistake.message)
            })
            .collect();
        vm.detail = lines.join("\n");
        Fault::Syntax
    })?;
    let body = script_body(&script.items);
    let code = vm.compile_script(source, &body).map_err(|_| Fault::Overflow)?;
    activate(vm, Requested::Code { code, receiver })
}

fn failure_reason(vm: &mut Vm, _: &[Value]) -> Answer {
    let detail = vm.detail.clone();
    Ok(vm.heap.new_string(&detail)?)
}

fn failure_place(vm: &mut Vm, _: &[Value]) -> Answer {
    let (line, column) = vm.detail_place;
    Ok(vm.vector_of(&[Value::int(line as i64), Value::int(column as i64)]))
}

fn perform_delegating(vm: &mut Vm, args: &[Value]) -> Answer {
    let arguments = vm.heap.vector(args[3]).ok_or(Fault::BadType)?.elements().to_vec();
    let selector = vm.heap.string(args[1]).map(Symbol::intern).ok_or(Fault::BadType)?;
    activate(vm, Requested::Delegate { receiver: args[0], from: args[2], selector, arguments })
}

fn syntax_errors(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = vm.heap.string(args[0]).ok_or(Fault::BadType)?;
    let source = Source::new("<eval>", text);
    let errors = match parse::parse_script(&source, NewlineRule::Bat) {
        Ok(_) => String::new(),
        Err(errors) => {
            let lines: Vec<String> = errors.iter().map(|error| error.message.clone()).collect();
            lines.join("\n")
        }
    };
    Ok(vm.heap.new_string(&errors)?)
}

/// The name of the source that the innermost script or method on the stack was written in.
fn asking_source(vm: &mut Vm) -> String {
    let lines = vm.backtrace();
    let from_file = lines.iter().find(|line| !line.source.name.starts_with("stdlib/"));
    from_file.map_or_else(String::new, |line| line.source.name.clone())
}

fn load(vm: &mut Vm, path: Value) -> Result<std::rc::Rc<Source>, Fault> {
    let path = vm.heap.string(path).ok_or(Fault::BadType)?.to_string();
    let from = asking_source(vm);
    (vm.load)(&path, &from).map_err(|problem| {
        vm.detail = problem;
        Fault::Outside
    })
}

fn run_script(vm: &mut Vm, args: &[Value]) -> Answer {
    let source = load(vm, args[0])?;
    let lobby = vm.known("lobby");
    run_source(vm, &source, rule_of(&source.name), lobby)
}

/// Files named `.self` are read by Self's newline rule.
fn rule_of(name: &str) -> NewlineRule {
    if name.ends_with(".self") { NewlineRule::SelfFile } else { NewlineRule::Bat }
}

fn require_script(vm: &mut Vm, args: &[Value]) -> Answer {
    let source = load(vm, args[0])?;
    // A file on the stack that is required again requires itself through those between.
    let mut running: Vec<String> = Vec::new();
    for line in vm.backtrace().into_iter().rev() {
        if running.last() != Some(&line.source.name) && !line.source.name.starts_with("stdlib/") {
            running.push(line.source.name.clone());
        }
    }
    if let Some(at) = running.iter().position(|name| *name == source.name) {
        running.push(source.name.clone());
        vm.detail = format!("these files require each other: {}", running[at..].join(" -> "));
        return Err(Fault::Outside);
    }
    if !vm.required.insert(source.name.clone()) {
        return Ok(args[0]);
    }
    let lobby = vm.known("lobby");
    run_source(vm, &source, rule_of(&source.name), lobby)
}

fn handlers(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(vm.handlers())
}

fn set_handlers(vm: &mut Vm, args: &[Value]) -> Answer {
    vm.set_handlers(args[1]);
    Ok(args[0])
}

fn fail_turn(vm: &mut Vm, args: &[Value]) -> Answer {
    stop(vm, Requested::Fail(args[1]))
}

fn stack_trace(vm: &mut Vm, _: &[Value]) -> Answer {
    let lines = vm.backtrace();
    let mut strings = Vec::with_capacity(lines.len());
    for line in lines {
        let (number, _) = line.source.line_column(line.span.start);
        let text = format!("{} ({}, line {number})", line.selector, line.source.name);
        strings.push(vm.heap.new_string(&text)?);
    }
    Ok(vm.vector_of(&strings))
}

fn new_process(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process_for(vm, args)?;
    Ok(vm.process_object(id))
}

pub(super) fn process_for(vm: &mut Vm, args: &[Value]) -> Result<ProcessId, Fault> {
    let block = vm.heap.object_of_kind(args[0], Kind::Block).ok_or(Fault::BadType)?;
    let code = block.word(0);
    if code_at(code).argument_count != 0 {
        return Err(Fault::ArgumentCount);
    }
    Ok(vm.fork_process(code, args[0]))
}

pub(super) fn process(vm: &Vm, value: Value) -> Result<ProcessId, Fault> {
    vm.process_of(value).ok_or(Fault::BadType)
}

fn process_this(vm: &mut Vm, _: &[Value]) -> Answer {
    let id = vm.current_process();
    Ok(vm.process_object(id))
}

fn process_start(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    if vm.process_state(id) != State::New {
        return Err(Fault::ProcessState);
    }
    vm.start_process(id);
    Ok(args[0])
}

fn process_yield(vm: &mut Vm, _: &[Value]) -> Answer {
    wait(vm, Requested::GiveWay)
}

/// Lets the running process wait, if it may.
fn wait(vm: &mut Vm, requested: Requested) -> Answer {
    if vm.is_atomic() { Err(Fault::Atomic) } else { stop(vm, requested) }
}

fn process_wait_for(vm: &mut Vm, args: &[Value]) -> Answer {
    wait(vm, Requested::WaitFor(args[1]))
}

fn process_waits_for(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    Ok(vm.process_waits_for(id))
}

fn process_woken(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(match vm.take_woken() {
        None => Value::NIL,
        Some(Woken::Late(deadline)) => Value::int(deadline.wall as i64),
        Some(Woken::InVain) => vm.intern("in vain"),
    })
}

fn process_deadline(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(vm.deadline().map_or(Value::NIL, |deadline| Value::int(deadline.wall as i64)))
}

fn process_set_deadline(vm: &mut Vm, args: &[Value]) -> Answer {
    let wall = match args[1] {
        Value::NIL => None,
        value => Some(value.as_int().and_then(|n| u64::try_from(n).ok()).ok_or(Fault::BadType)?),
    };
    Ok(vm.set_deadline(wall).map_or(Value::NIL, |deadline| Value::int(deadline.wall as i64)))
}

fn process_set_atomic(vm: &mut Vm, args: &[Value]) -> Answer {
    let atomic = match args[1] {
        Value::TRUE => true,
        Value::FALSE => false,
        _ => return Err(Fault::BadType),
    };
    Ok(Value::bool(vm.set_atomic(atomic)))
}

fn all_processes(vm: &mut Vm, _: &[Value]) -> Answer {
    let processes = vm.live_processes();
    Ok(vm.vector_of(&processes))
}

fn process_suspend(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    if id == vm.current_process() {
        return wait(vm, Requested::Suspend);
    }
    if vm.suspend_process(id) { Ok(args[0]) } else { Err(Fault::ProcessState) }
}

fn process_resume(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    match vm.process_state(id) {
        State::Suspended | State::Sleeping(_) => vm.resume_process(id, args[1]),
        _ => return Err(Fault::ProcessState),
    }
    Ok(args[0])
}

fn process_abort(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    if id == vm.current_process() {
        return stop(vm, Requested::Abort);
    }
    vm.abort_process(id);
    Ok(args[0])
}

fn process_join(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    match vm.process_state(id) {
        State::Done | State::Failed | State::Aborted => Ok(vm.process_result(id)),
        _ if id == vm.current_process() => Err(Fault::ProcessState),
        _ => {
            if vm.is_atomic() {
                return Err(Fault::Atomic);
            }
            vm.join(id);
            stop(vm, Requested::WaitFor(args[0]))
        }
    }
}

fn process_state(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    let state = match vm.process_state(id) {
        State::New => "new",
        State::Ready => "ready",
        State::Running => "running",
        State::Suspended => "suspended",
        State::Sleeping(_) => "sleeping",
        State::Done => "done",
        State::Failed => "failed",
        State::Aborted => "aborted",
        State::Standing => "standing",
    };
    Ok(vm.intern(state))
}

fn process_result(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    Ok(vm.process_result(id))
}

fn process_set_fuel(vm: &mut Vm, args: &[Value]) -> Answer {
    let id = process(vm, args[0])?;
    let fuel = match args[1] {
        Value::NIL => None,
        value => Some(value.as_int().and_then(|n| u64::try_from(n).ok()).ok_or(Fault::BadType)?),
    };
    if vm.set_fuel(id, fuel) { Ok(args[0]) } else { Err(Fault::ProcessState) }
}

fn sleep(vm: &mut Vm, args: &[Value]) -> Answer {
    let time = args[1].as_int().and_then(|n| u64::try_from(n).ok()).ok_or(Fault::BadType)?;
    let until = vm.microseconds().saturating_add(time);
    wait(vm, Requested::Sleep(until))
}

fn microseconds(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(Value::int(vm.microseconds() as i64))
}

fn cpu_microseconds(_: &mut Vm, _: &[Value]) -> Answer {
    use nix::time::ClockId;
    use nix::time::clock_gettime;
    // A system without such a clock does not give what was asked for.
    let used = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_err(|_| Fault::Outside)?;
    Ok(Value::int(used.tv_sec() * 1_000_000 + used.tv_nsec() / 1_000))
}

fn exit(vm: &mut Vm, args: &[Value]) -> Answer {
    let status = args[1].as_int().filter(|n| (0..256).contains(n)).ok_or(Fault::BadType)?;
    stop(vm, Requested::Exit(status as i32))
}

fn arguments(vm: &mut Vm, _: &[Value]) -> Answer {
    let mut strings = Vec::new();
    for argument in vm.arguments.clone() {
        strings.push(vm.heap.new_string(&argument)?);
    }
    Ok(vm.vector_of(&strings))
}

fn collect(vm: &mut Vm, args: &[Value]) -> Answer {
    vm.heap.request_collection();
    Ok(args[0])
}

fn longest_pause(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(Value::int(vm.heap.statistics.longest_pause_us as i64))
}

fn heap_bytes(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(Value::int(vm.heap.bytes() as i64))
}

fn maps_made(vm: &mut Vm, _: &[Value]) -> Answer {
    Ok(Value::int(vm.heap.maps.made as i64))
}
