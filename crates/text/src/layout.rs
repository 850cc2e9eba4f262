//! Columns, line breaks and colours for a terminal, with the widths that characters really have.

use std::borrow::Cow;

use anstyle::{AnsiColor, Effects, Style};
pub(crate) use forms::printable;
use lang::Lang;
use rules::{Judgement, Severity};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Styles, or their absence.
#[derive(Clone, Copy)]
pub(crate) struct Paint {
    colour: bool,
}

impl Paint {
    pub(crate) const fn new(colour: bool) -> Paint {
        Paint { colour }
    }

    pub(crate) const fn is_plain(self) -> bool {
        !self.colour
    }

    pub(crate) fn paint<'t>(self, style: Style, text: &'t str) -> Cow<'t, str> {
        if self.colour && !text.is_empty() && style != PLAIN {
            Cow::Owned(format!("{style}{text}{style:#}"))
        } else {
            Cow::Borrowed(text)
        }
    }
}

pub(crate) const HEADING: Style = Style::new().effects(Effects::BOLD);
pub(crate) const DIM: Style = Style::new().effects(Effects::DIMMED);
pub(crate) const CODE: Style = AnsiColor::Cyan.on_default();
pub(crate) const PLAIN: Style = Style::new();

pub(crate) const fn of_severity(severity: Severity) -> Style {
    match severity {
        Severity::Critical => AnsiColor::BrightMagenta.on_default().effects(Effects::BOLD),
        Severity::High => AnsiColor::BrightRed.on_default().effects(Effects::BOLD),
        Severity::Medium => AnsiColor::Yellow.on_default().effects(Effects::BOLD),
        Severity::Low => AnsiColor::BrightGreen.on_default().effects(Effects::BOLD),
    }
}

pub(crate) const fn of_verdict(judgement: Judgement) -> Style {
    match judgement {
        Judgement::Pass => AnsiColor::Green.on_default(),
        Judgement::Fail => AnsiColor::BrightRed.on_default().effects(Effects::BOLD),
        Judgement::Unknown => AnsiColor::Yellow.on_default(),
        Judgement::Manual => AnsiColor::BrightBlue.on_default(),
    }
}

/// The columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Rows whose columns stand below each other. The last column is broken into lines where it is too wide.
pub(crate) struct Table {
    rows: Vec<Vec<Cell>>,
}

pub(crate) struct Cell {
    text: String,
    style: Style,
    right: bool,
}

impl Cell {
    pub(crate) fn new(text: impl Into<String>) -> Cell {
        Cell::styled(text, PLAIN)
    }

    pub(crate) fn styled(text: impl Into<String>, style: Style) -> Cell {
        let text: String = text.into();
        let text = match printable(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(clean) => clean,
        };
        Cell { text, style, right: false }
    }

    pub(crate) fn number(n: usize) -> Cell {
        Cell { text: n.to_string(), style: PLAIN, right: true }
    }

    /// The cell at the right edge of its column.
    pub(crate) fn at_the_right(self) -> Cell {
        Cell { right: true, ..self }
    }

    pub(crate) fn in_style(self, style: Style) -> Cell {
        Cell { style, ..self }
    }
}

impl Table {
    pub(crate) fn new() -> Table {
        Table { rows: Vec::new() }
    }

    pub(crate) fn heading<'h>(&mut self, names: impl IntoIterator<Item = &'h str>) {
        self.rows.push(names.into_iter().map(|name| Cell::styled(name, DIM)).collect());
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Writes the rows, two blanks in front of each and between columns.
    pub(crate) fn write(&self, out: &mut String, paint: Paint, total: usize) {
        let n_columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let of_column = |column: usize| self.rows.iter().filter_map(move |row| Some(width(&row.get(column)?.text)));
        let widths: Vec<usize> = (0..n_columns).map(|column| of_column(column).max().unwrap_or(0)).collect();
        for row in &self.rows {
            let mut used = 0;
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                line.push_str("  ");
                used += 2;
                let blanks = " ".repeat(widths[column] - width(&cell.text));
                if column + 1 == n_columns {
                    let lines = wrap(&cell.text, total.saturating_sub(used).max(20));
                    for (at, part) in lines.iter().enumerate() {
                        if at > 0 {
                            line.push('\n');
                            line.push_str(&" ".repeat(used));
                        }
                        line.push_str(&paint.paint(cell.style, part));
                    }
                } else if cell.right {
                    line.push_str(&blanks);
                    line.push_str(&paint.paint(cell.style, &cell.text));
                } else {
                    line.push_str(&paint.paint(cell.style, &cell.text));
                    line.push_str(&blanks);
                }
                used += widths[column];
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

/// Breaks a text into lines: at blanks, and between any two characters of which one is Japanese, unless the second may not begin a line.
pub(crate) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut line_width = 0;
    for piece in pieces(text) {
        let piece_width = width(piece.trim_end_matches(' '));
        if line_width + piece_width > limit && !line.is_empty() {
            lines.push(line.trim_end_matches(' ').to_owned());
            line.clear();
            line_width = 0;
        }
        line.push_str(piece);
        line_width += width(piece);
    }
    lines.push(line.trim_end_matches(' ').to_owned());
    lines
}

/// Cuts a text where a line may end; blanks stay with what is before them.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, now) in text.char_indices() {
        let may_break = before.is_some_and(|before| {
            let after_blank = before == ' ' && now != ' ';
            let around_wide = now != ' '
                && (is_wide(before) || is_wide(now))
                && !NOT_FIRST.contains(now)
                && !NOT_LAST.contains(before);
            after_blank || around_wide
        });
        if may_break {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(now);
    }
    pieces.push(&text[start..]);
    pieces
}

fn is_wide(it: char) -> bool {
    it.width() == Some(2)
}

/// What begins no line, and what ends none (JIS X 4051).
const NOT_FIRST: &str = "、。，．：；？！・…‥」』）】〉》］｝〕”’ー〜々ゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ％℃:;,.!?)]}'\"`";
const NOT_LAST: &str = "「『（【〈《［｛〔“‘￥＄([{'\"`";

/// Joins names: `a, b` or `a、b`.
pub(crate) fn list<S: AsRef<str>>(lang: Lang, names: impl IntoIterator<Item = S>) -> String {
    lang::list(names).get(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_the_script() {
        let mut table = Table::new();
        table.row([Cell::new("関所"), Cell::number(7), Cell::new("x")]);
        table.row([Cell::new("ab"), Cell::number(12), Cell::new("y")]);
        let mut out = String::new();
        table.write(&mut out, Paint::new(false), 80);
        assert_eq!(out, "  関所   7  x\n  ab    12  y\n");
    }

    #[test]
    fn lines_end_where_they_may() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("値を変える。次", 10), ["値を変え", "る。次"]);
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("averyveryverylongword", 8), ["averyveryverylongword"]);
    }
}
