//! Text as a line of a terminal.

use std::borrow::Cow;

/// A text rid of what could command a terminal: control characters and marks that turn the direction of writing.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(lang::is_unshowable) {
        return Cow::Borrowed(text);
    }
    let clean = |it| {
        if matches!(it, '\n' | '\t') {
            ' '
        } else if lang::is_unshowable(it) {
            '\u{fffd}'
        } else {
            it
        }
    };
    Cow::Owned(text.chars().map(clean).collect())
}
