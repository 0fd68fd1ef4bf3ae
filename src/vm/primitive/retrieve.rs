//! Finding methods by words: BM25 (Robertson and Zaragoza, *The Probabilistic Relevance Framework*, 2009) over the names and
//! comments of methods, with k1 = 1.2 and b = 0.75. There is no index to be kept: all methods are looked at each time, so what
//! has just been added or removed is always seen; only the words of each are remembered beside its tree.

use std::rc::Rc;

use crate::object::kind::Kind;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::charge;
use crate::vm::primitive::row;
use crate::vm::primitive::vector;
use crate::vm::primitive::whole;

pub(in crate::vm) const TABLE: &[Primitive] = &[row(
    "_MethodsLike:Limit:",
    Effect::Reads,
    methods_like,
    "The methods in the slots of a vector's elements whose names and first lines of comment fit some words best: holder, \
     slot's name, holder, …, best first, up to a number.",
)];

const SATURATION: f64 = 1.2;
const LENGTH_WEIGHT: f64 = 0.75;

/// A method as a document.
struct Document {
    holder: Value,
    name: Symbol,
    /// How many words it has.
    length: u32,
    /// How often each word of the question occurs in it: its number and the count.
    hits: Vec<(u32, u32)>,
}

fn methods_like(vm: &mut Vm, args: &[Value]) -> Answer {
    let holders = vm.heap.vector(args[0]).ok_or(Fault::BadType)?.elements().to_vec();
    let question = vm.heap.string(args[1]).ok_or(Fault::BadType)?.to_string();
    let limit = usize::try_from(args[2].as_int().ok_or(Fault::BadType)?).map_err(|_| Fault::BadSize)?;
    let mut asked = Vec::new();
    each_word(&question, |word| asked.push(word));
    asked.sort_unstable();
    asked.dedup();
    let documents = documents(vm, &holders, &asked)?;
    let best = best(&documents, asked.len(), limit);
    let mut flat = Vec::with_capacity(best.len() * 2);
    for index in best {
        flat.extend([documents[index].holder, vm.intern(documents[index].name.as_str())]);
    }
    vector::new(vm, &flat)
}

fn documents(vm: &mut Vm, holders: &[Value], asked: &[u32]) -> Result<Vec<Document>, Fault> {
    let mut found = Vec::new();
    for holder in holders {
        let holder = whole(vm, *holder)?;
        let map = vm.heap.maps.get(vm.heap.map_of(holder));
        let held = |slot: &&Slot| !slot.assignable && !slot.parent && !slot.is_assignment();
        let slots: Vec<_> = map.slots().iter().filter(held).map(|slot| (slot.name, slot.place)).collect();
        charge(vm, slots.len() as u64)?;
        for (name, place) in slots {
            let value = vm.heap.read_place(holder, place);
            if vm.heap.kind_of(value) != Kind::Method {
                continue;
            }
            let Some(words) = words_of(vm, value)? else { continue };
            let mut hits: Vec<(u32, u32)> = Vec::new();
            for number in words.iter().filter_map(|word| asked.binary_search(word).ok()) {
                let number = number as u32;
                match hits.iter_mut().find(|(hit, _)| *hit == number) {
                    Some((_, count)) => *count += 1,
                    None => hits.push((number, 1)),
                }
            }
            found.push(Document { holder, name, length: words.len() as u32, hits });
        }
    }
    Ok(found)
}

/// The words of a method's selector and of the first line of its comment; nothing for what is no method.
fn words_of(vm: &mut Vm, method: Value) -> Result<Option<Rc<[u32]>>, Fault> {
    if let Some(words) = vm.tree_number(method).and_then(|number| vm.trees.get(number)?.words.clone()) {
        return Ok(Some(words));
    }
    let Some(tree) = vm.method_tree(method).map_err(|unreadable| super::outside(vm, unreadable))? else {
        return Ok(None);
    };
    let mut words = Vec::new();
    for text in [tree.selector.as_str(), first_line_of_comment(tree.source.0.slice(tree.span))] {
        each_word(text, |word| words.push(word));
    }
    let words: Rc<[u32]> = words.into();
    if let Some(record) = vm.tree_number(method).and_then(|number| vm.trees.get_mut(number)) {
        record.words = Some(words.clone());
    }
    Ok(Some(words))
}

/// The numbers of the documents with the highest scores; among equals earlier ones first.
fn best(documents: &[Document], asked: usize, limit: usize) -> Vec<usize> {
    let count = documents.len() as f64;
    let average = documents.iter().map(|document| f64::from(document.length)).sum::<f64>() / count;
    let mut having = vec![0.0; asked];
    documents.iter().flat_map(|document| &document.hits).for_each(|(word, _)| having[*word as usize] += 1.0);
    let score = |document: &Document| {
        let room = 1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * f64::from(document.length) / average;
        let of_word = |(word, times): &(u32, u32)| {
            let (times, having) = (f64::from(*times), having[*word as usize]);
            let rarity = (1.0 + (count - having + 0.5) / (having + 0.5)).ln();
            rarity * times * (SATURATION + 1.0) / (times + SATURATION * room)
        };
        document.hits.iter().map(of_word).sum::<f64>()
    };
    let hit = documents.iter().enumerate().filter(|(_, document)| !document.hits.is_empty());
    let mut scored: Vec<(f64, usize)> = hit.map(|(index, document)| (score(document), index)).collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    scored.into_iter().take(limit).map(|(_, index)| index).collect()
}

/// The first line of the comment that a method's text, with its bracket, begins with; empty if there is none.
fn first_line_of_comment(text: &str) -> &str {
    let Some(comment) = text.strip_prefix('(').and_then(|body| body.trim_start().strip_prefix('"')) else { return "" };
    comment.split(['"', '\n']).next().unwrap_or("")
}

/// Gives `visit` a number for each word of a name or text, whether it is written in small letters or not. A capital begins a
/// word, as in `copyFrom:`. The number is the word's FNV-1a hash: that two words share one can only make a method rank too high.
fn each_word(text: &str, mut visit: impl FnMut(u32)) {
    const NONE: u32 = 0x811C_9DC5;
    let mut hash = NONE;
    for character in text.chars() {
        let counts = character.is_alphanumeric();
        if (!counts || character.is_uppercase()) && hash != NONE {
            visit(hash);
            hash = NONE;
        }
        if counts {
            for small in character.to_lowercase() {
                hash = (hash ^ small as u32).wrapping_mul(0x0100_0193);
            }
        }
    }
    if hash != NONE {
        visit(hash);
    }
}
