//! Results for a person at a terminal: first a summary, then every finding, then every verdict.

use forms::PodSecurity;
use lang::{Lang, Text};
use model::Inventory;
use rules::Audit;

use crate::layout::{HEADING, Paint, printable, wrap};
use crate::{TextOptions, findings, left_out, pod_security, summary, verdicts};

/// An audit.
#[must_use]
pub fn audit(inventory: &Inventory, audit: &Audit, options: &TextOptions) -> String {
    let mut page = Page::new(options);
    summary::write(&mut page, inventory, audit);
    findings::write(&mut page, inventory, audit);
    left_out::write(&mut page, audit);
    verdicts::write(&mut page, audit);
    summary::write_totals(&mut page, audit);
    page.out
}

/// A Pod Security check.
#[must_use]
pub fn pss(check: &PodSecurity<'_>, options: &TextOptions) -> String {
    let mut page = Page::new(options);
    pod_security::write(&mut page, check);
    page.out
}

/// Columns of prose at the most, whatever the terminal has.
const PROSE: usize = 100;

/// A text that grows.
pub(crate) struct Page {
    pub(crate) out: String,
    pub(crate) options: TextOptions,
    pub(crate) paint: Paint,
}

impl Page {
    pub(crate) fn new(options: &TextOptions) -> Page {
        let width = options.width.clamp(40, 240);
        Page { out: String::new(), options: TextOptions { width, ..*options }, paint: Paint::new(options.colour) }
    }

    pub(crate) fn lang(&self) -> Lang {
        self.options.lang
    }

    pub(crate) fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// A line that may hold names of the input.
    pub(crate) fn clean(&mut self, text: &str) {
        let clean = printable(text).into_owned();
        self.line(&clean);
    }

    pub(crate) fn say(&mut self, text: &Text) {
        let text = text.get(self.options.lang);
        self.line(text);
    }

    /// Prose, broken into lines that are no wider than a person reads with ease, each behind this indent.
    pub(crate) fn prose(&mut self, indent: &str, text: &Text) {
        let limit = self.options.width.min(PROSE).saturating_sub(indent.len()).max(20);
        for line in wrap(&printable(text.get(self.options.lang)), limit) {
            self.line(&format!("{indent}{line}"));
        }
    }

    /// A label that takes so many columns, and a text whose further lines stand below its first.
    pub(crate) fn hanging(&mut self, label: &str, columns: usize, text: &str) {
        let limit = self.options.width.min(PROSE).saturating_sub(columns).max(20);
        for (at, line) in wrap(&printable(text), limit).into_iter().enumerate() {
            let head = if at == 0 { label.to_owned() } else { " ".repeat(columns) };
            self.line(&format!("{head}{line}"));
        }
    }

    pub(crate) fn heading(&mut self, text: &Text) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let heading = self.paint.paint(HEADING, text.get(self.options.lang)).into_owned();
        self.line(&heading);
    }
}
