//! Activations in terms of their source: taking them out of the machine, and putting them back, perhaps into other code for
//! the same method.
//!
//! Leaving a control structure compiled in place uses it on the running activation; an image uses it on whole processes.
//! What the registers hold is told by `code::rest`.

use std::rc::Rc;

use crate::code::method::Code;
use crate::code::rest::How;
use crate::code::rest::Place;
use crate::code::rest::Rest;
use crate::code::rest::Role;
use crate::code::scope::RealSends;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::interpreter::frame::Frame;
use crate::vm::interpreter::frame::HEADER;
use crate::vm::process::Process;
use crate::vm::process::ProcessId;
use crate::vm::trees::function_notes;

/// Of how many safepoints one takes the running process out of its stack, and how high that may be at most.
const RESETTLE_EVERY: usize = 37;
const RESETTLE_WORDS: usize = 2000;

/// One activation, in terms of its source.
#[derive(Clone, Debug)]
pub struct Activation {
    /// The number of its method's or script's tree, the body in it, and the control structures that are real sends.
    pub tree: u32,
    pub body: u32,
    pub real: Rc<RealSends>,
    pub place: Place,
    /// The receiver, or the block.
    pub own: Value,
    pub receiver: Option<Value>,
    pub home: Option<Value>,
    pub holder: Option<Value>,
    /// Arguments and locals, by scope and name.
    pub variables: Vec<(u32, Symbol, Value)>,
    pub contexts: Vec<(u32, Value)>,
    /// Values that messages and loops around the place still need.
    pub pending: Vec<Value>,
    /// What a control structure about to be tested has evaluated.
    pub values: Vec<Value>,
    /// Must its ensure part run if it is unwound?
    pub ensure: bool,
}

/// A process that does not run, in terms of its source.
#[derive(Clone, Debug)]
pub struct Suspended {
    /// The first activation first.
    pub activations: Vec<Activation>,
    /// What the top activation's message has answered, if it waits no more.
    pub answer: Option<Value>,
    /// Does the top activation wait for an answer?
    pub awaiting: bool,
    /// Is it about to be unwound whole?
    pub unwinding: bool,
}

/// An activation cannot be taken out or put back: its code has no such place. Says what was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPlace(pub String);

impl Vm {
    /// Takes an activation of `code` that rests there out of its frame.
    pub(in crate::vm) fn leave(&self, frame: Frame, code: &Code, rest: &Rest) -> Activation {
        let mut activation = Activation {
            tree: code.tree,
            body: code.body,
            real: code.real.clone(),
            place: rest.place,
            own: Value::NIL,
            receiver: None,
            home: None,
            holder: None,
            variables: Vec::new(),
            contexts: Vec::new(),
            pending: Vec::new(),
            values: rest.values.iter().map(|register| frame.get(*register as usize)).collect(),
            ensure: frame.ensure_part().is_some(),
        };
        for (register, role) in &rest.registers {
            let value = frame.get(*register as usize);
            match role {
                Role::Own => activation.own = value,
                Role::Receiver => activation.receiver = Some(value),
                Role::Home => activation.home = Some(value),
                Role::Holder => activation.holder = Some(value),
                Role::Variable(scope, name) => activation.variables.push((*scope, *name, value)),
                Role::Context(scope) if value.is_nil() => debug_assert!(*scope < u32::MAX),
                Role::Context(scope) => activation.contexts.push((*scope, value)),
                // The code has it.
                Role::Float(_) => {}
                Role::Pending(_) => activation.pending.push(value),
            }
        }
        activation
    }

    /// Fills a frame of `code` with an activation, so that it may go on at `rest`. `process` and `index` say where the frame
    /// is; there is room in it.
    pub(in crate::vm) fn enter(
        &mut self,
        (process, index): (ProcessId, usize),
        frame: Frame,
        (code, rest, ensure): (&Code, &Rest, Option<u32>),
        activation: &Activation,
    ) -> Result<(), NoPlace> {
        let lacks = |what: &str| NoPlace(format!("`{}` rests without {what}", code.selector));
        (0..rest.window as usize + 1).for_each(|register| frame.set(register, Value::NIL));
        if rest.place.how == How::Entry {
            // Whoever pushes a frame empties the locals; nobody does it again.
            (code.nil_from..code.nil_to).for_each(|register| frame.set(register as usize, Value::NIL));
        }
        for (register, role) in &rest.registers {
            let value = match role {
                Role::Own => activation.own,
                Role::Receiver => activation.receiver.ok_or_else(|| lacks("its receiver"))?,
                Role::Home => match activation.home {
                    Some(home) => {
                        if !self.is_home(home) {
                            return Err(lacks("its home"));
                        }
                        if let Some(home) = Obj::of(home).filter(|_| code.home_register as u16 == *register) {
                            self.heap.store(home, 0, Value::int(process.0 as i64));
                            self.heap.store(home, 1, Value::int(index as i64));
                        }
                        home
                    }
                    // Code in which fewer blocks are real needs none.
                    None => self.home_at(process, index),
                },
                Role::Holder => activation.holder.ok_or_else(|| lacks("its holder"))?,
                Role::Variable(scope, name) => {
                    let found = activation.variables.iter().find(|(s, n, _)| s == scope && n == name);
                    found.ok_or_else(|| lacks(&format!("`{name}`")))?.2
                }
                Role::Context(scope) => {
                    activation.contexts.iter().find(|(s, _)| s == scope).map_or(Value::NIL, |(_, context)| *context)
                }
                Role::Float(bits) => self.heap.new_float(f64::from_bits(*bits)),
                Role::Pending(number) => {
                    *activation.pending.get(*number as usize).ok_or_else(|| lacks("a value it needs"))?
                }
            };
            frame.set(*register as usize, value);
        }
        for place in rest.contexts.iter().filter(|place| place.made) {
            let register = place.register as usize;
            if frame.get(register).is_nil() {
                let map = self.heap.kind_map(Kind::Context);
                let context = self.heap.new_object(map, place.size as usize).value();
                frame.set(register, context);
            }
            let context = self.heap.object_of_kind(frame.get(register), Kind::Context);
            let Some(context) = context.filter(|context| context.length() >= place.size as usize) else {
                return Err(lacks("its variables"));
            };
            // Variables that live in a register of the code it comes from live in the context here.
            for (name, at, _) in place.variables.iter().filter(|(_, _, inside)| *inside) {
                if let Some((.., value)) = activation.variables.iter().find(|(s, n, _)| *s == place.scope && n == name)
                {
                    self.heap.store(context, *at as usize, *value);
                }
            }
        }
        if activation.values.len() != rest.values.len() {
            return Err(lacks("what its test needs"));
        }
        for (register, value) in rest.values.iter().zip(&activation.values) {
            frame.set(*register as usize, *value);
        }
        match (activation.ensure, ensure) {
            (true, Some(part)) => frame.mark_ensure(part as usize),
            (true, None) => return Err(lacks("the part that must run")),
            (false, _) => frame.unmark_ensure(),
        }
        Ok(())
    }

    /// A process that does not run, taken out of its stack. The stack stays as it is.
    ///
    /// # Errors
    /// [`NoPlace`] names the activation that stands where the compiler has noted nothing.
    pub fn suspended(&mut self, id: ProcessId) -> Result<Suspended, NoPlace> {
        let process = self.process_mut(id);
        let (height, holes_pc) = process.live;
        let awaiting = process.awaiting.is_some();
        let mut frame = process.frame(process.base);
        let code = frame.code();
        let inside = |pc: *const u64| (pc as usize).wrapping_sub(code.entry as usize) / 8 < code.len();
        let unwinding = !inside(process.pc);
        // Of a process about to be unwound the position is still in `live`.
        let mut pc = if unwinding { holes_pc } else { process.pc.cast_const() };
        let mut activations = Vec::new();
        let mut answer = None;
        loop {
            let code = frame.code();
            let offset = code.offset_of(pc) as u32;
            let notes = self.notes_on(code);
            let rest = notes.as_ref().and_then(|notes| function_notes(notes, code)?.at_offset(offset));
            let Some(rest) = rest else {
                let (line, _) = code.source.line_column(code.place(offset as usize).start);
                let name = &code.source.name;
                return Err(NoPlace(format!("`{}` ({name}, line {line}) stands in no place", code.selector)));
            };
            if activations.is_empty() && height > rest.window as usize && rest.place.how == How::Answer && !unwinding {
                answer = Some(frame.get(rest.window as usize));
            }
            activations.push(self.leave(frame, code, rest));
            if frame.is_first() {
                break;
            }
            pc = self.process_mut(id).return_pc(frame).cast_const();
            frame = frame.caller();
        }
        activations.reverse();
        Ok(Suspended { activations, answer: answer.filter(|_| !awaiting), awaiting, unwinding })
    }

    /// Gives a process a stack with these activations, so that it can go on where it stood.
    ///
    /// # Errors
    /// [`NoPlace`] if a method has no such place; the process is to be given up then.
    pub fn put_back(&mut self, id: ProcessId, suspended: &Suspended) -> Result<(), NoPlace> {
        if suspended.activations.is_empty() {
            return Err(NoPlace("it has no activation".to_string()));
        }
        let mut stack = Process::new();
        let halt = self.stubs.halt();
        let mut base = HEADER;
        let mut caller = HEADER;
        let mut return_pc = halt;
        let last = suspended.activations.len().saturating_sub(1);
        for (number, activation) in suspended.activations.iter().enumerate() {
            let code = self.code_of(activation)?;
            let notes = self.notes_on(code).ok_or_else(|| NoPlace(format!("`{}` is gone", code.selector)))?;
            let function = function_notes(&notes, code);
            let rest = function
                .and_then(|function| function.at_place(activation.place))
                .ok_or_else(|| NoPlace(format!("`{}` has no such place: {:?}", code.selector, activation.place)))?;
            stack.grow(base + code.frame_size as usize + 8);
            let frame = stack.frame(base);
            frame.set_up(return_pc, stack.frame(caller), std::ptr::from_ref(code));
            let ensure = function.and_then(|function| function.ensure);
            self.enter((id, base), frame, (code, rest, ensure), activation)?;
            self.frame_fits(frame, code, rest)?;
            let pc = code.entry.wrapping_add(rest.offset as usize);
            if number == last {
                let answered = suspended.answer.is_some() || suspended.awaiting;
                let height = rest.window as usize + usize::from(answered);
                frame.set(rest.window as usize, suspended.answer.unwrap_or(Value::NIL));
                stack.base = base;
                stack.pc = pc;
                stack.live = (height, code.entry.wrapping_add(rest.holes as usize));
                stack.awaiting = suspended.awaiting.then_some(rest.window as usize);
            }
            return_pc = pc;
            caller = base;
            base += rest.window as usize + HEADER;
        }
        self.process_mut(id).take_stack(stack);
        if suspended.unwinding {
            self.unwind_when_run(id, Value::UNSET, Value::UNSET);
        }
        Ok(())
    }

    /// Takes the running process, which is parked, out of its stack and puts it back, its top activation into other code
    /// where one more control structure that is not around its place is a real send. Nothing may tell.
    pub(in crate::vm) fn resettle(&mut self) {
        let current = self.current;
        self.resettled += 1;
        // Seldom and not when the stack is high: it takes a while.
        if !self.resettled.is_multiple_of(RESETTLE_EVERY) || self.process_mut(current).base > RESETTLE_WORDS {
            return;
        }
        self.mark_frames(0);
        let mut suspended = self.suspended(current).unwrap_or_else(|NoPlace(why)| panic!("{why}"));
        let mut other = suspended.clone();
        let sites = &self.base.code().sites;
        if let Some(top) = other.activations.last_mut()
            && !sites.is_empty()
        {
            let mut real = (*top.real).clone();
            real.sites.insert(sites[self.resettled / RESETTLE_EVERY % sites.len()].place);
            top.real = Rc::new(real);
            // Around the place it is: then the place is in a block of the other code. And what the running block was given
            // when it was made must be what the other code expects.
            if self.captures_alike(&suspended, &other) && self.put_back(current, &other).is_ok() {
                suspended = self.suspended(current).unwrap_or_else(|NoPlace(why)| panic!("{why}"));
            }
        }
        self.put_back(current, &suspended).unwrap_or_else(|NoPlace(why)| panic!("{why}"));
        let process = self.process_mut(current);
        let (base, pc) = (process.base, process.pc);
        self.pc = pc;
        self.fetch_stack(base);
    }

    /// Does the code of both top activations expect the same of its block?
    fn captures_alike(&mut self, one: &Suspended, other: &Suspended) -> bool {
        let mut captures = |suspended: &Suspended| {
            let code = self.code_of(suspended.activations.last()?).ok()?;
            let notes = self.notes_on(code)?;
            Some(function_notes(&notes, code)?.captures.clone())
        };
        captures(one) == captures(other)
    }

    /// Code for an activation, as it was compiled when it was taken out.
    fn code_of<'a>(&mut self, activation: &Activation) -> Result<&'a Code, NoPlace> {
        let root = self
            .code_with(activation.tree, (*activation.real).clone())
            .map_err(|_| NoPlace("a method is too large to be compiled".to_string()))?;
        root.of_body(activation.body).ok_or_else(|| NoPlace(format!("`{}` has no such block", root.selector)))
    }
}
