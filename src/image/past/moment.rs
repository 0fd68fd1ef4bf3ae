//! The world at one moment, read from its records: objects, their slots, and values in a few words.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::image::ImageError;
use crate::image::clusters::Clusters;
use crate::image::clusters::Part;
use crate::image::codec::Malformed;
use crate::image::codec::piece_key;
use crate::image::load::method_head;
use crate::image::past::names::Names;
use crate::image::past::record;
use crate::image::past::record::Body;
use crate::image::past::record::Object;
use crate::image::past::record::Place;
use crate::image::past::record::Reference;
use crate::image::past::record::Shape;
use crate::image::past::record::SlotRecord;
use crate::image::past::record::Text;
use crate::image::past::record::Word;
use crate::image::store::Store;
use crate::object::identity::Key;
use crate::object::kind::Kind;
use crate::text::symbol::Symbol;
use crate::vm::ghosts::Unreadable;

/// Characters of a string that are shown.
const SHOWN: usize = 60;

/// A store that several moments are read from.
pub(in crate::image) type Past<'s> = RefCell<&'s mut Store>;

/// The world as it was after a turn.
pub(in crate::image) struct Moment<'a, 's> {
    store: &'a Past<'s>,
    turn: u64,
    is_now: bool,
    clusters: Clusters,
    shapes: FxHashMap<Key, Rc<Shape>>,
}

/// A slot with its value.
#[derive(Clone, Debug)]
pub(in crate::image) struct Slot {
    pub(in crate::image) name: Symbol,
    pub(in crate::image) value: Word,
    pub(in crate::image) assignable: bool,
    pub(in crate::image) parent: bool,
    pub(in crate::image) transient: bool,
    pub(in crate::image) annotations: Vec<String>,
}

/// Why a record cannot be read.
pub(in crate::image) fn malformed(key: Key) -> impl Fn(Malformed) -> ImageError {
    move |_| ImageError::Unreadable(Unreadable(format!("record {key} is malformed")))
}

impl<'a, 's> Moment<'a, 's> {
    pub(in crate::image) fn new(store: &'a Past<'s>, turn: u64) -> Result<Moment<'a, 's>, ImageError> {
        store.borrow_mut().at(turn)?;
        let is_now = turn == store.borrow_mut().last_turn()?;
        Ok(Moment { store, turn, is_now, clusters: Clusters::default(), shapes: FxHashMap::default() })
    }

    /// A record's bytes; none if it was not there.
    pub(in crate::image) fn record(&mut self, key: Key) -> Result<Option<Part>, ImageError> {
        let store = &mut *self.store.borrow_mut();
        Ok(self.clusters.record(store, (!self.is_now).then_some(self.turn), key)?.0)
    }

    /// An object; none if it was not there.
    pub(in crate::image) fn object(&mut self, key: Key) -> Result<Option<Object>, ImageError> {
        match self.record(key)? {
            Some(record) if record::is_object(&record) => Ok(Some(record::object(&record).map_err(malformed(key))?)),
            _ => Ok(None),
        }
    }

    /// A map, with the slots of all its pieces.
    pub(in crate::image) fn shape(&mut self, key: Key) -> Result<Rc<Shape>, ImageError> {
        if let Some(shape) = self.shapes.get(&key) {
            return Ok(shape.clone());
        }
        let missing = || ImageError::Unreadable(Unreadable(format!("record {key} is missing")));
        let record = self.record(key)?.ok_or_else(missing)?;
        let mut shape = record::shape(&record).map_err(malformed(key))?;
        for piece in shape.pieces.clone() {
            let record = self.record(piece)?.ok_or_else(missing)?;
            shape.slots.extend(record::map_piece(&record).map_err(malformed(piece))?);
        }
        let shape = Rc::new(shape);
        self.shapes.insert(key, shape.clone());
        Ok(shape)
    }

    /// The slots of an object with their values.
    pub(in crate::image) fn slots(&mut self, object: &Object) -> Result<Vec<Slot>, ImageError> {
        let shape = self.shape(object.map)?;
        shape.slots.iter().map(|slot| self.slot(object, slot)).collect()
    }

    fn slot(&mut self, object: &Object, slot: &SlotRecord) -> Result<Slot, ImageError> {
        let value = self.slot_value(object, slot.place)?;
        let (name, assignable, parent, transient) = (slot.name, slot.assignable, slot.parent, slot.transient);
        Ok(Slot { name, value, assignable, parent, transient, annotations: slot.annotations.clone() })
    }

    /// One slot of an object.
    pub(in crate::image) fn slot_named(&mut self, object: &Object, name: &str) -> Result<Option<Slot>, ImageError> {
        let shape = self.shape(object.map)?;
        let slot = shape.slots.iter().find(|slot| slot.name.as_str() == name);
        slot.map(|slot| self.slot(object, slot)).transpose()
    }

    fn slot_value(&mut self, object: &Object, place: Place) -> Result<Word, ImageError> {
        let field = |index: usize| match &object.body {
            Body::Words(words) => words.get(index).copied().unwrap_or(Word::Nil),
            _ => Word::Nil,
        };
        let (cell, index) = match place {
            Place::Map(value) => return Ok(value),
            Place::Field(index) => return Ok(field(index)),
            Place::Transient => return Ok(Word::Nil),
            Place::Cell(cell) => (cell, 0),
            Place::Overflow { field: at, index } => (field(at), index),
        };
        let Some(Reference { key, .. }) = cell.reference() else { return Ok(Word::Nil) };
        match self.object(key)?.map(|cell| cell.body) {
            Some(Body::Words(words)) => Ok(words.get(index).copied().unwrap_or(Word::Nil)),
            _ => Ok(Word::Nil),
        }
    }

    /// The elements of a vector, wherever they are.
    pub(in crate::image) fn elements(&mut self, key: Key, object: &Object) -> Result<Vec<Word>, ImageError> {
        match &object.body {
            Body::Words(words) if object.kind == Kind::Vector => Ok(words.clone()),
            Body::Pieces { count, length } if object.kind == Kind::Vector => {
                let mut elements = Vec::new();
                for piece in 0..*count {
                    let key = piece_key(key, piece);
                    if let Some(record) = self.record(key)? {
                        elements.extend(record::elements(&record).map_err(malformed(key))?);
                    }
                }
                elements.truncate(*length);
                Ok(elements)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// The text of a method.
    pub(in crate::image) fn text(&mut self, key: Key) -> Result<Option<Text>, ImageError> {
        let Some(record) = self.record(key)? else { return Ok(None) };
        Ok(Some(record::text(&record).map_err(malformed(key))?))
    }

    /// The source of a method as it is written behind a slot's name: its arguments, `=` and its text.
    pub(in crate::image) fn source(&mut self, selector: Symbol, key: Key) -> Result<String, ImageError> {
        let Some(Text { arguments, text }) = self.text(key)? else { return Ok(selector.to_string()) };
        Ok(format!("{} = {text}", method_head(selector, &arguments)))
    }

    /// A value in one line. Objects that have a name are called by it.
    pub(in crate::image) fn show(&mut self, value: Word, names: &Names) -> Result<String, ImageError> {
        let reference = match value {
            Word::Nil | Word::Unset => return Ok("nil".into()),
            Word::True => return Ok("true".into()),
            Word::False => return Ok("false".into()),
            Word::Integer(n) => return Ok(n.to_string()),
            Word::Float(x) => return Ok(format!("{x:?}")),
            Word::Object(reference) => reference,
        };
        let name = match reference.kind {
            Kind::Slots => names.path_by_name(reference.key),
            _ => None,
        };
        match name {
            Some(name) => Ok(name),
            None => self.describe(reference, names),
        }
    }

    /// An object in one line, without its name.
    pub(in crate::image) fn describe(&mut self, reference: Reference, names: &Names) -> Result<String, ImageError> {
        let Reference { kind, key, length } = reference;
        Ok(match kind {
            Kind::Method => {
                let text = self.text(key)?.map_or_else(String::new, |text| text.text);
                shortened(&one_line(&text))
            }
            Kind::String => match self.object(key)?.map(|object| object.body) {
                Some(Body::Text(text)) => shortened(&quoted(&text)),
                _ => "a string".into(),
            },
            Kind::BigInteger => match self.object(key)?.map(|object| object.body) {
                Some(Body::Number(number)) => shortened(&number.to_string()),
                _ => "a number".into(),
            },
            Kind::Vector => format!("a vector of {length}"),
            Kind::Bytes => format!("{length} bytes"),
            Kind::Block => "a block".into(),
            Kind::Process => "a process".into(),
            Kind::Mirror => "a mirror".into(),
            Kind::Slots => match self.prototype(key, names)? {
                Some(name) => with_article(&name),
                None => "an object".into(),
            },
            _ => "an object".into(),
        })
    }

    /// The last word of the name of an object's parent.
    fn prototype(&mut self, key: Key, names: &Names) -> Result<Option<String>, ImageError> {
        let Some(object) = self.object(key)? else { return Ok(None) };
        let parents = self.slots(&object)?.into_iter().filter(|slot| slot.parent);
        let named = parents.filter_map(|slot| names.path_by_name(slot.value.reference()?.key)).next();
        Ok(named.and_then(|path| path.split(' ').next_back().map(str::to_string)).filter(|name| name != "lobby"))
    }
}

/// A text on one line, runs of blanks made one.
pub(in crate::image) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// A string as it is written in a program.
pub(in crate::image) fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

fn with_article(name: &str) -> String {
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}
