//! How the past is told: turns, differences and histories, as text for people and as JSON for programs.

use serde_json::Value;
use serde_json::json;
use similar::ChangeTag;
use similar::TextDiff;

use crate::image::past::difference::ObjectChange;
use crate::image::past::difference::SlotChange;
use crate::image::past::difference::What;
use crate::image::past::history::SlotVersion;
use crate::image::store::TurnHead;
use crate::shell::place;
use crate::world::asks::summary;

/// A turn in the log: what was said, and below it what that changed.
pub fn logged(head: &TurnHead, changed: Option<&str>) -> String {
    let line = format!("{:>6}  {}  {:<12} {}", head.turn, place::local_time(head.time_ms), head.author, summary(head));
    match changed {
        Some(changed) if !changed.is_empty() => format!("{line}\n        {changed}"),
        _ => line,
    }
}

/// A turn as JSON.
pub fn turn_json(head: &TurnHead) -> Value {
    let (kind, of, name) = head.kind.parts();
    let mut turn = json!({
        "turn": head.turn,
        "time": place::iso_time(head.time_ms),
        "author": head.author,
        "kind": kind,
        "text": head.text,
        "records": head.changed,
    });
    if of != 0 {
        turn["of"] = json!(of);
    }
    if !name.is_empty() {
        turn["name"] = json!(name);
    }
    turn
}

/// What differs, as text.
pub fn difference(objects: &[ObjectChange]) -> String {
    if objects.is_empty() {
        return "no difference".into();
    }
    let mut lines = Vec::new();
    for object in objects {
        let path = object.path.as_deref().unwrap_or("(an object that no name leads to)");
        lines.push(if object.is_new { format!("{path}  (new)") } else { path.to_string() });
        object.changes.iter().for_each(|change| slot_change(change, &mut lines));
    }
    lines.join("\n")
}

fn slot_change(change: &SlotChange, lines: &mut Vec<String>) {
    let SlotChange { what, name, before, after, is_method } = change;
    let sign = match what {
        What::Added => '+',
        What::Removed => '-',
        What::Changed => '~',
    };
    match (before, after) {
        (Some(before), Some(after)) if *is_method => {
            lines.push(format!("  ~ {name}"));
            text_difference(before, after, lines);
        }
        (Some(before), Some(after)) => lines.push(format!("  ~ {name}: {before} -> {after}")),
        (None, Some(value)) | (Some(value), None) if *is_method => {
            lines.extend(value.lines().map(|line| format!("  {sign} {line}")));
        }
        (None, Some(value)) | (Some(value), None) => lines.push(format!("  {sign} {name} = {value}")),
        (None, None) => lines.push(format!("  {sign} {name}")),
    }
}

fn text_difference(before: &str, after: &str, lines: &mut Vec<String>) {
    for change in TextDiff::from_lines(before, after).iter_all_changes() {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        lines.push(format!("      {sign} {}", change.value().trim_end_matches('\n')));
    }
}

/// What differs, as JSON.
pub fn difference_json(objects: &[ObjectChange]) -> Value {
    let slot = |change: &SlotChange| {
        let what = match change.what {
            What::Added => "added",
            What::Removed => "removed",
            What::Changed => "changed",
        };
        json!({
            "what": what,
            "slot": change.name,
            "before": change.before,
            "after": change.after,
            "method": change.is_method,
        })
    };
    let object = |object: &ObjectChange| {
        let changes: Vec<Value> = object.changes.iter().map(slot).collect();
        json!({ "path": object.path, "new": object.is_new, "changes": changes })
    };
    objects.iter().map(object).collect()
}

/// A slot's history as text, newest first.
pub fn history(versions: &[SlotVersion]) -> String {
    if versions.is_empty() {
        return "no turn that is kept has changed it".into();
    }
    let mut lines = Vec::new();
    for SlotVersion { turn, value, is_method } in versions {
        let head = format!("{:>6}  {}  {:<12}", turn.turn, place::local_time(turn.time_ms), turn.author);
        match value {
            None => lines.push(format!("{head} (removed)")),
            Some(source) if *is_method && source.lines().count() > 1 => {
                lines.push(head.trim_end().to_string());
                lines.extend(source.lines().map(|line| format!("        {line}")));
            }
            Some(value) => lines.push(format!("{head} {value}")),
        }
    }
    lines.join("\n")
}

/// A slot's history as JSON, newest first.
pub fn history_json(versions: &[SlotVersion]) -> Value {
    let version = |version: &SlotVersion| {
        let mut turn = turn_json(&version.turn);
        turn["value"] = json!(version.value);
        turn["method"] = json!(version.is_method);
        turn
    };
    versions.iter().map(version).collect()
}
