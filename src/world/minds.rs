//! What a running turn may ask when a message is not understood: by which rules, of which mind, of whom; and what a mind has
//! answered before. See `stdlib/becoming/`.

use std::collections::HashMap;

use crate::code::compile::WRITTEN;
use crate::object::value::Value;
use crate::syntax::parse::NewlineRule;
use crate::text::source::Source;
use crate::vm::Ask;
use crate::vm::trace::TraceLine;
use crate::world::driver::World;

/// Asks the person a question, which is shown to them; nothing if there is nobody.
pub type Architect = Box<dyn FnMut(&str) -> Option<String>>;

/// Hears how far a becoming is.
pub type Progress = Box<dyn FnMut(&str)>;

/// How this session answers messages that are not understood.
#[derive(Default)]
pub struct Minds {
    /// `careful`, `auto`, `dryRun` or `closed`; nothing is as `closed`.
    pub policy: &'static str,
    /// What a scripted mind says: its transcript, as `stdlib/mind/` reads it.
    pub transcript: Option<String>,
    /// Where what minds are asked and answer is written down, one line of JSON each.
    pub recording: Option<std::fs::File>,
    pub architect: Option<Architect>,
    /// Is told each state that a becoming enters: `packed`, `drafting`, `tried` and so on, as docs/becoming.md has them.
    pub progress: Option<Progress>,
    /// How often turns have failed in a method that was written for a message, by its number, since that was last asked.
    failures: HashMap<String, i64>,
    /// Answers of a world in memory.
    answers: HashMap<String, String>,
}

impl World {
    /// By which policy messages that are not understood are answered from now on: see `Minds::policy`.
    pub fn let_become(&mut self, policy: &'static str) {
        self.minds.policy = policy;
        self.vm.may_become = policy != "closed";
    }

    /// Serves what only the world around knows of minds.
    pub(in crate::world) fn serve_mind(&mut self, ask: &Ask) -> Result<Value, String> {
        match ask.what.as_str() {
            "policy" => Ok(self.vm.intern(if self.minds.policy.is_empty() { "closed" } else { self.minds.policy })),
            "tick" => {
                let turn = if self.image.is_some() { self.last_turn().unwrap_or(0) } else { 0 };
                Ok(Value::int(turn as i64))
            }
            "transcript" => match self.minds.transcript.clone() {
                Some(text) => self.as_text(&text),
                None => Ok(Value::NIL),
            },
            "architect" => {
                let Some(architect) = &mut self.minds.architect else { return Ok(Value::NIL) };
                let _ = std::io::Write::flush(&mut self.vm.output);
                match architect(&ask.with) {
                    Some(answer) => self.as_text(&answer),
                    None => Ok(Value::NIL),
                }
            }
            "state" => {
                if let Some(progress) = &mut self.minds.progress {
                    progress(&ask.with);
                }
                Ok(Value::NIL)
            }
            "failures" => Ok(Value::int(self.minds.failures.remove(&ask.with).unwrap_or(0))),
            "key" => self.as_text(blake3::hash(ask.with.as_bytes()).to_hex().as_str()),
            "recall" => {
                let found = match &self.image {
                    None => self.minds.answers.get(&ask.with).cloned(),
                    Some(image) => {
                        image.with_store(|store| store.answer(&ask.with)).map_err(|error| error.to_string())?
                    }
                };
                found.map_or(Ok(Value::NIL), |text| self.as_text(&text))
            }
            "remember" => {
                let (key, text) = ask.with.split_once('\n').ok_or("an answer is kept under a key")?;
                match &self.image {
                    Some(image) if !self.read_only => {
                        image.with_store(|store| store.keep_answer(key, text)).map_err(|error| error.to_string())?;
                    }
                    _ => {
                        self.minds.answers.insert(key.to_string(), text.to_string());
                    }
                }
                Ok(Value::NIL)
            }
            "record" => {
                if let Some(file) = &mut self.minds.recording {
                    use std::io::Write;
                    writeln!(file, "{}", ask.with).map_err(|error| format!("cannot record what minds say: {error}"))?;
                }
                Ok(Value::NIL)
            }
            other => Err(format!("nobody knows '{other}'")),
        }
    }

    /// Lets the world see what has become of methods that were written: the end of a session, if any of them was called.
    pub fn settle_becomings(&mut self) {
        if !self.read_only && self.vm.has_counted_calls() {
            // Should that fail, only numbers are lost.
            let _ = self.run(&Source::new("<end>", "becomings settle"), NewlineRule::Bat);
        }
    }

    /// Counts a turn that has failed against the written methods that were running.
    pub(in crate::world) fn note_failure(&mut self, trace: &[TraceLine]) {
        let mut running: Vec<&str> = trace.iter().filter_map(|line| line.source.name.strip_prefix(WRITTEN)).collect();
        running.sort_unstable();
        running.dedup();
        for number in running {
            *self.minds.failures.entry(number.to_string()).or_default() += 1;
        }
    }

    fn as_text(&mut self, text: &str) -> Result<Value, String> {
        self.vm.heap.new_string(text).map_err(|_| "there is not enough memory left".to_string())
    }
}
