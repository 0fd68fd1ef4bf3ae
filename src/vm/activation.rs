//! Activations: pushing them, the stack they live on, and leaving them.

use crate::code::opcode::a;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::vm::Failure;
use crate::vm::Vm;
use crate::vm::interpreter::frame::Frame;
use crate::vm::interpreter::frame::HEADER;
use crate::vm::interpreter::frame::code_at;
use crate::vm::interpreter::frame::word_at;
use crate::vm::process::ProcessId;
use crate::vm::process::State;

/// Frames between two places of the collector's marker when returns lower it.
const MARKER_STEP: usize = 64;
/// Words of a stack from which on its growth brings the next collection nearer.
const LONG_STACK: usize = 1 << 18;
/// What handling an error for want of stack may take beyond the budget.
const EXHAUSTION_BYTES: usize = 4 << 20;

impl Vm {
    /// The running frame.
    #[inline(always)]
    pub fn frame(&self) -> Frame {
        self.base
    }

    /// Pushes an activation of the code at `code`, whose receiver and arguments stand in the window, with the method's
    /// holder for code that may resend. This is a safepoint: nothing that refers to objects may be used after it.
    pub fn push_frame(&mut self, window: usize, code: u64, holder: Value) {
        if !self.make_frame(window, code) {
            return;
        }
        let register = code_at(code).holder_register as usize;
        if register != 0 {
            self.base.set(register, holder);
        }
        if self.heap.countdown < 0 {
            self.safepoint(None);
        }
    }

    /// The frame itself. False if there was no room, and an error is on its way instead.
    fn make_frame(&mut self, window: usize, code: u64) -> bool {
        let code_ref = code_at(code);
        let size = window + 3 + code_ref.frame_size as usize;
        if self.base.0.wrapping_add(size) > self.stack_limit && !self.grow_stack(size, window) {
            return false;
        }
        let frame = self.base.window(window + 3);
        frame.set_up(self.pc, self.base, code as *const _);
        for register in code_ref.nil_from..code_ref.nil_to {
            frame.set(register as usize, Value::NIL);
        }
        self.base = frame;
        self.pc = code_ref.entry;
        self.heap.countdown -= 1;
        true
    }

    /// Makes room for `words` more words above the running frame's base. If the budget does not allow it, signals that in
    /// the window and answers false.
    pub fn grow_stack(&mut self, words: usize, window: usize) -> bool {
        let base = self.base;
        let process = self.process_mut(self.current);
        let index = process.index_of(base);
        let have = process.words();
        let wanted = index + words;
        let others = self.heap.bytes();
        let spare = if self.in_exhaustion { EXHAUSTION_BYTES } else { 0 };
        let budget = (self.heap.budget_bytes + spare).saturating_sub(others) / 8;
        if wanted > budget {
            if self.in_exhaustion {
                self.fail(Failure::StackTooDeep);
            } else {
                self.exhausted(window, "stack", Failure::StackTooDeep);
            }
            return false;
        }
        // Growing by half must not run into the budget before the need does.
        self.process_mut(self.current).grow(wanted.max((have + have / 2).min(budget)));
        self.fetch_stack(index);
        if have > LONG_STACK {
            // A collection now looks at what is new; a later one would have to look at all of it in one pause.
            self.heap.request_collection();
        }
        true
    }

    /// Makes sure that a window at `window` has room for `count` arguments. False if there is none, and an error is on its
    /// way instead.
    pub fn reserve(&mut self, window: usize, count: usize) -> bool {
        let words = window + 4 + count;
        self.base.0.wrapping_add(words) <= self.stack_limit || self.grow_stack(words, window)
    }

    /// Puts the stack of the current process, with this base, into the machine's registers.
    pub fn fetch_stack(&mut self, base: usize) {
        let process = self.process_mut(self.current);
        let (frame, limit) = (process.frame(base), process.limit());
        self.base = frame;
        self.stack_limit = limit;
    }

    /// The home object of the running activation.
    pub fn new_home(&mut self) -> Value {
        let base = self.base;
        let current = self.current;
        let index = self.process_mut(current).index_of(base);
        self.home_at(current, index)
    }

    /// A home object for the activation with this base on a process's stack.
    pub(in crate::vm) fn home_at(&mut self, process: ProcessId, base: usize) -> Value {
        let map = self.heap.kind_map(Kind::Home);
        let fields = [Value::int(process.0 as i64), Value::int(base as i64), Value::TRUE];
        self.heap.new_object_with(map, &fields).value()
    }

    /// `^` from a block: answers `value` from the home activation, if that is still there and this process's.
    pub fn return_far(&mut self, value: Value, home: Value, window: usize) {
        let alive = self
            .heap
            .object_of_kind(home, Kind::Home)
            .filter(|home| home.field(2) == Value::TRUE && home.field(0) == Value::int(self.current.0 as i64));
        match alive {
            Some(_) => self.go_on_unwinding(value, home),
            None => self.cannot_return(value, window),
        }
    }

    /// Unwinds to the home (or, for `UNSET`, off the whole stack), stopping at each activation that must run its ensure
    /// part first: that part ends in `GoOnUnwinding`, which comes here again.
    pub fn go_on_unwinding(&mut self, value: Value, home: Value) {
        let target = match self.heap.object_of_kind(home, Kind::Home) {
            Some(home) => home.field(1).as_int().unwrap_or(0) as usize,
            None => 0,
        };
        loop {
            let frame = self.base;
            let current = self.current;
            let index = self.process_mut(current).index_of(frame);
            self.mark_frames(index);
            if let Some(part) = frame.ensure_part() {
                let pc = frame.code().entry.wrapping_add(part);
                let kept = a(word_at(pc));
                frame.set(kept, value);
                frame.set(kept + 1, home);
                self.pc = pc;
                return self.popped_to(index);
            }
            self.end_home_of(frame);
            let pc = self.process_mut(current).return_pc(frame);
            if index == target && home != Value::UNSET {
                self.in_exhaustion = false;
                let caller = frame.caller();
                let index = self.process_mut(current).index_of(caller);
                self.mark_frames(index);
                self.base = caller;
                self.pc = pc;
                self.popped_to(index);
                if self.sends_again(home) {
                    return self.send_again(frame.distance() - HEADER, value);
                }
                return frame.set_result(value);
            }
            if frame.is_first() {
                return self.process_unwound(value);
            }
            self.base = frame.caller();
        }
    }

    fn end_home_of(&mut self, frame: Frame) {
        let register = frame.code().home_register as usize;
        if register != 0
            && let Some(home) = Obj::of(frame.get(register))
        {
            self.heap.end_home(home);
        }
    }

    /// Frames above the one at `index` are gone: if the collector's marker was among them, it moves here.
    fn popped_to(&mut self, index: usize) {
        let marker_stub = self.stubs.marker();
        let process = self.process_mut(self.current);
        if let Some((at, _)) = process.marker
            && at > index
        {
            let frame = process.frame(index);
            process.marker = None;
            if !frame.is_first() {
                process.marker = Some((index, frame.return_pc()));
                frame.set_return_pc(marker_stub);
            }
        }
    }

    /// A return has reached the frame below the marker: the marker moves further down.
    pub fn marker_reached(&mut self) {
        let marker_stub = self.stubs.marker();
        let base = self.base;
        let current = self.current;
        let process = self.process_mut(current);
        let Some((_, pc)) = process.marker.take() else { return };
        let mut frame = base;
        for _ in 0..MARKER_STEP {
            if frame.is_first() {
                break;
            }
            frame = frame.caller();
        }
        let index = process.index_of(frame);
        self.mark_frames(index);
        let process = self.process_mut(current);
        // The first frame needs none: it may have answered already, and its result must stay where it is.
        if !frame.is_first() {
            process.marker = Some((index, frame.return_pc()));
            frame.set_return_pc(marker_stub);
        }
        self.pc = pc;
    }

    /// The first activation has answered (or everything was unwound).
    fn process_unwound(&mut self, value: Value) {
        let state = if value == Value::UNSET { State::Aborted } else { State::Done };
        self.end_process(state, value);
    }
}
