//! Code as text, for tests and for reading.

use std::fmt::Write;

use crate::code::method::Code;
use crate::code::opcode::Op;
use crate::code::opcode::a;
use crate::code::opcode::b;
use crate::code::opcode::c;
use crate::code::opcode::immediate;
use crate::code::opcode::length;
use crate::code::opcode::wide;
use crate::code::opcode::x;
use crate::object::value::Value;
use crate::text::symbol::Symbol;

/// One line per instruction, the code of blocks after the code that makes them.
pub fn disassemble(code: &Code) -> String {
    let mut text = String::new();
    write_code(code, code.selector.as_str(), &mut text);
    text
}

fn write_code(code: &Code, name: &str, text: &mut String) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{name}: {} arguments, {} registers", code.argument_count, code.frame_size);
    for offset in code.offsets() {
        let _ = writeln!(text, "{offset:5}  {}", instruction(code, offset));
    }
    for (number, block) in code.blocks.iter().enumerate() {
        write_code(block, &format!("{name} block {number}"), text);
    }
}

fn instruction(code: &Code, offset: usize) -> String {
    let word = code.word(offset);
    let op = Op::of(word);
    let row = op.row();
    let mut text = row.name.to_string();
    for operand in row.operands.chars() {
        // Writing to a string cannot fail.
        let _ = match operand {
            'a' | 'A' => write!(text, " r{}", a(word)),
            'b' => write!(text, " r{}", if row.operands.starts_with('b') { a(word) } else { b(word) }),
            'c' => write!(text, " r{}", if row.operands.starts_with('b') { b(word) } else { c(word) }),
            'i' => write!(text, " {}", immediate(word)),
            'j' if op == Op::Small => write!(text, " {}", wide(word)),
            'j' => write!(text, " -> {}", offset as i64 + wide(word)),
            _ => Ok(()),
        };
    }
    let detail = match op {
        _ if op.is_send() => {
            let selector = Symbol::from_number((code.word(offset + 1) >> 32) as u32 & 0x7fff_ffff);
            format!(" {selector}")
        }
        Op::Primitive => format!(" {}", Symbol::from_number(code.word(offset + 2) as u32)),
        Op::Literal => {
            let value = Value::from_bits(code.word(offset + 1));
            // Addresses differ from run to run.
            if value.is_pointer() { " an object".into() } else { format!(" {value:?}") }
        }
        Op::Block => {
            let registers = (0..x(word)).map(|index| {
                let group = code.word(offset + 2 + index / 4);
                format!(" r{}", (group >> (index % 4 * 16)) as u16)
            });
            registers.collect()
        }
        _ => String::new(),
    };
    debug_assert!(length(word) > 0);
    text + &detail
}
