//! Old space: where survivors live and never move. Cells of one size per block, swept when they are needed.

use rustc_hash::FxHashMap;

use crate::object::identity::Identities;
use crate::object::identity::Spot;
use crate::object::layout::CARD_WORDS;
use crate::object::layout::FREE;
use crate::object::layout::HEADER_WORDS;
use crate::object::layout::MARK;
use crate::object::layout::Obj;
use crate::object::map::MapId;

/// The largest object, in words, that lives in a cell; larger ones have a chunk of their own.
pub const LARGEST_CELL: usize = 256;
/// Words of a block.
const BLOCK_WORDS: usize = 8192;
const BLOCK_BYTES: usize = BLOCK_WORDS * 8;
/// Blocks whose memory is had together.
const REGION_BLOCKS: usize = 16;
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

/// A run of cells of one size. It begins at a multiple of its size, with its own number in the first word, so that the
/// address of a cell tells which block it is in.
struct Block {
    /// Where it begins; 0 if its memory has been given back.
    start: u64,
    region: usize,
    /// Words of a cell.
    words: usize,
    /// Words handed out so far, those before the first cell included.
    used: usize,
    unswept: bool,
}

#[derive(Default)]
struct SizeClass {
    words: usize,
    /// The numbers of its blocks.
    blocks: Vec<usize>,
    /// The block that still has cells nobody has used.
    current: Option<usize>,
    /// First free cell, 0 if none.
    free: u64,
    /// Blocks before this one have been swept in this cycle.
    next_to_sweep: usize,
}

/// The memory of the blocks.
#[derive(Default)]
struct Regions {
    /// Each with how many of its blocks are spare; no memory: given back.
    regions: Vec<(Vec<u64>, usize)>,
    /// Where spare blocks begin, and in which region they are.
    spare: Vec<(u64, usize)>,
}

impl Regions {
    /// A block's memory and the number of its region.
    fn take(&mut self) -> (u64, usize) {
        if self.spare.is_empty() {
            self.add();
        }
        let (start, region) = self.spare.pop().expect("a new region has spare blocks");
        self.regions[region].1 -= 1;
        (start, region)
    }

    fn put_back(&mut self, start: u64, region: usize) {
        self.spare.push((start, region));
        self.regions[region].1 += 1;
    }

    fn add(&mut self) {
        // One more, since it need not begin at a multiple of a block's size.
        let mut memory: Vec<u64> = Vec::with_capacity((REGION_BLOCKS + 1) * BLOCK_WORDS);
        let first = (memory.as_mut_ptr() as u64).next_multiple_of(BLOCK_BYTES as u64);
        let number = self.regions.iter().position(|(memory, _)| memory.capacity() == 0).unwrap_or(self.regions.len());
        if number == self.regions.len() {
            self.regions.push((Vec::new(), 0));
        }
        self.regions[number] = (memory, REGION_BLOCKS);
        // The lowest is taken first.
        self.spare.extend((0..REGION_BLOCKS).rev().map(|block| (first + (block * BLOCK_BYTES) as u64, number)));
    }

    /// Gives back the regions of which nothing is used, but for one.
    fn trim(&mut self) {
        let mut kept = false;
        for (memory, spare) in &mut self.regions {
            if *spare == REGION_BLOCKS && std::mem::replace(&mut kept, true) {
                (*memory, *spare) = (Vec::new(), 0);
            }
        }
        self.spare.retain(|(_, region)| self.regions[*region].0.capacity() > 0);
    }
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
    blocks: Vec<Block>,
    /// Numbers of blocks without memory.
    unused: Vec<usize>,
    regions: Regions,
    /// Objects too large for a cell: each its own memory.
    chunks: FxHashMap<u64, Vec<u64>>,
    bodies: FxHashMap<u64, Body>,
    bytes: usize,
    allocated: usize,
    live_after_cycle: usize,
    /// What a dead object's mark bit looks like while sweeping.
    dead_mark: bool,
    /// How often objects have been declared dead.
    pub(in crate::object) sweeps: u64,
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
            blocks: Vec::new(),
            unused: Vec::new(),
            regions: Regions::default(),
            chunks: FxHashMap::default(),
            bodies: FxHashMap::default(),
            bytes: 0,
            allocated: 0,
            live_after_cycle: 0,
            dead_mark: true,
            sweeps: 0,
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
            self.chunks.insert(address, chunk);
            return Obj::at(address);
        }
        let class_number = self.class_of[words] as usize;
        let class = &mut self.classes[class_number];
        self.allocated += class.words * 8;
        self.bytes += class.words * 8;
        if class.free != 0 {
            let cell = Obj::at(class.free);
            class.free = cell.header().1;
            return cell;
        }
        self.allocate_slowly(class_number)
    }

    fn allocate_slowly(&mut self, class_number: usize) -> Obj {
        loop {
            let class = &mut self.classes[class_number];
            if class.free != 0 {
                let cell = Obj::at(class.free);
                class.free = cell.header().1;
                return cell;
            }
            if class.next_to_sweep < class.blocks.len() {
                let at = class.next_to_sweep;
                class.next_to_sweep += 1;
                self.sweep(class_number, at, false);
                continue;
            }
            if let Some(current) = class.current {
                let block = &mut self.blocks[current];
                if block.used + block.words <= BLOCK_WORDS {
                    let address = block.start + block.used as u64 * 8;
                    block.used += block.words;
                    return Obj::at(address);
                }
            }
            self.add_block(class_number);
        }
    }

    fn add_block(&mut self, class: usize) {
        let (start, region) = self.regions.take();
        let number = self.unused.pop().unwrap_or(self.blocks.len());
        let block = Block { start, region, words: self.classes[class].words, used: HEADER_WORDS, unswept: false };
        Obj::at(start).set_header((number as u64, 0));
        if number == self.blocks.len() {
            self.blocks.push(block);
        } else {
            self.blocks[number] = block;
        }
        let class = &mut self.classes[class];
        class.blocks.push(number);
        class.current = Some(number);
        class.next_to_sweep = class.blocks.len();
    }

    /// Where an old object lies.
    #[inline]
    pub(in crate::object) fn spot(&self, object: Obj) -> Spot {
        let address = object.address();
        // No field, element, digit or byte takes more than a word.
        if object.length() + HEADER_WORDS > LARGEST_CELL && self.chunks.contains_key(&address) {
            return Spot::Alone(address);
        }
        let start = address & !(BLOCK_BYTES as u64 - 1);
        let number = Obj::at(start).header().0 as usize;
        Spot::Cell { block: number, cell: self.blocks[number].cell_at(address) }
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

    /// What objects take, with what is kept about their records.
    pub(in crate::object) fn bytes(&self) -> usize {
        self.bytes + self.identities.bytes()
    }

    /// Frees the elements of a large object that is becoming a ghost.
    pub(in crate::object) fn drop_body(&mut self, object: Obj) {
        if let Some(body) = self.bodies.remove(&object.address()) {
            self.bytes -= body.words.len() * 8;
        }
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
        for class in 0..self.classes.len() {
            let mut at = self.classes[class].next_to_sweep;
            while at < self.classes[class].blocks.len() {
                // Another one takes the place of a block that is given back.
                at += usize::from(self.sweep(class, at, true));
            }
            self.classes[class].next_to_sweep = at;
        }
    }

    /// Gives the memory of what is not used back to the system. Otherwise it is kept: having it anew costs more.
    pub(in crate::object) fn trim(&mut self) {
        self.regions.trim();
    }

    /// Puts the dead cells of a block on the free list, or gives the block back if it may and no cell is in use; then
    /// the answer is false.
    fn sweep(&mut self, class: usize, at: usize, give_back: bool) -> bool {
        let number = self.classes[class].blocks[at];
        let block = &mut self.blocks[number];
        let was_unswept = std::mem::replace(&mut block.unswept, false);
        let mut free = self.classes[class].free;
        let (mut freed, mut in_use) = (0, false);
        for (index, cell) in block.cells().enumerate() {
            let was_free = cell.map() == MapId(FREE);
            if was_free || (was_unswept && cell.has(MARK) == self.dead_mark) {
                if !was_free {
                    freed += block.words * 8;
                    self.identities.forget(Spot::Cell { block: number, cell: index }, cell.address());
                }
                cell.set_header((FREE as u64, free));
                free = cell.address();
            } else {
                in_use = true;
            }
        }
        self.bytes -= freed;
        if in_use || !give_back {
            self.classes[class].free = free;
            return true;
        }
        self.regions.put_back(block.start, block.region);
        block.start = 0;
        self.identities.forget_block(number);
        self.unused.push(number);
        let class = &mut self.classes[class];
        class.blocks.swap_remove(at);
        class.current = class.current.filter(|current| *current != number);
        false
    }

    /// Marking has ended: everything whose mark is not `colour` is dead. Bodies and chunks go now, cells when swept.
    pub(in crate::object) fn begin_sweeping(&mut self, colour: bool) {
        self.sweeps += 1;
        let live = |object: Obj| object.has(MARK) == colour;
        let mut freed = 0;
        self.bodies.retain(|address, body| {
            let keep = live(Obj::at(*address));
            freed += if keep { 0 } else { body.words.len() * 8 };
            keep
        });
        self.chunks.retain(|address, chunk| {
            let keep = live(Obj::at(*address));
            if !keep {
                freed += chunk.capacity() * 8;
                self.identities.forget(Spot::Alone(*address), *address);
            }
            keep
        });
        self.bytes -= freed;
        self.dead_mark = !colour;
        for class in &mut self.classes {
            class.free = 0;
            class.next_to_sweep = 0;
        }
        for block in &mut self.blocks {
            block.unswept = true;
        }
    }

    pub(in crate::object) fn note_live(&mut self, bytes: usize) {
        self.live_after_cycle = bytes;
    }

    /// Every live object in cells and chunks, for checks.
    pub(in crate::object) fn for_each_object(&self, mut visit: impl FnMut(Obj)) {
        for block in self.blocks.iter().filter(|block| block.start != 0) {
            for cell in block.cells() {
                let dead = block.unswept && cell.has(MARK) == self.dead_mark;
                if cell.map() != MapId(FREE) && !dead {
                    visit(cell);
                }
            }
        }
        for address in self.chunks.keys() {
            visit(Obj::at(*address));
        }
    }
}

impl Block {
    fn cells(&self) -> impl Iterator<Item = Obj> + use<> {
        let (first, words) = (self.start + HEADER_WORDS as u64 * 8, self.words);
        (0..(self.used - HEADER_WORDS) / words).map(move |index| Obj::at(first + (index * words * 8) as u64))
    }

    fn cell_at(&self, address: u64) -> usize {
        // Both are small: a division of halves is quicker.
        ((address - self.start) as u32 / 8 - HEADER_WORDS as u32) as usize / self.words
    }
}
