//! JSON: reading a text into vectors and dictionaries, and writing those. Both go round with a stack of their own instead of
//! calling themselves, so nesting is bounded by memory only.
//!
//! A text that is no JSON fails with what was expected in `vm.detail` and its place in `vm.detail_place`. Numbers without fraction and exponent are
//! integers of any size.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::layout::TAINTED;
use crate::object::lookup::Lookup;
use crate::object::lookup::lookup;
use crate::object::map::MapId;
use crate::object::slot::Place;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::charge_bytes;
use crate::vm::primitive::float::float_text;
use crate::vm::primitive::integer;
use crate::vm::primitive::row;
use crate::vm::primitive::table;
use crate::vm::primitive::whole;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_JsonRead:", Effect::Reads, read, "What a text in JSON says; objects become copies of an empty dictionary."),
    row(
        "_JsonPrintLikeDictionary:List:Indent:",
        Effect::Reads,
        print,
        "A value in JSON, if all in it is plain data, vectors, and copies of these two, whatever else they understand; \
         indented unless by 0.",
    ),
    row(
        "_JsonPrintPlainLikeDictionary:List:Indent:",
        Effect::Reads,
        print_plain,
        "The same, if nothing in it has an asJson of its own or a jsonForm other than itself.",
    ),
    row("_JsonForm", Effect::Pure, form, "The receiver: the jsonForm of what the two above can write."),
];

/// Keys that are longer are not worth looking up.
const LONGEST_SHARED_KEY: usize = 32;
/// An indentation of more is refused.
const WIDEST_INDENT: i64 = 16;

// Reading

/// A list or an object that is not closed yet: where its contents begin among the values.
enum Open {
    Array(usize),
    Object(usize),
}

struct Reader<'a> {
    vm: &'a mut Vm,
    text: &'a str,
    at: usize,
    tainted: bool,
    /// Values read, and keys, of what is open.
    values: Vec<Value>,
    open: Vec<Open>,
    /// Strings made for keys, since objects of one sort have the same ones.
    keys: FxHashMap<&'a str, Value>,
    dictionary: Value,
}

fn read(vm: &mut Vm, args: &[Value]) -> Answer {
    let source = vm.heap.object_of_kind(args[0], Kind::String).ok_or(Fault::BadType)?;
    let (text, tainted) = (source.str(), source.has(TAINTED));
    // It costs about as much as a send for each eight bytes.
    charge_bytes(vm, text.len() * 16)?;
    let mut reader = Reader {
        vm,
        text,
        at: 0,
        tainted,
        values: Vec::new(),
        open: Vec::new(),
        keys: FxHashMap::default(),
        dictionary: args[1],
    };
    reader.document()
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Answer {
        self.blanks();
        // Each turn reads one value, or begins a list or object.
        loop {
            if !self.value()? {
                continue;
            }
            // A value is complete: what is around it may be, too.
            loop {
                let Some(around) = self.open.last() else {
                    self.blanks();
                    if self.at < self.text.len() {
                        return self.mistake(self.at, "something follows the end");
                    }
                    return self.values.pop().ok_or(Fault::BadType);
                };
                let is_object = matches!(around, Open::Object(_));
                self.blanks();
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.blanks();
                        if is_object {
                            self.key()?;
                        }
                        break;
                    }
                    Some(b']') if !is_object => self.close()?,
                    Some(b'}') if is_object => self.close()?,
                    _ if is_object => return self.mistake(self.at, "expected `,` or `}`"),
                    _ => return self.mistake(self.at, "expected `,` or `]`"),
                }
            }
        }
    }

    /// Reads a value that does not nest, or an empty list or object; or opens one that is not empty, and answers false.
    fn value(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b'[') => {
                self.at += 1;
                self.blanks();
                self.open.push(Open::Array(self.values.len()));
                if self.peek() != Some(b']') {
                    return Ok(false);
                }
                self.close()?;
            }
            Some(b'{') => {
                self.at += 1;
                self.blanks();
                self.open.push(Open::Object(self.values.len()));
                if self.peek() != Some(b'}') {
                    self.key()?;
                    return Ok(false);
                }
                self.close()?;
            }
            Some(b'"') => {
                let value = match self.string()? {
                    Piece::Plain(text) => self.vm.heap.new_string_tainted(text, self.tainted)?,
                    Piece::Escaped(text) => self.vm.heap.new_string_tainted(&text, self.tainted)?,
                };
                self.values.push(value);
            }
            Some(b'-' | b'0'..=b'9') => {
                let value = self.number()?;
                self.values.push(value);
            }
            Some(b't') => self.word("true", Value::TRUE)?,
            Some(b'f') => self.word("false", Value::FALSE)?,
            Some(b'n') => self.word("null", Value::NIL)?,
            _ => return self.mistake(self.at, "expected a value"),
        }
        Ok(true)
    }

    fn close(&mut self) -> Result<(), Fault> {
        self.at += 1;
        let value = match self.open.pop() {
            Some(Open::Array(start)) => {
                let map = self.vm.heap.kind_map(Kind::Vector);
                let vector = self.vm.heap.new_vector_from(map, &self.values[start..])?;
                self.values.truncate(start);
                vector
            }
            Some(Open::Object(start)) => {
                let (entries, _) = self.values[start..].as_chunks::<2>();
                let dictionary = table::filled(self.vm, self.dictionary, entries)?;
                self.values.truncate(start);
                dictionary
            }
            None => Value::NIL,
        };
        self.values.push(value);
        Ok(())
    }

    /// A key with its colon.
    fn key(&mut self) -> Result<(), Fault> {
        if self.peek() != Some(b'"') {
            return self.mistake(self.at, "expected a key in double quotes");
        }
        let key = match self.string()? {
            Piece::Plain(text) => match self.keys.get(text) {
                Some(key) => *key,
                None => {
                    let key = self.vm.heap.new_string_tainted(text, self.tainted)?;
                    if text.len() <= LONGEST_SHARED_KEY {
                        self.keys.insert(text, key);
                    }
                    key
                }
            },
            Piece::Escaped(text) => self.vm.heap.new_string_tainted(&text, self.tainted)?,
        };
        self.values.push(key);
        self.blanks();
        if self.peek() != Some(b':') {
            return self.mistake(self.at, "expected `:`");
        }
        self.at += 1;
        self.blanks();
        Ok(())
    }

    fn word(&mut self, word: &str, value: Value) -> Result<(), Fault> {
        if !self.text[self.at..].starts_with(word) {
            return self.mistake(self.at, "expected a value");
        }
        self.at += word.len();
        self.values.push(value);
        Ok(())
    }

    fn number(&mut self) -> Answer {
        let start = self.at;
        self.skip(b"-");
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return self.mistake(self.at, "expected a digit"),
        }
        let mut whole_number = true;
        if self.peek() == Some(b'.') {
            whole_number = false;
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            whole_number = false;
            self.at += 1;
            self.skip(b"+-");
            self.some_digits()?;
        }
        let text = &self.text[start..self.at];
        if whole_number {
            return integer::parse(self.vm, text, Value::int(10));
        }
        match text.parse::<f64>() {
            Ok(x) if x.is_finite() => Ok(self.vm.heap.new_float(x)),
            _ => self.mistake(start, "a number too large for a float"),
        }
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    fn some_digits(&mut self) -> Result<(), Fault> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return self.mistake(self.at, "expected a digit");
        }
        self.digits();
        Ok(())
    }

    /// The text of a string that begins here.
    fn string(&mut self) -> Result<Piece<'a>, Fault> {
        let text = self.text;
        self.at += 1;
        let mut start = self.at;
        let mut made = String::new();
        loop {
            let special = text.as_bytes()[self.at..].iter().position(|byte| matches!(byte, b'"' | b'\\' | ..0x20));
            let Some(special) = special else { return self.mistake(text.len(), "a string does not end") };
            self.at += special;
            let until_here = &text[start..self.at];
            match text.as_bytes()[self.at] {
                b'"' => {
                    self.at += 1;
                    if made.is_empty() {
                        return Ok(Piece::Plain(until_here));
                    }
                    made.push_str(until_here);
                    return Ok(Piece::Escaped(made));
                }
                b'\\' => {
                    made.push_str(until_here);
                    made.push(self.escaped()?);
                    start = self.at;
                }
                _ => return self.mistake(self.at, "a control character in a string must be escaped"),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Fault> {
        let start = self.at;
        self.at += 1;
        let Some(letter) = self.peek() else { return self.mistake(self.at, "a string does not end") };
        self.at += 1;
        Ok(match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.four_digits()?;
                if !(0xd800..0xe000).contains(&unit) {
                    return match char::from_u32(unit) {
                        Some(character) => Ok(character),
                        None => self.mistake(start, "there is no such character"),
                    };
                }
                let low = if self.text[self.at..].starts_with("\\u") {
                    self.at += 2;
                    self.four_digits()?
                } else {
                    0
                };
                if unit >= 0xdc00 || !(0xdc00..0xe000).contains(&low) {
                    return self.mistake(start, "half of a surrogate pair, which is no character");
                }
                let character = char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
                return character.map_or_else(|| self.mistake(start, "there is no such character"), Ok);
            }
            _ => return self.mistake(start, "there is no such escape"),
        })
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let value = digits.and_then(|digits| {
            digits.iter().try_fold(0, |sum, digit| char::from(*digit).to_digit(16).map(|digit| sum * 16 + digit))
        });
        let Some(value) = value else { return self.mistake(self.at, "expected four hexadecimal digits") };
        self.at += 4;
        Ok(value)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, these: &[u8]) {
        if self.peek().is_some_and(|byte| these.contains(&byte)) {
            self.at += 1;
        }
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }

    /// Says what is wrong, and where.
    fn mistake<T>(&mut self, at: usize, what: &str) -> Result<T, Fault> {
        let before = &self.text.as_bytes()[..at];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        // Bytes of the form 10xxxxxx continue a character.
        let column = before[start..].iter().filter(|byte| **byte & 0xc0 != 0x80).count() + 1;
        self.vm.detail = what.into();
        self.vm.detail_place = (line, column);
        Err(Fault::Syntax)
    }
}

/// The text of a string: part of the source, or made because something in it was escaped.
enum Piece<'a> {
    Plain(&'a str),
    Escaped(String),
}

// Writing

/// How the objects that the library makes are laid out.
struct Shapes {
    dictionary: MapId,
    entries: [u32; 4],
    list: MapId,
    elements: [u32; 3],
}

impl Shapes {
    fn of(vm: &mut Vm, dictionary: Value, list: Value) -> Result<Shapes, Fault> {
        let map = |vm: &mut Vm, value: Value| match Obj::of(value) {
            Some(object) if vm.heap.kind_of(value) == Kind::Slots => Ok(vm.heap.map_for_copies(object)),
            _ => Err(Fault::BadType),
        };
        let (dictionary, list) = (map(vm, dictionary)?, map(vm, list)?);
        let field = |map: MapId, name: &str| {
            let map = vm.heap.maps.get(map);
            match map.find(Symbol::intern(name)).map(|index| map.slot(index).place) {
                Some(Place::Field(field)) => Ok(field),
                _ => Err(Fault::BadType),
            }
        };
        let entry = |name| field(dictionary, name);
        let element = |name| field(list, name);
        Ok(Shapes {
            dictionary,
            entries: [entry("hashes")?, entry("keyVector")?, entry("valueVector")?, entry("used")?],
            list,
            elements: [element("contents")?, element("start")?, element("size")?],
        })
    }
}

/// What is left to write of a vector, list or dictionary.
struct Rest {
    object: Obj,
    keys: Option<(Obj, Obj)>,
    elements: Obj,
    next: usize,
    end: usize,
    first: bool,
}

struct Writer<'a> {
    vm: &'a mut Vm,
    out: String,
    indent: usize,
    tainted: bool,
    shapes: Shapes,
    plain: Option<Plain>,
    stack: Vec<Rest>,
    /// What is being written further out: meeting it again would never end.
    inside: FxHashSet<Value>,
}

fn print(vm: &mut Vm, args: &[Value]) -> Answer {
    written(vm, args, None)
}

fn print_plain(vm: &mut Vm, args: &[Value]) -> Answer {
    let plain = Plain {
        known: FxHashMap::default(),
        text: Symbol::intern("asJson"),
        form: Symbol::intern("jsonForm"),
        standard: holder(vm, vm.known("lobby"), Symbol::intern("asJson")),
    };
    written(vm, args, Some(plain))
}

fn form(_: &mut Vm, args: &[Value]) -> Answer {
    Ok(args[0])
}

fn written(vm: &mut Vm, args: &[Value], plain: Option<Plain>) -> Answer {
    let indent = args[3].as_int().ok_or(Fault::BadType)?;
    if !(0..=WIDEST_INDENT).contains(&indent) {
        return Err(Fault::BadSize);
    }
    let shapes = Shapes::of(vm, args[1], args[2])?;
    let mut writer = Writer {
        vm,
        out: String::new(),
        indent: indent as usize,
        tainted: false,
        shapes,
        plain,
        stack: Vec::new(),
        inside: FxHashSet::default(),
    };
    writer.write(args[0])?;
    let (out, tainted) = (writer.out, writer.tainted);
    Ok(vm.heap.new_string_tainted(&out, tainted)?)
}

/// Which objects are written as they are: those that find the standard `asJson`, and whose `jsonForm` is `_JsonForm`.
struct Plain {
    /// What holds of all objects of a map.
    known: FxHashMap<MapId, bool>,
    text: Symbol,
    form: Symbol,
    /// Where everybody finds `asJson`.
    standard: Option<Value>,
}

impl Plain {
    fn is(&mut self, vm: &mut Vm, value: Value) -> bool {
        let map = vm.heap.map_of(value);
        if let Some(is_plain) = self.known.get(&map) {
            return *is_plain;
        }
        let form = vm.one_primitive(value, self.form);
        let is_plain = form.is_some_and(|(name, _)| name.as_str() == "_JsonForm")
            && self.standard.is_some()
            && holder(vm, value, self.text) == self.standard;
        if form.is_some_and(|(_, sure)| sure) {
            self.known.insert(map, is_plain);
        }
        is_plain
    }
}

/// The object in which a selector is found.
fn holder(vm: &Vm, receiver: Value, selector: Symbol) -> Option<Value> {
    match lookup(&vm.heap, receiver, selector) {
        Lookup::One(found) => Some(found.holder),
        Lookup::None { .. } | Lookup::Several(_) => None,
    }
}

impl Writer<'_> {
    fn write(&mut self, value: Value) -> Result<(), Fault> {
        self.begin(value)?;
        let mut charged = 0;
        while let Some(rest) = self.stack.last_mut() {
            if self.out.len() - charged > 1 << 16 {
                let written = self.out.len();
                charge_bytes(self.vm, (written - charged) * 8)?;
                self.vm.heap.check_budget(written)?;
                charged = written;
            }
            // Where an entry has been removed its hash is -1.
            if let Some((hashes, _)) = rest.keys {
                while rest.next < rest.end && hashes.element(rest.next).as_int().is_none_or(|hash| hash < 0) {
                    rest.next += 1;
                }
            }
            if rest.next == rest.end {
                let (is_dictionary, empty, object) = (rest.keys.is_some(), rest.first, rest.object);
                self.stack.pop();
                self.inside.remove(&object.value());
                if !empty {
                    self.new_line();
                }
                self.out.push(if is_dictionary { '}' } else { ']' });
                continue;
            }
            let (key, value) = (rest.keys.map(|(_, keys)| keys.element(rest.next)), rest.elements.element(rest.next));
            rest.next += 1;
            if !std::mem::replace(&mut rest.first, false) {
                self.out.push(',');
            }
            self.new_line();
            if let Some(key) = key {
                let key = whole(self.vm, key)?;
                let Some(text) = self.vm.heap.object_of_kind(key, Kind::String) else {
                    return self.refuse("a key that is not a string has no form in JSON");
                };
                self.string(text);
                self.out.push_str(if self.indent > 0 { ": " } else { ":" });
            }
            self.begin(value)?;
        }
        Ok(())
    }

    /// Writes what does not nest; of the rest the opening bracket.
    fn begin(&mut self, value: Value) -> Result<(), Fault> {
        let value = whole(self.vm, value)?;
        if let Some(plain) = &mut self.plain
            && !plain.is(self.vm, value)
        {
            return Err(Fault::BadType);
        }
        match self.vm.heap.kind_of(value) {
            Kind::Nil => self.out.push_str("null"),
            Kind::True => self.out.push_str("true"),
            Kind::False => self.out.push_str("false"),
            Kind::SmallInteger | Kind::BigInteger => match value.as_int() {
                Some(n) => self.out.push_str(integer::digits(n, &mut [0; 20])),
                None => {
                    let digits = integer::print_base(self.vm, &[value, Value::int(10)])?;
                    self.out.push_str(self.vm.heap.string(digits).unwrap_or_default());
                }
            },
            Kind::Float => {
                let x = self.vm.heap.as_float(value).unwrap_or_default();
                if !x.is_finite() {
                    return self.refuse("a float that is infinite or no number has no form in JSON");
                }
                self.out.push_str(&float_text(x));
            }
            Kind::String => {
                let text = self.vm.heap.object_of_kind(value, Kind::String).ok_or(Fault::BadType)?;
                self.string(text);
            }
            Kind::Vector => {
                let vector = self.vm.heap.vector(value).ok_or(Fault::BadType)?;
                self.open('[', Rest::new(vector, None, vector, 0, vector.length()))?;
            }
            Kind::Slots => {
                let object = Obj::of(value).ok_or(Fault::BadType)?;
                if object.map() == self.shapes.list {
                    let [contents, start, size] = self.shapes.elements.map(|field| object.field(field as usize));
                    let contents = self.part(contents)?;
                    let (start, size) = (number(start)?, number(size)?);
                    let end = start.checked_add(size).filter(|end| *end <= contents.length()).ok_or(Fault::BadIndex)?;
                    self.open('[', Rest::new(object, None, contents, start, end))?;
                } else if object.map() == self.shapes.dictionary {
                    let [hashes, keys, values, used] = self.shapes.entries.map(|field| object.field(field as usize));
                    let (hashes, keys, values) = (self.part(hashes)?, self.part(keys)?, self.part(values)?);
                    let used = number(used)?;
                    if used > hashes.length().min(keys.length()).min(values.length()) {
                        return Err(Fault::BadIndex);
                    }
                    self.open('{', Rest::new(object, Some((hashes, keys)), values, 0, used))?;
                } else {
                    return Err(Fault::BadType);
                }
            }
            _ => return Err(Fault::BadType),
        }
        Ok(())
    }

    fn open(&mut self, bracket: char, rest: Rest) -> Result<(), Fault> {
        if !self.inside.insert(rest.object.value()) {
            return self.refuse("what contains itself has no form in JSON");
        }
        self.out.push(bracket);
        self.stack.push(rest);
        Ok(())
    }

    fn part(&mut self, value: Value) -> Result<Obj, Fault> {
        let value = whole(self.vm, value)?;
        self.vm.heap.vector(value).ok_or(Fault::BadType)
    }

    fn new_line(&mut self) {
        if self.indent > 0 {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', self.indent * self.stack.len()));
        }
    }

    fn string(&mut self, string: Obj) {
        self.tainted |= string.has(TAINTED);
        let text = string.str();
        self.out.push('"');
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate() {
            let escape = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                b'\n' => "\\n",
                b'\r' => "\\r",
                b'\t' => "\\t",
                ..0x20 | 0x7f => "",
                _ => continue,
            };
            self.out.push_str(&text[start..at]);
            start = at + 1;
            if escape.is_empty() {
                self.out.push_str(&format!("\\u{byte:04x}"));
            } else {
                self.out.push_str(escape);
            }
        }
        self.out.push_str(&text[start..]);
        self.out.push('"');
    }

    fn refuse<T>(&mut self, why: &str) -> Result<T, Fault> {
        self.vm.detail = why.into();
        Err(Fault::Syntax)
    }
}

impl Rest {
    fn new(object: Obj, keys: Option<(Obj, Obj)>, elements: Obj, next: usize, end: usize) -> Rest {
        Rest { object, keys, elements, next, end, first: true }
    }
}

fn number(value: Value) -> Result<usize, Fault> {
    value.as_int().and_then(|n| usize::try_from(n).ok()).ok_or(Fault::BadType)
}
