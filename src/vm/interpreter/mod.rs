//! The loop: fetch an instruction, do it. Fast paths only; whatever is rare is a call out of line. The source has one jump for
//! all instructions; the compiler is told to repeat it after each of them (`.cargo/config.toml`), which the processor's
//! guesses need.
//!
//! Three values live in machine registers: the pc, the base of the running frame, and the machine itself. Before anything
//! that may look at frames (a slow send, a primitive, a safepoint) they are put into `vm.pc` and `vm.base`, and fetched
//! again after it.
#![expect(unsafe_code, reason = "the interpreter's loop reads code and registers without bounds checks")]

pub mod frame;

use crate::code::method::Code;
use crate::code::opcode;
use crate::code::opcode::Op;
use crate::code::opcode::a;
use crate::code::opcode::b;
use crate::code::opcode::c;
use crate::code::opcode::immediate;
use crate::code::opcode::wide;
use crate::code::opcode::x;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::inline_cache::Meaning;
use crate::vm::interpreter::frame::Frame;
use crate::vm::interpreter::frame::cases_at;
use crate::vm::interpreter::frame::template_at;
use crate::vm::primitive::Fault;
use crate::vm::send::Sending;

/// The map number of any value, read from its header if it has one.
macro_rules! map_of {
    ($vm:ident, $value:expr) => {{
        let value = $value;
        match Obj::of(value) {
            Some(object) => object.map().0,
            None => $vm.heap.map_of_immediate(value).0,
        }
    }};
}

impl Vm {
    /// Runs the current process until something stops it; `self.stop` says what.
    pub(in crate::vm) fn interpret(&mut self) {
        let mut pc: *mut u64 = self.pc;
        let mut base: *mut Value = self.base.0;

        // SAFETY (for every `unsafe` block of the loop): `pc` walks the words of living code that the compiler laid out
        // (`opcode::length` apart, each ending in a return or jump), `base` is a frame with `frame_size` words of its
        // code behind it (checked at every call), and register operands are below that. Nothing else touches the stack or
        // the code's words while the loop runs, and both are fetched anew after every call out of line.
        macro_rules! reg {
            ($index:expr) => {{
                let index = $index;
                // SAFETY: see above.
                unsafe { *base.add(index) }
            }};
        }
        macro_rules! set {
            ($index:expr, $value:expr) => {{
                let (index, value): (usize, Value) = ($index, $value);
                // SAFETY: see above.
                unsafe { *base.add(index) = value }
            }};
        }
        macro_rules! word {
            ($index:expr) => {{
                let index = $index;
                // SAFETY: see above.
                unsafe { *pc.add(index) }
            }};
        }
        macro_rules! skip {
            ($words:expr) => {
                pc = pc.wrapping_offset($words as isize)
            };
        }
        macro_rules! save {
            () => {
                self.pc = pc;
                self.base = Frame(base);
            };
        }
        macro_rules! reload {
            () => {
                if self.stop.is_some() {
                    return;
                }
                pc = self.pc;
                base = self.base.0;
            };
        }
        // Calls out of line; `pc` has been moved past the instruction.
        macro_rules! slowly {
            ($($call:tt)*) => {{
                save!();
                self.$($call)*;
                reload!();
            }};
        }
        // Sends: builds what the slow road needs from the instruction at `site`.
        macro_rules! sending {
            ($site:expr, $word:expr) => {
                self.sending($site, $word)
            };
        }
        macro_rules! miss {
            ($word:expr) => {{
                let site = pc;
                let window = a($word);
                set!(window + 3, reg!(b($word)));
                skip!(opcode::SEND_WORDS);
                save!();
                let sending = sending!(site, $word);
                self.send_from_site(site, sending);
                reload!();
                continue;
            }};
        }
        // Pushes a frame for `code` whose window is ready, and goes on in it.
        macro_rules! enter {
            ($code:expr, $window:expr) => {{
                let code: *const Code = $code;
                let mut frame: *mut Value = base.wrapping_add($window + 3);
                let (entry, size, from, to) = {
                    // SAFETY: see above; `code` is alive.
                    unsafe { ((*code).entry, (*code).frame_size, (*code).nil_from, (*code).nil_to) }
                };
                if frame.wrapping_add(size as usize) > self.stack_limit {
                    save!();
                    let grown = self.grow_stack($window + 3 + size as usize, $window);
                    reload!();
                    if !grown {
                        continue;
                    }
                    frame = base.wrapping_add($window + 3);
                }
                // SAFETY: see above; the frame's words are below the limit.
                unsafe {
                    *frame.sub(3) = Value::from_bits(pc as u64);
                    *frame.sub(2) = Value::from_bits(frame as u64 - base as u64);
                    *frame.sub(1) = Value::from_bits(code as u64);
                    let mut register = from as usize;
                    while register < to as usize {
                        *frame.add(register) = Value::NIL;
                        register += 1;
                    }
                }
                base = frame;
                pc = entry;
                self.heap.countdown -= 1;
                if self.heap.countdown < 0 {
                    slowly!(safepoint(None));
                }
                continue;
            }};
        }
        macro_rules! enter_method {
            ($code:expr, $window:expr, $holder:expr) => {{
                let code: *const Code = $code as *const Code;
                // SAFETY: see above; the site or case holds living code.
                let register = unsafe { (*code).holder_register } as usize;
                if register != 0 {
                    let holder = $holder;
                    let holder = if holder == Value::UNSET { reg!($window + 3) } else { holder };
                    // The frame may not fit yet: let the slow road see to it.
                    skip!(0);
                    slowly!(push_frame($window, code as u64, holder));
                    continue;
                }
                enter!(code, $window)
            }};
        }
        // Runs the block in R[window + 3] with `count` arguments.
        macro_rules! enter_block {
            ($object:expr, $window:expr, $count:expr, $else:block) => {{
                let code: *const Code = $object.word(0) as *const Code;
                // SAFETY: see above; a block's code lives as long as the block.
                if unsafe { (*code).argument_count } as usize <= $count {
                    enter!(code, $window)
                }
                $else
            }};
        }
        macro_rules! bound_primitive {
            ($code:expr, $window:expr, $count:expr, $holder:expr) => {{
                let code: *const Code = $code as *const Code;
                // SAFETY: see above.
                let number = unsafe { (*code).primitive_number } as usize - 1;
                save!();
                let arguments = Frame(base).registers($window + 3, $count + 1);
                if !self.arguments_whole(arguments) {
                    reload!();
                    continue;
                }
                match (self.functions[number])(self, arguments) {
                    Ok(value) => set!($window, value),
                    Err(fault) => {
                        self.bound_primitive_failed(fault, $window, code as u64, $holder);
                        reload!();
                    }
                }
                continue;
            }};
        }
        macro_rules! arithmetic {
            ($word:ident, $int:ident, $float:expr) => {{
                let (left, right) = (reg!(b($word)), reg!(c($word)));
                if (left.bits() | right.bits()) & 3 == 0 {
                    if let Some(sum) = (left.bits() as i64).$int(right.bits() as i64) {
                        set!(a($word), Value::from_bits(sum as u64));
                        skip!(2);
                        continue;
                    }
                } else if left.is_unboxed_float() && right.is_unboxed_float() {
                    let operation: fn(f64, f64) -> f64 = $float;
                    let result = operation(left.unboxed(), right.unboxed());
                    let result = self.heap.new_float(result);
                    set!(a($word), result);
                    skip!(2);
                    continue;
                }
                skip!(1);
                slowly!(arithmetic_send($word));
            }};
        }
        macro_rules! compare {
            ($word:ident, $compare:tt) => {{
                let (left, right) = (reg!(b($word)), reg!(c($word)));
                if (left.bits() | right.bits()) & 3 == 0 {
                    set!(a($word), Value::bool((left.bits() as i64) $compare (right.bits() as i64)));
                    skip!(2);
                    continue;
                } else if left.is_unboxed_float() && right.is_unboxed_float() {
                    set!(a($word), Value::bool(left.unboxed() $compare right.unboxed()));
                    skip!(2);
                    continue;
                }
                skip!(1);
                slowly!(arithmetic_send($word));
            }};
        }
        // A comparison and the conditional jump after it; the jump's own opcode says when to jump.
        macro_rules! branch {
            ($holds:expr) => {{
                let jump = word!(1);
                let holds: bool = $holds;
                if jump as u8 > Op::JumpIfTrue as u8 {
                    // The conditional is redefined: it wants the boolean itself.
                    set!(a(jump), Value::bool(holds));
                    skip!(1);
                    continue;
                }
                if holds != (jump as u8 == Op::JumpIfTrue as u8) {
                    skip!(2);
                } else {
                    skip!(1 + wide(jump));
                }
                continue;
            }};
        }
        macro_rules! compare_jump {
            ($word:ident, $compare:tt) => {{
                let (left, right) = (reg!(b($word)), reg!(c($word)));
                if (left.bits() | right.bits()) & 3 == 0 {
                    branch!((left.bits() as i64) $compare (right.bits() as i64))
                } else if left.is_unboxed_float() && right.is_unboxed_float() {
                    branch!(left.unboxed() $compare right.unboxed())
                }
                skip!(1);
                slowly!(arithmetic_send($word));
            }};
        }
        macro_rules! compare_small_jump {
            ($word:ident, $compare:tt) => {{
                let left = reg!(b($word));
                if left.is_int() {
                    branch!((left.bits() as i64) $compare (immediate($word) << 2))
                } else if left.is_unboxed_float() {
                    branch!(left.unboxed() $compare (immediate($word) as f64))
                }
                skip!(1);
                slowly!(arithmetic_send($word));
            }};
        }
        macro_rules! small_arithmetic {
            ($word:ident, $int:ident, $float:tt) => {{
                let left = reg!(b($word));
                if left.is_int() {
                    if let Some(sum) = (left.bits() as i64).$int(immediate($word) << 2) {
                        set!(a($word), Value::from_bits(sum as u64));
                        skip!(2);
                        continue;
                    }
                } else if left.is_unboxed_float() {
                    let result = self.heap.new_float(left.unboxed() $float immediate($word) as f64);
                    set!(a($word), result);
                    skip!(2);
                    continue;
                }
                skip!(1);
                slowly!(arithmetic_send($word));
            }};
        }

        loop {
            let word = word!(0);
            // SAFETY: the compiler writes no other operations than those of the table.
            match unsafe { std::mem::transmute::<u8, Op>(word as u8) } {
                Op::Move => {
                    set!(a(word), reg!(b(word)));
                    skip!(1);
                }
                Op::Small => {
                    set!(a(word), Value::int(wide(word)));
                    skip!(1);
                }
                Op::Literal => {
                    set!(a(word), Value::from_bits(word!(1)));
                    skip!(2);
                }
                Op::Captured => {
                    // R[0] of a block's frame is the block.
                    if let Some(block) = Obj::of(reg!(0)) {
                        set!(a(word), Value::from_bits(block.word(1 + c(word))));
                    }
                    skip!(1);
                }
                Op::NewContext => {
                    let map = self.heap.kind_map(Kind::Context);
                    let context = self.heap.new_object(map, c(word));
                    set!(a(word), context.value());
                    skip!(1);
                }
                Op::GetVariable => {
                    if let Some(context) = Obj::of(reg!(b(word))) {
                        set!(a(word), context.field(c(word)));
                    }
                    skip!(1);
                }
                Op::SetVariable => {
                    if let Some(context) = Obj::of(reg!(b(word))) {
                        self.heap.store(context, a(word), reg!(c(word)));
                    }
                    skip!(1);
                }
                Op::Home => {
                    save!();
                    let home = self.new_home();
                    set!(a(word), home);
                    skip!(1);
                }
                Op::Count => {
                    let calls = &Frame(base).code().calls;
                    calls.set(calls.get() + 1);
                    skip!(1);
                }
                Op::Block => {
                    let count = x(word);
                    let map = self.heap.kind_map(Kind::Block);
                    let block = self.heap.new_block(map, word!(1), count);
                    for index in 0..count {
                        let register = (word!(2 + index / 4) >> (index % 4 * 16)) as u16 as usize;
                        self.heap.init_captured(block, index, reg!(register));
                    }
                    set!(a(word), block.value());
                    skip!(2 + count.div_ceil(4));
                }
                Op::Object => {
                    let values = Frame(base).registers(a(word), c(word));
                    let template = template_at(word!(1));
                    if template.has_parents() {
                        save!();
                        if !self.arguments_whole(values) {
                            reload!();
                            continue;
                        }
                    }
                    let object = template.instantiate(&mut self.heap, values);
                    set!(a(word), object);
                    skip!(2);
                }

                Op::Send => miss!(word),
                Op::SendMethod => {
                    let receiver = reg!(b(word));
                    if map_of!(self, receiver) != word!(1) as u32 {
                        miss!(word);
                    }
                    let window = a(word);
                    set!(window + 3, receiver);
                    let (code, holder) = (word!(2), Value::from_bits(word!(3)));
                    skip!(opcode::SEND_WORDS);
                    enter_method!(code, window, holder)
                }
                Op::SendField => {
                    let receiver = reg!(b(word));
                    match Obj::of(receiver) {
                        Some(object) if object.map().0 == word!(1) as u32 => {
                            set!(a(word), object.field(word!(2) as usize));
                            skip!(opcode::SEND_WORDS);
                        }
                        _ => miss!(word),
                    }
                }
                Op::SendConstant => {
                    if map_of!(self, reg!(b(word))) != word!(1) as u32 {
                        miss!(word);
                    }
                    set!(a(word), Value::from_bits(word!(3)));
                    skip!(opcode::SEND_WORDS);
                }
                Op::SendHolderField => {
                    if map_of!(self, reg!(b(word))) != word!(1) as u32 {
                        miss!(word);
                    }
                    if let Some(holder) = Obj::of(Value::from_bits(word!(3))) {
                        set!(a(word), holder.field(word!(2) as usize));
                    }
                    skip!(opcode::SEND_WORDS);
                }
                Op::SendSetField => {
                    let receiver = reg!(b(word));
                    match Obj::of(receiver) {
                        Some(object) if object.map().0 == word!(1) as u32 => {
                            self.heap.store(object, word!(2) as usize, reg!(a(word) + 4));
                            set!(a(word), receiver);
                            skip!(opcode::SEND_WORDS);
                        }
                        _ => miss!(word),
                    }
                }
                Op::SendPrimitive => {
                    let receiver = reg!(b(word));
                    if map_of!(self, receiver) != word!(1) as u32 {
                        miss!(word);
                    }
                    let (window, count) = (a(word), x(word));
                    set!(window + 3, receiver);
                    let (code, holder) = (word!(2), Value::from_bits(word!(3)));
                    skip!(opcode::SEND_WORDS);
                    bound_primitive!(code, window, count, holder)
                }
                Op::SendAt => {
                    let receiver = reg!(b(word));
                    let window = a(word);
                    match Obj::of(receiver) {
                        Some(vector) if vector.map().0 == word!(1) as u32 => {
                            let index = reg!(window + 4);
                            if index.is_int() && (index.bits() >> 2) < vector.length() as u64 {
                                set!(window, vector.element((index.bits() >> 2) as usize));
                                skip!(opcode::SEND_WORDS);
                                continue;
                            }
                        }
                        _ => miss!(word),
                    }
                    set!(window + 3, receiver);
                    let (code, holder) = (word!(2), Value::from_bits(word!(3)));
                    skip!(opcode::SEND_WORDS);
                    enter_method!(code, window, holder)
                }
                Op::SendAtPut => {
                    let receiver = reg!(b(word));
                    let window = a(word);
                    match Obj::of(receiver) {
                        Some(vector) if vector.map().0 == word!(1) as u32 => {
                            let index = reg!(window + 4);
                            if index.is_int() && (index.bits() >> 2) < vector.length() as u64 {
                                self.heap.store_element(vector, (index.bits() >> 2) as usize, reg!(window + 5));
                                set!(window, receiver);
                                skip!(opcode::SEND_WORDS);
                                continue;
                            }
                        }
                        _ => miss!(word),
                    }
                    set!(window + 3, receiver);
                    let (code, holder) = (word!(2), Value::from_bits(word!(3)));
                    skip!(opcode::SEND_WORDS);
                    enter_method!(code, window, holder)
                }
                Op::SendBlock => {
                    let receiver = reg!(b(word));
                    let (window, count) = (a(word), x(word));
                    match Obj::of(receiver) {
                        Some(block) if block.map().0 == word!(1) as u32 => {
                            set!(window + 3, receiver);
                            skip!(opcode::SEND_WORDS);
                            enter_block!(block, window, count, {
                                slowly!(block_wants_more(window, count));
                                continue;
                            })
                        }
                        _ => miss!(word),
                    }
                }
                Op::SendPolymorphic => {
                    let receiver = reg!(b(word));
                    let map = map_of!(self, receiver);
                    let Some(entry) = cases_at(word!(2)).find(map) else { miss!(word) };
                    let window = a(word);
                    let holder = || if entry.value == Value::UNSET { receiver } else { entry.value };
                    match entry.meaning {
                        Meaning::Method => {
                            set!(window + 3, receiver);
                            skip!(opcode::SEND_WORDS);
                            enter_method!(entry.target, window, entry.value)
                        }
                        Meaning::Constant => set!(window, entry.value),
                        Meaning::Field | Meaning::HolderField => {
                            if let Some(object) = Obj::of(holder()) {
                                set!(window, object.field(entry.target as usize));
                            }
                        }
                        Meaning::SetField | Meaning::SetHolderField => {
                            if let Some(object) = Obj::of(holder()) {
                                self.heap.store(object, entry.target as usize, reg!(window + 4));
                            }
                            set!(window, receiver);
                        }
                        Meaning::Block => {
                            set!(window + 3, receiver);
                            skip!(opcode::SEND_WORDS);
                            if let Some(block) = Obj::of(receiver) {
                                enter_block!(block, window, x(word), {
                                    slowly!(block_wants_more(window, x(word)));
                                    continue;
                                })
                            }
                        }
                        Meaning::Primitive | Meaning::At | Meaning::AtPut => {
                            set!(window + 3, receiver);
                            skip!(opcode::SEND_WORDS);
                            bound_primitive!(entry.target, window, x(word), entry.value)
                        }
                        Meaning::Overflow | Meaning::Assign | Meaning::NotFound => {
                            set!(window + 3, receiver);
                            let sending = sending!(pc, word);
                            skip!(opcode::SEND_WORDS);
                            let entry = *entry;
                            slowly!(perform(entry, &sending));
                            continue;
                        }
                    }
                    skip!(opcode::SEND_WORDS);
                }
                Op::SendMegamorphic => {
                    set!(a(word) + 3, reg!(b(word)));
                    let sending = sending!(pc, word);
                    skip!(opcode::SEND_WORDS);
                    slowly!(send(sending));
                }
                Op::Resend => {
                    set!(a(word) + 3, reg!(b(word)));
                    let mut sending = sending!(pc, word);
                    sending.holder = reg!(word!(4) as usize);
                    if sending.sort == opcode::sort::DIRECTED {
                        sending.delegatee = Some(Symbol::from_number(word!(5) as u32));
                    }
                    skip!(opcode::length(word));
                    slowly!(send(sending));
                }
                Op::SendLocal => {
                    set!(a(word) + 3, reg!(b(word)));
                    let sending = sending!(pc, word);
                    let shape = word!(4);
                    skip!(opcode::length(word));
                    slowly!(send_through_locals(sending, shape));
                }
                Op::Primitive => {
                    let (window, count) = (a(word), x(word) & 127);
                    set!(window + 3, reg!(b(word)));
                    let (number, name) = (word!(1) as usize, word!(2) as u32);
                    skip!(3);
                    save!();
                    let arguments = Frame(base).registers(window + 3, count + 1);
                    if !self.arguments_whole(arguments) {
                        reload!();
                        continue;
                    }
                    let answer = match number {
                        0 => Err(Fault::NotDefined),
                        _ => (self.functions[number - 1])(self, arguments),
                    };
                    match answer {
                        Ok(value) => {
                            set!(window, value);
                        }
                        Err(fault) => {
                            let name = Symbol::from_number(name);
                            self.primitive_failed(fault, window, count, x(word) & 128 != 0, name);
                            reload!();
                        }
                    }
                }

                Op::Add => arithmetic!(word, checked_add, |x, y| x + y),
                Op::Subtract => arithmetic!(word, checked_sub, |x, y| x - y),
                Op::Multiply => {
                    let (left, right) = (reg!(b(word)), reg!(c(word)));
                    if (left.bits() | right.bits()) & 3 == 0 {
                        // One factor untagged: the product has the tag's two zero bits.
                        if let Some(product) = (left.bits() as i64 >> 2).checked_mul(right.bits() as i64) {
                            set!(a(word), Value::from_bits(product as u64));
                            skip!(2);
                            continue;
                        }
                    } else if left.is_unboxed_float() && right.is_unboxed_float() {
                        let product = left.unboxed() * right.unboxed();
                        let product = self.heap.new_float(product);
                        set!(a(word), product);
                        skip!(2);
                        continue;
                    }
                    skip!(1);
                    slowly!(arithmetic_send(word));
                }
                Op::Divide => {
                    let (left, right) = (reg!(b(word)), reg!(c(word)));
                    if let (Some(n), Some(d)) = (left.as_int(), right.as_int()) {
                        if d != 0 && d != -1 {
                            set!(a(word), Value::int(n / d));
                            skip!(2);
                            continue;
                        }
                    } else if left.is_unboxed_float() && right.is_unboxed_float() && right.unboxed() != 0.0 {
                        let quotient = left.unboxed() / right.unboxed();
                        let quotient = self.heap.new_float(quotient);
                        set!(a(word), quotient);
                        skip!(2);
                        continue;
                    }
                    skip!(1);
                    slowly!(arithmetic_send(word));
                }
                Op::Modulo => {
                    if let (Some(n), Some(d)) = (reg!(b(word)).as_int(), reg!(c(word)).as_int())
                        && d != 0
                        && d != -1
                    {
                        set!(a(word), Value::int(n % d));
                        skip!(2);
                        continue;
                    }
                    skip!(1);
                    slowly!(arithmetic_send(word));
                }
                Op::AddSmall => small_arithmetic!(word, checked_add, +),
                Op::SubtractSmall => small_arithmetic!(word, checked_sub, -),
                Op::Less => compare!(word, <),
                Op::LessEqual => compare!(word, <=),
                Op::Greater => compare!(word, >),
                Op::GreaterEqual => compare!(word, >=),
                Op::Equal => compare!(word, ==),
                Op::NotEqual => compare!(word, !=),
                Op::LessJump => compare_jump!(word, <),
                Op::LessEqualJump => compare_jump!(word, <=),
                Op::GreaterJump => compare_jump!(word, >),
                Op::GreaterEqualJump => compare_jump!(word, >=),
                Op::EqualJump => compare_jump!(word, ==),
                Op::NotEqualJump => compare_jump!(word, !=),
                Op::LessSmallJump => compare_small_jump!(word, <),
                Op::LessEqualSmallJump => compare_small_jump!(word, <=),
                Op::GreaterSmallJump => compare_small_jump!(word, >),
                Op::GreaterEqualSmallJump => compare_small_jump!(word, >=),
                Op::EqualSmallJump => compare_small_jump!(word, ==),
                Op::NotEqualSmallJump => compare_small_jump!(word, !=),

                Op::SlowAdd
                | Op::SlowSubtract
                | Op::SlowMultiply
                | Op::SlowDivide
                | Op::SlowModulo
                | Op::SlowAddSmall
                | Op::SlowSubtractSmall
                | Op::SlowLess
                | Op::SlowLessEqual
                | Op::SlowGreater
                | Op::SlowGreaterEqual
                | Op::SlowEqual
                | Op::SlowNotEqual
                | Op::SlowLessJump
                | Op::SlowLessEqualJump
                | Op::SlowGreaterJump
                | Op::SlowGreaterEqualJump
                | Op::SlowEqualJump
                | Op::SlowNotEqualJump
                | Op::SlowLessSmallJump
                | Op::SlowLessEqualSmallJump
                | Op::SlowGreaterSmallJump
                | Op::SlowGreaterEqualSmallJump
                | Op::SlowEqualSmallJump
                | Op::SlowNotEqualSmallJump => {
                    skip!(1);
                    slowly!(arithmetic_send(word));
                }

                Op::Jump => skip!(wide(word)),
                Op::JumpIfFalse => match reg!(a(word)) {
                    Value::FALSE => skip!(wide(word)),
                    Value::TRUE => skip!(1),
                    _ => slowly!(leave_inlined()),
                },
                Op::JumpIfTrue => match reg!(a(word)) {
                    Value::TRUE => skip!(wide(word)),
                    Value::FALSE => skip!(1),
                    _ => slowly!(leave_inlined()),
                },
                Op::SlowJumpIfFalse | Op::SlowJumpIfTrue | Op::SlowCountCheck => slowly!(leave_inlined()),
                Op::Loop => {
                    self.heap.countdown -= 1;
                    let after = pc.wrapping_add(1);
                    skip!(wide(word));
                    if self.heap.countdown < 0 {
                        slowly!(safepoint(Some((a(word), after))));
                    }
                }
                Op::CountUp | Op::CountDown => {
                    let counter = a(word);
                    let (index, limit) = (reg!(counter).bits() as i64, reg!(counter + 1).bits() as i64);
                    let step = (x(word) as i64) << 2;
                    let up = word as u8 == Op::CountUp as u8;
                    let next = if up { index.checked_add(step) } else { index.checked_sub(step) };
                    match next {
                        Some(next) if if up { next <= limit } else { next >= limit } => {
                            set!(counter, Value::from_bits(next as u64));
                            self.heap.countdown -= 1;
                            let after = pc.wrapping_add(1);
                            skip!(wide(word));
                            if self.heap.countdown < 0 {
                                slowly!(safepoint(Some((counter + 2, after))));
                            }
                        }
                        _ => skip!(1),
                    }
                }
                Op::CountCheck => {
                    let counter = a(word);
                    let (Some(index), Some(limit)) = (reg!(counter).as_int(), reg!(counter + 1).as_int()) else {
                        slowly!(leave_inlined());
                        continue;
                    };
                    let down = x(word) & 2 != 0;
                    let limit = if x(word) & 1 == 0 {
                        limit
                    } else if down {
                        limit + 1
                    } else {
                        limit - 1
                    };
                    if if down { index < limit } else { index > limit } {
                        skip!(wide(word));
                    } else {
                        set!(counter + 1, Value::int(limit));
                        skip!(1);
                    }
                }
                Op::Return => {
                    let value = reg!(a(word));
                    // SAFETY: see above; every frame has a header.
                    unsafe {
                        pc = (*base.sub(3)).bits() as *mut u64;
                        let distance = (*base.sub(2)).bits() as u32 as usize;
                        *base.sub(3) = value;
                        base = base.wrapping_byte_sub(distance);
                    }
                }
                Op::ReturnHome => {
                    if let Some(home) = Obj::of(reg!(b(word))) {
                        self.heap.end_home(home);
                    }
                    let value = reg!(a(word));
                    // SAFETY: see above; every frame has a header.
                    unsafe {
                        pc = (*base.sub(3)).bits() as *mut u64;
                        let distance = (*base.sub(2)).bits() as u32 as usize;
                        *base.sub(3) = value;
                        base = base.wrapping_byte_sub(distance);
                    }
                }
                Op::ReturnFar => {
                    let (value, home) = (reg!(a(word)), reg!(b(word)));
                    skip!(1);
                    slowly!(return_far(value, home, c(word)));
                }
                Op::MarkEnsure => {
                    Frame(base).mark_ensure(wide(word) as usize);
                    skip!(1);
                }
                Op::UnmarkEnsure => {
                    Frame(base).unmark_ensure();
                    skip!(1);
                }
                Op::GoOnUnwinding => {
                    let (value, home) = (reg!(a(word)), reg!(a(word) + 1));
                    skip!(1);
                    slowly!(go_on_unwinding(value, home));
                }
                Op::Marker => slowly!(marker_reached()),
                Op::Halt => {
                    save!();
                    let result = Frame(base).result();
                    self.process_ended(result);
                    reload!();
                }
            }
        }
    }

    /// What a send instruction says, for the slow road. The receiver is in the window already.
    #[cold]
    #[inline(never)]
    fn sending(&self, site: *mut u64, word: u64) -> Sending {
        let selector = crate::vm::inline_cache::site_selector(site);
        let count = if x(word) == 255 { selector.arity() } else { x(word) };
        Sending { window: a(word), selector, count, sort: c(word) as u16, delegatee: None, holder: Value::NIL }
    }
}
