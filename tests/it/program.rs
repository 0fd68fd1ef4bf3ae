//! Programs out of bytes: each byte is one choice, so any bytes are a program, and smaller bytes a simpler one.
//!
//! They send, assign parents, redefine methods, `+` and `ifTrue:` while things run, let blocks escape, return through
//! `ensure:`, resend, meet ambiguities and errors, mix integers of all sizes with doubles, and change vectors. What they
//! mean is of no interest; that every way of running them means the same is (`agree.rs`), and that none of them brings the
//! machine down. `fuzz/` uses this file too.

/// Sub-expressions an object's methods may have, and the statements after them; beyond it everything is simple.
const NODES_OF_OBJECT: u32 = 40;
const NODES_OF_STATEMENTS: u32 = 120;
const UNARY: [&str; 4] = ["m0", "m1", "m2", "m3"];
const OBJECTS: [&str; 4] = ["o0", "o1", "o2", "o3"];
const ARITHMETIC: [&str; 5] = ["+", "-", "*", "/", "%"];
const COMPARISONS: [&str; 7] = ["<", "<=", ">", ">=", "=", "!=", "=="];
const ATOMS: [&str; 14] = [
    "0",
    "1",
    "true",
    "false",
    "nil",
    "3",
    "-2",
    "'ab'",
    "2.5",
    "4611686018427387903",
    "-170141183460469231731687303715884105728",
    "0.0",
    "1.0e300",
    "self",
];
const REDEFINITIONS: [&str; 14] = [
    "(traits integer _AddSlots: (| + n = ( _IntSub: n IfFail: [ 7 ] ) |))",
    "(traits integer _AddSlots: (| < n = ( n = 3 ) |))",
    "(traits integer _AddSlots: (| = n = ( false ) |))",
    "(traits integer _AddSlots: (| to: e Do: b = ( b value: e ) |))",
    "(traits float _AddSlots: (| + n = ( 1 ) |))",
    "(true _AddSlots: (| ifTrue: a False: b = ( b value ) |))",
    "(false _AddSlots: (| ifTrue: a = ( a value ) |))",
    "(traits boolean _AddSlots: (| and: b = ( 5 ) |))",
    "(traits block _AddSlots: (| whileTrue: b = ( 4 ) |))",
    "(nil _AddSlots: (| ifTrue: a False: b = ( a value ) |))",
    "(traits integer _RemoveSlot: '*')",
    "(traits vector _AddSlots: (| at: i = ( 'mine' ) |))",
    "(traits block _AddSlots: (| value = ( 6 ) |))",
    "(lobby _AddSlots: (| m1 = ( 'lobby' ) |))",
];

/// The program these bytes stand for.
pub(crate) fn program(bytes: &[u8]) -> String {
    let mut maker = Maker { bytes, at: 0, left: 0, next: 0, scopes: vec![Vec::new()], in_method: false };
    let mut text =
        String::from("| kept <- nil. shelf <- nil |.\nkept: list copyRemoveAll. shelf: vector copySize: 4.\n");
    // They may refer to each other, in cycles too.
    text.push_str("| o0 = (| parent* = lobby |). o1 = (| parent* = lobby |). o2 = (| parent* = lobby |). o3 = () |.\n");
    for number in 0..OBJECTS.len() {
        maker.left = NODES_OF_OBJECT;
        text.push_str(&maker.object(number));
    }
    maker.left = NODES_OF_STATEMENTS;
    for _ in 0..2 + maker.pick(7) {
        let expr = maker.expr(4);
        let line = match maker.pick(8) {
            0 => format!("kept add: {expr}.\n"),
            _ => format!("kept add: ([ {expr} ] onError: [| :e | e kind ]).\n"),
        };
        text.push_str(&line);
    }
    text.push_str("kept\n");
    text
}

struct Maker<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Nodes it may still make.
    left: u32,
    /// Makes names of variables different.
    next: u32,
    /// Variables in scope, those that may be assigned marked.
    scopes: Vec<Vec<(String, bool)>>,
    in_method: bool,
}

impl Maker<'_> {
    /// The next byte as one of `count` choices; the first when there are no more.
    fn pick(&mut self, count: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte as usize % count
    }

    fn one_of(&mut self, choices: &[&'static str]) -> &'static str {
        choices[self.pick(choices.len())]
    }

    fn name(&mut self, first: char) -> String {
        self.next += 1;
        format!("{first}{}", self.next)
    }

    /// The definition of one of the global objects.
    fn object(&mut self, number: usize) -> String {
        let mut slots = Vec::new();
        // Nearly all reach the lobby.
        if number == 3 && self.pick(4) != 1 {
            slots.push("parent* = lobby".to_string());
        }
        for name in ["p", "q"].iter().take(self.pick(3)) {
            let kind = self.one_of(&["=", "<-"]);
            let parent = self.one_of(&OBJECTS);
            slots.push(format!("{name}* {kind} {parent}"));
        }
        slots.extend(self.slots(6));
        format!("{} _AddSlots: (| {} |).\n", OBJECTS[number], slots.join(". "))
    }

    /// Data and method slots.
    fn slots(&mut self, most: usize) -> Vec<String> {
        let mut slots = Vec::new();
        for data in ["d0", "d1"] {
            match self.pick(4) {
                0 => {}
                1 => slots.push(format!("{data} = {}", self.atom())),
                _ => slots.push(format!("{data} <- {}", self.atom())),
            }
        }
        for _ in 0..self.pick(most) {
            let method = self.method();
            let head = &method[..method.find('=').map_or(0, |at| at + 1)];
            // A slot list holds each name once.
            if !slots.iter().any(|slot| slot.starts_with(head)) {
                slots.push(method);
            }
        }
        slots
    }

    fn method(&mut self) -> String {
        let (head, arguments) = match self.pick(8) {
            0..=3 => (self.one_of(&UNARY).to_string(), vec![]),
            4 | 5 => ("k0: a".into(), vec!["a"]),
            6 => ("k1: a With: b".into(), vec!["a", "b"]),
            _ => (format!("{} a", self.one_of(&["+", "<", "@@"])), vec!["a"]),
        };
        let outer = std::mem::take(&mut self.scopes);
        let was = std::mem::replace(&mut self.in_method, true);
        self.scopes.push(arguments.iter().map(|name| (name.to_string(), false)).collect());
        let body = self.body(3, true);
        self.scopes = outer;
        self.in_method = was;
        format!("{head} = ( {body} )")
    }

    /// Locals, statements and an answer.
    fn body(&mut self, depth: u32, with_locals: bool) -> String {
        let mut text = String::new();
        if with_locals && self.pick(3) != 0 {
            let (one, two) = (self.name('t'), self.name('u'));
            let first = self.atom();
            text = format!("| {one} <- {first}. {two} | ");
            let scope = self.scopes.last_mut().expect("a body has a scope");
            scope.extend([(one, true), (two, true)]);
        }
        for _ in 0..self.pick(3) {
            text.push_str(&self.statement(depth));
            text.push_str(". ");
        }
        let answer = self.expr(depth);
        if self.in_method && self.pick(4) == 1 {
            text.push_str("^ ");
        }
        text + &answer
    }

    /// A block with so many arguments.
    fn block(&mut self, arguments: usize, depth: u32) -> String {
        self.scopes.push(Vec::new());
        let names: Vec<String> = (0..arguments).map(|_| self.name('a')).collect();
        let scope = self.scopes.last_mut().expect("it has just been pushed");
        scope.extend(names.iter().map(|name| (name.clone(), false)));
        let local = (self.pick(4) == 1).then(|| self.name('t'));
        let mut head: Vec<String> = names.iter().map(|name| format!(":{name}")).collect();
        if let Some(local) = local {
            let first = self.atom();
            head.push(format!("{local} <- {first}"));
            self.scopes.last_mut().expect("it has just been pushed").push((local, true));
        }
        let body = self.body(depth, false);
        self.scopes.pop();
        if head.is_empty() { format!("[ {body} ]") } else { format!("[| {} | {body} ]", head.join(". ")) }
    }

    fn statement(&mut self, depth: u32) -> String {
        match self.pick(4) {
            1 => match self.assignable() {
                // A loop that counts by hand.
                Some(counter) => {
                    let body = self.block_without_answer(depth.saturating_sub(1), &counter);
                    let limit = self.one_of(&["3", "1", "9"]);
                    format!("{counter}: 0. [ {counter} < {limit} ] whileTrue: {body}")
                }
                None => self.expr(depth),
            },
            2 => match self.assignable() {
                Some(variable) => {
                    let value = self.expr(depth);
                    format!("{variable}: {value}")
                }
                None => self.expr(depth),
            },
            _ => self.expr(depth),
        }
    }

    /// A loop's body, which counts.
    fn block_without_answer(&mut self, depth: u32, counter: &str) -> String {
        self.scopes.push(Vec::new());
        let first = self.expr(depth);
        self.scopes.pop();
        format!("[ {first}. {counter}: {counter} + 1 ]")
    }

    fn assignable(&mut self) -> Option<String> {
        let names: Vec<String> =
            self.scopes.iter().flatten().filter(|(_, can)| *can).map(|(name, _)| name.clone()).collect();
        if names.is_empty() { None } else { Some(names[self.pick(names.len())].clone()) }
    }

    fn variable(&mut self) -> Option<String> {
        let names: Vec<String> = self.scopes.iter().flatten().map(|(name, _)| name.clone()).collect();
        if names.is_empty() { None } else { Some(names[self.pick(names.len())].clone()) }
    }

    fn atom(&mut self) -> String {
        match self.pick(4) {
            0 | 1 => self.one_of(&ATOMS).to_string(),
            2 => self.one_of(&OBJECTS).to_string(),
            _ => match self.variable() {
                Some(name) => name,
                None => self.one_of(&ATOMS).to_string(),
            },
        }
    }

    fn object_or(&mut self, depth: u32) -> String {
        if self.pick(3) == 2 { self.expr(depth) } else { self.one_of(&OBJECTS).to_string() }
    }

    fn expr(&mut self, depth: u32) -> String {
        if depth == 0 || self.left == 0 {
            return self.atom();
        }
        self.left -= 1;
        let d = depth - 1;
        match self.pick(44) {
            0..=2 => self.atom(),
            3 | 4 => format!("({} {})", self.object_or(d), self.one_of(&UNARY)),
            5 => self.one_of(&["m0", "m1", "m2", "d0", "d1", "p"]).to_string(),
            6..=8 => format!("({} {} {})", self.expr(d), self.one_of(&ARITHMETIC), self.expr(d)),
            9 | 10 => format!("({} {} {})", self.expr(d), self.one_of(&COMPARISONS), self.expr(d)),
            11 => format!("({} k0: {})", self.object_or(d), self.expr(d)),
            12 => format!("({} k1: {} With: {})", self.object_or(d), self.expr(d), self.expr(d)),
            13 => format!("(k0: {})", self.expr(d)),
            14 | 15 => match self.assignable() {
                Some(variable) => format!("({variable}: {})", self.expr(d)),
                None => format!("(d0: {})", self.expr(d)),
            },
            16 => format!("({} {}: {})", self.object_or(d), self.one_of(&["d0", "d1"]), self.expr(d)),
            17 | 18 => self.choice(d),
            19 => format!("({} {} {})", self.condition(d), self.one_of(&["and:", "or:", "&&", "||"]), self.block(0, d)),
            20..=22 => self.counted_loop(d),
            23 => format!("({} value: {})", self.block(1, d), self.expr(d)),
            24 => format!("(shelf at: {} Put: {})", self.pick(4), self.block(0, d)),
            25 => format!("((shelf at: {}) value)", self.pick(4)),
            26 => format!("({} ensure: {})", self.block(0, d), self.block(0, d)),
            27 => format!("({} ensure: [ shelf at: {} Put: {} ])", self.block(0, d), self.pick(4), self.expr(d)),
            28 | 29 => self.handled(d),
            30 | 31 => self.resend(d),
            32 | 33 => self.parent_change(d),
            34 => self.redefined_method(),
            35 => self.one_of(&REDEFINITIONS).to_string(),
            36 => {
                format!("({} _RemoveSlot: '{}')", self.one_of(&OBJECTS), self.one_of(&["m0", "m1", "d0", "k0:", "q"]))
            }
            37 => self.vector(d),
            38 => {
                let slots = self.slots(2);
                format!("(| parent* = {}. {} |)", self.one_of(&OBJECTS), slots.join(". "))
            }
            39 => format!(
                "({} {})",
                self.expr(d),
                self.one_of(&["_Clone", "printString", "hash", "isNil", "not", "value", "negate", "size"])
            ),
            40 => format!("({} perform: '{}')", self.object_or(d), self.one_of(&["m0", "m1", "d0", "+", "m3"])),
            41 => format!("({} {})", self.block(0, d), self.one_of(&["fork join", "trial"])),
            42 => format!("({} print)", self.one_of(&["'a'", "'b'", "'c'", "'é'"])),
            _ => format!("({} exitValue)", self.exit_block(d)),
        }
    }

    fn condition(&mut self, depth: u32) -> String {
        match self.pick(3) {
            0 => format!("({} < {})", self.expr(depth), self.atom()),
            1 => self.one_of(&["true", "false"]).to_string(),
            _ => self.expr(depth),
        }
    }

    fn choice(&mut self, depth: u32) -> String {
        let condition = self.condition(depth);
        match self.pick(4) {
            0 => format!("({condition} ifTrue: {} False: {})", self.block(0, depth), self.block(0, depth)),
            1 => format!("({condition} ifTrue: {})", self.block(0, depth)),
            2 => format!("({condition} ifFalse: {})", self.block(0, depth)),
            _ => format!("({condition} ifFalse: {} True: {})", self.block(0, depth), self.atom()),
        }
    }

    fn counted_loop(&mut self, depth: u32) -> String {
        let body = self.block(1, depth);
        match self.pick(6) {
            0 => format!("(1 to: 3 Do: {body})"),
            1 => format!("(0 upTo: {} Do: {body})", self.atom()),
            2 => format!("(5 downTo: 2 Do: {body})"),
            3 => format!("({} to: 9 By: 4 Do: {body})", self.atom()),
            4 => format!("({} to: 9 By: 2 Do: {body})", self.expr(depth)),
            _ => format!("((1 & 2 & {}) asVector do: {body})", self.expr(depth)),
        }
    }

    fn handled(&mut self, depth: u32) -> String {
        let body = self.block(0, depth);
        match self.pick(4) {
            0 => format!("({body} onError: [| :e | e kind ])"),
            1 => format!("({body} onError: [| :e | e resume: {} ])", self.expr(depth)),
            2 => format!("({body} onError: [| :e | e return: {} ])", self.expr(depth)),
            _ => format!("({body} onError: {})", self.block(1, depth)),
        }
    }

    fn resend(&mut self, depth: u32) -> String {
        if !self.in_method {
            return self.atom();
        }
        let delegate = self.one_of(&["resend", "p", "q", "parent"]);
        match self.pick(3) {
            0 | 1 => format!("{delegate}.{}", self.one_of(&UNARY)),
            _ => format!("({delegate}.k0: {})", self.expr(depth)),
        }
    }

    fn parent_change(&mut self, depth: u32) -> String {
        let slot = self.one_of(&["p", "q"]);
        let parent = match self.pick(8) {
            0 => "nil".to_string(),
            1 => "lobby".to_string(),
            2 => format!("[ {} ] value", self.expr(depth)),
            _ => self.one_of(&OBJECTS).to_string(),
        };
        match self.pick(4) {
            0 => format!("({slot}: {parent})"),
            1 => format!("({} _AddSlots: (| {slot}* = {parent} |))", self.one_of(&OBJECTS)),
            _ => format!("({} {slot}: {parent})", self.one_of(&OBJECTS)),
        }
    }

    fn redefined_method(&mut self) -> String {
        let outer = std::mem::take(&mut self.scopes);
        self.scopes.push(Vec::new());
        let method = self.method();
        self.scopes = outer;
        format!("({} _AddSlots: (| {method} |))", self.one_of(&OBJECTS))
    }

    fn vector(&mut self, depth: u32) -> String {
        match self.pick(4) {
            0 => format!("(({} & {} & 7) asVector at: {})", self.expr(depth), self.atom(), self.expr(depth)),
            1 => format!(
                "((vector copySize: 3 FillingWith: {}) at: {} Put: {})",
                self.atom(),
                self.expr(depth),
                self.expr(depth)
            ),
            2 => format!("((vector copySize: 80 FillingWith: {}) at: 70 Put: {})", self.atom(), self.expr(depth)),
            _ => format!("(((1 & {}) asVector copyMappedBy: {}) size)", self.atom(), self.block(1, depth)),
        }
    }

    fn exit_block(&mut self, depth: u32) -> String {
        let name = self.name('x');
        self.scopes.push(vec![(name.clone(), false)]);
        let (condition, value, otherwise) = (self.condition(depth), self.expr(depth), self.expr(depth));
        self.scopes.pop();
        format!("[| :{name} | {condition} ifTrue: [ {name} value: {value} ]. {otherwise} ]")
    }
}
