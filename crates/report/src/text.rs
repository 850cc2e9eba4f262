//! Results for a person at a terminal: first a summary, then every finding, then every verdict.

mod findings;
mod left_out;
mod pod_security;
mod summary;
mod verdicts;

use lang::{Lang, Text};
use model::Inventory;
use rules::Audit;

use crate::PodSecurity;
use crate::layout::{HEADING, Paint};

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// The language.
    pub lang: Lang,
    /// Whether there are colours.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Default for TextOptions {
    fn default() -> TextOptions {
        TextOptions { lang: Lang::En, colour: false, width: 100 }
    }
}

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

/// A text that grows.
struct Page {
    out: String,
    options: TextOptions,
    paint: Paint,
}

impl Page {
    fn new(options: &TextOptions) -> Page {
        let width = options.width.clamp(40, 240);
        Page { out: String::new(), options: TextOptions { width, ..*options }, paint: Paint::new(options.colour) }
    }

    fn lang(&self) -> Lang {
        self.options.lang
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn say(&mut self, text: &Text) {
        let text = text.get(self.options.lang);
        self.line(text);
    }

    fn heading(&mut self, text: &Text) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let heading = self.paint.paint(HEADING, text.get(self.options.lang)).into_owned();
        self.line(&heading);
    }
}
