//! A `Diagnostic` as text: the message, the lines it is about with the places underlined, and the help.
//!
//! The same diagnostic always gives the same text. Only what is near a place is shown: a line may be 100 MB long.

use ariadne::CharSet;
use ariadne::Color;
use ariadne::Config;
use ariadne::IndexType;
use ariadne::Label;
use ariadne::Report;
use ariadne::ReportKind;

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Source;
use crate::text::source::Span;

/// Lines longer than this are cut around the place.
const LINE_LIMIT: usize = 240;
/// Sources larger than this are not shown whole, even if most of it would be elided.
const SOURCE_LIMIT: usize = 1 << 20;

/// Draws one mistake, in colour or not, ending with a newline.
pub fn render(diagnostic: &Diagnostic, colour: bool) -> String {
    let source = &*diagnostic.source;
    let places: Vec<Span> =
        std::iter::once(diagnostic.span).chain(diagnostic.notes.iter().map(|(span, _)| *span)).collect();
    let whole =
        source.text.len() <= SOURCE_LIMIT && places.iter().all(|span| line_of(source, *span).len() <= LINE_LIMIT);
    if whole { draw(diagnostic, source, colour) } else { draw_excerpt(diagnostic, colour) }
}

/// Draws all of them, one after the other.
pub fn render_all(diagnostics: &[Diagnostic], colour: bool) -> String {
    diagnostics.iter().map(|diagnostic| render(diagnostic, colour)).collect::<Vec<_>>().join("\n")
}

/// One mistake in one line, as editors' lists of errors read it: `file:line:column: error[code]: message; help`.
pub fn render_short(diagnostic: &Diagnostic) -> String {
    let (line, column) = diagnostic.source.line_column(diagnostic.span.start);
    let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
    let text = format!("{}{help}", diagnostic.message).replace('\n', " ");
    format!("{}:{line}:{column}: error[{}]: {text}\n", diagnostic.source.name, diagnostic.code)
}

fn line_bounds(source: &Source, span: Span) -> (usize, usize) {
    let text = &source.text;
    let at = boundary(text, span.start as usize);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    (start, end)
}

fn line_of(source: &Source, span: Span) -> &str {
    let (start, end) = line_bounds(source, span);
    &source.text[start..end]
}

/// The nearest character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The main place alone, with what stands around it on its line; the other places are named by line and column.
fn draw_excerpt(diagnostic: &Diagnostic, colour: bool) -> String {
    let source = &*diagnostic.source;
    let (line_start, line_end) = line_bounds(source, diagnostic.span);
    let start = boundary(&source.text, diagnostic.span.start as usize);
    let from = boundary(&source.text, start.saturating_sub(LINE_LIMIT / 2)).max(line_start);
    let to = boundary(&source.text, start + LINE_LIMIT / 2).min(line_end);
    let (line, column) = source.line_column(start as u32);
    let excerpt = Source::part(source.name.clone(), &source.text[from..to], line);
    let mut near = diagnostic.clone();
    near.span = shifted(diagnostic.span, from, to - from, 0);
    near.notes.clear();
    let mut text = draw(&near, &excerpt, colour);
    if from > line_start || to < line_end {
        text.push_str(&format!("  in a long line, at {}:{line}:{column}\n", source.name));
    }
    for (span, note) in &diagnostic.notes {
        let (line, column) = source.line_column(span.start);
        text.push_str(&format!("  {note}: {}:{line}:{column}\n", source.name));
    }
    text
}

fn shifted(span: Span, from: usize, length: usize, before: usize) -> Span {
    let start = (span.start as usize).saturating_sub(from).min(length);
    let end = (span.end as usize).saturating_sub(from).clamp(start, length);
    Span::new(before + start, before + end)
}

fn draw(diagnostic: &Diagnostic, source: &Source, colour: bool) -> String {
    let name = source.name.as_str();
    let text = &source.text;
    let range = |span: Span| {
        // ariadne wants places inside the text and between characters.
        let start = boundary(text, span.start as usize);
        let end = boundary(text, span.end as usize).max(start);
        (name, start..end)
    };
    let paint = |color: Color| colour.then_some(color);
    let mut report = Report::build(ReportKind::Error, range(diagnostic.span))
        .with_config(
            Config::default().with_color(colour).with_index_type(IndexType::Byte).with_char_set(CharSet::Unicode),
        )
        .with_code(diagnostic.code)
        .with_message(&diagnostic.message);
    let mut label = Label::new(range(diagnostic.span)).with_message(&diagnostic.label);
    if let Some(color) = paint(Color::Red) {
        label = label.with_color(color);
    }
    report = report.with_label(label);
    for (span, note) in &diagnostic.notes {
        let mut label = Label::new(range(*span)).with_message(note);
        if let Some(color) = paint(Color::Blue) {
            label = label.with_color(color);
        }
        report = report.with_label(label);
    }
    if let Some(help) = &diagnostic.help {
        report = report.with_help(help);
    }
    let lines = ariadne::Source::from(text.as_str()).with_display_line_offset(source.first_line - 1);
    let mut out = Vec::new();
    report.finish().write((name, lines), &mut out).expect("writing to memory cannot fail");
    // ariadne ends some lines with blanks.
    String::from_utf8_lossy(&out).lines().map(|line| format!("{}\n", line.trim_end())).collect()
}
