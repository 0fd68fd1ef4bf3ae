//! Turns that stand: the turn's own process has failed, and is looked at before it is unwound.
//!
//! Every turn begun meanwhile is inside the one that stands: its savepoint is inside that turn's, and what the processes were
//! when the outer turn began is laid aside here. What is kept of an inner turn becomes a part of the outer one, so that
//! giving that up takes back both.
//!
//! ```text
//! stands ── a turn inside it ──┬── kept: joined to the one that stands
//!    │                         ├── fails: stands as well, one level up, or is undone back to here
//!    │                         └── says how to go on (WayOn)
//!    ├── Answer: the failed message answers a value ──┐
//!    ├── Again: it is sent once more ─────────────────┴── a running turn again, with all it did
//!    └── AbandonTo: undone with everything that was done inside it
//! ```

use std::collections::HashSet;

use crate::code::method::CodeKind;
use crate::code::opcode::Op;
use crate::code::opcode::length;
use crate::code::opcode::sort;
use crate::code::rest::Role;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Stop;
use crate::vm::Vm;
use crate::vm::interpreter::frame::Frame;
use crate::vm::interpreter::frame::word_at;
use crate::vm::outside::Delivery;
use crate::vm::primitive::Requested;
use crate::vm::process::Process;
use crate::vm::process::ProcessId;
use crate::vm::process::State;
use crate::vm::send::Sending;
use crate::vm::trees::function_notes;

/// So many turns stand at most, one inside the other.
pub const MOST_LEVELS: usize = 9;

/// A turn that stands.
pub struct Standing {
    process: ProcessId,
    /// The error nobody has handled.
    pub error: Value,
    /// The activation that entries are evaluated in, if one was chosen.
    selected: Option<usize>,
    /// Processes that moved in the turn, and how those of them were that were there before.
    moved: HashSet<ProcessId>,
    shadows: Vec<(ProcessId, Process)>,
    delivered: Vec<Delivery>,
}

impl Standing {
    /// Processes as they were before it, for the collector.
    pub(in crate::vm) fn shadows(&mut self) -> impl Iterator<Item = &mut Process> {
        self.shadows.iter_mut().map(|(_, shadow)| shadow)
    }

    /// Has this process moved in it?
    pub(in crate::vm) fn has_moved(&self, id: ProcessId) -> bool {
        self.moved.contains(&id)
    }
}

/// How the newest turn that stands goes on. Activations are counted from the innermost, 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOn {
    /// An activation answers a value, and all within it are gone.
    Answer { from: usize, value: Value },
    /// In place of an activation a message is sent, by whoever waits for its answer: a clone of the library's `message`.
    Again { from: usize, message: Value },
    /// All levels above this one are given up.
    AbandonTo(usize),
}

impl WayOn {
    /// The value it is about, for the collector.
    pub(in crate::vm) fn value(&mut self) -> Option<&mut Value> {
        match self {
            WayOn::Answer { value, .. } | WayOn::Again { message: value, .. } => Some(value),
            WayOn::AbandonTo(_) => None,
        }
    }
}

/// An activation of a turn that stands, for people.
#[derive(Clone, Debug)]
pub struct View {
    pub selector: Symbol,
    pub receiver: Value,
    /// The name of its source and the line where it stands.
    pub source: String,
    pub line: usize,
    pub in_block: bool,
    /// Arguments and locals that have values, innermost scope first.
    pub variables: Vec<(Symbol, Value)>,
}

impl Vm {
    /// May the running process, which fails, stand? It must be the turn's own; nothing may be open that it would have closed,
    /// and there must be room to look around.
    pub(in crate::vm) fn can_stand(&mut self) -> bool {
        let current = self.current;
        self.may_stand
            && !self.alone
            && self.main == Some(current)
            && !self.in_exhaustion
            && self.standing.len() < MOST_LEVELS
            && self.open_trials.is_empty()
            && self.heap.log.depth() == self.standing.len() + 1
            && !self.is_atomic()
            && !self.is_in_trial()
    }

    /// The running process, which is parked, stands from now on.
    pub(in crate::vm) fn stand(&mut self, error: Value) {
        let process = self.current;
        self.process_mut(process).state = State::Standing;
        let mut moved = HashSet::new();
        for (index, process) in self.processes.iter_mut().enumerate() {
            if process.as_mut().is_some_and(|process| std::mem::take(&mut process.moved)) {
                moved.insert(ProcessId(index as u32));
            }
        }
        let (shadows, delivered) = (std::mem::take(&mut self.shadows), self.jobs.take_delivered());
        self.standing.push(Standing { process, error, selected: None, moved, shadows, delivered });
        self.main = None;
        self.current = ProcessId(0);
        self.pc = std::ptr::null_mut();
        self.base = Frame(std::ptr::null_mut());
        self.requested = Requested::Nothing;
        self.stop = Some(Stop::Stands);
    }

    /// Is a savepoint open that the program has opened? The outermost is the turn's, and each turn that stands has one too.
    pub(in crate::vm) fn has_savepoint_of_its_own(&self) -> bool {
        self.heap.log.depth() > self.standing.len() + 1
    }

    /// How many turns stand.
    pub fn levels(&self) -> usize {
        self.standing.len()
    }

    /// The error that the newest of them stands for; nil if there is none.
    pub fn standing_error(&self) -> Value {
        self.standing.last().map_or(Value::NIL, |standing| standing.error)
    }

    /// What the turn that has just ended wants for the one that stands; told once.
    pub fn take_way_on(&mut self) -> Option<WayOn> {
        self.way_on.take()
    }

    /// Says how the newest turn that stands goes on when the running one has ended. False if there is none, or it has no such
    /// activation or level.
    pub(in crate::vm) fn set_way_on(&mut self, way: WayOn) -> bool {
        let can = match way {
            // The first activation has nobody who waits for its answer.
            WayOn::Answer { from, .. } | WayOn::Again { from, .. } => from + 1 < self.activation_count(),
            WayOn::AbandonTo(level) => level < self.standing.len(),
        };
        if can {
            self.way_on = Some(way);
        }
        can
    }

    /// Makes what processes did in the turn that ends a part of the newest one that stands.
    pub fn keep_processes_inside(&mut self) {
        let shadows = std::mem::take(&mut self.shadows);
        let delivered = self.jobs.take_delivered();
        let Some(standing) = self.standing.last_mut() else { return };
        for (id, shadow) in shadows {
            // Of one that the outer turn had moved, or begun, there is a better shadow, or none.
            if standing.moved.insert(id) {
                standing.shadows.push((id, shadow));
            }
        }
        for (index, process) in self.processes.iter_mut().enumerate() {
            if process.as_mut().is_some_and(|process| std::mem::take(&mut process.moved)) {
                standing.moved.insert(ProcessId(index as u32));
            }
        }
        standing.delivered.extend(delivered);
        self.open_trials.clear();
        self.ready.extend(std::mem::take(&mut self.passed_over));
    }

    /// The newest turn that stands is the running one again, as far as what it did is concerned.
    fn rejoin(&mut self) -> Option<ProcessId> {
        let standing = self.standing.pop()?;
        for id in &standing.moved {
            if let Some(process) = self.processes[id.0 as usize].as_mut() {
                process.moved = true;
            }
        }
        self.shadows = standing.shadows;
        self.jobs.add_delivered(standing.delivered);
        Some(standing.process)
    }

    /// Gives up the newest turn that stands: its processes are as they were before it. The heap is the caller's.
    pub fn abandon_standing(&mut self) {
        if self.rejoin().is_some() {
            self.abandon_processes();
        }
    }

    /// Lets the newest turn that stands go on, until it ends, fails or waits.
    pub fn go_on_standing(&mut self, way: WayOn) -> Stop {
        let (from, value, again) = match way {
            WayOn::Answer { from, value } => (from, value, false),
            WayOn::Again { from, message } => (from, message, true),
            WayOn::AbandonTo(_) => return Stop::Done(Value::NIL),
        };
        let Some((frame, _)) = self.activation_at(from) else { return Stop::Done(Value::NIL) };
        let Some(id) = self.rejoin() else { return Stop::Done(Value::NIL) };
        let base = self.process_mut(id).index_of(frame);
        let home = self.home_at(id, base);
        if again && let Some(home) = Obj::of(home) {
            // A block's `^` finds only homes that are alive, so it never comes upon this one.
            self.heap.store(home, 2, Value::int(1));
        }
        self.unwind_when_run(id, value, home);
        self.main = Some(id);
        self.process_mut(id).state = State::Ready;
        self.ready.push_front(id);
        self.go_on()
    }

    /// Does unwinding to this home send a message in place of answering?
    pub(in crate::vm) fn sends_again(&self, home: Value) -> bool {
        self.heap.object_of_kind(home, Kind::Home).is_some_and(|home| home.field(2) == Value::int(1))
    }

    /// Sends what a message object says from the running frame, its answer to R[window].
    pub(in crate::vm) fn send_again(&mut self, window: usize, message: Value) {
        let [selector, kind, delegatee, holder, arguments] = self.parts_of(message)[..] else { return };
        let receiver = self.slot_of(message, "receiver");
        let text = |value: Value| self.heap.string(value).map(Symbol::intern);
        let selector = text(selector).unwrap_or_else(|| Symbol::intern(""));
        let delegatee = text(delegatee);
        let sort = match self.heap.string(kind) {
            Some("undirectedResend") => sort::RESEND,
            Some("directedResend") => sort::DIRECTED,
            Some("implicitSelf") => sort::IMPLICIT,
            _ => sort::NORMAL,
        };
        let arguments = self.heap.vector(arguments).map(|vector| vector.elements().to_vec()).unwrap_or_default();
        if !self.reserve(window, arguments.len() + 1) {
            return;
        }
        self.base.set(window + 3, receiver);
        for (index, argument) in arguments.iter().enumerate() {
            self.base.set(window + 4 + index, *argument);
        }
        self.send(Sending { window, selector, count: arguments.len(), sort, delegatee, holder });
    }

    /// Is this a message object that can be sent: with a selector and a vector of arguments?
    pub(in crate::vm) fn is_message(&self, message: Value) -> bool {
        let selector = self.heap.string(self.slot_of(message, "selector"));
        selector.is_some() && self.heap.vector(self.slot_of(message, "arguments")).is_some()
    }

    fn slot_of(&self, object: Value, name: &str) -> Value {
        let map = self.heap.maps.get(self.heap.map_of(object));
        map.find(Symbol::intern(name)).map_or(Value::NIL, |index| self.heap.read_place(object, map.slot(index).place))
    }

    /// The frame of an activation of the newest turn that stands, and where its code goes on.
    fn activation_at(&mut self, index: usize) -> Option<(Frame, *const u64)> {
        let id = self.standing.last()?.process;
        let process = self.process_mut(id);
        let (mut frame, mut pc) = (process.frame(process.base), process.pc.cast_const());
        for _ in 0..index {
            if frame.is_first() {
                return None;
            }
            pc = self.process_mut(id).return_pc(frame).cast_const();
            frame = frame.caller();
        }
        Some((frame, pc))
    }

    /// How many activations the newest turn that stands has; 0 if there is none.
    pub fn activation_count(&mut self) -> usize {
        let Some((mut frame, _)) = self.activation_at(0) else { return 0 };
        let mut count = 1;
        while !frame.is_first() {
            frame = frame.caller();
            count += 1;
        }
        count
    }

    /// An activation of the newest turn that stands, for people.
    pub fn view_activation(&mut self, index: usize) -> Option<View> {
        let (frame, pc) = self.activation_at(index)?;
        let code = frame.code();
        let offset = code.offset_of(pc);
        let (line, _) = code.source.line_column(code.place(offset).start);
        let in_block = matches!(code.kind, CodeKind::Block);
        let mut receiver = (!in_block).then(|| frame.get(0));
        let mut variables: Vec<(u32, Symbol, Value)> = Vec::new();
        if let Some(notes) = self.notes_on(code)
            && let Some(function) = function_notes(&notes, code)
        {
            if let Some(rest) = function.at_offset(offset as u32) {
                let activation = self.leave(frame, code, rest);
                receiver = receiver.or(activation.receiver);
                variables = activation.variables;
                for place in &rest.contexts {
                    let context = activation.contexts.iter().find(|(scope, _)| *scope == place.scope);
                    let Some(context) = context.and_then(|(_, value)| Obj::of(*value)) else { continue };
                    let inside = place.variables.iter().filter(|(_, _, inside)| *inside);
                    variables.extend(inside.map(|(name, at, _)| (place.scope, *name, context.field(*at as usize))));
                }
            }
            // What a block was given when it was made.
            let block = Obj::of(frame.get(0)).filter(|_| in_block);
            for (at, role) in function.captures.iter().enumerate() {
                let Some(value) = block.map(|block| block.field(1 + at)) else { break };
                match role {
                    Role::Receiver => receiver = receiver.or(Some(value)),
                    Role::Variable(scope, name) if !variables.iter().any(|(s, n, _)| (s, n) == (scope, name)) => {
                        variables.push((*scope, *name, value));
                    }
                    _ => {}
                }
            }
        }
        variables.sort_by_key(|(scope, ..)| std::cmp::Reverse(*scope));
        let mut shown: Vec<(Symbol, Value)> = Vec::new();
        for (_, name, value) in variables {
            if value != Value::UNSET && !shown.iter().any(|(known, _)| *known == name) {
                shown.push((name, value));
            }
        }
        let (selector, source, root) = (code.selector, code.source.name.clone(), code.root);
        // A block that does not use self was not given it: the activation around it, if it is still there, has it.
        let receiver = receiver.unwrap_or_else(|| self.receiver_around(index, root));
        Some(View { selector, receiver, source, line, in_block, variables: shown })
    }

    /// The receiver of the nearest activation further out of the method with this root; the lobby if there is none.
    fn receiver_around(&mut self, index: usize, root: u64) -> Value {
        let mut at = index + 1;
        while let Some((frame, _)) = self.activation_at(at) {
            let code = frame.code();
            if code.root == root && !matches!(code.kind, CodeKind::Block) {
                return frame.get(0);
            }
            at += 1;
        }
        self.known("lobby")
    }

    /// Chooses the activation that entries are evaluated in, or none. False if there is no such activation.
    pub(in crate::vm) fn select_activation(&mut self, index: Option<usize>) -> bool {
        if index.is_some_and(|index| self.activation_at(index).is_none()) {
            return false;
        }
        match self.standing.last_mut() {
            Some(standing) => standing.selected = index,
            None => return index.is_none(),
        }
        true
    }

    /// The activation that entries are evaluated in, if one was chosen.
    pub fn selected_activation(&mut self) -> Option<View> {
        let index = self.standing.last()?.selected?;
        self.view_activation(index)
    }

    /// The message that an activation of the newest turn that stands answers, as it would be sent again; nil if it answers
    /// none: a script.
    pub(in crate::vm) fn message_of(&mut self, index: usize) -> Value {
        let (Some((frame, _)), Some((sender, goes_on))) = (self.activation_at(index), self.activation_at(index + 1))
        else {
            return Value::NIL;
        };
        let code = frame.code();
        let count = code.argument_count as usize;
        let selector = match code.kind {
            CodeKind::Script => return Value::NIL,
            CodeKind::Method => code.selector.as_str().to_string(),
            CodeKind::Block if count == 0 => "value".to_string(),
            CodeKind::Block => format!("value:{}", "With:".repeat(count - 1)),
        };
        let (mut kind, mut delegatee, mut holder) = ("normal", Value::NIL, Value::NIL);
        let sends = sender.code();
        let end = sends.offset_of(goes_on);
        let before = sends.offsets().find(|offset| offset + length(sends.word(*offset)) == end);
        if let Some(offset) = before.filter(|offset| sends.is(*offset, Op::Resend)) {
            holder = sender.get(word_at(sends.entry.wrapping_add(offset + 4)) as usize);
            let named = crate::code::opcode::c(sends.word(offset)) as u16 == sort::DIRECTED;
            kind = if named { "directedResend" } else { "undirectedResend" };
            if named {
                let name = Symbol::from_number(word_at(sends.entry.wrapping_add(offset + 5)) as u32);
                delegatee = self.intern(name.as_str());
            }
        }
        let receiver = frame.get(0);
        let arguments = frame.registers(1, count).to_vec();
        let arguments = self.vector_of(&arguments);
        let (selector, kind) = (self.intern(&selector), self.intern(kind));
        let message = self.clone_global("message");
        for (name, value) in [
            ("selector", selector),
            ("arguments", arguments),
            ("receiver", receiver),
            ("type", kind),
            ("delegatee", delegatee),
            ("methodHolder", holder),
        ] {
            self.set_slot(message, name, value);
        }
        message
    }
}
