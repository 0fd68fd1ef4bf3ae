//! Pieces written one after the other: columns, blanks, new lines, and comments that move with what they stand beside.

use crate::syntax::format::piece::Piece;
use crate::syntax::format::piece::width;

pub(super) struct Page<'p> {
    pieces: &'p [Piece<'p>],
    /// Blanks before each piece that does not begin a line.
    gaps: &'p [usize],
    line_end: &'static str,
    text: String,
    /// Where the next character comes, and how far in its line stands.
    column: usize,
    indent: usize,
    /// The first piece of the line; none where the line goes on from a comment or string.
    line_start: Option<usize>,
    at_line_start: bool,
}

impl<'p> Page<'p> {
    /// An empty page; lines will end as `line_end`.
    pub(super) fn new(pieces: &'p [Piece<'p>], gaps: &'p [usize], line_end: &'static str) -> Page<'p> {
        Page {
            pieces,
            gaps,
            line_end,
            text: String::new(),
            column: 0,
            indent: 0,
            line_start: None,
            at_line_start: true,
        }
    }

    pub(super) fn into_text(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push_str(self.line_end);
        }
        self.text
    }

    /// The column in which this piece would begin.
    pub(super) fn column_of(&self, piece: usize) -> usize {
        if self.at_line_start {
            return self.indent;
        }
        let natural = self.column + self.gaps[piece].min(1);
        let piece = &self.pieces[piece];
        match (piece.aligned, piece.line_start) {
            // As far from the beginning of its line as before, if that line begins as before.
            (true, Some(start)) if Some(start) == self.line_start => {
                natural.max(self.indent + piece.column.saturating_sub(self.pieces[start].column))
            }
            (true, _) if piece.is_comment() => natural + piece.blanks.min(2).saturating_sub(1),
            _ => natural,
        }
    }

    /// Ends the line, and leaves an empty one if `blank`.
    pub(super) fn new_line(&mut self, indent: usize, blank: bool) {
        self.indent = indent;
        if self.text.is_empty() {
            return;
        }
        if !self.at_line_start {
            self.text.push_str(self.line_end);
            if blank {
                self.text.push_str(self.line_end);
            }
        }
        self.at_line_start = true;
    }

    /// Ends the line though the expression goes on, where a line end alone would end it.
    pub(super) fn continued_line(&mut self, indent: usize) {
        self.text.push_str(" \\");
        self.new_line(indent, false);
    }

    pub(super) fn put(&mut self, at: usize) {
        let column = self.column_of(at);
        if self.at_line_start {
            self.line_start = Some(at);
            self.column = 0;
        }
        self.at_line_start = false;
        self.text.extend(std::iter::repeat_n(' ', column - self.column));
        self.column = column;
        let piece = &self.pieces[at];
        if !piece.is_long() {
            self.text.push_str(piece.text);
            self.column += width(piece.text);
            return;
        }
        self.line_start = None;
        if piece.is_comment() {
            self.put_lines(piece, column);
        } else {
            // A string says what it says, line ends included.
            self.text.push_str(piece.text);
        }
        let last = self.text.rsplit('\n').next().unwrap_or_default();
        self.column = width(last);
    }

    /// A comment of several lines: what stood below its beginning stays below it.
    fn put_lines(&mut self, piece: &Piece<'_>, column: usize) {
        for (number, line) in piece.text.split('\n').enumerate() {
            if number == 0 {
                self.text.push_str(line.trim_end());
                continue;
            }
            self.text.push_str(self.line_end);
            let words = line.trim_start_matches([' ', '\t']);
            let before = &line[..line.len() - words.len()];
            let words = words.trim_end();
            if !words.is_empty() {
                let stood = before.chars().fold(0, |at, c| if c == '\t' { (at / 8 + 1) * 8 } else { at + 1 });
                self.text.extend(std::iter::repeat_n(' ', (stood + column).saturating_sub(piece.column)));
                self.text.push_str(words);
            }
        }
    }
}
