//! Text that anybody may have written, inside XML, HTML and DOT.

use lang::{Lang, Text};

/// Text for element content and for attributes in double quotes, of XML and of HTML. Characters that XML 1.0 does not know
/// (section 2.2) become U+FFFD, since no escape exists for them.
///
/// ```
/// assert_eq!(graph::escape("a<b & \"c\"\u{0}"), "a&lt;b &amp; &quot;c&quot;\u{FFFD}");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // A parser would turn them into spaces or line feeds.
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", it as u32)),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(it),
        }
    }
    out
}

/// A sentence in both languages as attributes, where no element may stand inside; the page's script writes the chosen one.
pub(crate) fn in_both(text: &Text) -> String {
    let [en, ja] = Lang::ALL.map(|lang| escape(text.get(lang)));
    format!(" data-en=\"{en}\" data-ja=\"{ja}\"")
}

/// A string of DOT, with its quotes (graphviz.org, "The DOT Language": `\"` is the only escape of the scanner; a backslash is
/// doubled, because labels read `\n`, `\l` and `\N`).
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for it in text.chars() {
        match it {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            _ if it.is_control() => out.push('\u{fffd}'),
            _ => out.push(it),
        }
    }
    out.push('"');
    out
}
