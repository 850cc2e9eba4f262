//! `name = value` in any text, and `--flag value` on command lines.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::kind::Kind;

/// A name and the value that stands behind it, by their bytes in the text that was searched.
pub(crate) struct Pair {
    pub(crate) name: Range<usize>,
    pub(crate) value: Range<usize>,
    pub(crate) quoted: bool,
}

const VALUE: &str = r#"(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|`(?P<back>[^`\n]*)`|(?P<bare>[^ \t"'`,;)}\]<=>][^ \t"'`,;)}\]<>]*))"#;

/// `name = v`, `name: v`, `"name": v`, `name: str = v`, `name := v`, `name => v`, `ENV name v`, `<name>v</name>`, `("name", v`.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    let between =
        r#"["'\]]*[ \t]*(?:(?::[ \t]*[A-Za-z_][A-Za-z0-9_\[\]., |<>?]{0,40}?)?[ \t]*=>?|:=?)[ \t]*(?:[a-zA-Z]{1,2})?"#;
    compile(&format!(r#"(?P<name>[A-Za-z_][A-Za-z0-9_.\-]+){between}{VALUE}"#))
});

static OTHER_ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r#"(?:^[ \t]*(?i:ENV|ARG)[ \t]+(?P<env>[A-Za-z0-9_]+)[ \t]+|<(?P<tag>[A-Za-z][A-Za-z0-9_.\-]+)>[ \t]*|["'](?P<key>[A-Za-z_][A-Za-z0-9_.\-]+)["'][ \t]*,[ \t]*){VALUE}"#
    ))
});

static FLAG: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r#"(?:^|[ \t"'`\[(])--?(?P<name>[A-Za-z][A-Za-z0-9_.\-]*)(?:=|[ \t]+){VALUE}"#)));

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours, and every test runs it")
}

/// The assignments of one line.
pub(crate) fn assignments(line: &str, kind: Kind) -> Vec<Pair> {
    let mut found: Vec<Pair> = [&*ASSIGNMENT, &*OTHER_ASSIGNMENT]
        .into_iter()
        .flat_map(|pattern| pattern.captures_iter(line))
        .filter_map(|captures| pair(&captures, &["name", "env", "tag", "key"]))
        .collect();
    // In a programming language what has no quotes is an expression.
    found.retain(|it| it.quoted || kind != Kind::Code);
    found
}

/// The flags of one line of a command.
pub(crate) fn flags(line: &str) -> Vec<Pair> {
    FLAG.captures_iter(line).filter_map(|captures| pair(&captures, &["name"])).collect()
}

/// Whether a flag's name says that a credential follows. `-a` is redis-cli's, and only beside it.
pub(crate) fn is_credential_flag(name: &str, line: &str) -> bool {
    match name {
        "a" => line.contains("redis-cli"),
        _ => name.len() > 2 && dify::looks_like_credential(name),
    }
}

fn pair(captures: &regex::Captures<'_>, names: &[&str]) -> Option<Pair> {
    let name = names.iter().find_map(|it| captures.name(it))?.range();
    let quoted = ["double", "single", "back"].iter().find_map(|it| captures.name(it));
    let value = quoted.or_else(|| captures.name("bare"))?.range();
    Some(Pair { name, value, quoted: quoted.is_some() })
}
