//! Text as a line of a terminal.

use std::borrow::Cow;

/// A text rid of what could command a terminal (control characters, marks that turn the direction of writing) or the service that
/// runs the program and reads what it prints: `::error::` where a line may begin, `##vso[` anywhere.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(lang::is_unshowable) && commands(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut commands = commands(text).peekable();
    for (at, it) in text.char_indices() {
        let is_command = commands.next_if_eq(&at).is_some();
        out.push(match it {
            '\n' | '\t' => ' ',
            _ if is_command || lang::is_unshowable(it) => '\u{fffd}',
            _ => it,
        });
    }
    Cow::Owned(out)
}

/// Where something begins that a service would take for a command.
fn commands(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter_map(|(at, it)| match it {
        '#' => lang::begins_command(&text[at..]).then_some(at),
        // A line may be broken at any blank.
        ':' => {
            let begins = text[..at].chars().next_back().is_none_or(|it| it.is_whitespace() || lang::is_unshowable(it));
            (begins && workflow_command_at(&text[at..])).then_some(at)
        }
        _ => None,
    })
}

/// Whether a text begins as a command of GitHub Actions: `::error::`, `::set-output name=x::`. An IPv6 address does not.
fn workflow_command_at(text: &str) -> bool {
    let Some(text) = text.strip_prefix("::") else { return false };
    let name = text.split(|it: char| !it.is_ascii_alphabetic() && it != '-').next().unwrap_or("");
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.contains(|it: char| it.is_ascii_alphabetic() && !it.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_commands_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}c\nd"), "a\u{fffd}[31mb\u{fffd}c d");
        assert_eq!(printable("関所 ok"), "関所 ok");
    }

    #[test]
    fn nothing_commands_the_runner() {
        for (text, shown) in [
            ("::error file=a::b", "\u{fffd}:error file=a::b"),
            ("x ::stop-commands::y", "x \u{fffd}:stop-commands::y"),
            ("x\n::set-env name=a::b", "x \u{fffd}:set-env name=a::b"),
            ("\u{1b}::debug::b", "\u{fffd}\u{fffd}:debug::b"),
            ("x##vso[task.complete]", "x\u{fffd}#vso[task.complete]"),
            ("##[add-mask]x", "\u{fffd}#[add-mask]x"),
            ("###teamcity[x]", "#\u{fffd}#teamcity[x]"),
        ] {
            assert_eq!(printable(text), shown);
        }
        for text in ["::1", "::ffff:10.0.0.1", "::/0", "std::fmt", "## heading", "a -> ::-fe80::[External]"] {
            assert_eq!(printable(text), text);
        }
    }
}
