//! What an image asks the machine while nothing runs: processes, trees and blocks in terms that outlive the program.

use std::rc::Rc;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use crate::code::method::CodeKind;
use crate::code::method::Tree;
use crate::code::rest::Role;
use crate::code::scope::RealSends;
use crate::object::ghost::Head;
use crate::object::identity::Key;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::interpreter::frame::code_at;
use crate::vm::portable::NoPlace;
use crate::vm::portable::Suspended;
use crate::vm::primitive::Capabilities;
use crate::vm::process::Fuel;
use crate::vm::process::Process;
use crate::vm::process::ProcessId;
use crate::vm::process::State;
use crate::vm::trees::function_notes;
use crate::vm::waiting::Deadline;
use crate::vm::waiting::Woken;

/// What is to be known of a process besides its stack.
#[derive(Clone, Debug)]
pub struct ProcessFacts {
    pub state: State,
    pub result: Value,
    pub handlers: Value,
    /// What it may still run, with all that share it.
    pub fuel: Option<Rc<Fuel>>,
    pub capabilities: Capabilities,
    /// The objects of the processes that wait for its end.
    pub joining: Vec<Value>,
    pub waits_for: Value,
    pub woken: Option<Woken>,
    /// When it must be over with something, in microseconds since 1970.
    pub deadline: Option<u64>,
}

impl Default for ProcessFacts {
    fn default() -> ProcessFacts {
        ProcessFacts {
            state: State::New,
            result: Value::NIL,
            handlers: Value::NIL,
            fuel: None,
            capabilities: Capabilities::ALL,
            joining: Vec::new(),
            waits_for: Value::NIL,
            woken: None,
            deadline: None,
        }
    }
}

impl Vm {
    /// Prepares for a look: every process that waits gets its object, and the nursery is emptied.
    pub fn come_to_rest(&mut self) {
        for (id, _) in self.waiting() {
            self.process_object(id);
        }
        let joining: Vec<ProcessId> =
            self.processes.iter().flatten().flat_map(|process| process.joining.iter().copied()).collect();
        for id in joining {
            if self.processes.get(id.0 as usize).is_some_and(Option::is_some) {
                self.process_object(id);
            }
        }
        self.collect();
    }

    fn waiting(&self) -> Vec<(ProcessId, Value)> {
        let waits = |process: &Process| {
            matches!(process.state, State::Ready | State::Running | State::Suspended | State::Sleeping(_))
        };
        let numbered = self.processes.iter().enumerate();
        let waiting = numbered.filter_map(|(index, process)| {
            // The turn's own process ends with the turn: what is kept in between goes on without it.
            let process = process.as_ref().filter(|_| self.main != Some(ProcessId(index as u32)))?;
            (waits(process) && !process.pc.is_null()).then_some((ProcessId(index as u32), process.object))
        });
        waiting.collect()
    }

    /// Processes that can still run, with their objects.
    pub fn waiting_processes(&self) -> Vec<(ProcessId, Value)> {
        self.waiting()
    }

    /// Objects of processes that rest and have not been read: they are kept as they are.
    pub fn resting_processes(&self) -> Vec<Value> {
        let waiting = self.waiting();
        let unread = |value: &Value| !waiting.iter().any(|(_, object)| object == value);
        self.resting.iter().flatten().copied().filter(unread).collect()
    }

    /// Objects of processes that have moved and are none of those.
    pub fn other_moved_processes(&self) -> Vec<Value> {
        let others = self.processes.iter().flatten().filter(|process| {
            process.moved && matches!(process.state, State::New | State::Done | State::Failed | State::Aborted)
        });
        others.map(|process| process.object).filter(|object| !object.is_nil()).collect()
    }

    /// The object of a process that can still run.
    pub fn waiting_process_object(&self, id: ProcessId) -> Option<Value> {
        let process = self.processes.get(id.0 as usize)?.as_ref()?;
        (!process.state.has_ended() && self.main != Some(id) && !process.object.is_nil()).then_some(process.object)
    }

    /// Has it run or changed since the last commit?
    pub fn process_has_moved(&self, id: ProcessId) -> bool {
        self.processes[id.0 as usize].as_ref().is_some_and(|process| process.moved)
    }

    /// The turn stands: they are as they are.
    pub fn keep_processes(&mut self) {
        // The turn's own process, if it goes on, is still the turn's.
        let main = self.main.map(|main| main.0 as usize);
        for (index, process) in self.processes.iter_mut().enumerate() {
            if let Some(process) = process {
                process.moved = Some(index) == main;
            }
        }
        self.shadows.clear();
        // Whoever has begun a trial and was ended meanwhile has left it open.
        self.open_trials.clear();
        self.ready.extend(std::mem::take(&mut self.passed_over));
        self.jobs.keep();
    }

    /// What is to be known of a process besides its stack.
    pub fn process_facts(&self, id: ProcessId) -> ProcessFacts {
        let Some(process) = self.processes[id.0 as usize].as_ref() else { return ProcessFacts::default() };
        let object = |id: &ProcessId| self.processes.get(id.0 as usize)?.as_ref().map(|process| process.object);
        ProcessFacts {
            state: match process.state {
                _ if self.main == Some(id) => State::Aborted,
                // Whoever opens the image does not know of the work: the process goes on without what came of it.
                State::Suspended if process.job.is_some() => State::Ready,
                state => state,
            },
            result: process.result,
            handlers: process.handlers,
            fuel: process.fuel.clone(),
            capabilities: process.capabilities,
            joining: process.joining.iter().filter_map(object).filter(|object| !object.is_nil()).collect(),
            waits_for: process.waits_for,
            woken: process.woken,
            deadline: process.deadline.map(|deadline| deadline.wall),
        }
    }

    /// Every bound on what processes may run, each once.
    pub fn fuels(&self) -> Vec<Rc<Fuel>> {
        let mut found: Vec<Rc<Fuel>> = Vec::new();
        for fuel in self.processes.iter().flatten().filter_map(|process| process.fuel.as_ref()) {
            if !found.iter().any(|known| Rc::ptr_eq(known, fuel)) {
                found.push(fuel.clone());
            }
        }
        found
    }

    /// Brings back a process: fills its object, and lets it go on where it stood. If its methods have no such place any more,
    /// it has failed, and says so.
    pub fn restore_process(&mut self, object: Obj, head: Head, facts: ProcessFacts, suspended: Option<&Suspended>) {
        let id = self.add_process(Process::new());
        self.heap.fill_fields(object, head, &[Value::int(id.0 as i64)]);
        let resting = self.resting.is_some();
        let deadline = facts.deadline.map(|wall| Deadline { wall, machine: self.machine_time_of(wall) });
        let process = self.process_mut(id);
        process.object = object.value();
        process.state = facts.state;
        (process.waits_for, process.woken, process.deadline) = (facts.waits_for, facts.woken, deadline);
        (process.result, process.handlers, process.capabilities) = (facts.result, facts.handlers, facts.capabilities);
        process.fuel = facts.fuel;
        process.moved = false;
        process.resting = resting;
        self.set_alarms_of(id);
        let Some(suspended) = suspended else { return };
        if let Err(NoPlace(why)) = self.put_back(id, suspended) {
            let why = self.intern(&format!("it cannot go on after the restart: {why}"));
            let process = self.process_mut(id);
            process.state = State::Failed;
            process.result = why;
            process.moved = true;
        } else if facts.state == State::Ready {
            self.start_process(id);
        }
    }

    /// Lets those that wait for the end of a process that was brought back go on when it ends. They are all brought back.
    pub fn restore_joining(&mut self, object: Obj, joining: &[Value]) {
        let joining = joining.iter().filter_map(|waiting| self.process_of(*waiting)).collect();
        if let Some(id) = self.process_of(object.value()) {
            self.process_mut(id).joining = joining;
        }
    }

    /// A time of the machine's clock as microseconds since 1970.
    pub fn wall_time_of(&self, machine: u64) -> u64 {
        wall_now().saturating_add(machine).saturating_sub(self.microseconds())
    }

    /// Microseconds since 1970 as a time of the machine's clock; what is past is now.
    pub fn machine_time_of(&self, wall: u64) -> u64 {
        self.microseconds().saturating_add(wall.saturating_sub(wall_now()))
    }

    /// The record of a tree; 0 if it has none.
    pub fn tree_record_key(&self, number: u32) -> Key {
        self.trees.get(number).map_or(0, |record| record.key)
    }

    /// Gives a tree its record, or (0) takes it away.
    pub fn bind_tree(&mut self, number: u32, key: Key) {
        self.trees.bind(number, key);
    }

    /// The number of the tree in a record.
    pub fn tree_with_key(&mut self, key: Key) -> u32 {
        let number = self.trees.unread(key);
        self.revive_tree(number);
        number
    }

    /// Has this tree been read?
    pub fn has_tree(&self, number: u32) -> bool {
        self.trees.get(number).is_some_and(|record| record.tree.is_some())
    }

    /// Takes in what was read: a tree, and the identity hash of its method object (0 if it has none).
    pub fn set_tree(&mut self, number: u32, (tree, hash): (Tree, u32)) {
        let Some(record) = self.trees.get_mut(number) else { return };
        (record.tree, record.hash) = (Some(tree), hash);
        if let Some(method) = self.heap.object_with_key(record.key) {
            self.heap.give_hash(method, hash);
        }
    }

    /// A tree, its record's key, and the identity hash of its method object.
    pub fn tree_to_save(&self, number: u32) -> Option<(Tree, Key, u32)> {
        let record = self.trees.get(number)?;
        let drawn = self.heap.object_with_key(record.key).map_or(0, Obj::hash);
        Some((record.tree.clone()?, record.key, if drawn == 0 { record.hash } else { drawn }))
    }

    /// Notes the identity hash that a tree's method object has in the image; what it was.
    pub fn note_tree_hash(&mut self, number: u32, hash: u32) -> u32 {
        self.trees.get_mut(number).map_or(0, |record| std::mem::replace(&mut record.hash, hash))
    }

    /// Where a tree's text starts in its source.
    pub fn tree_base(&self, number: u32) -> u32 {
        let tree = self.trees.get(number).and_then(|record| record.tree.as_ref());
        tree.map_or(0, |tree| tree.place().1.start)
    }

    /// The method object of the tree in a record; its text is read when it is needed.
    pub fn method_with_key(&mut self, key: Key) -> Value {
        let number = self.tree_with_key(key);
        let map = self.heap.kind_map(Kind::Method);
        let method = self.heap.new_recorded(map, &[Value::int(number as i64)]);
        self.heap.bind(method, key);
        let hash = self.trees.get(number).map_or(0, |record| record.hash);
        self.heap.give_hash(method, hash);
        method.value()
    }

    /// A block's tree, body, real sends, and what each value it holds is.
    ///
    /// # Errors
    /// [`NoPlace`] if its code has no tree.
    pub fn block_in_source_terms(&mut self, block: Obj) -> Result<(u32, u32, RealSends, Vec<Role>), NoPlace> {
        let code = code_at(block.word(0));
        let notes = self.notes_on(code);
        let function = notes.as_ref().and_then(|notes| function_notes(notes, code));
        let function = function.ok_or_else(|| NoPlace(format!("a block of `{}` has no text", code.selector)))?;
        Ok((code.tree, code.body, (*code.real).clone(), function.captures.clone()))
    }

    /// A block's text, with its brackets.
    pub fn block_source(&self, block: Obj) -> &str {
        let code = code_at(block.word(0));
        code.source.slice(code.span)
    }

    /// The code of a block, and what each value it holds is. Nothing if the tree has no such block.
    pub fn block_from_source_terms(&mut self, tree: u32, body: u32, real: RealSends) -> Option<(u64, Vec<Role>)> {
        let code = self.code_with(tree, real).ok()?.of_body(body).filter(|code| code.kind == CodeKind::Block)?;
        let notes = self.notes_on(code)?;
        let captures = function_notes(&notes, code)?.captures.clone();
        Some((std::ptr::from_ref(code) as u64, captures))
    }

    /// May a block of the code at this address hold these values?
    pub fn block_fits(&self, code: u64, captures: &[Role], values: &[Value]) -> bool {
        self.captures_fit(code_at(code), captures, values)
    }
}

fn wall_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as u64)
}
