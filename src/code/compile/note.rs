//! Notes on where code can rest: holes among the registers for the collector, always; what the registers hold in terms of
//! the source, if that is what the code is compiled for (`code::rest`).

use crate::code::compile::Emitter;
use crate::code::compile::object::Capture;
use crate::code::method::ControlSite;
use crate::code::rest::ContextPlace;
use crate::code::rest::FunctionNotes;
use crate::code::rest::How;
use crate::code::rest::Place;
use crate::code::rest::Rest;
use crate::code::rest::Role;
use crate::code::scope::Analysis;
use crate::text::source::Span;
use crate::text::symbol::Symbol;

/// Gathers the notes on one function.
pub(super) struct NoteTaker {
    /// Where the method's text starts in its source.
    base: u32,
    rests: Vec<Rest>,
    captures: Vec<Role>,
    pub(super) ensure: Option<u32>,
}

impl NoteTaker {
    pub(super) fn new(base: u32) -> NoteTaker {
        NoteTaker { base, rests: Vec::new(), captures: Vec::new(), ensure: None }
    }

    /// For a block in the same method, which is given these.
    pub(super) fn for_block(&self, captures: &[Capture], analysis: &Analysis) -> NoteTaker {
        let captures = captures.iter().map(|capture| match capture {
            Capture::Receiver => Role::Receiver,
            Capture::Home => Role::Home,
            Capture::Holder => Role::Holder,
            Capture::Variable(variable) => {
                let v = &analysis.variables[*variable];
                Role::Variable(v.scope as u32, v.name)
            }
            Capture::Context(scope) => Role::Context(*scope as u32),
        });
        NoteTaker { captures: captures.collect(), ..NoteTaker::new(self.base) }
    }

    pub(super) fn finish(self) -> FunctionNotes {
        FunctionNotes { rests: self.rests, captures: self.captures, ensure: self.ensure }
    }

    fn add(&mut self, how: How, at: u32, mut rest: Rest) {
        let at = at.saturating_sub(self.base);
        let nth = self.rests.iter().filter(|rest| rest.place.how == how && rest.place.at == at).count() as u32;
        rest.place = Place { how, at, nth };
        self.rests.push(rest);
    }
}

impl Emitter<'_> {
    /// Code may rest here with what is before this point under way; its answer comes to R[window].
    pub(super) fn rest(&mut self, how: How, window: u16) {
        let offset = self.words.len();
        if !self.pending.is_empty() {
            self.holes.push((offset as u32, self.pending.as_slice().into()));
        }
        let at = self.places.last().map_or(0, |(_, span)| span.start);
        self.note((offset, offset), how, at, window, window, &[]);
    }

    /// The start of a function: nothing but receiver, arguments and holder is there.
    pub(super) fn note_entry(&mut self) {
        let height = self.top as u16;
        self.note((0, 0), How::Entry, 0, height, height, &[]);
    }

    /// A control structure compiled in place is about to test `values`, the first of which the test replaces if it sends
    /// something; registers from `below` up are its own.
    pub(super) fn note_test(&mut self, place: (u32, Symbol), site: bool, below: usize, values: &[u16]) {
        let offset = self.words.len();
        if site {
            self.sites.push(ControlSite { offset: offset as u32, place: place.0, selector: place.1 });
        }
        let window = values.first().copied().unwrap_or(below as u16);
        self.note((offset, offset), How::Test, place.0, window, below as u16, values);
    }

    /// A structure compiled as a real send: here one comes in that began it in place and has evaluated `values`.
    pub(super) fn note_way_in(&mut self, place: u32, below: usize, values: &[u16]) {
        let offset = self.words.len();
        self.note((offset, offset), How::Test, place, below as u16, below as u16, values);
    }

    /// The edge of a loop compiled in place, which goes on at `start`.
    pub(super) fn note_again(&mut self, start: usize, place: (u32, Symbol)) {
        let offset = self.words.len();
        if !self.pending.is_empty() {
            self.holes.push((offset as u32, self.pending.as_slice().into()));
        }
        let height = self.top as u16;
        self.note((start, offset), How::Again, place.0, height, height, &[]);
    }

    /// Is the message whose selector stands here to be a real send at this site alone?
    pub(super) fn real_site(&self, place: Span) -> Option<u32> {
        self.real.sites.contains(&place.start).then_some(place.start)
    }

    fn note(&mut self, at_word: (usize, usize), how: How, at: u32, window: u16, below: u16, values: &[u16]) {
        if self.notes.is_none() {
            return;
        }
        let registers = self.roles(below);
        let contexts = self.context_places();
        let place = Place { how, at, nth: 0 };
        let (offset, holes) = (at_word.0 as u32, at_word.1 as u32);
        let rest = Rest { offset, holes, place, window, registers, values: values.to_vec(), contexts };
        if let Some(notes) = &mut self.notes {
            notes.add(how, at, rest);
        }
    }

    /// What the registers below `below` hold, holes left out.
    fn roles(&self, below: u16) -> Vec<(u16, Role)> {
        let mut known: Vec<(u16, Option<Role>)> = vec![(0, Some(Role::Own))];
        if self.receiver != 0 {
            known.push((self.receiver, Some(Role::Receiver)));
        }
        if self.home != 0 {
            known.push((self.home, Some(Role::Home)));
        }
        if self.holder != 0 {
            known.push((self.holder, Some(Role::Holder)));
        }
        known.extend(self.floats.iter().map(|(bits, register)| (*register, Some(Role::Float(*bits)))));
        let mut at = Some(self.scope);
        while let Some(id) = at {
            let scope = &self.analysis.scopes[id];
            if let Some(register) = self.contexts.get(&id) {
                known.push((*register, Some(Role::Context(id as u32))));
            }
            for variable in &scope.variables {
                let v = &self.analysis.variables[*variable];
                if let Some(register) = self.registers.get(variable) {
                    // What lives in a context leaves its register unused.
                    known.push((*register, (!v.in_context()).then_some(Role::Variable(id as u32, v.name))));
                }
            }
            at = scope.parent;
        }
        let hole = |register: u16| self.pending.iter().any(|(from, to)| (*from..*to).contains(&register));
        let mut pending = 0;
        let mut roles = Vec::new();
        for register in (0..below).filter(|register| !hole(*register)) {
            match known.iter().find(|(known, _)| *known == register) {
                Some((_, Some(role))) => roles.push((register, *role)),
                Some((_, None)) => {}
                None => {
                    roles.push((register, Role::Pending(pending)));
                    pending += 1;
                }
            }
        }
        roles
    }

    /// The contexts of this function's scopes around this point.
    fn context_places(&self) -> Vec<ContextPlace> {
        let mut places = Vec::new();
        let mut at = Some(self.scope);
        while let Some(id) = at {
            let scope = &self.analysis.scopes[id];
            if scope.function != self.function {
                break;
            }
            if let Some(register) = self.contexts.get(&id) {
                let (size, made) = self.analysis.context_size(id);
                let variables = scope.variables.iter().filter_map(|variable| {
                    let v = &self.analysis.variables[*variable];
                    v.context_index.map(|index| (v.name, index, v.in_context()))
                });
                let (scope, register, size) = (id as u32, *register, size as u16);
                places.push(ContextPlace { scope, register, size, made, variables: variables.collect() });
            }
            at = scope.parent;
        }
        places
    }
}
