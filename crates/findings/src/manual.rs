//! A rule's doc comment, taken apart.

use lang::Lang;

/// The manual of a rule: the text of its doc comment.
#[derive(Clone, Copy, Debug)]
pub struct Manual {
    text: &'static str,
}

/// A section of a manual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: &'static str,
    /// The body, in Markdown.
    pub body: String,
}

impl Manual {
    /// Headings that every manual has, in order.
    #[must_use]
    pub const fn headings(lang: Lang) -> [&'static str; 3] {
        match lang {
            Lang::En => ["What it finds", "Why it matters", "Fix"],
            Lang::Ja => ["見つけるもの", "なぜ問題か", "直し方"],
        }
    }

    /// The manual that a doc comment is.
    #[must_use]
    pub const fn new(text: &'static str) -> Manual {
        Manual { text }
    }

    /// The title: the first line.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &'static str {
        self.half(lang).map(str::trim).find(|line| !line.is_empty()).unwrap_or("").trim_end_matches(['.', '。'])
    }

    /// The sections, in order.
    #[must_use]
    pub fn sections(&self, lang: Lang) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for line in self.half(lang) {
            // A doc comment's lines begin with the blank behind `///`.
            let line = line.strip_prefix(' ').unwrap_or(line);
            if let Some(heading) = line.strip_prefix("## ") {
                sections.push(Section { heading: heading.trim(), body: String::new() });
            } else if let Some(section) = sections.last_mut() {
                section.body.push_str(line.trim_end());
                section.body.push('\n');
            }
        }
        for section in &mut sections {
            section.body = section.body.trim().to_owned();
        }
        sections
    }

    fn half(&self, lang: Lang) -> impl Iterator<Item = &'static str> + use<> {
        let mut lines = self.text.lines();
        let is_border = |line: &&str| line.trim() == "---";
        if lang == Lang::Ja {
            lines.by_ref().find(is_border);
        }
        lines.take_while(move |line| !is_border(line))
    }
}
