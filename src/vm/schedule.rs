//! Processes taking turns: starting, giving way, waiting, ending; and running one turn.
//!
//! A process runs until it gives way, waits or ends: the library's locks and tables rely on that.

use std::rc::Rc;

use crate::code::opcode::Op;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::vm::Failure;
use crate::vm::Stop;
use crate::vm::Vm;
use crate::vm::interpreter::frame::Frame;
use crate::vm::interpreter::frame::code_at;
use crate::vm::primitive::Capabilities;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Requested;
use crate::vm::primitive::functions;
use crate::vm::process::Fuel;
use crate::vm::process::Process;
use crate::vm::process::ProcessId;
use crate::vm::process::State;

/// After so many switches the clock is looked at.
const SWITCHES_BETWEEN_LOOKS: u32 = 64;

impl Vm {
    /// Runs code as a turn's own process with `receiver` as self, until that has ended and the others are quiet or wait.
    pub fn run_turn(&mut self, code: u64, receiver: Value) -> Stop {
        let id = self.new_process(code, receiver, &[]);
        self.process_mut(id).capabilities = self.turn_capabilities;
        self.main = Some(id);
        self.start_process(id);
        self.go_on()
    }

    /// The same with a bound on sends and loop edges.
    pub fn run_turn_with_fuel(&mut self, code: u64, receiver: Value, fuel: u64) -> Stop {
        let id = self.new_process(code, receiver, &[]);
        self.process_mut(id).capabilities = self.turn_capabilities;
        self.set_fuel(id, Some(fuel));
        self.main = Some(id);
        self.start_process(id);
        self.go_on()
    }

    /// Runs whatever can run until the turn ends or everything waits for the clock.
    pub fn go_on(&mut self) -> Stop {
        self.stop = None;
        self.in_exhaustion = false;
        loop {
            self.wake_sleepers();
            if !self.fetch_next_ready() {
                // A turn ends with its own process; who sleeps goes on in a later one.
                if self.main.is_some_and(|main| !self.has_ended(main)) {
                    let never = self.jobs.are_waited_for().then_some(u64::MAX);
                    if let Some(time) = self.next_wake().or(never) {
                        return Stop::Sleep(time);
                    }
                    if self.wake_in_vain() {
                        continue;
                    }
                }
                return self.nothing_ready();
            }
            self.grant();
            self.interpret();
            match self.stop.take() {
                Some(Stop::Done(_)) | None => {}
                Some(stop) => return stop,
            }
        }
    }

    /// No process can run and none sleeps.
    fn nothing_ready(&mut self) -> Stop {
        let Some(main) = self.main.take() else { return Stop::Done(Value::NIL) };
        let process = self.process_mut(main);
        let (state, result) = (process.state, process.result);
        if state.has_ended() && process.object.is_nil() {
            self.drop_process(main);
        }
        match state {
            State::Done => Stop::Done(result),
            State::Aborted => Stop::Done(Value::NIL),
            _ => {
                self.last_trace = self.backtrace();
                Stop::Failed(Failure::Deadlock)
            }
        }
    }

    /// A new process that will run code with these arguments; it is not started.
    pub fn new_process(&mut self, code: u64, receiver: Value, arguments: &[Value]) -> ProcessId {
        let halt = self.stubs.halt();
        let mut process = Process::new();
        let code = code_at(code);
        process.grow(code.frame_size as usize + 8 + arguments.len());
        let frame = process.frame(process.base);
        frame.set_up(halt, frame, std::ptr::from_ref(code));
        frame.set(0, receiver);
        for (index, argument) in arguments.iter().enumerate() {
            frame.set(1 + index, *argument);
        }
        for register in code.nil_from..code.nil_to {
            frame.set(register as usize, Value::NIL);
        }
        process.pc = code.entry;
        process.live = (1 + code.argument_count as usize, code.entry.cast_const());
        self.add_process(process)
    }

    /// Takes a process into the table.
    pub(in crate::vm) fn add_process(&mut self, process: Process) -> ProcessId {
        self.heap.note_outside(size_of::<Option<Process>>());
        while let Some(free) = self.free_processes.pop() {
            let place = &mut self.processes[free.0 as usize];
            if place.is_none() {
                *place = Some(process);
                return free;
            }
        }
        self.processes.push(Some(process));
        ProcessId(self.processes.len() as u32 - 1)
    }

    /// Forgets a process; its number is used again.
    fn drop_process(&mut self, id: ProcessId) {
        self.processes[id.0 as usize] = None;
        self.free_processes.push(id);
        if self.current == id {
            // The first one never runs: it stands for nobody between turns.
            self.current = ProcessId(0);
        }
    }

    /// A new process that will run a block. It may do what the running one may, and they share their fuel.
    pub fn fork_process(&mut self, code: u64, block: Value) -> ProcessId {
        let id = self.new_process(code, block, &[]);
        let starter = self.process_mut(self.current);
        let (fuel, capabilities, trial) = (starter.fuel.clone(), starter.capabilities, starter.trial);
        let process = self.process_mut(id);
        (process.fuel, process.capabilities, process.trial) = (fuel, capabilities, trial);
        id
    }

    /// Makes a trial of a process that has not been started: it and all it starts touch nothing outside the world.
    pub fn make_trial(&mut self, id: ProcessId) {
        self.trials += 1;
        let trial = self.trials;
        let process = self.process_mut(id);
        process.capabilities = process.capabilities.and(Capabilities::TRIAL);
        process.trial = Some(trial);
        self.open_trials.push((trial, self.current));
    }

    /// Is the running process a trial's?
    pub(in crate::vm) fn is_in_trial(&self) -> bool {
        self.processes[self.current.0 as usize].as_ref().is_some_and(|process| process.trial.is_some())
    }

    /// The running process may not have this effect: if it is a trial's, that it tried is remembered.
    pub(in crate::vm) fn note_reached(&mut self, effect: Effect) {
        if self.is_in_trial() && !self.trial_reached.contains(&effect) {
            self.trial_reached.push(effect);
        }
    }

    /// Lets a trial's process that has not been started print, for later. False if it is no trial's or has begun.
    pub fn let_print(&mut self, id: ProcessId) -> bool {
        let process = self.process_mut(id);
        let can = process.trial.is_some() && process.state == State::New;
        if can {
            process.capabilities = process.capabilities.with(Effect::Output);
        }
        can
    }

    /// Ends every process of a trial, and of the trials begun within it, where it stands. False if it is no trial's, or
    /// the running process is among them.
    pub fn end_trial(&mut self, id: ProcessId) -> bool {
        let Some(trial) = self.process_mut(id).trial else { return false };
        let within = |process: &Process| process.trial.is_some_and(|other| other >= trial);
        if self.processes[self.current.0 as usize].as_ref().is_some_and(within) {
            return false;
        }
        for process in self.processes.iter_mut().flatten().filter(|process| within(process)) {
            if !process.state.has_ended() {
                process.state = State::Aborted;
                process.pc = std::ptr::null_mut();
                process.release();
            }
        }
        self.open_trials.retain(|(other, _)| *other < trial);
        self.ready.extend(std::mem::take(&mut self.passed_over));
        true
    }

    /// May a process run now? While a trial is open, what others do would be taken back with it: only the trial's own run, and
    /// who waits for it.
    fn may_run(&self, id: ProcessId) -> bool {
        let Some((trial, opener)) = self.open_trials.last() else { return true };
        *opener == id || self.processes[id.0 as usize].as_ref().and_then(|process| process.trial) >= Some(*trial)
    }

    /// Forgets the processes that have ended and whose objects are gone, so that nobody can ask for their answers.
    pub(in crate::vm) fn forget_processes(&mut self, gone: &dyn Fn(Value) -> bool) {
        for index in 1..self.processes.len() {
            let ended = |process: &Process| {
                let main = self.main == Some(ProcessId(index as u32));
                process.state.has_ended() && !main && gone(process.object)
            };
            if self.processes[index].as_ref().is_some_and(ended) {
                self.drop_process(ProcessId(index as u32));
            }
        }
    }

    /// Lets a process run when its turn comes.
    pub fn start_process(&mut self, id: ProcessId) {
        self.alter_process(id).state = State::Ready;
        self.ready.push_back(id);
    }

    /// Loads the next ready process into the registers.
    fn fetch_next_ready(&mut self) -> bool {
        while let Some(id) = self.ready.pop_front() {
            let Some(process) = self.processes[id.0 as usize].as_mut() else { continue };
            // Whoever is passed over while the turn is alone is queued again when it is undone.
            if process.state != State::Ready || process.resting || (self.alone && !process.moved) {
                continue;
            }
            if !self.may_run(id) {
                self.passed_over.push(id);
                continue;
            }
            let process = self.alter_process(id);
            (process.state, process.touched) = (State::Running, true);
            let (base, pc) = (process.base, process.pc);
            let capabilities = process.capabilities;
            if capabilities != self.functions_for {
                self.functions = functions(capabilities);
                self.functions_for = capabilities;
            }
            self.current = id;
            self.pc = pc;
            self.fetch_stack(base);
            return true;
        }
        false
    }

    /// A primitive asked to wait or give way; its answer will go to R[window].
    pub(in crate::vm) fn stop_requested(&mut self, window: usize) {
        self.base.set(window, Value::NIL);
        self.settle();
        let pc = self.pc.cast_const();
        self.park((window + 1, pc));
        let current = self.current;
        match std::mem::take(&mut self.requested) {
            Requested::GiveWay => self.start_process(current),
            Requested::Sleep(until) => {
                self.process_mut(current).state = State::Sleeping(until);
                self.set_alarm(until, current);
            }
            Requested::Suspend => self.process_mut(current).state = State::Suspended,
            Requested::WaitFor(what) => {
                let process = self.process_mut(current);
                (process.state, process.waits_for) = (State::Suspended, what);
            }
            Requested::End(value) => return self.end_process(State::Done, value),
            Requested::Abort => {
                let pc = self.pc;
                self.base.set(window, Value::NIL);
                self.pc = pc;
                return self.go_on_unwinding(Value::UNSET, Value::UNSET);
            }
            Requested::Exit(status) => {
                self.stop = Some(Stop::Exit(status));
                return;
            }
            Requested::Outside(deed) => {
                let process = self.process_mut(current);
                (process.state, process.awaiting) = (State::Suspended, Some(window));
                self.wish(deed);
                self.stop = Some(Stop::Outside);
                return;
            }
            Requested::Ask(ask) => {
                let process = self.process_mut(current);
                (process.state, process.awaiting) = (State::Suspended, Some(window));
                self.stop = Some(Stop::Ask(ask));
                return;
            }
            Requested::Fail(error) => return self.fail(Failure::Error(error)),
            Requested::Nothing
            | Requested::Send { .. }
            | Requested::Delegate { .. }
            | Requested::Code { .. }
            | Requested::Block { .. } => {
                self.start_process(current);
            }
        }
        self.process_mut(current).awaiting = Some(window);
        self.switch();
    }

    /// The running process cannot go on: another one does, or the machine stops.
    fn switch(&mut self) {
        // Those who only give way to each other must not keep sleepers from waking.
        self.switches = self.switches.wrapping_add(1);
        if self.switches.is_multiple_of(SWITCHES_BETWEEN_LOOKS) {
            self.wake_sleepers();
        }
        // Who is alone does not stop for what others wait for.
        if !self.alone && self.jobs.have_arrived() {
            self.stop = Some(Stop::Outside);
            return;
        }
        if self.fetch_next_ready() {
            self.grant();
        } else {
            // `go_on` decides what to do.
            self.stop = Some(Stop::Done(Value::NIL));
        }
    }

    /// Answers what the running process has asked for: whether it could be, and what came of it.
    pub fn answer(&mut self, answer: Result<Value, String>) {
        let (could, value) = match answer {
            Ok(value) => (Value::TRUE, value),
            Err(why) => (Value::FALSE, self.heap.new_string(&why).unwrap_or(Value::NIL)),
        };
        let answer = self.vector_of(&[could, value]);
        self.resume_process(self.current, answer);
    }

    /// Lets a suspended or sleeping process go on; what it waited for answers `value`.
    pub fn resume_process(&mut self, id: ProcessId, value: Value) {
        let Some(process) = self.processes[id.0 as usize].as_ref() else { return };
        if matches!(process.state, State::Suspended | State::Sleeping(_)) {
            let process = self.alter_process(id);
            process.waits_for = Value::NIL;
            if let Some(window) = process.awaiting.take() {
                process.frame(process.base).set(window, value);
                process.touched = true;
            }
            self.start_process(id);
        }
    }

    /// Stops a ready or sleeping process until it is resumed; false if it is in no such state.
    pub fn suspend_process(&mut self, id: ProcessId) -> bool {
        let can = matches!(self.process_mut(id).state, State::Ready | State::Sleeping(_) | State::Suspended);
        if can {
            self.alter_process(id).state = State::Suspended;
        }
        can
    }

    fn has_ended(&self, id: ProcessId) -> bool {
        self.process_state(id).has_ended()
    }

    /// The running process's first activation has answered.
    pub(in crate::vm) fn process_ended(&mut self, value: Value) {
        self.end_process(State::Done, value);
    }

    pub(in crate::vm) fn end_process(&mut self, state: State, value: Value) {
        self.settle();
        let current = self.current;
        let process = self.process_mut(current);
        process.state = state;
        process.result = if value == Value::UNSET { Value::NIL } else { value };
        process.pc = std::ptr::null_mut();
        process.release();
        let (result, joining) = (process.result, std::mem::take(&mut process.joining));
        for waiting in joining {
            self.resume_process(waiting, result);
        }
        // A process that no object stands for is nobody's business any more, unless the turn waits for its answer.
        if self.process_mut(current).object.is_nil() && self.main != Some(current) {
            self.drop_process(current);
        }
        self.switch();
    }

    /// The running process fails: the turn with it if it is the turn's own, else it alone.
    pub(in crate::vm) fn process_failed(&mut self, failure: Failure) {
        let current = self.current;
        if self.main == Some(current) || self.main.is_none() {
            if let Failure::Error(error) = failure
                && self.can_stand()
            {
                return self.stand(error);
            }
            self.main = None;
            let process = self.process_mut(current);
            process.state = State::Failed;
            process.pc = std::ptr::null_mut();
            process.release();
            self.stop = Some(Stop::Failed(failure));
            return;
        }
        let error = match failure {
            Failure::Error(value) => value,
            Failure::Interrupted => {
                // Ctrl-C means the turn, whoever runs at the moment.
                self.stop = Some(Stop::Failed(Failure::Interrupted));
                return;
            }
            _ => Value::NIL,
        };
        self.end_process(State::Failed, error);
    }

    /// The turn is undone: its own processes are forgotten, those of earlier turns stand where they stood.
    pub fn abandon_processes(&mut self) {
        for index in 1..self.processes.len() {
            if self.processes[index].as_ref().is_some_and(|process| process.moved) {
                self.drop_process(ProcessId(index as u32));
            }
        }
        let mut back = Vec::new();
        for (id, mut shadow) in std::mem::take(&mut self.shadows) {
            shadow.moved = false;
            self.processes[id.0 as usize] = Some(shadow);
            self.set_alarms_of(id);
            back.push(id);
        }
        self.deliver_again(&back);
        self.ready.clear();
        self.open_trials.clear();
        self.passed_over.clear();
        for (index, process) in self.processes.iter().enumerate() {
            if process.as_ref().is_some_and(|process| process.state == State::Ready) {
                self.ready.push_back(ProcessId(index as u32));
            }
        }
        self.current = ProcessId(0);
        self.main = None;
        self.pc = std::ptr::null_mut();
        self.base = Frame(std::ptr::null_mut());
        self.requested = Requested::Nothing;
    }

    /// The process a process object stands for.
    pub fn process_of(&self, value: Value) -> Option<ProcessId> {
        self.process_behind(self.heap.object_of_kind(value, Kind::Process)?)
    }

    /// The same for what is known to be a process object, without a look at the heap's maps: while it is collected, they are
    /// not here.
    pub(in crate::vm) fn process_behind(&self, object: Obj) -> Option<ProcessId> {
        let id = ProcessId(object.field(0).as_int()? as u32);
        let process = self.processes.get(id.0 as usize)?.as_ref()?;
        (process.object == object.value()).then_some(id)
    }

    /// The object that stands for a process; made when first asked for.
    pub fn process_object(&mut self, id: ProcessId) -> Value {
        if self.process_mut(id).object.is_nil() {
            let map = self.heap.kind_map(Kind::Process);
            let value = self.heap.new_object_with(map, &[Value::int(id.0 as i64)]).value();
            self.process_mut(id).object = value;
        }
        self.process_mut(id).object
    }

    /// The running process.
    pub fn current_process(&self) -> ProcessId {
        self.current
    }

    /// What a process is doing.
    pub fn process_state(&self, id: ProcessId) -> State {
        self.processes[id.0 as usize].as_ref().map_or(State::Done, |process| process.state)
    }

    /// What a process has answered or failed with.
    pub fn process_result(&self, id: ProcessId) -> Value {
        self.processes[id.0 as usize].as_ref().map_or(Value::NIL, |process| process.result)
    }

    /// The running process waits for the end of another one.
    pub(in crate::vm) fn join(&mut self, other: ProcessId) {
        let current = self.current;
        self.alter_process(other).joining.push(current);
    }

    /// Stops another process; its ensure parts run when it next would.
    pub fn abort_process(&mut self, id: ProcessId) {
        if self.processes[id.0 as usize].is_none() {
            return;
        }
        let process = self.alter_process(id);
        match process.state {
            State::New => process.state = State::Aborted,
            State::Ready | State::Suspended | State::Sleeping(_) => {
                let ready = process.state == State::Ready;
                self.stop_joining(id);
                self.unwind_when_run(id, Value::UNSET, Value::UNSET);
                if !ready {
                    self.start_process(id);
                }
            }
            State::Running | State::Standing | State::Done | State::Failed | State::Aborted => {}
        }
    }

    /// Lets a process that does not run unwind itself: the next instruction it does is to go on unwinding to a home, with what
    /// that is to answer, or (`UNSET` for both) off its stack.
    pub(in crate::vm) fn unwind_when_run(&mut self, id: ProcessId, value: Value, home: Value) {
        let process = self.process_mut(id);
        let frame = process.frame(process.base);
        let height = process.live.0;
        frame.set(height, value);
        frame.set(height + 1, home);
        if home != Value::UNSET {
            process.live.0 = height + 2;
            process.touched = true;
        }
        process.awaiting = None;
        let stub = self.unwind_stub(height);
        self.process_mut(id).pc = stub;
    }

    /// Code outside all methods that unwinds the process with what stands in R[height] and R[height + 1].
    fn unwind_stub(&mut self, height: usize) -> *mut u64 {
        self.stubs.unwind(crate::code::opcode::encode(Op::GoOnUnwinding, 0, height as u16, 0, 0))
    }

    /// Must the running process not wait?
    pub fn is_atomic(&mut self) -> bool {
        let current = self.current;
        self.process_mut(current).atomic
    }

    /// Says whether the running process must not wait; what was said before.
    pub fn set_atomic(&mut self, atomic: bool) -> bool {
        let current = self.current;
        std::mem::replace(&mut self.process_mut(current).atomic, atomic)
    }

    /// What a process waits for, if it has said so.
    pub fn process_waits_for(&self, id: ProcessId) -> Value {
        self.processes[id.0 as usize].as_ref().map_or(Value::NIL, |process| process.waits_for)
    }

    /// The objects of all processes that have begun and not ended.
    pub fn live_processes(&mut self) -> Vec<Value> {
        let begun = |process: &Process| process.state != State::New && !process.state.has_ended();
        let ids: Vec<ProcessId> = (1..self.processes.len() as u32)
            .map(ProcessId)
            .filter(|id| self.processes[id.0 as usize].as_ref().is_some_and(begun))
            .collect();
        ids.into_iter().map(|id| self.process_object(id)).collect()
    }

    pub fn set_handlers(&mut self, value: Value) {
        let current = self.current;
        self.process_mut(current).handlers = value;
    }

    pub fn handlers(&mut self) -> Value {
        let current = self.current;
        self.process_mut(current).handlers
    }

    /// Bounds what a process may still run, in sends and loop edges.
    /// A bound that is there already can only be lowered, for all who share it; false if this would loosen it.
    pub fn set_fuel(&mut self, id: ProcessId, fuel: Option<u64>) -> bool {
        if id == self.current {
            self.settle();
        }
        let process = self.alter_process(id);
        match (&process.fuel, fuel) {
            (Some(bound), Some(fuel)) if fuel <= bound.get() => bound.set(fuel),
            (Some(_), _) => return false,
            (None, fuel) => process.fuel = fuel.map(|fuel| Rc::new(Fuel::new(fuel))),
        }
        if id == self.current {
            self.heap.end_countdown();
        }
        true
    }
}
