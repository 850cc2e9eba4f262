//! Text as a part of XML or HTML.

use std::borrow::Cow;

/// Escapes a text for element content and for attributes in double or single quotes. Characters that XML forbids, and marks
/// that turn the direction of writing, become U+FFFD: a name cannot pose as another. What a service that runs the program
/// would take for a command (`::error::`, `##vso[`) is escaped as well.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(|it| matches!(it, ':' | '#') || replacement(it).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text.chars();
    while let Some(it) = rest.next() {
        let is_doubled = rest.as_str().starts_with(it);
        match it {
            ':' if is_doubled => out.push_str("&#58;"),
            '#' if is_doubled => out.push_str("&#35;"),
            _ => match replacement(it) {
                Some(other) => out.push_str(other),
                None => out.push(it),
            },
        }
    }
    Cow::Owned(out)
}

fn replacement(it: char) -> Option<&'static str> {
    match it {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\n' | '\t' => None,
        '\u{fffe}' | '\u{ffff}' => Some("\u{fffd}"),
        _ if lang::is_unshowable(it) => Some("\u{fffd}"),
        _ => None,
    }
}
