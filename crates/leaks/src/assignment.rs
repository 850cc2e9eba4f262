//! `name = value` in any text, and `--flag value` on command lines.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::kind::Kind;
use crate::name;

/// A name and the value that stands behind it, by their bytes in the text that was searched.
pub(crate) struct Pair {
    pub(crate) name: Range<usize>,
    pub(crate) value: Range<usize>,
    pub(crate) quoted: bool,
}

const VALUE: &str = r#"(?:[bBfFrRuU]{0,2}\\{0,3}"(?P<double>[^"\n]*?)\\{0,3}"|[bBfFrRuU]{0,2}'(?P<single>[^'\n]*)'|`(?P<back>[^`\n]*)`|(?P<bare>[^ \t"'`,;)}\]<=>\\][^ \t"'`,;)}\]<>\\]*))"#;

/// `name = v`, `name: v`, `"name": v`, `name: str = v`, `name := v`, `name => v`, `ENV name v`, `<name>v</name>`, `("name", v`.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    let between = r#"[\\"'\]]*[ \t]*(?:(?::[ \t]*[A-Za-z_][A-Za-z0-9_\[\]., |<>?]{0,40}?)?[ \t]*=>?|:=?)[ \t]*"#;
    compile(&format!(r#"(?P<name>[A-Za-z_][A-Za-z0-9_.\-]+){between}{VALUE}"#))
});

static OTHER_ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r#"(?:^[ \t]*(?i:ENV|ARG)[ \t]+(?P<env>[A-Za-z0-9_]+)[ \t]+|<(?P<tag>[A-Za-z][A-Za-z0-9_.\-]+)>[ \t]*|["'](?P<key>[A-Za-z_][A-Za-z0-9_.\-]+)["'][ \t]*,[ \t]*|\b(?:name|key)=["'](?P<attribute>[A-Za-z_][A-Za-z0-9_.\-]+)["'](?:[ \t]+value=|>)|\b(?P<spaced>(?i:IDENTIFIED[ \t]+(?:WITH[ \t]+[a-z0-9_]+[ \t]+)?BY|PASSWORD|requirepass|masterauth|auth-pass[ \t]+[^ \t]+))[ \t]+){VALUE}"#
    ))
});

static FLAG: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r#"(?:^|[ \t"'`\[(])--?(?P<name>[A-Za-z][A-Za-z0-9_.\-]*)(?:=|[ \t]+){VALUE}"#)));

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours, and every test runs it")
}

/// The assignments of one line.
pub(crate) fn assignments(line: &str, kind: Kind) -> Vec<Pair> {
    let mut found = Vec::new();
    for pattern in [&*ASSIGNMENT, &*OTHER_ASSIGNMENT] {
        let mut at = 0;
        while let Some(pair) = pattern
            .captures_at(line, at)
            .and_then(|it| pair(&it, &["name", "env", "tag", "key", "attribute", "spaced"]))
        {
            // `--from-literal=DB_PASSWORD=...`, `--set=a.password=...`: the value is an assignment itself.
            let name = &line[pair.name.clone()];
            let is_named = dify::looks_like_credential(name) || name::may_hold(name) || is_spaced(name);
            at = if is_named { pair.value.end } else { pair.value.start.max(pair.name.end) };
            found.extend(is_named.then_some(pair));
        }
    }
    // In a programming language what has no quotes is an expression.
    found.retain(|it| {
        it.quoted || (!kind.has_expressions() || is_dsn(line)) && !line[it.value.clone()].starts_with("--")
    });
    found
}

/// Whether a line holds a data source's name in words: `host=db user=dify password=...`, `Server=db;Pwd=...`.
pub(crate) fn is_dsn(line: &str) -> bool {
    ["host=", "server=", "Server=", "dbname=", "Data Source=", "User Id=", "jdbc:"].iter().any(|it| line.contains(it))
}

/// Settings whose value stands behind a blank: SQL's, and those of redis.conf and .netrc.
fn is_spaced(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("identified")
        || name.starts_with("auth-pass")
        || matches!(&*name, "password" | "requirepass" | "masterauth")
}

/// How a name is judged: what only a syntax says is a password.
pub(crate) fn judged_name(name: &str) -> &str {
    if is_spaced(name) { "password" } else { name }
}

/// The flags of one line of a command.
pub(crate) fn flags(line: &str) -> Vec<Pair> {
    FLAG.captures_iter(line).filter_map(|captures| pair(&captures, &["name"])).collect()
}

/// Programs whose short flags hold a password: `mysql -pVALUE`, `sshpass -p VALUE`, `curl -u user:VALUE`.
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"(?P<name>mysql|mysqldump|mysqladmin|mariadb|sshpass)[ \t](?:[^|;&\n]*?[ \t])?-p[ \t]?["']?(?P<bare>[^ \t"'\-][^ \t"']*)|(?P<curl>curl)[ \t](?:[^|;&\n]*?[ \t])?(?:-u|--user)[ \t=]["']?[^ \t:"']+:(?P<single>[^ \t"']+)"#,
    )
});

/// The passwords behind short flags of known programs.
pub(crate) fn short_flags(line: &str) -> Vec<Pair> {
    SHORT.captures_iter(line).filter_map(|captures| pair(&captures, &["name", "curl"])).collect()
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
