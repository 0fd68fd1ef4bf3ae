//! Leaving a control structure that was compiled in place, because its receiver is not what the structure is for.
//!
//! The method (or block) is compiled anew with that one site as a real send, and the running activation goes over in terms
//! of its source (`portable`).

use crate::code::method::Code;
use crate::code::opcode::Op;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::interpreter::frame::code_at;
use crate::vm::interpreter::frame::set_word_at;
use crate::vm::interpreter::frame::word_at;
use crate::vm::trees::function_notes;

impl Vm {
    /// The instruction at `pc` tests the receiver of a control structure and has found no boolean (or no integer).
    pub(in crate::vm) fn leave_inlined(&mut self) {
        let frame = self.base;
        let code = frame.code();
        let offset = code.offset_of(self.pc) as u32;
        match code.sites.iter().find(|site| site.offset == offset) {
            Some(site) if self.go_over(code, site.offset, site.place).is_some() => {}
            _ => self.test_condition(),
        }
    }

    /// Lets the running activation go on in code where this structure is a real send.
    fn go_over(&mut self, code: &Code, offset: u32, place: u32) -> Option<()> {
        let new = self.code_with_real_site(code, place)?;
        let (notes, new_notes) = (self.notes_on(code)?, self.notes_on(new)?);
        let (from, to) = (function_notes(&notes, code)?, function_notes(&new_notes, new)?);
        let rest = from.test_at(offset)?;
        let target = to.at_place(rest.place)?;
        if from.captures != to.captures {
            return None;
        }
        let activation = self.leave(self.base, code, rest);
        self.reserve(target.window as usize, new.frame_size as usize);
        if self.stop.is_some() {
            return Some(());
        }
        let (current, frame) = (self.current, self.base);
        let index = self.process_mut(current).index_of(frame);
        self.enter((current, index), frame, (new, target, to.ensure), &activation).ok()?;
        self.pc = new.entry.wrapping_add(target.offset as usize);
        self.base.set_code(std::ptr::from_ref(new));
        if code.body != 0 {
            replace_block(code_at(code.root), code, new);
        }
        Some(())
    }

    /// Code for the same method, script or block with one more site compiled as a real send.
    fn code_with_real_site<'a>(&mut self, code: &Code, place: u32) -> Option<&'a Code> {
        let mut real = (*code.real).clone();
        real.sites.insert(place);
        let new = self.code_with(code.tree, real.clone()).ok()?;
        let record = self.trees.get_mut(code.tree)?;
        // Called anew, a method that is not older code runs the new one at once.
        if record.code == Some(code.root) {
            record.code = Some(new.root);
            record.real_sites = real.sites;
            self.caches.forget_selector(code.selector);
        }
        new.of_body(code.body)
    }

    /// A loop's condition that is no boolean is sent `ifTrue: [true] False: [false]`; its answer is tested again.
    fn test_condition(&mut self) {
        let register = crate::code::opcode::a(word_at(self.pc));
        let value = self.base.get(register);
        let (yes, no) = (self.known("[true]"), self.known("[false]"));
        // The answer comes to the tested register if that is a temporary; the window starts there.
        let selector = Symbol::intern("ifTrue:False:");
        self.send_values(register, value, selector, &[yes, no]);
    }
}

/// Blocks made from now on by the old code run the new code.
fn replace_block(within: &Code, old: &Code, new: &Code) {
    for offset in within.offsets() {
        let word = within.entry.wrapping_add(offset);
        if Op::of(word_at(word)) == Op::Block && word_at(word.wrapping_add(1)) == std::ptr::from_ref(old) as u64 {
            set_word_at(word.wrapping_add(1), std::ptr::from_ref(new) as u64);
        }
    }
    for block in &within.blocks {
        replace_block(block, old, new);
    }
}
