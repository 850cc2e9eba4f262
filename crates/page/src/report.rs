//! An audit as one page that can be mailed, archived and printed: HTML with everything in it and nothing from elsewhere.
//!
//! The page forbids itself all else by its Content-Security-Policy: its own style and its own script by their hashes, no network,
//! no forms, no frames. Without the script it shows everything; the script only hides what a filter leaves out. Every text from
//! outside passes one escape, and source lines pass [`text::mask`], as everywhere.
//!
//! No style attribute is written, since the policy would refuse it: widths are SVG's.

mod controls;
mod findings;
mod left_out;
mod manual;
mod summary;

use base64::Engine as _;
use lang::{Lang, Text};
use model::{Date, Inventory};
use rules::{Audit, Judgement, Severity};
use sha2::{Digest as _, Sha256};

use forms::xml::escape;

const STYLE: &str = include_str!("report/style.css");
const SCRIPT: &str = include_str!("report/script.js");

/// What the page says of its making.
#[derive(Clone, Copy, Debug)]
pub struct HtmlOptions<'a> {
    /// The language.
    pub lang: Lang,
    /// The program's version.
    pub version: &'a str,
    /// The day of the audit, where it may be told.
    pub date: Option<Date>,
}

/// An audit.
#[must_use]
pub fn audit(inventory: &Inventory, audit: &Audit, options: &HtmlOptions<'_>) -> String {
    let mut page = Page { out: String::new(), lang: options.lang, title: TITLE };
    page.head(options);
    summary::write(&mut page, inventory, audit, options);
    findings::write(&mut page, inventory, audit);
    controls::write(&mut page, audit);
    page.end(audit, &Text::new(
        "Secret values are never in this page: source lines are masked. What manifests cannot show is UNKNOWN, never PASS.",
        "このページに秘密の値は含まれません(ソースの行は伏せ字にしています)。マニフェストからわからない項目は PASS ではなく UNKNOWN になります。",
    ))
}

/// Findings of a judge that speaks of no controls and shows no source lines.
#[must_use]
pub fn of_findings(title: &Text, audit: &Audit, options: &HtmlOptions<'_>) -> String {
    let mut page = Page { out: String::new(), lang: options.lang, title: title.clone() };
    page.head(options);
    summary::write_short(&mut page, audit, options);
    findings::write(&mut page, &Inventory::default(), audit);
    page.end(audit, &Text::new("Secret values are never in this page.", "このページに秘密の値は含まれません。"))
}

/// A page that grows.
struct Page {
    out: String,
    lang: Lang,
    title: Text,
}

impl Page {
    fn head(&mut self, options: &HtmlOptions<'_>) {
        let (tag, style, script) = (options.lang.tag(), hash(STYLE), hash(SCRIPT));
        self.push(&format!(
            "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
        ));
        self.say(&self.title.clone());
        self.push("</title>\n<style>");
        self.push(STYLE);
        self.push("</style>\n</head>\n<body>\n");
    }

    /// What is left out, the last sentence, and the script.
    fn end(mut self, audit: &Audit, made: &Text) -> String {
        left_out::write(&mut self, audit);
        self.push("</main>\n<footer>");
        self.say(made);
        self.push("</footer>\n<script>");
        self.push(SCRIPT);
        self.push("</script>\n</body>\n</html>\n");
        self.out
    }

    /// Writes markup of our own.
    fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Writes a text, escaped.
    fn text(&mut self, text: &str) {
        self.out.push_str(&escape(text));
    }

    /// Writes a sentence, escaped.
    fn say(&mut self, text: &Text) {
        let text = text.get(self.lang);
        self.out.push_str(&escape(text));
    }

    /// Writes a sentence in which names stand in backticks.
    fn prose(&mut self, text: &str) {
        let pieces: Vec<&str> = text.split('`').collect();
        for (at, piece) in pieces.iter().enumerate() {
            // A backtick without its other half is one.
            let is_code = at % 2 == 1 && at + 1 < pieces.len();
            match (is_code, at % 2 == 1) {
                (true, _) => self.element("code", "", piece),
                (false, true) => self.text(&format!("`{piece}")),
                (false, false) => self.text(piece),
            }
        }
    }

    /// `<tag class="class">text</tag>`.
    fn element(&mut self, tag: &str, class: &str, text: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.out.push_str(&format!("<{tag}{class}>{}</{tag}>", escape(text)));
    }

    /// `<h2>` with the section that it opens.
    fn section(&mut self, id: &str, title: &Text) {
        let title = escape(title.get(self.lang)).into_owned();
        self.push(&format!("<section id=\"{id}\" aria-labelledby=\"h-{id}\">\n<h2 id=\"h-{id}\">{title}</h2>\n"));
    }

    /// The head of a table.
    fn columns(&mut self, names: &[Text]) {
        self.push("<table><thead><tr>");
        for name in names {
            self.push("<th scope=\"col\">");
            self.say(name);
            self.push("</th>");
        }
        self.push("</tr></thead>\n<tbody>\n");
    }
}

pub(crate) const TITLE: Text = Text::new("Sekisho: security audit of Dify", "関所: Dify のセキュリティ監査");

/// What a Content-Security-Policy calls a piece of inline style or script.
fn hash(text: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()))
}

const fn severity_class(severity: Severity) -> &'static str {
    severity.name()
}

const fn verdict_class(judgement: Judgement) -> &'static str {
    judgement.name()
}
