//! Is compiled code sound? Every register that is read holds a value on every path, jumps land on instructions, windows fit
//! the frame, and what instructions refer to is there.
//!
//! The interpreter checks none of this while it runs, and the collector reads frames by what the compiler says of them: a
//! mistake of the compiler would show much later, somewhere else. The machine verifies each piece of code it compiles when
//! debug assertions are on and in cruel mode; the tests verify the whole library.
//!
//! One walk over the instructions keeps the set of registers that hold values, joined by intersection where paths meet. A
//! send leaves nothing above its result, since the callee's frame was there. Where the collector may look (sends, loop
//! edges) every register below the window must hold a value, except the noted holes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use crate::code::method::Code;
use crate::code::method::CodeKind;
use crate::code::opcode::OPCODES;
use crate::code::opcode::Op;
use crate::code::opcode::a;
use crate::code::opcode::b;
use crate::code::opcode::c;
use crate::code::opcode::length;
use crate::code::opcode::wide;
use crate::code::opcode::x;
use crate::text::symbol::Symbol;

/// Words of a frame's header, which lie in the caller's window between the result and the receiver.
const HEADER: usize = 3;

/// Why code is not sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsound {
    /// The selector of the method that holds the code, and the number of each block on the way to it.
    pub method: String,
    /// Offset of the instruction, and its name.
    pub offset: usize,
    pub instruction: &'static str,
    pub problem: String,
}

impl fmt::Display for Unsound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unsound { method, offset, instruction, problem } = self;
        write!(f, "{method}: at {offset}, {instruction}: {problem}")
    }
}

impl std::error::Error for Unsound {}

/// Verifies code with its blocks. `primitives` is how many the machine has.
pub fn verify(code: &Code, primitives: usize) -> Result<(), Unsound> {
    verify_part(code, code.selector.as_str(), usize::MAX, primitives)
}

/// Verifies code that is given `captured` values (a method: none are asked for).
fn verify_part(code: &Code, name: &str, captured: usize, primitives: usize) -> Result<(), Unsound> {
    let mut verifier = Verifier { code, captured, primitives, states: BTreeMap::new(), offset: 0, op: Op::Halt };
    verifier.whole().map_err(|problem| Unsound {
        method: name.to_string(),
        offset: verifier.offset,
        instruction: verifier.op.row().name,
        problem,
    })?;
    for (number, block) in code.blocks.iter().enumerate() {
        let address = std::ptr::from_ref(&**block) as u64;
        let maker = code.offsets().find(|at| code.is(*at, Op::Block) && code.word(at + 1) == address);
        let captured = maker.map_or(0, |at| x(code.word(at)));
        verify_part(block, &format!("{name} block {number}"), captured, primitives)?;
    }
    Ok(())
}

/// Which registers hold values at one place, and which ensure part an unwinding would run.
#[derive(Clone, PartialEq)]
struct State {
    set: Vec<u64>,
    ensure: Option<usize>,
}

impl State {
    fn has(&self, register: usize) -> bool {
        self.set[register / 64] >> (register % 64) & 1 == 1
    }

    fn put(&mut self, register: usize) {
        self.set[register / 64] |= 1 << (register % 64);
    }

    /// Registers from here on hold nothing any more.
    fn cut(&mut self, register: usize) {
        self.set[register / 64] &= (1 << (register % 64)) - 1;
        self.set[register / 64 + 1..].fill(0);
    }

    /// Keeps what both have; true if that is less than before.
    fn meet(&mut self, other: &State) -> bool {
        let mut less = false;
        for (mine, theirs) in self.set.iter_mut().zip(&other.set) {
            less |= *mine & !theirs != 0;
            *mine &= theirs;
        }
        less
    }
}

type Checked<T = ()> = Result<T, String>;

struct Verifier<'c> {
    code: &'c Code,
    captured: usize,
    primitives: usize,
    /// What holds where paths begin and meet.
    states: BTreeMap<usize, State>,
    // Where the walk is, for messages.
    offset: usize,
    op: Op,
}

impl Verifier<'_> {
    fn whole(&mut self) -> Checked {
        let starts = self.instructions()?;
        self.tables(&starts)?;
        self.entry()?;
        let mut leaders: BTreeSet<usize> = BTreeSet::from([0]);
        for at in &starts {
            leaders.extend(self.targets(*at));
        }
        self.paths(&leaders)
    }

    /// The offsets of the instructions, which must fill the code exactly and be of the kinds that are compiled.
    fn instructions(&mut self) -> Checked<BTreeSet<usize>> {
        let code = self.code;
        let mut starts = BTreeSet::new();
        let mut at = 0;
        while at < code.len() {
            let number = code.word(at) as u8 as usize;
            let row = OPCODES.get(number).ok_or_else(|| format!("no instruction has the number {number}"))?;
            (self.offset, self.op) = (at, row.op);
            starts.insert(at);
            at += length(code.word(at));
        }
        if at != code.len() {
            return Err("the code ends within it".into());
        }
        for at in &starts {
            (self.offset, self.op) = (*at, Op::of(code.word(*at)));
            if matches!(self.op, Op::Marker | Op::Halt) {
                return Err("belongs to no code".into());
            }
            for target in self.targets(*at) {
                if !starts.contains(&target) {
                    return Err(format!("leads to {target}, where no instruction starts"));
                }
            }
        }
        Ok(starts)
    }

    /// What the code says about itself: literals, holes, places, control structures.
    fn tables(&mut self, starts: &BTreeSet<usize>) -> Checked {
        let code = self.code;
        let size = code.frame_size as usize;
        let literals: BTreeSet<usize> =
            starts.iter().filter(|at| code.is(**at, Op::Literal)).map(|at| at + 1).collect();
        let noted: BTreeSet<usize> = code.literals.iter().map(|at| *at as usize).collect();
        if literals != noted {
            return Err(format!("literals stand at {literals:?}, noted are {noted:?}"));
        }
        if !code.holes.is_sorted_by(|one, other| one.0 <= other.0) || !code.places.is_sorted_by_key(|(at, _)| *at) {
            return Err("holes and places must ascend".into());
        }
        for (at, ranges) in &code.holes {
            self.offset = *at as usize;
            let inside = starts.contains(&self.offset)
                || starts.contains(&(self.offset - 1)) && self.arithmetic(self.offset - 1).is_some();
            if !inside || ranges.iter().any(|(from, to)| from > to || *to as usize > size) {
                return Err(format!("holes {ranges:?} must lie in the frame of {size}, at an instruction"));
            }
        }
        for site in &code.sites {
            self.offset = site.offset as usize;
            if !starts.contains(&self.offset) {
                return Err("a control structure must be tested at an instruction".into());
            }
        }
        Ok(())
    }

    /// What holds at entry.
    fn entry(&mut self) -> Checked {
        let code = self.code;
        (self.offset, self.op) = (0, Op::of(code.word(0)));
        let size = code.frame_size as usize;
        let first = 1 + code.argument_count as usize;
        let mut state = State { set: vec![0; size / 64 + 1], ensure: None };
        if first > size || code.nil_to as usize > size {
            return Err("arguments and locals do not fit the frame".into());
        }
        (0..first).for_each(|register| state.put(register));
        // The collector finds the holder by this at entry.
        if code.holder_register != 0 {
            if code.holder_register as usize != first {
                return Err("the holder must follow the arguments".into());
            }
            state.put(first);
        }
        (code.nil_from..code.nil_to).for_each(|register| state.put(register as usize));
        self.states.insert(0, state);
        Ok(())
    }

    /// Where the instruction may lead besides the next one.
    fn targets(&self, at: usize) -> Vec<usize> {
        let word = self.code.word(at);
        match Op::of(word) {
            Op::Jump
            | Op::JumpIfFalse
            | Op::JumpIfTrue
            | Op::SlowJumpIfFalse
            | Op::SlowJumpIfTrue
            | Op::SlowCountCheck
            | Op::CountCheck
            | Op::Loop
            | Op::CountUp
            | Op::CountDown => vec![(at as i64 + wide(word)) as usize],
            Op::MarkEnsure => vec![wide(word) as usize],
            // The jump after it is done with it.
            _ if self.compares_and_jumps(at) && at + 1 < self.code.len() => vec![at + 2],
            _ => vec![],
        }
    }

    fn arithmetic(&self, at: usize) -> Option<Op> {
        let op = Op::of(self.code.word(at));
        op.special_selector().is_some().then(|| op.fast_twin().unwrap_or(op))
    }

    fn compares_and_jumps(&self, at: usize) -> bool {
        self.arithmetic(at).is_some_and(|op| op as u8 >= Op::LessJump as u8)
    }

    /// Walks from every leader until nothing changes.
    fn paths(&mut self, leaders: &BTreeSet<usize>) -> Checked {
        let mut pending = BTreeSet::from([0]);
        while let Some(leader) = pending.pop_first() {
            let mut state = self.states[&leader].clone();
            let mut at = leader;
            loop {
                let word = self.code.word(at);
                (self.offset, self.op) = (at, Op::of(word));
                let mut leads: Vec<(usize, State)> = Vec::new();
                let falls = self.step(at, &mut state, &mut leads)?;
                for (target, state) in leads {
                    self.join(target, &state, &mut pending)?;
                }
                if !falls {
                    break;
                }
                at += length(word);
                if at >= self.code.len() {
                    return Err("runs off the end of the code".into());
                }
                if leaders.contains(&at) {
                    self.join(at, &state, &mut pending)?;
                    break;
                }
            }
        }
        Ok(())
    }

    fn join(&mut self, target: usize, state: &State, pending: &mut BTreeSet<usize>) -> Checked {
        match self.states.get_mut(&target) {
            None => {
                self.states.insert(target, state.clone());
                pending.insert(target);
            }
            Some(known) if known.ensure != state.ensure => {
                return Err(format!("paths to {target} differ in the ensure part they are inside"));
            }
            Some(known) => {
                if known.meet(state) {
                    pending.insert(target);
                }
            }
        }
        Ok(())
    }

    /// Does one instruction: `state` becomes what holds behind it, `leads` gets where else it may lead. Does it fall
    /// through to the next one?
    fn step(&self, at: usize, state: &mut State, leads: &mut Vec<(usize, State)>) -> Checked<bool> {
        let word = self.code.word(at);
        let op = Op::of(word);
        let code = self.code;
        let target = at.wrapping_add_signed(wide(word) as isize);
        match op {
            Op::Move => self.read(b(word), state)?,
            Op::Small | Op::Literal | Op::NewContext | Op::Home | Op::Count => {}
            Op::Captured => {
                if !matches!(code.kind, CodeKind::Block) || c(word) >= self.captured {
                    return Err(format!("captured value {} is not given", c(word)));
                }
            }
            Op::GetVariable => self.read(b(word), state)?,
            Op::SetVariable => {
                self.read(b(word), state)?;
                self.read(c(word), state)?;
                return Ok(true);
            }
            Op::Block => {
                if !code.blocks.iter().any(|block| std::ptr::from_ref(&**block) as u64 == code.word(at + 1)) {
                    return Err("its code is none of this code's blocks".into());
                }
                for index in 0..x(word) {
                    self.read((code.word(at + 2 + index / 4) >> (index % 4 * 16)) as u16 as usize, state)?;
                }
            }
            Op::Object => {
                if !code.templates.iter().any(|template| std::ptr::from_ref(&**template) as u64 == code.word(at + 1)) {
                    return Err("its template is none of this code's".into());
                }
                for index in 0..c(word) {
                    self.read(a(word) + index, state)?;
                }
            }
            Op::Primitive => {
                let (number, name) = (code.word(at + 1) as usize, self.symbol(code.word(at + 2))?);
                let (count, handler) = (x(word) & 127, x(word) >> 7);
                if number > self.primitives {
                    return Err(format!("there is no primitive {number}"));
                }
                // The name of a primitive that is unknown may be anything.
                if number != 0 && name.arity() != count {
                    return Err(format!("{name} takes {} arguments, not {count}", name.arity()));
                }
                self.send(at, a(word), b(word), count + handler, state, leads)?;
                return Ok(true);
            }
            _ if op.is_send() => {
                let selector = self.symbol(code.word(at + 1) >> 32 & 0x7fff_ffff)?;
                let count = if x(word) == 255 { selector.arity() } else { x(word) };
                if selector.arity() != count {
                    return Err(format!("{selector} takes {} arguments, not {count}", selector.arity()));
                }
                if op == Op::Resend {
                    self.read(code.word(at + 4) as usize, state)?;
                    self.symbol(code.word(at + 5))?;
                }
                self.send(at, a(word), b(word), count, state, leads)?;
                return Ok(true);
            }
            _ if op.special_selector().is_some() => return self.arithmetic_step(at, word, state, leads),
            Op::Jump => {
                leads.push((self.forwards(at, target)?, state.clone()));
                return Ok(false);
            }
            Op::JumpIfFalse | Op::JumpIfTrue | Op::SlowJumpIfFalse | Op::SlowJumpIfTrue => {
                self.read(a(word), state)?;
                leads.push((self.forwards(at, target)?, state.clone()));
                if !code.sites.iter().any(|site| site.offset as usize == at) {
                    // What is no boolean is sent `ifTrue:False:`; the answer comes to the register, to be tested again.
                    let mut state = state.clone();
                    self.window(a(word), 2)?;
                    self.leaves_frame(at, a(word), &mut state, leads)?;
                }
                return Ok(true);
            }
            Op::CountCheck | Op::SlowCountCheck => {
                self.read(a(word), state)?;
                self.read(a(word) + 1, state)?;
                leads.push((self.forwards(at, target)?, state.clone()));
                return Ok(true);
            }
            Op::Loop => {
                self.safepoint(at + 1, a(word), state)?;
                leads.push((self.backwards(at, target)?, state.clone()));
                return Ok(false);
            }
            Op::CountUp | Op::CountDown => {
                self.read(a(word), state)?;
                self.read(a(word) + 1, state)?;
                self.safepoint(at + 1, a(word) + 2, state)?;
                leads.push((self.backwards(at, target)?, state.clone()));
                return Ok(true);
            }
            Op::Return => {
                self.read(a(word), state)?;
                return Ok(false);
            }
            Op::ReturnHome => {
                self.read(a(word), state)?;
                self.read(b(word), state)?;
                return Ok(false);
            }
            Op::ReturnFar => {
                self.read(a(word), state)?;
                self.read(b(word), state)?;
                // Without a home to return to it is a send of an error, whose answer comes to the window.
                self.window(c(word), 1)?;
                self.leaves_frame(at + 1, c(word), state, leads)?;
                return Ok(true);
            }
            Op::MarkEnsure => {
                let part = wide(word) as usize;
                if !code.is(part, Op::UnmarkEnsure) || state.ensure.is_some() {
                    return Err("an ensure part begins with UnmarkEnsure, and is alone in its activation".into());
                }
                state.ensure = Some(part);
                return Ok(true);
            }
            Op::UnmarkEnsure => {
                state.ensure = None;
                return Ok(true);
            }
            Op::GoOnUnwinding => {
                self.read(a(word), state)?;
                self.read(a(word) + 1, state)?;
                return Ok(false);
            }
            _ => return Err("is not understood by the verifier".into()),
        }
        self.frame(a(word))?;
        state.put(a(word));
        Ok(true)
    }

    /// Arithmetic and comparison: the fast way passes over the word behind it, the slow one is a send whose answer comes to
    /// the window that x names, where that word takes it.
    fn arithmetic_step(
        &self,
        at: usize,
        word: u64,
        state: &mut State,
        leads: &mut Vec<(usize, State)>,
    ) -> Checked<bool> {
        self.read(b(word), state)?;
        if !Op::of(word).has_immediate() {
            self.read(c(word), state)?;
        }
        let room = x(word);
        self.window(room, 1)?;
        let next = self.code.word(at + 1);
        if !self.compares_and_jumps(at) {
            // Its second word moves the answer of a real send to where the fast way writes.
            if Op::of(next) != Op::Move || a(next) != a(word) || b(next) != room {
                return Err("no move of the send's answer follows".into());
            }
            self.leaves_frame(at + 1, room, state, leads)?;
            state.cut(room);
            self.frame(a(word))?;
            state.put(a(word));
            return Ok(true);
        }
        let jumps = [Op::JumpIfFalse, Op::JumpIfTrue, Op::SlowJumpIfFalse, Op::SlowJumpIfTrue];
        if !jumps.contains(&Op::of(next)) || a(next) != room {
            return Err("no jump on its answer follows".into());
        }
        leads.push((at + 2, state.clone()));
        leads.push((self.forwards(at + 1, (at + 1).wrapping_add_signed(wide(next) as isize))?, state.clone()));
        self.leaves_frame(at + 1, room, state, leads)?;
        Ok(true)
    }

    /// A send or primitive with its window at `window`.
    fn send(
        &self,
        at: usize,
        window: usize,
        receiver: usize,
        count: usize,
        state: &mut State,
        leads: &mut Vec<(usize, State)>,
    ) -> Checked {
        self.read(receiver, state)?;
        self.window(window, count)?;
        for index in 0..count {
            self.read(window + HEADER + 1 + index, state)?;
        }
        self.leaves_frame(at + length(self.code.word(at)), window, state, leads)
    }

    /// Other code runs in the window, goes on at `after`, and leaves its answer there; or unwinds past this activation.
    fn leaves_frame(&self, after: usize, window: usize, state: &mut State, leads: &mut Vec<(usize, State)>) -> Checked {
        self.safepoint(after, window, state)?;
        // Unwinding ends the home of any activation it passes.
        let home = self.code.home_register as usize;
        if home != 0 && (home >= window || !state.has(home)) {
            return Err("the home must be made before anything is sent".into());
        }
        state.cut(window);
        if let Some(part) = state.ensure {
            let kept = a(self.code.word(part));
            self.frame(kept + 1)?;
            let mut unwinding = State { ensure: state.ensure, ..state.clone() };
            unwinding.put(kept);
            unwinding.put(kept + 1);
            leads.push((part, unwinding));
        }
        state.put(window);
        if after == self.offset {
            // The instruction is done again with the answer.
            leads.push((after, state.clone()));
        }
        Ok(())
    }

    /// The collector may look: all below `height` must hold values but for the holes noted at `after`.
    fn safepoint(&self, after: usize, height: usize, state: &State) -> Checked {
        let holes = self.code.holes_at(after);
        let hole = |register: usize| holes.iter().any(|(from, to)| (*from as usize..*to as usize).contains(&register));
        match (0..height).find(|register| !state.has(*register) && !hole(*register)) {
            Some(register) => Err(format!("the collector would read register {register}, which holds nothing")),
            None => Ok(()),
        }
    }

    fn read(&self, register: usize, state: &State) -> Checked {
        self.frame(register)?;
        if state.has(register) { Ok(()) } else { Err(format!("register {register} holds nothing on some path")) }
    }

    fn frame(&self, register: usize) -> Checked {
        let size = self.code.frame_size as usize;
        if register < size { Ok(()) } else { Err(format!("register {register} is beyond the frame of {size}")) }
    }

    /// Header, receiver and arguments of the window must be in the frame.
    fn window(&self, window: usize, count: usize) -> Checked {
        self.frame(window + HEADER + count)
    }

    fn forwards(&self, at: usize, target: usize) -> Checked<usize> {
        if target > at { Ok(target) } else { Err("jumps back without a safepoint".into()) }
    }

    fn backwards(&self, at: usize, target: usize) -> Checked<usize> {
        if target <= at { Ok(target) } else { Err("a loop edge leads forwards".into()) }
    }

    fn symbol(&self, number: u64) -> Checked<Symbol> {
        let number = u32::try_from(number).ok().filter(|number| (*number as usize) < Symbol::count());
        number.map(Symbol::from_number).ok_or_else(|| "names no symbol".into())
    }
}
