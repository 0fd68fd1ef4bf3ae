//! Leaving a control structure that was compiled in place, because its receiver is not what the structure is for.
//!
//! The method (or block) is compiled anew with that one site as a real send. Both codes lay out their registers alike, so
//! the running activation goes over as it stands: values evaluated so far move to the real send's window, and variables
//! that its blocks might assign move into contexts, which are laid out as if nothing were compiled in place.

use std::collections::HashSet;

use crate::code::compile;
use crate::code::method::Code;
use crate::code::method::CodeKind;
use crate::code::method::ControlSite;
use crate::code::opcode::Op;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::interpreter::frame::code_at;
use crate::vm::interpreter::frame::set_word_at;
use crate::vm::interpreter::frame::word_at;

impl Vm {
    /// The instruction at `pc` tests the receiver of a control structure and has found no boolean (or no integer).
    pub(in crate::vm) fn leave_inlined(&mut self) {
        let frame = self.base;
        let code = frame.code();
        let offset = code.offset_of(self.pc) as u32;
        let Some(site) = code.sites.iter().find(|site| !site.real && site.offset == offset) else {
            return self.test_condition();
        };
        let Some(real) = self.code_with_real_site(code, site.place) else {
            return self.test_condition();
        };
        let Some(target) = real.sites.iter().find(|other| other.real && other.place == site.place) else {
            return self.test_condition();
        };
        if !self.go_over(site, target, real.frame_size as usize) {
            return;
        }
        let home = real.home_register as usize;
        if home != 0 && self.base.get(home).is_nil() {
            // Its blocks were all in place until now.
            let made = self.new_home();
            self.base.set(home, made);
        }
        self.pc = real.entry.wrapping_add(target.offset as usize);
        self.base.set_code(std::ptr::from_ref(real));
    }

    /// Moves values and variables of the running activation to where the other code, whose frame has this size, has them.
    /// False if there is no room for that, and an error is on its way instead.
    fn go_over(&mut self, from: &ControlSite, to: &ControlSite, size: usize) -> bool {
        if !self.reserve(size, 0) {
            return false;
        }
        let frame = self.base;
        let values: Vec<Value> = from.values.iter().map(|register| frame.get(*register as usize)).collect();
        for ((register, size, made), (_, _, had)) in to.contexts.iter().zip(&from.contexts) {
            if *made && !*had {
                let map = self.heap.kind_map(Kind::Context);
                let context = self.heap.new_object(map, *size as usize).value();
                frame.set(*register as usize, context);
            }
        }
        for (there, here) in to.variables.iter().zip(&from.variables) {
            if there.in_context
                && !here.in_context
                && let Some(context) = Obj::of(frame.get(there.context.0 as usize))
            {
                self.heap.store(context, there.context.1 as usize, frame.get(here.register as usize));
            }
        }
        for (value, register) in values.into_iter().zip(&to.values) {
            frame.set(*register as usize, value);
        }
        true
    }

    /// Code for the same method, script or block with one more site compiled as a real send.
    fn code_with_real_site<'a>(&mut self, code: &'a Code, place: u32) -> Option<&'a Code> {
        let root = code_at(code.root);
        let mut real_sites: HashSet<u32> = root.real_sites.clone();
        real_sites.insert(place);
        let method = self.methods.iter().position(|method| method.code == Some(root.root));
        let new = match (&root.kind, method) {
            (CodeKind::Script(body), _) => {
                let real = self.real_sends(real_sites);
                compile::compile_script(&root.source, &body.clone(), &real, self).ok()?
            }
            (_, Some(number)) => {
                let tree = self.methods[number].tree.clone();
                self.methods[number].real_sites = real_sites.clone();
                let real = self.real_sends(real_sites);
                compile::compile_method(&tree, &real, self).ok()?
            }
            // Older code of a method that has been compiled anew since: its successor may know the site already.
            (_, None) => {
                let number = self.methods.iter().position(|method| {
                    method.tree.span == root.span && std::rc::Rc::ptr_eq(&method.tree.source.0, &root.source)
                })?;
                real_sites.extend(&self.methods[number].real_sites);
                let tree = self.methods[number].tree.clone();
                self.methods[number].real_sites = real_sites.clone();
                let real = self.real_sends(real_sites);
                compile::compile_method(&tree, &real, self).ok()?
            }
        };
        let address = self.add_code(new);
        if let Some(number) = self.methods.iter().position(|method| {
            method.tree.span == root.span && std::rc::Rc::ptr_eq(&method.tree.source.0, &root.source)
        }) {
            self.methods[number].code = Some(address);
            self.caches.forget_selector(root.selector);
        }
        let new_root = code_at(address);
        if code.root == std::ptr::from_ref(code) as u64 {
            return Some(new_root);
        }
        let found = find_block(new_root, code)?;
        self.replace_block(root, code, found);
        Some(found)
    }

    /// Blocks made from now on by the old code run the new code.
    fn replace_block(&mut self, within: &Code, old: &Code, new: &Code) {
        for offset in within.offsets() {
            let word = within.entry.wrapping_add(offset);
            if Op::of(word_at(word)) == Op::Block && word_at(word.wrapping_add(1)) == std::ptr::from_ref(old) as u64 {
                set_word_at(word.wrapping_add(1), std::ptr::from_ref(new) as u64);
            }
        }
        for block in &within.blocks {
            self.replace_block(block, old, new);
        }
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

/// The block of `root` that stands where `code` stands in the source.
fn find_block<'a>(root: &'a Code, code: &Code) -> Option<&'a Code> {
    root.blocks.iter().find_map(|block| {
        let same = block.span == code.span && block.argument_count == code.argument_count;
        if same { Some(&**block) } else { find_block(block, code) }
    })
}
