//! Markup that grows by pieces, in one language or in both. Whatever is not markup of our own passes one escape.

use forms::xml::escape;
use lang::{Lang, Text};

/// In which languages a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// In one alone.
    One(Lang),
    /// In both, this one first; the reader may change it.
    Both(Lang),
}

impl Tongue {
    /// The language that is shown first.
    pub(crate) const fn first(self) -> Lang {
        match self {
            Tongue::One(lang) | Tongue::Both(lang) => lang,
        }
    }
}

/// A page that grows.
pub(crate) struct Html {
    pub(crate) out: String,
    /// The language of a page in one, the first of a page in both.
    pub(crate) lang: Lang,
    pub(crate) tongue: Tongue,
}

impl Html {
    pub(crate) fn new(tongue: Tongue) -> Html {
        Html { out: String::new(), lang: tongue.first(), tongue }
    }

    /// Writes markup of our own.
    pub(crate) fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Writes a text, escaped.
    pub(crate) fn text(&mut self, text: &str) {
        self.out.push_str(&escape(text));
    }

    /// Writes a sentence where elements may stand.
    pub(crate) fn say(&mut self, text: &Text) {
        let (en, ja) = text.both();
        match self.tongue {
            Tongue::Both(_) if en != ja => {
                for (lang, text) in [(Lang::En, en), (Lang::Ja, ja)] {
                    self.push(&format!("<span lang=\"{}\">{}</span>", lang.tag(), escape(text)));
                }
            }
            _ => self.text(text.get(self.lang)),
        }
    }

    /// Writes an element that holds a sentence and nothing else; the script changes its language.
    pub(crate) fn label(&mut self, tag: &str, attributes: &str, text: &Text) {
        let words = if matches!(self.tongue, Tongue::Both(_)) { in_both(text) } else { String::new() };
        self.push(&format!("<{tag}{attributes}{words}>{}</{tag}>", escape(text.get(self.lang))));
    }

    /// Writes a sentence in which names stand in backticks.
    pub(crate) fn prose(&mut self, text: &str) {
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
    pub(crate) fn element(&mut self, tag: &str, class: &str, text: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.out.push_str(&format!("<{tag}{class}>{}</{tag}>", escape(text)));
    }

    /// `<h2>` with the section that it opens.
    pub(crate) fn section(&mut self, id: &str, title: &Text) {
        self.push(&format!("<section id=\"{id}\" aria-labelledby=\"h-{id}\">\n<h2 id=\"h-{id}\">"));
        self.say(title);
        self.push("</h2>\n");
    }

    /// The head of a table.
    pub(crate) fn columns(&mut self, names: &[Text]) {
        self.push("<table><thead><tr>");
        for name in names {
            self.push("<th scope=\"col\">");
            self.say(name);
            self.push("</th>");
        }
        self.push("</tr></thead>\n<tbody>\n");
    }
}

/// A sentence in both languages as attributes, where no element may stand inside; the script writes the chosen one.
pub(crate) fn in_both(text: &Text) -> String {
    let (en, ja) = text.both();
    format!(" data-en=\"{}\" data-ja=\"{}\"", escape(en), escape(ja))
}
