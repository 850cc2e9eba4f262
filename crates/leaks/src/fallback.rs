//! Literal fall-backs: the value that is used where a variable is not set. `${DB_PASSWORD:-v}`, `getenv("X") or "v"`,
//! `process.env.X || "v"`, `.Values.x | default "v"`, `default "v" .Values.x`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use crate::assignment::Pair;
use crate::automaton::automaton;

static HINTS: LazyLock<AhoCorasick> =
    LazyLock::new(|| automaton(["${", " or ", "||", "??", "?:", "default"].into_iter()));

static SHELL: LazyLock<Regex> = LazyLock::new(|| {
    compile(r#"\A\$\{(?P<name>[A-Za-z_][A-Za-z0-9_.\-]*?)(?::?[-=]|:)(?P<value>[^}"'`\s?$+{][^}"'`\s]*)\}"#)
});

/// What stands behind the word: a text in quotes.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"\A(?:\bor\b|\|\||\?\?|\?:|default)[ (\t]*\\{0,3}["'`](?P<value>[^"'`\\\n]+)\\{0,3}["'`][)]?(?:[ \t]+\$?[A-Za-z_.]*?\.?(?P<name>[A-Za-z_][A-Za-z0-9_\-]*)[ \t)}|])?"#,
    )
});

/// The last name before it.
static NAME: LazyLock<Regex> =
    LazyLock::new(|| compile(r#"(?P<name>[A-Za-z_][A-Za-z0-9_\-]*)\\{0,3}["'\])]*[ \t|]*\z"#));

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours, and every test runs it")
}

/// How far back the name of a fall-back is looked for.
const BACK: usize = 120;

/// How far its value may go on.
const FORTH: usize = 512;

/// The names and values of all fall-backs of a text.
pub(crate) fn fallbacks(text: &str) -> impl Iterator<Item = Pair> {
    HINTS.find_iter(text).filter_map(|hint| {
        let is_shell = hint.pattern().as_usize() == 0;
        let at = hint.start() + usize::from(text.as_bytes()[hint.start()] == b' ');
        let rest = &text[at..text.floor_char_boundary((at + FORTH).min(text.len()))];
        let moved = |it: regex::Match<'_>| at + it.start()..at + it.end();
        if is_shell {
            let found = SHELL.captures(rest)?;
            return Some(Pair { name: moved(found.name("name")?), value: moved(found.name("value")?), quoted: false });
        }
        let found = QUOTED.captures(rest)?;
        let value = moved(found.name("value")?);
        if let Some(name) = found.name("name") {
            return Some(Pair { name: moved(name), value, quoted: true });
        }
        let from = text.floor_char_boundary(at.saturating_sub(BACK));
        let before = &text[from..at];
        let name = NAME.captures(before)?.name("name")?;
        Some(Pair { name: from + name.start()..from + name.end(), value, quoted: true })
    })
}
