//! One text, all leaks in it.
//!
//! What is surest looks first, and what it claims nobody claims again: encrypted files saved decrypted, forms of tokens, structure, URLs, published defaults, then
//! names and flags in plain text. The whole text is searched for literals; lines and patterns are looked at only around a hit.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use model::Opaque;
use vault::Selection;
use yaml::LineIndex;

use crate::assignment::{Pair, assignments, flags, is_credential_flag, is_dsn, judged_name, short_flags};
use crate::automaton::automaton;
use crate::fallback::fallbacks;
use crate::fingerprint::{self, Names};
use crate::header::headers;
use crate::hit::Hit;
use crate::judge::{Sureness, is_generated, judge};
use crate::kind::Kind;
use crate::name;
use crate::named::{CREDENTIAL_ARGUMENT, PLAINTEXT_CREDENTIAL, PUBLISHED_DEFAULT};
use crate::rule::{Certainty, Rule};
use crate::token::tokens;
use crate::{store, structure, url};

/// A credential in the clear, by its place.
pub struct Leak {
    /// What was found.
    pub rule: &'static Rule,
    /// How sure it is.
    pub certainty: Certainty,
    /// What it is called, safe to show: the setting's name, a URL's scheme; empty where it has no name.
    pub label: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode characters.
    pub column: u32,
    /// One past the last column; the end of the line where the value goes on below.
    pub end_column: u32,
    /// The first and last line that the finding rests on: from the name to the end of the value.
    pub lines: (u32, u32),
    /// The leak's name, see [`crate::ignore`].
    pub fingerprint: String,
    /// The name that it had while the file took no part in it, see [`Leak::stand_in`].
    pub former: Option<String>,
    /// Whether only its form tells it, so that nothing but the file tells it from others of its kind.
    nameless: bool,
    pub(crate) value: Opaque,
}

impl Leak {
    /// Says which file it is in, by its path from the top of the repository: the name of a leak that only its form tells holds the
    /// file, or who accepts one would accept every other of that form.
    pub fn stand_in(&mut self, file: &str) {
        if self.nameless && self.former.is_none() {
            let new = fingerprint::in_file(&self.fingerprint, file);
            self.former = Some(std::mem::replace(&mut self.fingerprint, new));
        }
    }

    /// Whether two leaks are the same value at the same structural place, in two versions of a file.
    #[must_use]
    pub fn is_same(&self, other: &Leak) -> bool {
        self.fingerprint == other.fingerprint && self.value == other.value
    }
}

/// Longer lines are data or minified code: names in them are not looked at, forms, URLs and published defaults are.
const MAX_LINE: usize = 20_000;

/// Finds the leaks of a text. The path decides what kind of text it is.
#[must_use]
pub fn scan(path: &str, text: &str) -> Vec<Leak> {
    scan_as(path, text, None)
}

/// As [`scan`], of a file that is known to be a store: it was encrypted before, or `.sops.yaml` names it. `selection` tells which of its
/// values are to be encrypted.
#[must_use]
pub fn scan_store(path: &str, text: &str, selection: &Selection) -> Vec<Leak> {
    scan_as(path, text, Some(selection))
}

fn scan_as(path: &str, text: &str, expected: Option<&Selection>) -> Vec<Leak> {
    let kind = Kind::of(path);
    let structure = structure::read(kind, text);
    let mut hits = store::hits(path, text, expected);
    hits.extend(searched(path, text, kind, structure));
    named(text, kind, without_overlap(hits))
}

/// The hits of a text that stands inside of another one.
pub(crate) fn inner(path: &str, text: &str) -> Vec<Hit> {
    let kind = Kind::of(path);
    without_overlap(searched(path, text, kind, structure::read(kind, text)))
}

fn searched(path: &str, text: &str, kind: Kind, structure: structure::Structure) -> Vec<Hit> {
    let mut hits = tokens(text);
    hits.extend(structure.hits);
    hits.extend(urls(text, kind));
    hits.extend(defaults(text));
    hits.extend(of_headers(text));
    hits.extend(of_fallbacks(text, kind));
    hits.extend(password_files(path, text));
    hits.extend(lines(text, kind, &structure.judged));
    hits
}

fn of_headers(text: &str) -> impl Iterator<Item = Hit> {
    headers(text).map(|(value, word)| Hit {
        rule: &PLAINTEXT_CREDENTIAL,
        certainty: Certainty::Likely,
        label: "Authorization".to_owned(),
        place: "Authorization".to_owned(),
        nameless: true,
        context: value.clone(),
        inside: None,
        value,
        text: word,
    })
}

fn of_fallbacks(text: &str, kind: Kind) -> impl Iterator<Item = Hit> {
    let sureness = match kind {
        Kind::Deployment | Kind::DotEnv => Sureness::Setting,
        Kind::Code | Kind::Prose | Kind::Words => Sureness::Data,
        _ => Sureness::Word,
    };
    fallbacks(text).filter_map(move |pair| {
        let name = &text[pair.name.clone()];
        Some(Hit {
            rule: judge(name, None, &text[pair.value.clone()], sureness)?,
            certainty: Certainty::Likely,
            label: name.to_owned(),
            place: format!("default {name}"),
            nameless: false,
            context: pair.name.start.min(pair.value.start)..pair.value.end,
            inside: None,
            text: Opaque::new(&text[pair.value.clone()]),
            value: pair.value,
        })
    })
}

/// `.pgpass`: host, port, database, user and password, with colons between.
fn password_files(path: &str, text: &str) -> Vec<Hit> {
    if !path.ends_with("pgpass") && !path.ends_with("pgpass.conf") {
        return Vec::new();
    }
    let mut start = 0;
    let mut hits = Vec::new();
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let body = line.trim_end();
        let Some((colon, _)) = body.match_indices(':').nth(3).filter(|_| !body.starts_with('#')) else { continue };
        let Some(rule) = judge("password", None, &body[colon + 1..], Sureness::Setting) else { continue };
        let value = at + colon + 1..at + body.len();
        hits.push(Hit {
            rule,
            certainty: Certainty::Sure,
            label: "pgpass".to_owned(),
            place: body[..colon].to_owned(),
            nameless: false,
            context: value.clone(),
            inside: None,
            text: Opaque::new(&text[value.clone()]),
            value,
        });
    }
    hits
}

/// The earlier in the list, the surer: later ones that touch one give way.
fn without_overlap(hits: Vec<Hit>) -> Vec<Hit> {
    let mut taken: std::collections::BTreeMap<usize, (usize, Option<usize>)> = std::collections::BTreeMap::new();
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        let before = taken.range(..hit.value.end).next_back();
        if before.is_none_or(|(_, (end, inside))| *end <= hit.value.start || inside.is_some() && *inside == hit.inside)
        {
            taken.insert(hit.value.start, (hit.value.end, hit.inside));
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| hit.value.start);
    kept
}

fn named(text: &str, kind: Kind, hits: Vec<Hit>) -> Vec<Leak> {
    if hits.is_empty() {
        return Vec::new();
    }
    let index = LineIndex::new(text);
    let mut names = Names::default();
    let at = |offset: usize| index.position(text, u32::try_from(offset).unwrap_or(u32::MAX));
    hits.into_iter()
        .map(|hit| {
            let start = at(hit.value.start);
            let line_end = index.line_span(text, start.line).end as usize;
            let safe = |it: &char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
            Leak {
                rule: hit.rule,
                certainty: if kind == Kind::Prose { Certainty::Likely } else { hit.certainty },
                label: if shows(&hit.label) {
                    hit.label.chars().filter(safe).take(60).collect()
                } else {
                    String::new()
                },
                line: start.line,
                column: start.column,
                end_column: at(hit.value.end.min(line_end)).column.max(start.column),
                lines: (at(hit.context.start).line, at(hit.value.end).line),
                fingerprint: names.name(hit.rule.id, &hit.place),
                former: None,
                nameless: hit.nameless,
                value: hit.text,
            }
        })
        .collect()
}

/// Whether a name may be shown: no piece of it looks like a value itself.
fn shows(label: &str) -> bool {
    !label.split(['_', '-', '.']).any(is_generated) && dify::unique_in(label).next().is_none()
}

fn urls(text: &str, kind: Kind) -> Vec<Hit> {
    let sure = matches!(kind, Kind::DotEnv | Kind::Deployment | Kind::Data);
    let found = memchr::memmem::find_iter(text.as_bytes(), "://").filter_map(|at| url::userinfo(text, at));
    let hit = |it: url::Userinfo<'_>| {
        let password = &text[it.password.clone()];
        let rule = url::judge(password, sure)?;
        Some(Hit {
            rule,
            certainty: Certainty::Sure,
            label: it.scheme.to_owned(),
            place: format!("{}://@{}", it.scheme, it.host),
            nameless: false,
            context: it.password.clone(),
            inside: None,
            text: Opaque::new(url::decode(password)),
            value: it.password,
        })
    };
    found.filter_map(hit).collect()
}

fn defaults(text: &str) -> Vec<Hit> {
    let hit = |(value, published): (Range<usize>, &'static dify::Published)| Hit {
        rule: &PUBLISHED_DEFAULT,
        certainty: Certainty::Sure,
        label: published.settings.first().copied().unwrap_or("").to_owned(),
        place: published.settings.first().copied().unwrap_or("").to_owned(),
        nameless: false,
        context: value.clone(),
        inside: None,
        text: Opaque::new(&text[value.clone()]),
        value,
    };
    dify::unique_in(text).map(hit).collect()
}

/// Pieces of the names that credentials have, in the spellings that names have.
static NAMES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    automaton(
        [
            "assw",
            "ASSW",
            "ecret",
            "ECRET",
            "oken",
            "OKEN",
            "_key",
            "_KEY",
            "-key",
            "pikey",
            "piKey",
            "PIKEY",
            "PiKey",
            "pass",
            "PASS",
            "Pass",
            "_pwd",
            "_PWD",
            "redential",
            "REDENTIAL",
            "_auth",
            "_AUTH",
            "Key",
            ".key",
            "Auth",
            "auth-pass",
            "_SK",
            "IDENTIFIED",
            "identified by",
            "redis-cli",
            "accesskey",
            "requirepass",
            "mysql",
            "sshpass",
            "mariadb",
            "curl",
            "masterauth",
        ]
        .into_iter(),
    )
});

fn lines(text: &str, kind: Kind, judged: &[Range<usize>]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut done = 0;
    for found in NAMES.find_iter(text) {
        if found.start() < done {
            continue;
        }
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..found.start()]).map_or(0, |it| it + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[found.end()..]).map_or(text.len(), |it| found.end() + it);
        done = end;
        if end - start <= MAX_LINE {
            line(text, start..end, kind, &mut hits);
        }
    }
    hits.retain(|hit| {
        let at = judged.partition_point(|it| it.end <= hit.value.start);
        judged.get(at).is_none_or(|it| hit.value.end <= it.start)
    });
    hits
}

/// A value without what follows it in a query: `password=v&ssl=true`.
fn of_query(line: &str, pair: &Pair) -> Range<usize> {
    let value = &line[pair.value.clone()];
    let end = if line[..pair.name.start].ends_with(['?', '&']) { value.find('&') } else { None };
    pair.value.start..pair.value.start + end.unwrap_or(value.len())
}

fn line(text: &str, range: Range<usize>, kind: Kind, hits: &mut Vec<Hit>) {
    let line = &text[range.clone()];
    let mut add = |rule: &'static Rule, name: Range<usize>, value: Range<usize>| {
        let label = line[name.clone()].to_owned();
        let value = range.start + value.start..range.start + value.end;
        hits.push(Hit {
            rule,
            certainty: if rule == &PLAINTEXT_CREDENTIAL { Certainty::Likely } else { Certainty::Sure },
            place: label.clone(),
            nameless: false,
            label,
            context: range.start + name.start..value.end,
            inside: None,
            text: Opaque::new(&text[value.clone()]),
            value,
        });
    };
    for pair in assignments(line, kind) {
        let name = &line[pair.name.clone()];
        if name::is_behind_digest(&line[..pair.name.start]) {
            continue;
        }
        let is_set = matches!(kind, Kind::Settings | Kind::Terraform | Kind::DotEnv)
            && (pair.quoted || name != "password" || line[name.len()..].contains(['=', ':']));
        let sureness = if is_set {
            Sureness::Word
        } else if is_dsn(line) {
            Sureness::Data
        } else {
            Sureness::Loose
        };
        let value = of_query(line, &pair);
        let pair = Pair { value, ..pair };
        if let Some(rule) = judge(judged_name(name), None, &line[pair.value.clone()], sureness) {
            add(rule, pair.name, pair.value);
        }
    }
    let sureness = if kind.is_tree() || kind == Kind::Plain { Sureness::Data } else { Sureness::Loose };
    for pair in short_flags(line) {
        if let Some(rule) = judge("password", None, &line[pair.value.clone()], sureness) {
            let rule = if rule == &PLAINTEXT_CREDENTIAL { &CREDENTIAL_ARGUMENT } else { rule };
            add(rule, pair.name, pair.value);
        }
    }
    for pair in flags(line).into_iter().filter(|it| is_credential_flag(&line[it.name.clone()], line)) {
        let name = &line[pair.name.clone()];
        let name = if name == "a" { "requirepass" } else { name };
        if let Some(rule) = judge(name, None, &line[pair.value.clone()], sureness) {
            let rule = if rule == &PLAINTEXT_CREDENTIAL { &CREDENTIAL_ARGUMENT } else { rule };
            add(rule, pair.name, pair.value);
        }
    }
}
