//! Waiting: for the clock, for another process, within a limit of time; and what wakes those who wait.
//!
//! A process that waits is suspended or sleeps. It is woken by what it waits for, by its time limit, or because it can be
//! shown that nothing will ever wake it; the library asks which (`_ProcessWoken`) and makes an error of the last two.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::process::ProcessId;
use crate::vm::process::State;

/// When a process must be over with something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Microseconds since 1970: what the program set, and compares.
    pub wall: u64,
    /// The same moment on the machine's clock.
    pub machine: u64,
}

/// Why a process goes on that has waited in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// Its deadline has passed.
    Late(Deadline),
    /// Nothing could ever have woken it.
    InVain,
}

/// Times at which somebody may have to be woken, soonest first. An entry whose process no longer waits for that time means
/// nothing.
pub(in crate::vm) type Alarms = BinaryHeap<Reverse<(u64, ProcessId)>>;

impl Vm {
    /// A process is to be looked at when this time of the machine's clock has come.
    pub(in crate::vm) fn set_alarm(&mut self, time: u64, id: ProcessId) {
        self.alarms.push(Reverse((time, id)));
    }

    /// Sets the alarms that a process which has come from elsewhere needs.
    pub(in crate::vm) fn set_alarms_of(&mut self, id: ProcessId) {
        let Some(process) = self.processes[id.0 as usize].as_ref().filter(|process| !process.resting) else { return };
        let (state, deadline) = (process.state, process.deadline);
        if let State::Sleeping(until) = state {
            self.set_alarm(until, id);
        }
        if let Some(deadline) = deadline {
            self.set_alarm(deadline.machine, id);
        }
    }

    /// Does this process wait for this very time?
    fn waits_until(&self, id: ProcessId, time: u64) -> bool {
        let Some(process) = self.processes[id.0 as usize].as_ref() else { return false };
        let late = process.deadline.is_some_and(|deadline| deadline.machine == time);
        !process.resting
            && match process.state {
                State::Sleeping(until) => until == time || late,
                State::Suspended => late,
                _ => false,
            }
    }

    /// Those whose time has come become ready.
    pub(in crate::vm) fn wake_sleepers(&mut self) {
        if self.alone || self.alarms.is_empty() {
            return;
        }
        let now = self.microseconds();
        while let Some(Reverse((time, id))) = self.alarms.peek().copied()
            && time <= now
        {
            self.alarms.pop();
            if !self.waits_until(id, time) {
                continue;
            }
            let process = self.alter_process(id);
            if process.state != State::Sleeping(time)
                && let Some(deadline) = process.deadline.take()
            {
                process.woken = Some(Woken::Late(deadline));
                self.stop_joining(id);
            }
            self.resume_process(id, Value::NIL);
        }
    }

    /// If a process waits for the end of another one, it does no more.
    pub(in crate::vm) fn stop_joining(&mut self, id: ProcessId) {
        let waits_for = self.process_mut(id).waits_for;
        if let Some(other) = self.process_of(waits_for) {
            self.alter_process(other).joining.retain(|waiting| *waiting != id);
        }
    }

    /// When the next one is to be woken.
    pub(in crate::vm) fn next_wake(&mut self) -> Option<u64> {
        while let Some(Reverse((time, id))) = self.alarms.peek().copied() {
            if self.waits_until(id, time) {
                return Some(time);
            }
            self.alarms.pop();
        }
        None
    }

    /// Nothing can run, and nothing will: the turn's own process, if it waits, goes on and is told. False if it does not wait.
    pub(in crate::vm) fn wake_in_vain(&mut self) -> bool {
        // While a trial is open only who has begun it could go on.
        let Some(main) = self.open_trials.last().map(|(_, opener)| *opener).or(self.main) else { return false };
        if self.process_state(main) != State::Suspended {
            return false;
        }
        self.stop_joining(main);
        self.alter_process(main).woken = Some(Woken::InVain);
        self.resume_process(main, Value::NIL);
        true
    }

    /// Why the running process was woken, if not by what it waited for. It is told once.
    pub(in crate::vm) fn take_woken(&mut self) -> Option<Woken> {
        let current = self.current;
        self.process_mut(current).woken.take()
    }

    /// Sets or clears the time by which the running process must be over with something; the one before.
    pub(in crate::vm) fn set_deadline(&mut self, wall: Option<u64>) -> Option<Deadline> {
        let current = self.current;
        let deadline = wall.map(|wall| Deadline { wall, machine: self.machine_time_of(wall) });
        let before = std::mem::replace(&mut self.process_mut(current).deadline, deadline);
        if let Some(deadline) = deadline {
            self.set_alarm(deadline.machine, current);
        }
        before
    }

    /// The running process's deadline.
    pub(in crate::vm) fn deadline(&self) -> Option<Deadline> {
        self.processes[self.current.0 as usize].as_ref()?.deadline
    }

    /// The running process's deadline, if it has passed; then it has none any more.
    pub(in crate::vm) fn passed_deadline(&mut self) -> Option<Deadline> {
        let current = self.current;
        let deadline = self.processes[current.0 as usize].as_ref()?.deadline?;
        if self.microseconds() < deadline.machine {
            return None;
        }
        self.process_mut(current).deadline.take()
    }
}
