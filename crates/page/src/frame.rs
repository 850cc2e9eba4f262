//! What every page has: its head with the policy, the masthead, and the end.
//!
//! A page forbids itself all but its own style and its own script, each by its hash: no network, no forms, no frames. No style
//! attribute is written, since the policy would refuse it: widths are SVG's.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lang::{Lang, Text};
use sha2::{Digest as _, Sha256};

use crate::html::Html;
use crate::style::sheet;

const SCRIPT: &str = include_str!("frame.js");

/// A page before it has content.
pub(crate) struct Frame<'a> {
    /// The language that is shown first.
    pub(crate) lang: Lang,
    /// Its title.
    pub(crate) title: Text,
    /// What its script does beside what all pages do.
    pub(crate) script: &'a str,
    /// Whether it takes the whole width of the window.
    pub(crate) is_wide: bool,
    /// Where "skip to" leads, and the words.
    pub(crate) skip: (&'a str, Text),
    /// What is said below the title: versions, days, numbers.
    pub(crate) facts: Vec<Text>,
    /// The sections: id and title.
    pub(crate) sections: Vec<(&'a str, Text)>,
}

impl Frame<'_> {
    /// Opens a page, up to and with `<main>`.
    pub(crate) fn open(&self) -> Html {
        let mut page = Html::new(self.lang);
        let (style, script) = (sheet(), self.script());
        page.push(&format!(
            "<!doctype html>\n<html lang=\"{}\" data-theme=\"auto\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n",
            page.lang.tag(),
            hash(&script),
            hash(&style),
        ));
        page.label("title", "", &self.title);
        let body = if self.is_wide { "<body class=\"wide-page\">" } else { "<body>" };
        page.push(&format!("\n<style>{style}</style>\n</head>\n{body}\n"));
        self.masthead(&mut page);
        page.push("<main>\n");
        page
    }

    /// Ends a page. `words` are the last of it.
    pub(crate) fn close(&self, mut page: Html, words: &Text) -> String {
        page.push("</main>\n<footer>");
        page.say(words);
        page.push(&format!("</footer>\n<script>{}</script>\n</body>\n</html>\n", self.script()));
        page.out
    }

    fn script(&self) -> String {
        [SCRIPT, self.script].concat()
    }

    fn masthead(&self, page: &mut Html) {
        let (target, skip) = &self.skip;
        page.push(&format!("<a class=\"skip\" href=\"#{target}\">"));
        page.say(skip);
        page.push("</a>\n<header>\n<div class=\"masthead\"><h1>");
        page.say(&self.title);
        page.push("</h1>\n");
        self.choices(page);
        page.push("</div>\n");
        if !self.facts.is_empty() {
            page.push("<p class=\"meta\">");
            for (at, fact) in self.facts.iter().enumerate() {
                page.push(if at == 0 { "" } else { " · " });
                page.say(fact);
            }
            page.push("</p>\n");
        }
        page.push("<nav>");
        for (id, name) in &self.sections {
            page.push(&format!("<a href=\"#{id}\">"));
            page.say(name);
            page.push("</a> ");
        }
        page.push("</nav>\n</header>\n");
    }

    /// What a reader may choose: the language and the colours.
    fn choices(&self, page: &mut Html) {
        page.push("<div class=\"choices\">");
        page.push("<div id=\"languages\" role=\"group\" aria-label=\"Language / 言語\">");
        for (lang, name) in [(Lang::En, "English"), (Lang::Ja, "日本語")] {
            page.push(&format!("<button type=\"button\" value=\"{}\">{name}</button> ", lang.tag()));
        }
        page.push("</div>");
        page.push("<label>");
        page.say(&Text::new("Colours", "配色"));
        page.push(" <select id=\"theme\">");
        for (value, name) in [
            ("auto", Text::new("as the system", "システムに合わせる")),
            ("light", Text::new("light", "ライト")),
            ("dark", Text::new("dark", "ダーク")),
        ] {
            page.label("option", &format!(" value=\"{value}\""), &name);
        }
        page.push("</select></label></div>\n");
    }
}

/// What a Content-Security-Policy calls a piece of inline style or script.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}
