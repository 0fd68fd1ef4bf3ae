//! Where the interpreter looks up: at method entry and loop edges, when the countdown has run out.

use std::sync::atomic::Ordering;

use crate::object::heap::SLICE;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Failure;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Fault;
use crate::vm::primitive::primitive_number;

/// What handling an error for want of memory may take beyond the budget.
const EXHAUSTION_BYTES: usize = 64 << 20;

/// Steps between safepoints in cruel mode.
const CRUEL_SLICE: i64 = 7;

/// The same for a machine that keeps nothing in memory it can read again.
const FORGETFUL_SLICE: i64 = 3000;

/// No single piece of work counts for more; it keeps sums far from overflow.
const MOST_UNITS: i64 = 1 << 40;

impl Vm {
    /// The countdown has run out. `in_loop` says how many registers are live at a loop edge and where its holes are noted;
    /// at method entry it is nothing.
    pub fn safepoint(&mut self, in_loop: Option<(usize, *mut u64)>) {
        let live = match in_loop {
            Some((height, holes)) => (height, holes.cast_const()),
            None => {
                // At entry only receiver and arguments (and the holder of a method that resends) are set.
                let code = self.base.code();
                let holder = usize::from(code.holder_register != 0);
                (1 + code.argument_count as usize + holder, code.entry.cast_const())
            }
        };
        self.park(live);
        if self.settle() == Some(0) {
            return self.fail(Failure::OutOfFuel);
        }
        if self.interrupt.swap(false, Ordering::Relaxed) {
            return self.fail(Failure::Interrupted);
        }
        if self.heap.collect_requested || self.cruel || self.forgetful {
            self.collect();
            self.make_room();
            let spare = if self.in_exhaustion { EXHAUSTION_BYTES } else { 0 };
            let budget = self.heap.budget_bytes + spare;
            if self.heap.bytes() + self.stack_bytes() > budget {
                self.collect_all();
                if self.heap.bytes() + self.stack_bytes() > budget {
                    self.grant();
                    // Whichever holds more of the budget is what the program has too much of.
                    return if self.stack_bytes() > self.heap.bytes() {
                        self.exhausted(live.0, "stack", Failure::StackTooDeep)
                    } else {
                        self.exhausted(live.0, "memory", Failure::OutOfMemory)
                    };
                }
            }
        }
        if self.cruel {
            self.caches.forget_all();
            self.resettle();
        }
        self.grant();
        if let Some(deadline) = self.passed_deadline() {
            self.late(live.0, deadline);
        }
    }

    /// A primitive of a body wants more space than the budget has left: collects everything and runs it again. It has
    /// checked before it changed anything, so that is as if it ran for the first time. `count` arguments follow the
    /// receiver in its window, and perhaps the block of `IfFail:`.
    pub(in crate::vm) fn again_with_space(
        &mut self,
        window: usize,
        count: usize,
        has_handler: bool,
        name: Symbol,
    ) -> Answer {
        // The primitive's instruction is a safepoint like a send's, but that its window's header has not been written.
        for header in window..window + 3 {
            self.base.set(header, Value::NIL);
        }
        self.park((window + 4 + count + usize::from(has_handler), self.pc.cast_const()));
        self.collect_all();
        self.make_room();
        let arguments = self.base.registers(window + 3, count + 1);
        match primitive_number(name) {
            0 => Err(Fault::NotDefined),
            number => (self.functions[number as usize - 1])(self, arguments),
        }
    }

    /// Takes what the running process has spent of its slice from its fuel; what is left of that, if it is bounded.
    pub(in crate::vm) fn settle(&mut self) -> Option<u64> {
        let spent = self.granted - self.heap.countdown_rest - self.heap.countdown;
        self.heap.countdown_rest = 0;
        self.heap.countdown = 0;
        self.granted = 0;
        let process = self.processes[self.current.0 as usize].as_ref()?;
        let fuel = process.fuel.as_ref()?;
        fuel.set(fuel.get().saturating_sub(spent.max(0) as u64));
        Some(fuel.get())
    }

    /// Notes where the running process stands, so that the collector and other processes find it.
    pub(in crate::vm) fn park(&mut self, live: (usize, *const u64)) {
        let (base, pc, current) = (self.base, self.pc, self.current);
        let process = self.process_mut(current);
        process.base = process.index_of(base);
        process.pc = pc;
        process.live = live;
        process.touched = true;
    }

    /// Grants the running process its next slice.
    pub(in crate::vm) fn grant(&mut self) {
        let current = self.current;
        let slice = match (self.cruel, self.forgetful) {
            (true, _) => CRUEL_SLICE,
            (_, true) => FORGETFUL_SLICE,
            _ => SLICE,
        };
        let granted = match &self.process_mut(current).fuel {
            // The step that takes the countdown below zero counts too.
            Some(fuel) => slice.min((fuel.get() as i64 - 1).max(0)),
            None => slice,
        };
        self.granted = granted;
        self.heap.countdown = granted;
        self.heap.countdown_rest = 0;
    }

    /// Charges the running process for long work that a primitive is about to do, in fuel (about a send's time each).
    /// False if it has not so much left: then the work is not to be done, and the process ends at the next safepoint.
    pub(in crate::vm) fn charge(&mut self, units: u64) -> bool {
        let units = i64::try_from(units).unwrap_or(i64::MAX).min(MOST_UNITS);
        if units < self.heap.countdown {
            self.heap.countdown -= units;
            return true;
        }
        self.granted += units;
        self.heap.end_countdown();
        let current = self.current;
        let spent = self.granted - self.heap.countdown_rest;
        self.process_mut(current).fuel.as_ref().is_none_or(|fuel| spent.max(0) as u64 <= fuel.get())
    }

    /// Bytes of all stacks.
    pub fn stack_bytes(&self) -> usize {
        self.processes.iter().flatten().map(|process| process.words() * 8).sum()
    }
}
