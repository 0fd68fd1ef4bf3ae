//! Arithmetic and comparison instructions whose operands are not what they are fast for: an integer with a double, or
//! doubles in boxes, are seen to here; for all else the operator is sent.

use crate::code::opcode;
use crate::code::opcode::Op;
use crate::code::opcode::sort;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::send::Sending;

/// Integers up to here are doubles exactly, so comparing them as doubles is exact too.
const EXACT: u64 = 1 << 53;

impl Vm {
    /// The window is at x; the instruction after this one moves (or tests) the result.
    pub(in crate::vm) fn arithmetic_send(&mut self, word: u64) {
        let op = Op::of(word);
        let window = opcode::x(word);
        let left = self.base.get(opcode::b(word));
        let right = match op.has_immediate() {
            true => Value::int(opcode::immediate(word)),
            false => self.base.get(opcode::c(word)),
        };
        // The slow twins say that the operator means something else now.
        if op.slow_twin().is_some()
            && let Some(result) = self.with_doubles(op, left, right)
        {
            self.base.set(window, result);
            return;
        }
        let selector = self.specials.selector(op);
        self.base.set(window + 3, left);
        self.base.set(window + 4, right);
        self.send(Sending { window, selector, count: 1, sort: sort::NORMAL, delegatee: None, holder: Value::NIL });
    }

    /// What the library's operators answer for two numbers of which one at least is a double; nothing for other operands,
    /// and where the library says more (division by zero, integers a double cannot hold).
    fn with_doubles(&mut self, op: Op, left: Value, right: Value) -> Option<Value> {
        let number = |value: Value| match value.as_int() {
            Some(n) => (n.unsigned_abs() <= EXACT).then_some(n as f64),
            None => self.heap.as_float(value),
        };
        if left.is_int() && right.is_int() {
            return None;
        }
        let (x, y) = (number(left)?, number(right)?);
        let result = match op {
            Op::Add | Op::AddSmall => x + y,
            Op::Subtract | Op::SubtractSmall => x - y,
            Op::Multiply => x * y,
            Op::Divide if y != 0.0 => x / y,
            Op::Modulo if y != 0.0 => x % y,
            Op::Less | Op::LessJump | Op::LessSmallJump => return Some(Value::bool(x < y)),
            Op::LessEqual | Op::LessEqualJump | Op::LessEqualSmallJump => return Some(Value::bool(x <= y)),
            Op::Greater | Op::GreaterJump | Op::GreaterSmallJump => return Some(Value::bool(x > y)),
            Op::GreaterEqual | Op::GreaterEqualJump | Op::GreaterEqualSmallJump => return Some(Value::bool(x >= y)),
            Op::Equal | Op::EqualJump | Op::EqualSmallJump => return Some(Value::bool(x == y)),
            Op::NotEqual | Op::NotEqualJump | Op::NotEqualSmallJump => return Some(Value::bool(x != y)),
            _ => return None,
        };
        Some(self.heap.new_float(result))
    }
}
