//! What a running turn may ask of the world about its image: see `stdlib/system/image.bat`.

use std::path::Path;
use std::path::PathBuf;

use crate::image::store::TurnHead;
use crate::image::store::TurnKind;
use crate::object::value::Value;
use crate::vm::Ask;
use crate::vm::Topic;
use crate::world::driver::World;
use crate::world::moments::MomentError;
use crate::world::outbox::Letter;

/// A way back that a turn has asked for; taken when the turn has ended.
#[derive(Clone, Debug)]
pub(in crate::world) enum Way {
    /// The turn of that number.
    Undo(u64),
    /// So many of the newest that are not taken back yet.
    UndoNewest(usize),
    Redo,
    Restore(String),
    Upgrade,
    Import(PathBuf),
}

impl World {
    /// Serves an ask: the answer, or why there is none. `text` is the source of the turn.
    pub(in crate::world) fn serve(&mut self, ask: &Ask, text: &str) -> Result<Value, String> {
        if ask.topic == Topic::Mind {
            return self.serve_mind(ask);
        }
        let failed = |error: MomentError| error.to_string();
        if ask.what == "path" {
            let path = self.image.as_ref().map(|image| image.path().display().to_string());
            return Ok(path.map_or(Value::NIL, |path| self.string(&path)));
        }
        let in_memory = matches!(ask.what.as_str(), "write" | "outbox" | "export" | "import");
        if self.image.is_none() && !in_memory {
            return Err(MomentError::NoImage.to_string());
        }
        if self.read_only && !matches!(ask.what.as_str(), "turn" | "log" | "snapshots" | "birth" | "outbox" | "export")
        {
            return Err("this world is only looked at: nothing is kept".to_string());
        }
        if !self.standing.is_empty()
            && matches!(ask.what.as_str(), "undo" | "redo" | "restore" | "upgrade" | "import" | "commit" | "snapshot")
        {
            return Err("a turn stands: go on with it, or :abandon it, before that".to_string());
        }
        match ask.what.as_str() {
            "turn" => Ok(Value::int(self.last_turn().map_err(failed)? as i64)),
            "log" => {
                let count = ask.with.parse().unwrap_or(20u64);
                let heads = self.newest_turns(count).map_err(failed)?;
                let lines: Vec<Value> = heads.iter().map(|head| self.string(&line(head))).collect();
                Ok(self.vm.vector_of(&lines))
            }
            "snapshots" => {
                let names = self.snapshot_names().map_err(failed)?;
                let names: Vec<Value> = names.iter().map(|name| self.string(name)).collect();
                Ok(self.vm.vector_of(&names))
            }
            "write" => {
                let (path, text) = ask.with.split_once('\n').unwrap_or((&ask.with, ""));
                self.letters.push(Letter::new(path, text)?);
                Ok(Value::NIL)
            }
            "outbox" => {
                let paths = self.waiting().map_err(failed)?;
                let paths: Vec<Value> = paths.iter().map(|path| self.string(path)).collect();
                Ok(self.vm.vector_of(&paths))
            }
            "birth" => {
                let lines = self.birth_log().map_err(failed)?;
                let lines: Vec<Value> = lines.iter().map(|line| self.string(line)).collect();
                Ok(self.vm.vector_of(&lines))
            }
            "export" => {
                let exported = self.export_to(Path::new(&ask.with)).map_err(|error| error.to_string())?;
                Ok(self.string(&exported.to_string()))
            }
            "import" => self.later(Way::Import(PathBuf::from(&ask.with))),
            "commit" => {
                let turn = self.commit_so_far(text)?;
                Ok(turn.map_or(Value::NIL, |turn| Value::int(turn as i64)))
            }
            "snapshot" => {
                self.commit_so_far(text)?;
                let snapshot = self.snapshot(&ask.with).map_err(failed)?;
                Ok(Value::int(snapshot.turn as i64))
            }
            "undo" => {
                let newest = ask.with.strip_prefix("newest ").map(str::parse);
                match (newest, ask.with.parse()) {
                    (Some(Ok(count)), _) => self.later(Way::UndoNewest(count)),
                    (None, Ok(turn)) => self.later(Way::Undo(turn)),
                    (None, _) if ask.with.is_empty() => self.later(Way::UndoNewest(1)),
                    _ => Err(format!("'{}' is no number of turns", ask.with)),
                }
            }
            "redo" => self.later(Way::Redo),
            "restore" => self.later(Way::Restore(ask.with.clone())),
            "upgrade" => self.later(Way::Upgrade),
            other => Err(format!("an image cannot '{other}'")),
        }
    }

    fn later(&mut self, way: Way) -> Result<Value, String> {
        self.way = Some(way);
        Ok(Value::NIL)
    }

    /// Goes the way back that the turn has asked for; what was done, in words.
    pub(in crate::world) fn go(&mut self, way: Way) -> Result<String, MomentError> {
        match way {
            Way::Undo(turn) => self.undo_turn(Some(turn)).map(|moved| moved.told("took back")),
            Way::UndoNewest(count) => {
                let mut told = Vec::new();
                for _ in 0..count {
                    match self.undo_turn(None) {
                        Ok(moved) => told.push(moved.told("took back")),
                        Err(error) if told.is_empty() => return Err(error),
                        // What went well stays so.
                        Err(error) => {
                            told.push(error.to_string());
                            break;
                        }
                    }
                }
                Ok(told.join("\n"))
            }
            Way::Redo => self.redo_turn().map(|moved| moved.told("did again")),
            Way::Upgrade => self.upgrade().map(|upgraded| upgraded.to_string()),
            Way::Import(folder) => {
                let files = self.import_from(&folder).map_err(|error| MomentError::Import(error.to_string()))?;
                Ok(format!("{files} files of {} are in the world", folder.display()))
            }
            Way::Restore(name) => self.restore(&name).map(|_| format!("the world is as at '{name}'")),
        }
    }

    fn string(&mut self, text: &str) -> Value {
        self.vm.heap.new_string(text).unwrap_or(Value::NIL)
    }
}

fn line(head: &TurnHead) -> String {
    format!("{} {}: {}", head.turn, head.author, summary(head))
}

/// A turn in a few words.
pub fn summary(head: &TurnHead) -> String {
    match &head.kind {
        TurnKind::Turn | TurnKind::Intermediate | TurnKind::Deliver => first_line(&head.text),
        TurnKind::Undo(turn) => format!("undo of {turn}"),
        TurnKind::Redo(turn) => format!("redo of {turn}"),
        TurnKind::Restore(name) => format!("restore of '{name}'"),
        other => other.parts().0.to_string(),
    }
}

fn first_line(text: &str) -> String {
    let mut lines = text.lines();
    let first: String = lines.next().unwrap_or("").chars().take(60).collect();
    if lines.next().is_some() || first.len() < text.trim_end().len() { format!("{first} …") } else { first }
}
