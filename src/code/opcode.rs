//! The instructions: one table from which the decoder, the disassembler, the verifier and the tests are made.
//!
//! ```text
//!  63      48 47      32 31      16 15    8 7     0
//! |    C     |    B     |    A     |   x   |  op   |      registers; C may be an immediate; B and C a 32-bit offset
//! ```
//!
//! Words that follow an instruction hold what does not fit: a literal, a jump's twin, or a send's *site* of three words:
//!
//! ```text
//! |  registered 1, selector 31  |  map number 32  |  target 64  |  aux (a value) 64  |
//! ```
//!
//! A send's window starts at A: R[A] gets the result, A+1 and A+2 are the callee's frame header, A+3 becomes the callee's
//! R[0] (the receiver, read from R[B]), arguments stand from A+4 on. x is their number, C says what sort of send it is.

/// Makes the enum, the names and the lengths from one list.
macro_rules! opcodes {
    ($($name:ident $words:literal $operands:literal $meaning:literal;)*) => {
        /// An instruction's operation.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Op { $(#[doc = $meaning] $name,)* }

        /// The table itself, for whoever lists it.
        pub const OPCODES: &[Opcode] = &[$(Opcode { op: Op::$name, name: stringify!($name), words: $words, operands: $operands, meaning: $meaning },)*];
    };
}

/// One row of the table.
#[derive(Debug)]
pub struct Opcode {
    pub op: Op,
    pub name: &'static str,
    /// Length in words, 0 if it depends on x (a block's captures).
    pub words: usize,
    /// `a` register written, `A` window, `b` `c` registers read, `i` immediate C, `j` jump in B and C, `n` count.
    pub operands: &'static str,
    pub meaning: &'static str,
}

opcodes! {
    Move 1 "ab" "R[A] := R[B]";
    Small 1 "aj" "R[A] := the integer in B and C";
    Literal 2 "a" "R[A] := the value in the next word";
    Captured 1 "ai" "R[A] := captured value C of the block in R[0]";
    NewContext 1 "ai" "R[A] := a new context of C variables, all nil";
    GetVariable 1 "abi" "R[A] := variable C of the context R[B]";
    SetVariable 1 "bci" "variable A of the context R[B] := R[C]";
    Home 1 "a" "R[A] := this activation's home, where ^ returns to";
    Count 1 "" "one more call of this method";
    Block 0 "a" "R[A] := a block of the code in the next word, capturing the x registers listed after it";
    Object 2 "Ai" "R[A] := an object from the template in the next word and the C values from R[A] on";

    Send 4 "Ab" "send, not yet cached";
    SendMethod 4 "Ab" "send to a method";
    SendField 4 "Ab" "send answered by a field of the receiver";
    SendConstant 4 "Ab" "send answered by a constant";
    SendHolderField 4 "Ab" "send answered by a field of a parent (or a cell)";
    SendSetField 4 "Ab" "send that assigns a field of the receiver";
    SendPrimitive 4 "Ab" "send to a method that is one primitive: the primitive first, the method if it fails";
    SendAt 4 "Ab" "send of a vector's element access";
    SendAtPut 4 "Ab" "send of a vector's element store";
    SendBlock 4 "Ab" "send that runs a block";
    SendPolymorphic 4 "Ab" "send with several cached maps";
    SendMegamorphic 4 "Ab" "send looked up in the global cache";
    Resend 6 "Ab" "resend: looked up above the method holder in the register of word 4; word 5 is the delegate's symbol";
    SendLocal 5 "Ab" "send to the implicit self with parents among the locals around: they follow the arguments; word 4 says how many, and above bit 16 which of them begin another scope";
    Primitive 3 "Ab" "primitive: its number in word 1, selector in word 2; x is the number of arguments, +128 with IfFail:";

    Add 2 "abc" "R[A] := R[B] + R[C]";
    Subtract 2 "abc" "R[A] := R[B] - R[C]";
    Multiply 2 "abc" "R[A] := R[B] * R[C]";
    Divide 2 "abc" "R[A] := R[B] / R[C]";
    Modulo 2 "abc" "R[A] := R[B] % R[C]";
    AddSmall 2 "abi" "R[A] := R[B] + C";
    SubtractSmall 2 "abi" "R[A] := R[B] - C";
    Less 2 "abc" "R[A] := R[B] < R[C]";
    LessEqual 2 "abc" "R[A] := R[B] <= R[C]";
    Greater 2 "abc" "R[A] := R[B] > R[C]";
    GreaterEqual 2 "abc" "R[A] := R[B] >= R[C]";
    Equal 2 "abc" "R[A] := R[B] = R[C]";
    NotEqual 2 "abc" "R[A] := R[B] != R[C]";
    LessJump 1 "Abc" "compare, then do the conditional jump that follows";
    LessEqualJump 1 "Abc" "compare, then do the conditional jump that follows";
    GreaterJump 1 "Abc" "compare, then do the conditional jump that follows";
    GreaterEqualJump 1 "Abc" "compare, then do the conditional jump that follows";
    EqualJump 1 "Abc" "compare, then do the conditional jump that follows";
    NotEqualJump 1 "Abc" "compare, then do the conditional jump that follows";
    LessSmallJump 1 "Abi" "compare with an integer, then do the conditional jump that follows";
    LessEqualSmallJump 1 "Abi" "compare with an integer, then do the conditional jump that follows";
    GreaterSmallJump 1 "Abi" "compare with an integer, then do the conditional jump that follows";
    GreaterEqualSmallJump 1 "Abi" "compare with an integer, then do the conditional jump that follows";
    EqualSmallJump 1 "Abi" "compare with an integer, then do the conditional jump that follows";
    NotEqualSmallJump 1 "Abi" "compare with an integer, then do the conditional jump that follows";

    SlowAdd 2 "abc" "+ as an ordinary send, because someone redefined it";
    SlowSubtract 2 "abc" "- as an ordinary send";
    SlowMultiply 2 "abc" "* as an ordinary send";
    SlowDivide 2 "abc" "/ as an ordinary send";
    SlowModulo 2 "abc" "% as an ordinary send";
    SlowAddSmall 2 "abi" "+ with an immediate as an ordinary send";
    SlowSubtractSmall 2 "abi" "- with an immediate as an ordinary send";
    SlowLess 2 "abc" "< as an ordinary send";
    SlowLessEqual 2 "abc" "<= as an ordinary send";
    SlowGreater 2 "abc" "> as an ordinary send";
    SlowGreaterEqual 2 "abc" ">= as an ordinary send";
    SlowEqual 2 "abc" "= as an ordinary send";
    SlowNotEqual 2 "abc" "!= as an ordinary send";
    SlowLessJump 1 "Abc" "< as an ordinary send before a conditional jump";
    SlowLessEqualJump 1 "Abc" "<= as an ordinary send before a conditional jump";
    SlowGreaterJump 1 "Abc" "> as an ordinary send before a conditional jump";
    SlowGreaterEqualJump 1 "Abc" ">= as an ordinary send before a conditional jump";
    SlowEqualJump 1 "Abc" "= as an ordinary send before a conditional jump";
    SlowNotEqualJump 1 "Abc" "!= as an ordinary send before a conditional jump";
    SlowLessSmallJump 1 "Abi" "< with an immediate as an ordinary send before a conditional jump";
    SlowLessEqualSmallJump 1 "Abi" "<= with an immediate as an ordinary send before a conditional jump";
    SlowGreaterSmallJump 1 "Abi" "> with an immediate as an ordinary send before a conditional jump";
    SlowGreaterEqualSmallJump 1 "Abi" ">= with an immediate as an ordinary send before a conditional jump";
    SlowEqualSmallJump 1 "Abi" "= with an immediate as an ordinary send before a conditional jump";
    SlowNotEqualSmallJump 1 "Abi" "!= with an immediate as an ordinary send before a conditional jump";

    Jump 1 "j" "go on elsewhere in this code, forwards";
    JumpIfFalse 1 "bj" "jump if R[A] is false; true falls through; anything else leaves the inlined form";
    JumpIfTrue 1 "bj" "jump if R[A] is true; false falls through; anything else leaves the inlined form";
    SlowJumpIfFalse 1 "bj" "a conditional whose selector is redefined: always leaves the inlined form";
    SlowJumpIfTrue 1 "bj" "a conditional whose selector is redefined: always leaves the inlined form";
    SlowCountCheck 1 "bj" "a counted loop whose selector is redefined: always leaves the inlined form";
    Loop 1 "Aj" "jump backwards; a safepoint with A registers live";
    CountUp 1 "aj" "R[A] += R[A+2]; jump back unless it has passed R[A+1]; the loop variable is R[A]";
    CountDown 1 "aj" "R[A] += R[A+2] (negative); jump back unless it has passed R[A+1]";
    CountCheck 1 "bj" "unless R[A] and R[A+1] are integers leave the inlined form; x is 1 if R[A+1] itself is excluded; jump if there is no turn";
    Return 1 "b" "answer R[A]";
    ReturnHome 1 "bc" "answer R[A] and end the home in R[B]";
    ReturnFar 1 "bc" "^ from a block: answer R[A] from the home in R[B]";
    MarkEnsure 1 "b" "unwinding past this activation runs the code at word B of this method first";
    UnmarkEnsure 1 "" "this activation needs no more care when unwound";
    GoOnUnwinding 1 "b" "the ensure part has run: go on with the unwinding kept in R[A] and R[A+1]";
    Marker 1 "" "an activation that the collector has seen is about to go on";
    Halt 1 "" "the process's first activation has answered";
}

/// Words of a send's site, and of a send in all.
pub const SEND_WORDS: usize = 4;
/// The map number of an empty site.
pub const NO_MAP: u32 = u32::MAX - 2;

/// What sort of send, in operand C.
pub mod sort {
    /// `x foo`.
    pub const NORMAL: u16 = 0;
    /// `foo`.
    pub const IMPLICIT: u16 = 1;
    /// `resend.foo`.
    pub const RESEND: u16 = 2;
    /// `parent.foo`.
    pub const DIRECTED: u16 = 3;
    /// `foo` in an initialiser: what self does not have is looked for in the lobby.
    pub const INITIALISER: u16 = 4;
}

impl Op {
    /// The operation of an instruction word.
    #[inline(always)]
    pub fn of(word: u64) -> Op {
        Op::from_byte(word as u8)
    }

    /// The operation with this number; the compiler writes no others.
    #[inline(always)]
    pub fn from_byte(byte: u8) -> Op {
        OPCODES[byte as usize].op
    }

    /// The row of the table.
    pub fn row(self) -> &'static Opcode {
        &OPCODES[self as usize]
    }

    /// Is this a send with a site?
    pub fn is_send(self) -> bool {
        (Op::Send as u8..=Op::SendLocal as u8).contains(&(self as u8))
    }

    /// The ordinary-send twin of an arithmetic or comparison opcode.
    pub fn slow_twin(self) -> Option<Op> {
        let byte = self as u8;
        (Op::Add as u8..=Op::NotEqualSmallJump as u8)
            .contains(&byte)
            .then(|| Op::from_byte(byte - Op::Add as u8 + Op::SlowAdd as u8))
    }

    /// The twin of a control structure's test that always leaves the inlined form, and the other way round.
    pub fn control_twin(self) -> Option<Op> {
        Some(match self {
            Op::JumpIfFalse => Op::SlowJumpIfFalse,
            Op::JumpIfTrue => Op::SlowJumpIfTrue,
            Op::CountCheck => Op::SlowCountCheck,
            Op::SlowJumpIfFalse => Op::JumpIfFalse,
            Op::SlowJumpIfTrue => Op::JumpIfTrue,
            Op::SlowCountCheck => Op::CountCheck,
            _ => return None,
        })
    }

    /// The fast twin of a slow opcode.
    pub fn fast_twin(self) -> Option<Op> {
        let byte = self as u8;
        (Op::SlowAdd as u8..=Op::SlowNotEqualSmallJump as u8)
            .contains(&byte)
            .then(|| Op::from_byte(byte - Op::SlowAdd as u8 + Op::Add as u8))
    }

    /// The selector an arithmetic or comparison opcode (or its slow twin) stands for.
    pub fn special_selector(self) -> Option<&'static str> {
        Some(match self.fast_twin().unwrap_or(self) {
            Op::Add | Op::AddSmall => "+",
            Op::Subtract | Op::SubtractSmall => "-",
            Op::Multiply => "*",
            Op::Divide => "/",
            Op::Modulo => "%",
            Op::Less | Op::LessJump | Op::LessSmallJump => "<",
            Op::LessEqual | Op::LessEqualJump | Op::LessEqualSmallJump => "<=",
            Op::Greater | Op::GreaterJump | Op::GreaterSmallJump => ">",
            Op::GreaterEqual | Op::GreaterEqualJump | Op::GreaterEqualSmallJump => ">=",
            Op::Equal | Op::EqualJump | Op::EqualSmallJump => "=",
            Op::NotEqual | Op::NotEqualJump | Op::NotEqualSmallJump => "!=",
            _ => return None,
        })
    }

    /// Is operand C an immediate integer?
    pub fn has_immediate(self) -> bool {
        matches!(
            self.fast_twin().unwrap_or(self),
            Op::AddSmall
                | Op::SubtractSmall
                | Op::LessSmallJump
                | Op::LessEqualSmallJump
                | Op::GreaterSmallJump
                | Op::GreaterEqualSmallJump
                | Op::EqualSmallJump
                | Op::NotEqualSmallJump
        )
    }
}

/// An instruction word.
pub fn encode(op: Op, x: u8, a: u16, b: u16, c: u16) -> u64 {
    op as u64 | (x as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48
}

/// An instruction word with a 32-bit operand in B and C.
pub fn encode_wide(op: Op, a: u16, wide: i32) -> u64 {
    op as u64 | (a as u64) << 16 | (wide as u32 as u64) << 32
}

/// Operand x.
#[inline(always)]
pub fn x(word: u64) -> usize {
    (word >> 8) as u8 as usize
}

/// Operand A.
#[inline(always)]
pub fn a(word: u64) -> usize {
    (word >> 16) as u16 as usize
}

/// Operand B.
#[inline(always)]
pub fn b(word: u64) -> usize {
    (word >> 32) as u16 as usize
}

/// Operand C.
#[inline(always)]
pub fn c(word: u64) -> usize {
    (word >> 48) as usize
}

/// Operand C as a signed immediate.
#[inline(always)]
pub fn immediate(word: u64) -> i64 {
    (word as i64) >> 48
}

/// Operands B and C as a signed offset or number.
#[inline(always)]
pub fn wide(word: u64) -> i64 {
    (word as i64) >> 32
}

/// Length in words of the instruction `word`.
pub fn length(word: u64) -> usize {
    match Op::of(word).row().words {
        0 => 2 + x(word).div_ceil(4),
        words => words,
    }
}
