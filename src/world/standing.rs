//! Turns that stand where they failed, and going on with them: see `vm/standing.rs` for what the machine keeps of them.
//!
//! While a turn stands nothing is saved. Each turn is inside it and sees what it did; what is kept of them becomes a part of it.
//! When it has gone on and ended well, all of it is saved as one turn; when it is given up, all of it is undone.

use std::rc::Rc;

use crate::object::value::Value;
use crate::syntax::ast::Item;
use crate::syntax::parse;
use crate::syntax::parse::NewlineRule;
use crate::text::source::Source;
use crate::vm::standing::WayOn;
use crate::world::asks::Way;
use crate::world::driver::TurnError;
use crate::world::driver::World;
use crate::world::driver::text_of_items;

/// A turn that stands, as the world knows it.
#[derive(Debug)]
pub(in crate::world) struct StandingTurn {
    text: String,
    /// Where it has asked to go when it ends.
    way: Option<Way>,
    /// Letters there were before it.
    letters_before: usize,
    /// Entries kept inside it.
    inside: usize,
}

impl World {
    /// The turn that runs stands: what is to be said of it.
    pub(in crate::world) fn stands(&mut self, text: &str) -> TurnError {
        let trace = std::mem::take(&mut self.vm.last_trace);
        self.vm.take_way_on();
        let (way, letters_before) = (self.way.take(), self.letters_kept);
        self.standing.push(StandingTurn { text: text.to_string(), way, letters_before, inside: 0 });
        self.letters_kept = self.letters.len();
        self.vm.held.push(self.vm.standing_error());
        let kind = self.ask_held("kind").unwrap_or_default();
        let told = self.ask_held("text");
        let error = self.vm.held.pop().unwrap_or(Value::NIL);
        let text = told.unwrap_or_else(|| self.vm.describe_error(error));
        TurnError::Stands { text, kind, trace, level: self.standing.len() }
    }

    /// Keeps what a turn did inside the one that stands.
    pub(in crate::world) fn keep_inside(&mut self) {
        self.vm.keep_processes_inside();
        // Those that the program has left open are kept with the turn.
        while self.vm.heap.log.depth() > self.standing.len() {
            self.vm.heap.keep_savepoint();
        }
        self.letters_kept = self.letters.len();
        // The prompt's own words, which only look, do not stand when they fail.
        if let Some(turn) = self.standing.last_mut().filter(|_| self.vm.may_stand) {
            turn.inside += 1;
        }
    }

    /// How many turns stand.
    pub fn levels(&self) -> usize {
        self.standing.len()
    }

    /// Has a turn that stood gone on in the last turn? Then the answer is that one's.
    pub fn went_on(&self) -> bool {
        self.went_on
    }

    /// The newest turn that stands goes on; what it answers in the end. If it was given up: what was done, in words.
    ///
    /// # Errors
    /// As for `run_items`: it may fail again, and stand again.
    pub(in crate::world) fn go_on_standing(&mut self, way: WayOn) -> Result<Value, TurnError> {
        if let WayOn::AbandonTo(level) = way {
            let told = self.abandon_to(level);
            return Ok(self.vm.intern(&told));
        }
        let Some(turn) = self.standing.pop() else { return Ok(Value::NIL) };
        self.letters_kept = turn.letters_before;
        self.way = turn.way;
        self.went_on = true;
        self.vm.may_stand = true;
        let stop = self.vm.go_on_standing(way);
        self.finish(stop, &turn.text)
    }

    /// Gives up the turns that stand above a level, with what was entered there. Says what was done.
    pub fn abandon_to(&mut self, level: usize) -> String {
        let mut inside = 0;
        while self.standing.len() > level {
            self.vm.abandon_standing();
            if let Some(turn) = self.standing.pop() {
                self.letters_kept = turn.letters_before;
                inside += turn.inside;
            }
            self.roll_back();
        }
        let also = match inside {
            0 => String::new(),
            1 => ", and what was entered since is taken back with it".to_string(),
            more => format!(", and the {more} entries since are taken back with it"),
        };
        format!("abandoned: the world is as it was before the turn that failed{also}")
    }

    /// The numbered ways on from where the newest turn stands, in the shell's words.
    pub fn ways_on(&mut self) -> Option<String> {
        self.vm.held.push(self.vm.global("shell")?);
        let told = self.ask_held("ways");
        self.vm.held.pop();
        told
    }

    /// Is an activation chosen in which entries are evaluated?
    pub fn is_in_activation(&mut self) -> bool {
        self.vm.selected_activation().is_some()
    }

    /// Runs an item in the activation that was chosen, as one turn: self is its receiver, and its arguments and locals can be
    /// read. Without one it is as `run_items`.
    ///
    /// # Errors
    /// As for `run_items`.
    pub fn run_there(&mut self, source: &Rc<Source>, item: &Item) -> Result<Value, TurnError> {
        let Some(view) = self.vm.selected_activation() else {
            return self.run_items(source, std::slice::from_ref(item));
        };
        if matches!(item, Item::Slots(_)) || view.variables.is_empty() {
            return self.run_as(source, std::slice::from_ref(item), Some(&view));
        }
        let names: Vec<String> = view.variables.iter().map(|(name, _)| format!(":{name}")).collect();
        let entry = text_of_items(source, std::slice::from_ref(item));
        let text = format!("[| {} |\n{entry}\n] _BlockValueWithArguments: _StandingValues", names.join(". "));
        let source = Source::new(&source.name, text);
        let script = parse::parse_script(&source, NewlineRule::Bat).map_err(TurnError::Syntax)?;
        self.run_as(&source, &script.items, Some(&view))
    }
}
