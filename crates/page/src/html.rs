//! Markup that grows by pieces, in both languages: the style sheet shows one of them. Whatever is not markup of our own passes one escape.

use forms::xml::escape;
use lang::{Lang, Text};

/// A page that grows.
pub(crate) struct Html {
    pub(crate) out: String,
    /// The language that is shown first; the page holds both.
    pub(crate) lang: Lang,
}

impl Html {
    pub(crate) fn new(lang: Lang) -> Html {
        Html { out: String::new(), lang }
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
        if en == ja {
            return self.text(en);
        }
        for (lang, text) in [(Lang::En, en), (Lang::Ja, ja)] {
            self.push(&format!("<span lang=\"{}\">{}</span>", lang.tag(), escape(text)));
        }
    }

    /// Writes an element that holds a sentence and nothing else; the script changes its language.
    pub(crate) fn label(&mut self, tag: &str, attributes: &str, text: &Text) {
        let words = in_both(text);
        self.push(&format!("<{tag}{attributes}{words}>{}</{tag}>", escape(text.get(self.lang))));
    }

    /// Writes a sentence in which names stand in backticks, where elements may stand.
    pub(crate) fn sentence(&mut self, text: &Text) {
        let (en, ja) = text.both();
        if en == ja {
            return self.prose(en);
        }
        for (lang, text) in [(Lang::En, en), (Lang::Ja, ja)] {
            self.push(&format!("<span lang=\"{}\">", lang.tag()));
            self.prose(text);
            self.push("</span>");
        }
    }

    /// Writes a paragraph of such a sentence.
    pub(crate) fn paragraph(&mut self, class: &str, text: &Text) {
        self.push(&if class.is_empty() { "<p>".to_owned() } else { format!("<p class=\"{class}\">") });
        self.sentence(text);
        self.push("</p>\n");
    }

    /// Writes what differs by language by more than a sentence, once for each.
    pub(crate) fn each(&mut self, write: impl Fn(&mut Html, Lang)) {
        for lang in Lang::ALL {
            self.push(&format!("<div lang=\"{}\">", lang.tag()));
            write(self, lang);
            self.push("</div>");
        }
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
