//! A world: the machine with its library, and what it asks for from outside. One turn at a time; a turn that fails leaves no
//! trace in the heap.

use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use crate::code::compile::script_body;
use crate::image::Image;
use crate::image::ImageError;
use crate::image::TurnFacts;
use crate::image::store::Access;
use crate::image::store::TurnKind;
use crate::object::heap::DEFAULT_BUDGET;
use crate::object::value::Value;
use crate::syntax::ast::Item;
use crate::syntax::ast::Script;
use crate::syntax::parse;
use crate::syntax::parse::NewlineRule;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Source;
use crate::vm::Failure;
use crate::vm::Stop;
use crate::vm::Vm;
use crate::vm::primitive::Capabilities;
use crate::vm::primitive::Effect;
use crate::vm::standing::View;
use crate::vm::trace::TraceLine;
use crate::world::asks::Way;
use crate::world::boot;
use crate::world::library;
use crate::world::library::Library;
use crate::world::minds::Minds;
use crate::world::moments::MomentError;
use crate::world::outbox::Letter;
use crate::world::outside::Workers;
use crate::world::standing::StandingTurn;

/// A living world, in an image or in memory.
pub struct World {
    pub vm: Vm,
    /// Where it is kept.
    pub image: Option<Image>,
    /// Who acts, as the log shall name them.
    pub author: String,
    /// How messages that are not understood are answered.
    pub minds: Minds,
    /// Time passes and work outside is done here.
    workers: Workers,
    /// Where the running turn has asked to go when it has ended.
    pub(in crate::world) way: Option<Way>,
    /// What the running turn wants to have written when it has been kept.
    pub(in crate::world) letters: Vec<Letter>,
    /// Turns are not kept: it is looked at.
    pub read_only: bool,
    /// The turn will be undone whatever comes of it.
    pub(in crate::world) trying: bool,
    /// What is to be known of the turns that stand, the newest last.
    pub(in crate::world) standing: Vec<StandingTurn>,
    /// So many of the letters belong to the turns that stand.
    pub(in crate::world) letters_kept: usize,
    /// A turn that stood has gone on in the last one.
    pub(in crate::world) went_on: bool,
}

/// Why there is no world.
#[derive(Debug)]
pub enum WorldError {
    Boot(boot::BootError),
    Image(ImageError),
}

/// How a turn ended that did not end well.
#[derive(Debug)]
pub enum TurnError {
    /// The text is no program; nothing was run.
    Syntax(Vec<Diagnostic>),
    /// An error nobody handled, in words, with the activations that led to it. The world is as it was before.
    /// `kind` is the sort of error as the library names it.
    Failed { text: String, kind: String, trace: Vec<TraceLine> },
    /// The same, but the turn stands where it failed, at this level from 1: what it did is there to be looked at, and no turn
    /// is kept on disk until it has gone on (`World::go_on_standing`) or was given up.
    Stands { text: String, kind: String, trace: Vec<TraceLine>, level: usize },
    /// The turn went well but could not be saved. The world is as it was before.
    NotSaved(String),
    /// Ctrl-C. The world is as it was before.
    Interrupted,
    /// The program asked to end with this status; its turn stands.
    Exit(i32),
}

impl World {
    /// A new world in memory.
    pub fn new() -> Result<World, boot::BootError> {
        Ok(World::around(boot::awaken()?, None))
    }

    /// A new world, kept in a new image.
    ///
    /// # Errors
    /// The library is broken, the file is there already, or it cannot be written.
    pub fn create(path: &Path, author: &str) -> Result<World, WorldError> {
        World::create_with(path, author, &Library::own())
    }

    /// The same with another library than the program's own.
    ///
    /// # Errors
    /// As for `create`.
    pub fn create_with(path: &Path, author: &str, library: &Library) -> Result<World, WorldError> {
        let mut world = World::around(boot::awaken_with(library).map_err(WorldError::Boot)?, None);
        world.author = author.to_string();
        let birth = library::birth(library, &mut world.vm).map_err(|unread| WorldError::Image(unread.into()))?;
        let facts = TurnFacts { birth: Some(birth), ..world.facts(TurnKind::Awaken, "") };
        world.image = Some(Image::create(path, &mut world.vm, facts).map_err(WorldError::Image)?);
        Ok(world)
    }

    /// The world in an image, as it is now or (to look at) as it was after a turn.
    ///
    /// # Errors
    /// The file cannot be used.
    pub fn open(path: &Path, access: Access, moment: Option<u64>, author: &str) -> Result<World, WorldError> {
        World::open_within(path, access, moment, author, DEFAULT_BUDGET)
    }

    /// The same, with so many bytes of memory for heap, stacks and the file's pages.
    ///
    /// # Errors
    /// The file cannot be used.
    pub fn open_within(
        path: &Path,
        access: Access,
        moment: Option<u64>,
        author: &str,
        budget: usize,
    ) -> Result<World, WorldError> {
        let mut vm = Vm::new();
        vm.heap.budget_bytes = budget;
        let image = Image::open(path, access, moment, &mut vm).map_err(WorldError::Image)?;
        let mut world = World::around(vm, Some(image));
        world.author = author.to_string();
        world.read_only = access == Access::Read || moment.is_some();
        world.deliver();
        Ok(world)
    }

    fn around(mut vm: Vm, image: Option<Image>) -> World {
        vm.load = load;
        vm.output = Box::new(std::io::stdout());
        vm.errors = Box::new(std::io::stderr());
        let (author, workers) = (String::from("someone"), Workers::new());
        World {
            vm,
            image,
            author,
            minds: Minds::default(),
            letters: Vec::new(),
            read_only: false,
            way: None,
            workers,
            trying: false,
            standing: Vec::new(),
            letters_kept: 0,
            went_on: false,
        }
    }

    /// The image's records have changed: the world is read from them anew.
    pub(in crate::world) fn reopen(&mut self) -> Result<(), ImageError> {
        let Some(image) = &mut self.image else { return Ok(()) };
        let mut vm = Vm::new();
        image.reopen(&mut vm)?;
        vm.load = load;
        vm.heap.budget_bytes = self.vm.heap.budget_bytes;
        vm.forgetful = self.vm.forgetful;
        std::mem::swap(&mut vm.output, &mut self.vm.output);
        std::mem::swap(&mut vm.errors, &mut self.vm.errors);
        std::mem::swap(&mut vm.arguments, &mut self.vm.arguments);
        vm.interrupt = self.vm.interrupt.clone();
        vm.may_become = self.vm.may_become;
        vm.jobs.follow(&self.vm.jobs);
        self.vm = vm;
        Ok(())
    }

    /// Runs a whole source as one turn; its last value.
    pub fn run(&mut self, source: &Rc<Source>, rule: NewlineRule) -> Result<Value, TurnError> {
        let script = parse::parse_script(source, rule).map_err(TurnError::Syntax)?;
        self.run_items(source, &script.items)
    }

    /// Runs some items of a source as one turn; their last value. It is valid until the next turn.
    pub fn run_items(&mut self, source: &Rc<Source>, items: &[Item]) -> Result<Value, TurnError> {
        self.run_as(source, items, None)
    }

    /// The same with the receiver of the chosen activation of a turn that stands as self, if `there` says so.
    pub(in crate::world) fn run_as(
        &mut self,
        source: &Rc<Source>,
        items: &[Item],
        there: Option<&View>,
    ) -> Result<Value, TurnError> {
        self.went_on = false;
        self.vm.make_room();
        let body = script_body(items);
        let code = self.vm.compile_script(source, &body).map_err(|_| TurnError::Failed {
            text: "this program has more nested values than the machine has registers; name some of them".into(),
            kind: "tooLarge".into(),
            trace: Vec::new(),
        })?;
        self.vm.heap.open_savepoint();
        // Making room may have moved what was seen before.
        let seen = there.and_then(|_| self.vm.selected_activation());
        let receiver = seen.map_or(self.vm.known("lobby"), |view| view.receiver);
        let stop = self.vm.run_turn(code, receiver);
        let text = text_of_items(source, items);
        self.finish(stop, text)
    }

    /// Runs a whole source as one turn and undoes it. Outside the world it may touch what these allow.
    pub fn run_and_undo(
        &mut self,
        source: &Rc<Source>,
        rule: NewlineRule,
        capabilities: Capabilities,
    ) -> Result<(), TurnError> {
        self.vm.heap.open_savepoint();
        self.trying = true;
        self.vm.turn_capabilities = capabilities;
        let result = self.run(source, rule);
        self.vm.turn_capabilities = Capabilities::ALL;
        self.trying = false;
        self.vm.abandon_processes();
        self.roll_back();
        result.map(|_| ())
    }

    /// Runs scripts as one turn, which touches nothing outside.
    pub(in crate::world) fn run_all(&mut self, scripts: &[Script], kind: TurnKind) -> Result<(), TurnError> {
        self.vm.heap.open_savepoint();
        // Each is kept as a part of the whole only.
        self.trying = true;
        self.vm.turn_capabilities = Capabilities::TRIAL.with(Effect::Output);
        let mut result = Ok(());
        for script in scripts {
            result = self.run_items(&script.source, &script.items).map(|_| ());
            if result.is_err() {
                break;
            }
            self.vm.heap.keep_savepoint();
        }
        self.vm.turn_capabilities = Capabilities::ALL;
        self.trying = false;
        if result.is_err() {
            self.vm.abandon_processes();
            self.roll_back();
            return result;
        }
        self.save(self.facts(kind, "")).map(|_| ()).map_err(|error| TurnError::NotSaved(error.to_string()))
    }

    pub(in crate::world) fn finish(&mut self, mut stop: Stop, text: &str) -> Result<Value, TurnError> {
        loop {
            match stop {
                Stop::Done(value) => {
                    let value = self.keep(value, text)?;
                    if let Some(way) = self.vm.take_way_on() {
                        return self.go_on_standing(way);
                    }
                    return match self.way.take() {
                        None => Ok(value),
                        Some(way) => match self.go(way) {
                            Ok(told) => Ok(self.vm.intern(&told)),
                            Err(error) => Err(TurnError::Failed {
                                text: error.to_string(),
                                kind: "image".into(),
                                trace: Vec::new(),
                            }),
                        },
                    };
                }
                Stop::Ask(ask) => {
                    let answer = self.serve(&ask, text);
                    self.vm.answer(answer);
                    stop = self.vm.go_on();
                }
                Stop::Exit(status) if !self.standing.is_empty() => {
                    self.vm.abandon_processes();
                    self.roll_back();
                    self.abandon_to(0);
                    return Err(TurnError::Exit(status));
                }
                Stop::Exit(status) => {
                    self.keep(Value::NIL, text)?;
                    self.vm.abandon_processes();
                    return Err(TurnError::Exit(status));
                }
                Stop::Failed(failure) => return Err(self.undo(failure)),
                Stop::Stands => return Err(self.stands(text)),
                Stop::Outside => {
                    self.serve_outside();
                    stop = self.vm.go_on();
                }
                Stop::Sleep(until) => {
                    let wait = Duration::from_micros(until.saturating_sub(self.vm.microseconds()));
                    if let Some(delivery) = self.workers.wait(wait.min(Duration::from_millis(50))) {
                        self.vm.deliver(delivery);
                    }
                    self.serve_outside();
                    if self.vm.interrupt.swap(false, std::sync::atomic::Ordering::Relaxed) {
                        return Err(self.undo(Failure::Interrupted));
                    }
                    stop = self.vm.go_on();
                }
            }
        }
    }

    /// Begins the work outside that is wished for, and delivers what has been done.
    fn serve_outside(&mut self) {
        for job in std::mem::take(&mut self.vm.jobs.wished) {
            self.workers.begin(job, self.vm.jobs.arrived.clone());
        }
        while let Some(delivery) = self.vm.next_delivery().or_else(|| self.workers.look()) {
            self.vm.deliver(delivery);
        }
    }

    /// Keeps what the turn did, on disk if the world has an image; its value.
    fn keep(&mut self, value: Value, text: &str) -> Result<Value, TurnError> {
        if self.trying {
            return Ok(value);
        }
        if !self.standing.is_empty() {
            self.keep_inside();
            return Ok(value);
        }
        self.vm.held.push(value);
        let saved = self.save(self.facts(TurnKind::Turn, text));
        let value = self.vm.held.pop().unwrap_or(Value::NIL);
        saved.map(|_| value).map_err(|error| TurnError::NotSaved(error.to_string()))
    }

    /// Ends the open turn: it is kept, on disk if the world has an image, or, if that cannot be, undone. The number of the turn
    /// on disk, if there is one.
    pub(in crate::world) fn save(&mut self, facts: TurnFacts) -> Result<Option<u64>, ImageError> {
        let rows = self.rows();
        let saved = match (&mut self.image, rows) {
            (Some(_), Err(MomentError::Image(error))) => Err(error),
            (Some(image), rows) if !self.read_only => {
                image.commit(&mut self.vm, TurnFacts { outbox: rows.unwrap_or_default(), ..facts })
            }
            (Some(_), _) => {
                self.vm.heap.keep_unsaved();
                Ok(None)
            }
            (None, _) => Ok(None),
        };
        if saved.is_err() {
            self.vm.abandon_processes();
            self.roll_back();
            return saved;
        }
        self.vm.keep_processes();
        while self.vm.heap.log.depth() > 0 {
            self.vm.heap.keep_savepoint();
        }
        if !self.letters.is_empty() {
            self.deliver();
        }
        saved
    }

    /// Keeps what the running turn has done so far. The turn goes on; if it fails, it is undone back to here.
    pub(in crate::world) fn commit_so_far(&mut self, text: &str) -> Result<Option<u64>, String> {
        if !self.standing.is_empty() {
            return Err("a turn stands, and this belongs to it: it is kept when that has gone on".to_string());
        }
        if self.trying || self.vm.heap.log.depth() != 1 {
            return Err("what is only tried cannot be kept".to_string());
        }
        let outbox = self.rows().map_err(|error| error.to_string())?;
        let facts = TurnFacts { outbox, ..self.facts(TurnKind::Intermediate, text) };
        let Some(image) = &mut self.image else { return Ok(None) };
        let turn = image.commit(&mut self.vm, facts).map_err(|error| error.to_string())?;
        self.vm.keep_processes();
        self.vm.heap.keep_savepoint();
        self.vm.heap.open_savepoint();
        if !self.letters.is_empty() {
            self.deliver();
        }
        Ok(turn)
    }

    /// Undoes the turn, back to the newest that stands if there is one.
    pub(in crate::world) fn roll_back(&mut self) {
        self.letters.truncate(self.letters_kept);
        while self.vm.heap.log.depth() > self.standing.len() {
            self.vm.heap.roll_back();
        }
        self.vm.after_changes();
    }

    /// Undoes the turn; what is to be said of it is made first, while the error object is still there.
    fn undo(&mut self, failure: Failure) -> TurnError {
        let trace = std::mem::take(&mut self.vm.last_trace);
        self.note_failure(&trace);
        let mut kind = String::from("machine");
        let text = match &failure {
            Failure::Error(error) => {
                self.vm.abandon_processes();
                self.vm.held.push(*error);
                kind = self.ask_held("kind").unwrap_or_default();
                let text = self.ask_held("text");
                let error = self.vm.held.pop().unwrap_or(Value::NIL);
                text.unwrap_or_else(|| self.vm.describe_error(error))
            }
            Failure::Machine(text) => text.clone(),
            Failure::StackTooDeep => "the recursion is too deep for the memory budget".into(),
            Failure::OutOfMemory => "out of memory: the world would exceed its budget".into(),
            Failure::OutOfFuel => "out of fuel: the program ran longer than it was allowed to".into(),
            Failure::Interrupted => String::new(),
            Failure::Deadlock => "every process waits for something that can no longer happen".into(),
        };
        self.vm.abandon_processes();
        self.roll_back();
        self.way = None;
        self.vm.take_way_on();
        match failure {
            Failure::Interrupted => TurnError::Interrupted,
            _ => TurnError::Failed { text, kind, trace },
        }
    }

    /// What the object held last answers to a unary message, in a turn that leaves no trace.
    pub(in crate::world) fn ask_held(&mut self, selector: &str) -> Option<String> {
        let receiver = self.vm.held.last().copied().unwrap_or(Value::NIL);
        self.ask(receiver, selector)
    }

    /// The string an object answers to a unary message; nothing if it fails.
    fn ask(&mut self, receiver: Value, selector: &str) -> Option<String> {
        let source = Source::new("stdlib/", selector);
        let script = parse::parse_script(&source, NewlineRule::Bat).ok()?;
        let code = self.vm.compile_script(&source, &script_body(&script.items)).ok()?;
        self.vm.heap.open_savepoint();
        let fuel = 10_000_000;
        let proposal = self.vm.proposal.take();
        // What waits is not to go on in a turn that never was.
        self.vm.alone = true;
        let stop = self.vm.run_turn_with_fuel(code, receiver, fuel);
        self.vm.alone = false;
        let text = match stop {
            Stop::Done(value) => self.vm.text_of(value),
            Stop::Failed(_) | Stop::Stands | Stop::Sleep(_) | Stop::Outside | Stop::Exit(_) | Stop::Ask(_) => None,
        };
        self.vm.abandon_processes();
        self.vm.heap.roll_back();
        self.vm.after_changes();
        // Nor does it say how to go on with what stands, or what to type.
        self.vm.take_way_on();
        self.vm.proposal = proposal;
        text
    }

    /// A value's `printString`, in a turn that leaves no trace; its name if it has none or that fails.
    pub fn print_string(&mut self, value: Value) -> String {
        self.vm.held.push(value);
        let text = self.ask_held("printString").or_else(|| self.ask_held("_Mirror name"));
        let value = self.vm.held.pop().unwrap_or(Value::NIL);
        text.unwrap_or_else(|| self.vm.short_name(value))
    }
}

/// The text of some items of a source.
pub(in crate::world) fn text_of_items<'s>(source: &'s Source, items: &[Item]) -> &'s str {
    let span = |item: &Item| match item {
        Item::Slots(list) => list.span,
        Item::Expr(expr) => expr.span,
    };
    match (items.first(), items.last()) {
        (Some(first), Some(last)) => source.slice(span(first).to(span(last))),
        _ => "",
    }
}

/// Milliseconds since 1970.
pub(in crate::world) fn now_ms() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |since| since.as_millis() as u64)
}

/// Finds the file that `runScript` names: relative to the folder of the file that asks.
fn load(path: &str, from: &str) -> Result<Rc<Source>, String> {
    let mut full = PathBuf::from(path);
    if full.is_relative()
        && let Some(folder) = Path::new(from).parent()
    {
        full = folder.join(path);
    }
    read_source(&full)
}

/// Reads a source file.
pub fn read_source(path: &Path) -> Result<Rc<Source>, String> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| format!("cannot read {name}: {error}"))?;
    parse::decode(&name, bytes).map_err(|errors| errors.first().map_or_else(String::new, |error| error.message.clone()))
}
