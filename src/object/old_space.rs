//! Old space: where survivors live and never move. Cells of one size per block, swept when they are needed.

use std::collections::HashMap;

use crate::object::identity::Identities;
use crate::object::layout::CARD_WORDS;
use crate::object::layout::FREE;
use crate::object::layout::MARK;
use crate::object::layout::Obj;
use crate::object::map::MapId;

/// The largest object, in words, that lives in a cell; larger ones have a chunk of their own.
pub const LARGEST_CELL: usize = 256;
/// Words of a block.
const BLOCK_WORDS: usize = 8192;
/// Cell sizes in words: exact when small, then in steps of about a quarter.
const SIZES: [usize; 30] = [
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    14,
    16,
    18,
    20,
    24,
    28,
    32,
    40,
    48,
    56,
    64,
    72,
    88,
    104,
    128,
    160,
    192,
    224,
    LARGEST_CELL,
];
/// No cycle starts before this much has been allocated. Cruel mode hardly waits for the next.
const LEAST_CYCLE_BYTES: usize = if cfg!(feature = "stress") { 1 << 20 } else { 24 << 20 };

/// A run of cells of one size.
struct Block {
    memory: Vec<u64>,
    /// Words handed out so far.
    used: usize,
    unswept: bool,
}

#[derive(Default)]
struct SizeClass {
    words: usize,
    blocks: Vec<Block>,
    /// First free cell, 0 if none.
    free: u64,
    /// Blocks before this one have been swept in this cycle.
    next_to_sweep: usize,
}

/// The elements of a large vector or byte vector, and a stamp for each piece.
struct Body {
    words: Vec<u64>,
    cards: Vec<u32>,
}

/// All old objects.
pub(in crate::object) struct OldSpace {
    classes: Vec<SizeClass>,
    class_of: [u8; LARGEST_CELL + 1],
    /// Objects too large for a cell: each its own memory.
    chunks: Vec<Vec<u64>>,
    bodies: HashMap<u64, Body>,
    bytes: usize,
    allocated: usize,
    live_after_cycle: usize,
    /// What a dead object's mark bit looks like while sweeping.
    dead_mark: bool,
    pub(in crate::object) identities: Identities,
}

impl Default for OldSpace {
    fn default() -> OldSpace {
        let mut class_of = [0; LARGEST_CELL + 1];
        for (words, class) in class_of.iter_mut().enumerate() {
            *class = SIZES.iter().position(|size| *size >= words).expect("the last size fits all") as u8;
        }
        OldSpace {
            classes: SIZES.iter().map(|words| SizeClass { words: *words, ..SizeClass::default() }).collect(),
            class_of,
            chunks: Vec::new(),
            bodies: HashMap::new(),
            bytes: 0,
            allocated: 0,
            live_after_cycle: 0,
            dead_mark: true,
            identities: Identities::default(),
        }
    }
}

impl OldSpace {
    /// A cell (or chunk) of at least `words` words; the caller writes the header.
    pub(in crate::object) fn allocate(&mut self, words: usize) -> Obj {
        if words > LARGEST_CELL {
            self.allocated += words * 8;
            self.bytes += words * 8;
            let mut chunk: Vec<u64> = Vec::with_capacity(words);
            let address = chunk.as_mut_ptr() as u64;
            self.chunks.push(chunk);
            return Obj::at(address);
        }
        let dead_mark = self.dead_mark;
        let class = &mut self.classes[self.class_of[words] as usize];
        self.allocated += class.words * 8;
        self.bytes += class.words * 8;
        loop {
            if class.free != 0 {
                let cell = Obj::at(class.free);
                class.free = cell.header().1;
                return cell;
            }
            if class.next_to_sweep < class.blocks.len() {
                let at = class.next_to_sweep;
                class.next_to_sweep += 1;
                self.bytes -= class.sweep(at, dead_mark, &mut self.identities);
                continue;
            }
            if let Some(block) = class.blocks.last_mut()
                && block.used + class.words <= BLOCK_WORDS
            {
                let address = block.memory.as_mut_ptr() as u64 + block.used as u64 * 8;
                block.used += class.words;
                return Obj::at(address);
            }
            class.blocks.push(Block { memory: Vec::with_capacity(BLOCK_WORDS), used: 0, unswept: false });
            class.next_to_sweep = class.blocks.len();
        }
    }

    /// Room for the elements of a large object: addresses of its words and of its card stamps.
    pub(in crate::object) fn add_body(&mut self, object: Obj, words: usize, stamp: u32) -> (u64, u64) {
        self.allocated += words * 8;
        self.bytes += words * 8;
        let mut body = Body { words: vec![0; words], cards: vec![stamp; words.div_ceil(CARD_WORDS)] };
        let addresses = (body.words.as_mut_ptr() as u64, body.cards.as_mut_ptr() as u64);
        self.bodies.insert(object.address(), body);
        addresses
    }

    pub(in crate::object) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(in crate::object) fn allocated_since_cycle(&self) -> usize {
        self.allocated
    }

    /// So much was allocated elsewhere that goes when objects are found dead.
    pub(in crate::object) fn note_outside(&mut self, bytes: usize) {
        self.allocated += bytes;
    }

    pub(in crate::object) fn cycle_threshold(&self) -> usize {
        if cfg!(feature = "stress") { LEAST_CYCLE_BYTES } else { LEAST_CYCLE_BYTES.max(self.live_after_cycle) }
    }

    pub(in crate::object) fn begin_cycle(&mut self) {
        self.allocated = 0;
    }

    /// Sweeps what the last cycle left, so that a new one can turn the mark's colour.
    pub(in crate::object) fn finish_sweeping(&mut self) {
        for class in &mut self.classes {
            for at in class.next_to_sweep..class.blocks.len() {
                self.bytes -= class.sweep(at, self.dead_mark, &mut self.identities);
            }
            class.next_to_sweep = class.blocks.len();
        }
    }

    /// Marking has ended: everything whose mark is not `colour` is dead. Bodies and chunks go now, cells when swept.
    pub(in crate::object) fn begin_sweeping(&mut self, colour: bool) {
        let live = |object: Obj| object.has(MARK) == colour;
        let mut freed = 0;
        self.bodies.retain(|address, body| {
            let keep = live(Obj::at(*address));
            freed += if keep { 0 } else { body.words.len() * 8 };
            keep
        });
        self.chunks.retain(|chunk| {
            let keep = live(Obj::at(chunk.as_ptr() as u64));
            if !keep {
                freed += chunk.capacity() * 8;
                self.identities.forget(chunk.as_ptr() as u64);
            }
            keep
        });
        self.bytes -= freed;
        self.dead_mark = !colour;
        for class in &mut self.classes {
            class.free = 0;
            class.next_to_sweep = 0;
            for block in &mut class.blocks {
                block.unswept = true;
            }
        }
    }

    pub(in crate::object) fn note_live(&mut self, bytes: usize) {
        self.live_after_cycle = bytes;
    }

    /// Every live object in cells and chunks, for checks.
    pub(in crate::object) fn for_each_object(&self, mut visit: impl FnMut(Obj)) {
        for class in &self.classes {
            for block in &class.blocks {
                for cell in block.cells(class.words) {
                    let dead = block.unswept && cell.has(MARK) == self.dead_mark;
                    if cell.map() != MapId(FREE) && !dead {
                        visit(cell);
                    }
                }
            }
        }
        for chunk in &self.chunks {
            visit(Obj::at(chunk.as_ptr() as u64));
        }
    }
}

impl Block {
    fn cells(&self, words: usize) -> impl Iterator<Item = Obj> + use<> {
        let start = self.memory.as_ptr() as u64;
        (0..self.used / words).map(move |index| Obj::at(start + (index * words * 8) as u64))
    }
}

impl SizeClass {
    /// Puts the dead cells of a block on the free list; answers the bytes freed.
    fn sweep(&mut self, at: usize, dead_mark: bool, identities: &mut Identities) -> usize {
        let block = &mut self.blocks[at];
        let was_unswept = std::mem::replace(&mut block.unswept, false);
        let mut freed = 0;
        for cell in block.cells(self.words) {
            let was_free = cell.map() == MapId(FREE);
            if was_free || (was_unswept && cell.has(MARK) == dead_mark) {
                if !was_free {
                    freed += self.words * 8;
                    identities.forget(cell.address());
                }
                cell.set_header((FREE as u64, self.free));
                self.free = cell.address();
            }
        }
        freed
    }
}
