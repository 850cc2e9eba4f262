//! Words of a command line that a person copies into a shell.

use crate::{begins_command, is_unshowable};

/// A word as a POSIX shell reads it back. `None` for what is no safe word to copy: one that a terminal does not show as it is, an empty
/// one, and one that begins with `-`, which a program would take for an option, quoted or not.
///
/// ```
/// assert_eq!(lang::shell_word("a.yaml").as_deref(), Some("a.yaml"));
/// assert_eq!(lang::shell_word("a b;$(x)'").as_deref(), Some(r"'a b;$(x)'\'''"));
/// assert_eq!(lang::shell_word("~root").as_deref(), Some("'~root'"));
/// assert_eq!(lang::shell_word("-rf"), None);
/// assert_eq!(lang::shell_word("a\u{1b}[2J"), None);
/// ```
#[must_use]
pub fn shell_word(word: &str) -> Option<String> {
    if word.is_empty() || word.starts_with('-') || word.chars().any(is_unshowable) || begins_command(word) {
        return None;
    }
    let is_plain =
        |it: char| it.is_ascii_alphanumeric() || "_./:@%+,-".contains(it) || (!it.is_ascii() && it.is_alphanumeric());
    if word.chars().all(is_plain) {
        return Some(word.to_owned());
    }
    Some(format!("'{}'", word.replace('\'', r"'\''")))
}
