//! When a send means nothing, and when a primitive fails: failures are messages.
//!
//! The receiver is sent `doesNotUnderstand: aMessage` (or Self's `ambiguousSelector:…`, `missingParentSelector:…`,
//! `mismatchedArgumentCountSelector:…`, `primitiveFailedError:Name:`). If it does not understand even that, the object
//! called `failures` in globals is told, as Self tells the process; if that is missing too, the turn fails here.

use crate::code::opcode::sort;
use crate::object::lookup::Lookup;
use crate::object::lookup::lookup;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Failure;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Requested;
use crate::vm::send::Miss;
use crate::vm::send::Sending;
use crate::vm::waiting::Deadline;

impl Vm {
    /// Tells the receiver that a send to it means nothing.
    pub(in crate::vm) fn not_understood(&mut self, miss: Miss, sending: Sending) {
        if matches!(miss, Miss::NotFound) && sending.sort == sort::INITIALISER {
            // An initialiser sees what stands around it, then self, then the lobby (docs/language.md).
            let lobby = self.known("lobby");
            self.base.set(sending.window + 3, lobby);
            return self.send(Sending { sort: sort::IMPLICIT, ..sending });
        }
        if matches!(miss, Miss::NotFound) && sending.count != sending.selector.arity() {
            return self.arity_mismatch(sending);
        }
        if let Miss::Unreadable(Unreadable(why)) = miss {
            return self.fail(Failure::Machine(why));
        }
        let (failure, selector) = match miss {
            Miss::NotFound => ("undefinedSelector", "doesNotUnderstand:"),
            Miss::Ambiguous(_) => ("ambiguousSelector", "ambiguousSelector:Type:Delegatee:MethodHolder:Arguments:"),
            Miss::NoParent | Miss::Unreadable(_) => {
                ("missingParentSelector", "missingParentSelector:Type:Delegatee:MethodHolder:Arguments:")
            }
        };
        let message = self.reify(&sending, failure);
        let arguments = match miss {
            Miss::NotFound => vec![message],
            Miss::Ambiguous(_) | Miss::NoParent | Miss::Unreadable(_) => self.parts_of(message),
        };
        self.tell(sending, selector, &arguments, message);
    }

    /// The selector or the method found takes another number of arguments than were given (a send by name can do that).
    pub(in crate::vm) fn arity_mismatch(&mut self, sending: Sending) {
        let message = self.reify(&sending, "mismatchedArgumentCountSelector");
        let parts = self.parts_of(message);
        let selector = "mismatchedArgumentCountSelector:Type:Delegatee:MethodHolder:Arguments:";
        self.tell(sending, selector, &parts, message);
    }

    /// A send as a message object, the library's `message`.
    fn reify(&mut self, sending: &Sending, failure: &str) -> Value {
        let receiver = self.frame().get(sending.window + 3);
        let arguments = self.frame().registers(sending.window + 4, sending.count).to_vec();
        let vector = self.vector_of(&arguments);
        // A name from outside stays one.
        let selector = match self.tainted_selector.take_if(|selector| *selector == sending.selector) {
            Some(selector) => self.heap.new_string_of(&[selector.as_str()], true).unwrap_or(Value::NIL),
            None => self.intern(sending.selector.as_str()),
        };
        let failure = self.intern(failure);
        let kind = self.intern(match sending.sort {
            sort::IMPLICIT | sort::INITIALISER => "implicitSelf",
            sort::RESEND => "undirectedResend",
            sort::DIRECTED => "directedResend",
            _ => "normal",
        });
        let delegatee = match sending.delegatee {
            Some(name) => self.intern(name.as_str()),
            None => Value::NIL,
        };
        let message = self.clone_global("message");
        for (name, value) in [
            ("selector", selector),
            ("arguments", vector),
            ("receiver", receiver),
            ("type", kind),
            ("delegatee", delegatee),
            ("methodHolder", sending.holder),
            ("failure", failure),
        ] {
            self.set_slot(message, name, value);
        }
        message
    }

    /// The arguments of Self's failure messages: selector, type, delegatee, method holder, arguments.
    pub(in crate::vm) fn parts_of(&mut self, message: Value) -> Vec<Value> {
        let map = self.heap.maps.get(self.heap.map_of(message));
        ["selector", "type", "delegatee", "methodHolder", "arguments"]
            .iter()
            .map(|name| match map.find(Symbol::intern(name)) {
                Some(index) => self.heap.read_place(message, map.slot(index).place),
                None => Value::NIL,
            })
            .collect()
    }

    /// Sends a failure message to the receiver, or tells `failures` of the send if the receiver has no such slot.
    fn tell(&mut self, sending: Sending, selector: &str, arguments: &[Value], message: Value) {
        let receiver = self.frame().get(sending.window + 3);
        let symbol = Symbol::intern(selector);
        if selector == "doesNotUnderstand:"
            && let Some(becomings) = self.who_becomes(receiver)
        {
            return self.send_values(sending.window, becomings, Symbol::intern("answerNotUnderstood:"), &[message]);
        }
        if self.is_out_of_reach(receiver, symbol, sending.selector) {
            return self.tell_failures(sending, receiver, message);
        }
        if sending.selector != symbol && self.resolve(receiver, symbol).is_ok() {
            return self.send_values(sending.window, receiver, symbol, arguments);
        }
        if selector == "doesNotUnderstand:" {
            // Self's own form of the message: an object without parents may define just that.
            let own = Symbol::intern("undefinedSelector:Type:Delegatee:MethodHolder:Arguments:");
            if sending.selector != own && self.resolve(receiver, own).is_ok() {
                let parts = self.parts_of(message);
                return self.send_values(sending.window, receiver, own, &parts);
            }
        }
        self.tell_failures(sending, receiver, message);
    }

    /// The library's own answer to a failure begins with `globals`. A receiver that has that answer but does not see
    /// `globals` (`defaultBehavior` itself, say) would fail in it for ever.
    fn is_out_of_reach(&self, receiver: Value, answer: Symbol, sent: Symbol) -> bool {
        sent == Symbol::intern("globals")
            && matches!(lookup(&self.heap, receiver, answer), Lookup::One(found) if Some(found.holder) == self.global("defaultBehavior"))
    }

    /// The object that finds an answer to what a receiver does not understand, where that may be: in a session and a process
    /// that allow it, and if the receiver has not its own answer to such messages.
    fn who_becomes(&mut self, receiver: Value) -> Option<Value> {
        if !self.may_become || self.alone || !self.process_mut(self.current).capabilities.allow(Effect::Mind) {
            return None;
        }
        let root = self.global("defaultBehavior")?;
        let is_roots = |name: &str| matches!(lookup(&self.heap, receiver, Symbol::intern(name)), Lookup::One(found) if found.holder == root);
        let own = ["doesNotUnderstand:", "undefinedSelector:Type:Delegatee:MethodHolder:Arguments:"];
        if !own.into_iter().all(is_roots) {
            return None;
        }
        let becomings = self.global("becomings")?;
        self.resolve(becomings, Symbol::intern("answerNotUnderstood:")).is_ok().then_some(becomings)
    }

    fn tell_failures(&mut self, sending: Sending, receiver: Value, message: Value) {
        let told = Symbol::intern("receiver:Fails:");
        match self.global("failures") {
            Some(failures) if sending.selector != told && self.resolve(failures, told).is_ok() => {
                self.send_values(sending.window, failures, told, &[receiver, message]);
            }
            _ => {
                let text = format!("{} does not understand '{}'", self.short_name(receiver), sending.selector);
                self.fail(Failure::Machine(text));
            }
        }
    }

    /// The machine itself has run out of something: the library makes an ordinary error of it, if there is room for that.
    pub(in crate::vm) fn exhausted(&mut self, window: usize, what: &str, failure: Failure) {
        let told = Symbol::intern("exhausted:");
        match self.global("failures") {
            Some(failures) if !self.in_exhaustion && self.resolve(failures, told).is_ok() => {
                self.in_exhaustion = true;
                let what = self.intern(what);
                self.send_values(window, failures, told, &[what]);
            }
            _ => self.fail(failure),
        }
    }

    /// The running process is not over with what it had a time for: the library makes an error of it.
    pub(in crate::vm) fn late(&mut self, window: usize, deadline: Deadline) {
        let told = Symbol::intern("late:");
        match self.global("failures") {
            Some(failures) if self.resolve(failures, told).is_ok() => {
                self.send_values(window, failures, told, &[Value::int(deadline.wall as i64)]);
            }
            _ => self.fail(Failure::Machine("a time limit has passed".into())),
        }
    }

    /// Sends `selector` with these values, in the window at `window`.
    pub(in crate::vm) fn send_values(&mut self, window: usize, receiver: Value, selector: Symbol, arguments: &[Value]) {
        if !self.reserve(window, arguments.len() + 1) {
            return;
        }
        self.base.set(window + 3, receiver);
        for (index, argument) in arguments.iter().enumerate() {
            self.base.set(window + 4 + index, *argument);
        }
        let count = arguments.len();
        self.send(Sending { window, selector, count, sort: sort::NORMAL, delegatee: None, holder: Value::NIL });
    }

    /// A vector of values; nil where the heap has no room for even that.
    pub fn vector_of(&mut self, values: &[Value]) -> Value {
        let map = self.heap.kind_map(crate::object::kind::Kind::Vector);
        self.heap.new_vector_from(map, values).unwrap_or(Value::NIL)
    }

    /// A primitive in a body has failed, or asks for something.
    pub(in crate::vm) fn primitive_failed(
        &mut self,
        fault: Fault,
        window: usize,
        count: usize,
        has_handler: bool,
        name: Symbol,
    ) {
        let fault = match fault {
            Fault::OutOfMemory => match self.again_with_space(window, count, has_handler, name) {
                Ok(value) => return self.base.set(window, value),
                Err(fault) => fault,
            },
            fault => fault,
        };
        match fault {
            Fault::Stop => return self.stop_requested(window),
            Fault::Activate => return self.activate_requested(window),
            // Handlers of failure try another way to the same end, which needs memory as well.
            Fault::OutOfMemory => return self.exhausted(window, "memory", Failure::OutOfMemory),
            _ => {}
        }
        let receiver = self.base.get(window + 3);
        let error = self.intern(fault.name());
        let primitive = self.intern(name.as_str());
        if has_handler {
            let handler = self.base.get(window + 4 + count);
            let selector = Symbol::intern("value:With:");
            return self.send_values(window, handler, selector, &[error, primitive]);
        }
        let failed = "primitiveFailedError:Name:";
        if self.resolve(receiver, Symbol::intern(failed)).is_ok() {
            return self.send_values(window, receiver, Symbol::intern(failed), &[error, primitive]);
        }
        let sending =
            Sending { window, selector: name, count, sort: sort::NORMAL, delegatee: None, holder: Value::NIL };
        let message = self.reify(&sending, "primitiveFailed");
        let (selector, arguments) = (self.intern(failed), self.vector_of(&[error, primitive]));
        self.set_slot(message, "selector", selector);
        self.set_slot(message, "arguments", arguments);
        self.tell(sending, failed, &[error, primitive], message);
    }

    /// A primitive bound to a send has not answered a value: the method is activated, and fails in its own way.
    pub(in crate::vm) fn bound_primitive_failed(&mut self, fault: Fault, window: usize, code: u64, holder: Value) {
        match fault {
            Fault::Stop => self.stop_requested(window),
            Fault::Activate => self.activate_requested(window),
            _ => {
                let holder = if holder == Value::UNSET { self.base.get(window + 3) } else { holder };
                self.push_frame(window, code, holder);
            }
        }
    }

    /// A primitive asked to send a message or run code in its place.
    pub(in crate::vm) fn activate_requested(&mut self, window: usize) {
        match std::mem::take(&mut self.requested) {
            Requested::Send { receiver, selector, arguments } => {
                self.send_values(window, receiver, selector, &arguments);
            }
            Requested::Delegate { receiver, from, selector, arguments } => {
                if !self.reserve(window, arguments.len() + 1) {
                    return;
                }
                self.base.set(window + 3, receiver);
                for (index, argument) in arguments.iter().enumerate() {
                    self.base.set(window + 4 + index, *argument);
                }
                self.send_delegated(window, from, selector, arguments.len());
            }
            Requested::Code { code, receiver } => {
                self.base.set(window + 3, receiver);
                self.push_frame(window, code, Value::NIL);
            }
            Requested::Block { block, arguments } => {
                if !self.reserve(window, arguments.len() + 1) {
                    return;
                }
                self.base.set(window + 3, block);
                for (index, argument) in arguments.iter().enumerate() {
                    self.base.set(window + 4 + index, *argument);
                }
                self.run_block(window, arguments.len());
            }
            _ => {}
        }
    }

    /// Runs the block in a window with `count` arguments; more than it has parameters are ignored.
    fn run_block(&mut self, window: usize, count: usize) {
        let Some(block) = crate::object::layout::Obj::of(self.base.get(window + 3)) else { return };
        let code = block.word(0);
        if crate::vm::interpreter::frame::code_at(code).argument_count as usize > count {
            return self.block_wants_more(window, count);
        }
        self.push_frame(window, code, Value::NIL);
    }

    /// A block was given fewer arguments than it has parameters.
    pub(in crate::vm) fn block_wants_more(&mut self, window: usize, count: usize) {
        let name = match count {
            0 => "_BlockValue".to_string(),
            count => format!("_BlockValue:{}", "With:".repeat(count - 1)),
        };
        self.primitive_failed(Fault::ArgumentCount, window, count, false, Symbol::intern(&name));
    }

    /// `^` has no activation to return from: the block is told.
    pub(in crate::vm) fn cannot_return(&mut self, value: Value, window: usize) {
        let block = self.base.get(0);
        self.send_values(window, block, Symbol::intern("cannotReturn:"), &[value]);
    }
}
