//! Work outside the world that takes its time: reading what is typed, files and folders. A process asks for it and waits; the
//! world around does it on another thread while other processes run, and delivers what came of it.
//!
//! Nothing outside can be undone: a turn that fails has still written what it wrote. What a failed turn has been given is kept
//! and given again to a process of an earlier turn that is put back to where it waited.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use rustc_hash::FxHashMap;

use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::process::ProcessId;

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The next line of the standard input, without its end.
    ReadLine,
    /// What is left of the standard input.
    ReadInput,
    ReadText(PathBuf),
    ReadBytes(PathBuf),
    /// The whole contents of a file: all of it or, if that fails, what was there before.
    Write(PathBuf, Vec<u8>),
    Append(PathBuf, Vec<u8>),
    /// What is at a path: nothing, a file or a folder; its size, and when it was changed.
    Facts(PathBuf),
    /// The names in a folder, sorted.
    Entries(PathBuf),
    /// Makes a folder and those around it.
    MakeFolder(PathBuf),
    /// Removes a file or an empty folder.
    Delete(PathBuf),
    Rename(PathBuf, PathBuf),
    Copy(PathBuf, PathBuf),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// There is no more.
    End,
    Text(String),
    Bytes(Vec<u8>),
    Names(Vec<String>),
    /// `kind`: "file", "folder" or "other"; bytes; microseconds since 1970.
    Facts {
        kind: &'static str,
        size: u64,
        changed: i64,
    },
}

/// Why it could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// A word a program can compare: "absent", "denied", "exists", "notText", "tooLarge", "full", "folder", "outside".
    pub kind: &'static str,
    /// For people.
    pub why: String,
}

/// Work to begin.
#[derive(Clone, Debug)]
pub struct Job {
    pub number: u64,
    pub deed: Deed,
    /// No more bytes than that are to be read.
    pub most: usize,
}

/// What came of a job.
pub type Delivery = (u64, Result<Outcome, Refused>);

/// Work that processes wait for.
#[derive(Debug, Default)]
pub struct Jobs {
    /// To be begun by the world around.
    pub wished: Vec<Job>,
    /// Who waits for which.
    waiting: FxHashMap<u64, ProcessId>,
    /// Given in this turn.
    delivered: Vec<Delivery>,
    /// To be given again.
    again: VecDeque<Delivery>,
    next: u64,
    /// Set by whoever does the work when some is done: the machine stops at the next switch and is given it.
    pub arrived: Arc<AtomicBool>,
}

impl Jobs {
    /// Does anybody wait for work that has been begun?
    pub fn are_waited_for(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The machine takes the place of another one, and must not take its work for its own.
    pub fn follow(&mut self, before: &Jobs) {
        self.next = before.next;
    }

    /// The turn is kept.
    pub(in crate::vm) fn keep(&mut self) {
        self.delivered.clear();
    }

    /// What was given in this turn; from now on nothing was.
    pub(in crate::vm) fn take_delivered(&mut self) -> Vec<Delivery> {
        std::mem::take(&mut self.delivered)
    }

    /// This was given in the running turn as well, before the rest.
    pub(in crate::vm) fn add_delivered(&mut self, mut before: Vec<Delivery>) {
        before.append(&mut self.delivered);
        self.delivered = before;
    }

    /// Has some of it been done since this was last asked?
    pub(in crate::vm) fn have_arrived(&self) -> bool {
        self.arrived.load(Ordering::Relaxed) && self.arrived.swap(false, Ordering::Acquire)
    }
}

impl Vm {
    /// The running process wants this done, and waits.
    pub(in crate::vm) fn wish(&mut self, deed: Deed) {
        let current = self.current;
        self.jobs.next += 1;
        let number = self.jobs.next;
        let most = self.heap.budget_bytes.saturating_sub(self.heap.bytes());
        self.process_mut(current).job = Some(number);
        self.jobs.waiting.insert(number, current);
        self.jobs.wished.push(Job { number, deed, most });
    }

    /// Gives what came of a job to the process that waits for it.
    pub fn deliver(&mut self, delivery: Delivery) {
        let (number, result) = &delivery;
        let Some(id) = self.jobs.waiting.remove(number) else { return };
        if self.processes[id.0 as usize].as_ref().is_none_or(|process| process.job != Some(*number)) {
            return;
        }
        let answer = self.answer_of(result);
        self.alter_process(id).job = None;
        self.resume_process(id, answer);
        self.jobs.delivered.push(delivery);
    }

    /// What has to be given again, because the turn in which it was given failed.
    pub fn next_delivery(&mut self) -> Option<Delivery> {
        self.jobs.again.pop_front()
    }

    /// The turn has failed and these processes are back where they were: those that waited for work wait for it again.
    pub(in crate::vm) fn deliver_again(&mut self, back: &[ProcessId]) {
        for id in back {
            if let Some(number) = self.processes[id.0 as usize].as_ref().and_then(|process| process.job) {
                self.jobs.waiting.insert(number, *id);
            }
        }
        let waiting = &self.jobs.waiting;
        let again = self.jobs.delivered.drain(..).filter(|(number, _)| waiting.contains_key(number));
        self.jobs.again.extend(again);
        self.jobs.waiting.retain(|number, id| {
            self.processes[id.0 as usize].as_ref().is_some_and(|process| process.job == Some(*number))
        });
        if !self.jobs.again.is_empty() {
            self.jobs.arrived.store(true, Ordering::Relaxed);
        }
    }

    /// The answer as the library takes it apart: whether it could be done and what came of it, or which kind of failure and why.
    fn answer_of(&mut self, result: &Result<Outcome, Refused>) -> Value {
        let parts = match result {
            Ok(Outcome::Done) => vec![Value::TRUE, Value::TRUE],
            Ok(Outcome::End) => vec![Value::TRUE, Value::NIL],
            Ok(Outcome::Text(text)) => match self.heap.new_string_tainted(text, true) {
                Ok(text) => vec![Value::TRUE, text],
                Err(_) => return self.refused("tooLarge", "it does not fit into the memory that is left"),
            },
            Ok(Outcome::Bytes(bytes)) => {
                let map = self.heap.kind_map(Kind::Bytes);
                match self.heap.new_bytes_tainted(map, bytes, true) {
                    Ok(bytes) => vec![Value::TRUE, bytes],
                    Err(_) => return self.refused("tooLarge", "it does not fit into the memory that is left"),
                }
            }
            Ok(Outcome::Names(names)) => {
                let texts = names.iter().map(|name| self.heap.new_string_tainted(name, true).unwrap_or(Value::NIL));
                let names: Vec<Value> = texts.collect();
                let names = self.vector_of(&names);
                vec![Value::TRUE, names]
            }
            Ok(Outcome::Facts { kind, size, changed }) => {
                let kind = self.intern(kind);
                vec![Value::TRUE, kind, Value::int(*size as i64), Value::int(*changed)]
            }
            Err(Refused { kind, why }) => return self.refused(kind, why),
        };
        self.vector_of(&parts)
    }

    fn refused(&mut self, kind: &str, why: &str) -> Value {
        let kind = self.intern(kind);
        let why = self.heap.new_string_tainted(why, true).unwrap_or(Value::NIL);
        self.vector_of(&[Value::FALSE, kind, why])
    }
}
