//! What the machine shows the collector: stacks, code, caches and the values it holds itself.

use crate::object::collect::Roots;
use crate::object::collect::Tracer;
use crate::object::layout::Obj;
use crate::object::layout::Words;
use crate::object::map::MapId;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::interpreter::frame::Frame;
use crate::vm::interpreter::frame::HEADER;
use crate::vm::interpreter::frame::code_at;
use crate::vm::interpreter::frame::code_at_mut;
use crate::vm::interpreter::frame::set_word_at;
use crate::vm::interpreter::frame::word_at;
use crate::vm::process::Process;
use crate::vm::process::ProcessId;
use crate::vm::process::Walk;
use crate::vm::standing::WayOn;

/// Frames that a marking cycle looks at in one go.
const LATER_FRAMES: usize = 512;

/// A forgetful machine waits one safepoint for each so many bytes.
const FORGETTING_BYTES: usize = 4 << 20;

impl Vm {
    /// Collects; the machine is at a safepoint, its position is in `pc` and `base`.
    pub fn collect(&mut self) {
        self.with_heap_apart(|heap, vm| heap.collect(vm));
    }

    /// Collects everything.
    pub fn collect_all(&mut self) {
        self.with_heap_apart(|heap, vm| heap.collect_all(vm));
    }

    /// Gives back what the image has as well, if it is time to.
    pub fn make_room(&mut self) {
        if self.backing.is_some() && (self.forgets_now() || self.heap.wants_to_give_back()) {
            self.with_heap_apart(|heap, vm| heap.give_back(vm));
        }
    }

    fn forgets_now(&mut self) -> bool {
        if self.forgetful && self.until_forgetting == 0 {
            // Looking through a deep stack a thousand times would take for ever.
            self.until_forgetting = (self.heap.bytes() + self.stack_bytes()) / FORGETTING_BYTES;
            return true;
        }
        self.until_forgetting = self.until_forgetting.saturating_sub(1);
        false
    }

    /// The collector needs the heap and the machine's roots at once.
    fn with_heap_apart(&mut self, act: impl FnOnce(&mut crate::object::heap::Heap, &mut Vm)) {
        let spare = self.spare_heap.take().unwrap_or_default();
        let mut heap = std::mem::replace(&mut self.heap, spare);
        act(&mut heap, self);
        self.spare_heap = Some(std::mem::replace(&mut self.heap, heap));
    }

    /// Shows the frames of one process, from the top down to those that cannot have changed. A marking cycle looks at these
    /// later, a few at a time; see `trace_later`.
    fn trace_stack(process: &mut Process, marker_stub: *mut u64, tracer: &mut Tracer<'_>) {
        let young = tracer.is_nursery_collection();
        if process.pc.is_null() || (young && !process.touched) {
            return;
        }
        let (height, holes) = process.live;
        let unchanged = process.marker.map(|(index, _)| index);
        let mut walk = Some(Walk { index: process.base, height, holes });
        while let Some(at) = walk {
            walk = at.step(process, tracer);
            if unchanged == Some(at.index) {
                break;
            }
        }
        if !young {
            process.unmarked = walk;
            return;
        }
        if let Some((index, pc)) = process.marker {
            process.frame(index).set_return_pc(pc);
        }
        process.marker = None;
        let top = process.frame(process.base);
        if !top.is_first() {
            process.marker = Some((process.base, top.return_pc()));
            top.set_return_pc(marker_stub);
        }
        process.touched = false;
    }

    /// The running process is about to go on in the frame at `index`, or in one above it: what a marking cycle has not yet
    /// seen of them it sees now, before they change.
    pub(in crate::vm) fn mark_frames(&mut self, index: usize) {
        let Some(process) = self.processes[self.current.0 as usize].as_mut() else { return };
        while let Some(walk) = process.unmarked
            && walk.index >= index
        {
            process.unmarked = self.heap.marking_tracer().and_then(|mut tracer| walk.step(process, &mut tracer));
        }
    }
}

/// A marking cycle sees what could be reached when it began. What is found again by other ways (a record's key, the tree it
/// was made from) and is about to be used must be shown to it.
impl Vm {
    /// A tree that a method object, block or frame will refer to.
    pub(in crate::vm) fn revive_tree(&mut self, number: u32) {
        let Some(record) = self.trees.get_mut(number) else { return };
        record.marked = true;
        if let Some(code) = record.code {
            self.revive_code(code);
        }
    }

    /// Code that a block or frame will run.
    pub(in crate::vm) fn revive_code(&mut self, root: u64) {
        if let Some(mut tracer) = self.heap.marking_tracer() {
            trace_code(root, &mut tracer);
        }
    }
}

impl Walk {
    /// Shows this frame; answers its caller, unless it is the first.
    fn step(self, process: &mut Process, tracer: &mut Tracer<'_>) -> Option<Walk> {
        let frame = process.frame(self.index);
        let code = frame.code();
        trace_frame(frame, self.height, code.holes_at(code.offset_of(self.holes)), tracer);
        if !tracer.is_nursery_collection() {
            trace_code(code.root, tracer);
        }
        if frame.is_first() {
            return None;
        }
        let holes = process.return_pc(frame);
        Some(Walk { index: process.index_of(frame.caller()), height: frame.distance() - HEADER, holes })
    }
}

/// Shows registers `0..height` of a frame, but for the holes.
fn trace_frame(frame: Frame, height: usize, holes: &[(u16, u16)], tracer: &mut Tracer<'_>) {
    let mut from = 0;
    // Nearly always they are few; a stack has a million frames at times.
    let (mut few, mut many) = ([(0, 0); 8], Vec::new());
    let sorted = match few.get_mut(..holes.len()) {
        Some(few) => few,
        None => {
            many.resize(holes.len(), (0, 0));
            many.as_mut_slice()
        }
    };
    sorted.copy_from_slice(holes);
    sorted.sort_unstable();
    for (start, end) in sorted {
        let (start, end) = ((*start as usize).min(height), (*end as usize).min(height));
        if start > from {
            tracer.visit_words(Words { start: frame.window(from).0, count: start - from });
        }
        from = from.max(end);
    }
    if height > from {
        tracer.visit_words(Words { start: frame.window(from).0, count: height - from });
    }
}

/// Marks code, what it refers to, and the code of its blocks.
fn trace_code(address: u64, tracer: &mut Tracer<'_>) {
    let mut pending = vec![address];
    while let Some(address) = pending.pop() {
        let code = code_at_mut(address);
        if std::mem::replace(&mut code.marked, true) {
            continue;
        }
        for offset in &code.literals {
            let word = code.entry.wrapping_add(*offset as usize);
            let mut value = Value::from_bits(word_at(word));
            tracer.visit(&mut value);
            set_word_at(word, value.bits());
        }
        for template in &mut code.templates {
            for value in template.fixed() {
                tracer.visit(value);
            }
            if let Some(map) = template.map() {
                tracer.visit_map(map);
            }
        }
        pending.extend(code.blocks.iter().map(|block| std::ptr::from_ref(&**block) as u64));
    }
}

impl Roots for Vm {
    fn trace(&mut self, tracer: &mut Tracer<'_>) {
        if !tracer.is_nursery_collection() {
            self.trees.unmark();
        }
        if let Some(process) = self.processes[self.current.0 as usize].as_mut() {
            process.touched = true;
        }
        let marker_stub = self.stubs.marker();
        let main = self.main.map(|main| main.0 as usize);
        for (index, process) in self.processes.iter_mut().enumerate() {
            let Some(process) = process else { continue };
            // One that has ended is kept by whoever can ask for its answer (`trace_process`), unless its end is still to be
            // saved: its record may be known to objects that are not in memory.
            if process.state.has_ended() && !tracer.is_nursery_collection() && main != Some(index) {
                let id = ProcessId(index as u32);
                let moved = process.moved || self.standing.iter().any(|standing| standing.has_moved(id));
                if !moved || !tracer.has_record(process.object) {
                    continue;
                }
            }
            Vm::trace_stack(process, marker_stub, tracer);
            tracer.visit(&mut process.object);
            tracer.visit(&mut process.result);
            tracer.visit(&mut process.handlers);
            tracer.visit(&mut process.waits_for);
        }
        let standing = self.standing.iter_mut().flat_map(|standing| standing.shadows());
        let shadows = self.shadows.iter_mut().map(|(_, shadow)| shadow).chain(standing);
        for process in shadows {
            Vm::trace_stack(process, marker_stub, tracer);
            tracer.visit(&mut process.object);
            tracer.visit(&mut process.result);
            tracer.visit(&mut process.handlers);
            tracer.visit(&mut process.waits_for);
        }
        let errors = self.standing.iter_mut().map(|standing| &mut standing.error);
        for value in errors.chain(self.way_on.iter_mut().filter_map(WayOn::value)) {
            tracer.visit(value);
        }
        for value in self.known.values_mut() {
            tracer.visit(value);
        }
        for value in self.interned.values_mut() {
            tracer.visit(value);
        }
        for value in self.held.iter_mut().chain(self.resting.iter_mut().flatten()) {
            tracer.visit(value);
        }
        self.caches.visit(|value| tracer.visit(value));
        self.specials.visit(|value| tracer.visit(value));
    }

    fn trace_later(&mut self, tracer: &mut Tracer<'_>) -> bool {
        let mut frames = 0;
        let standing = self.standing.iter_mut().flat_map(|standing| standing.shadows());
        let shadows = self.shadows.iter_mut().map(|(_, shadow)| shadow).chain(standing);
        for process in self.processes.iter_mut().flatten().chain(shadows) {
            while let Some(walk) = process.unmarked {
                process.unmarked = walk.step(process, tracer);
                frames += 1;
                if frames == LATER_FRAMES {
                    return true;
                }
            }
        }
        frames > 0
    }

    fn trace_block(&mut self, code: u64, tracer: &mut Tracer<'_>) {
        // The code of a block belongs to the code it was made in.
        trace_code(code_at(code).root, tracer);
    }

    fn trace_method(&mut self, number: i64, tracer: &mut Tracer<'_>) {
        if let Some(record) = self.trees.get_mut(number as u32) {
            record.marked = true;
            if let Some(code) = record.code {
                trace_code(code, tracer);
            }
        }
    }

    fn trace_process(&mut self, process: Obj, tracer: &mut Tracer<'_>) {
        if let Some(id) = self.process_behind(process) {
            let process = self.process_mut(id);
            tracer.visit(&mut process.result);
            tracer.visit(&mut process.handlers);
            tracer.visit(&mut process.waits_for);
        }
    }

    fn forget(&mut self, _live: &dyn Fn(MapId) -> bool, dead: &dyn Fn(Value) -> bool) {
        self.forget_processes(dead);
        // Sites may know maps and code that are about to go; all of them learn anew.
        self.caches.forget_all();
        self.table_shapes = Default::default();
        self.trees.drop_unmarked();
    }
}
