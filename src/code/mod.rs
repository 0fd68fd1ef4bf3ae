//! Tree to register code. It knows nothing of running it.

pub mod compile;

pub mod disassemble;
pub mod method;
pub mod opcode;
pub mod rest;
pub mod scope;
pub mod verify;
