//! The search for tokens that are known by their form.

use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;
use model::Opaque;
use regex::Regex;

use crate::automaton::automaton;
use crate::form::FORMS;
use crate::hit::Hit;
use crate::judge::is_generated;
use crate::rule::Certainty;
use crate::rule::Rule;
use crate::vendor::VENDORS;

/// Every form; the first literal that fits is taken, so that the general ones stand last.
static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| FORMS.iter().chain(VENDORS).collect());

struct Forms {
    search: AhoCorasick,
    /// For each literal: which form.
    owners: Vec<usize>,
    /// Compiled when the first literal is met.
    patterns: Vec<OnceLock<Regex>>,
}

static SEARCH: LazyLock<Forms> = LazyLock::new(|| {
    let forms: Vec<_> = ALL.iter().filter_map(|rule| rule.form).collect();
    let literals = || forms.iter().enumerate().flat_map(|(at, form)| form.hints.iter().map(move |it| (at, *it)));
    Forms {
        search: automaton(literals().map(|(_, it)| it)),
        owners: literals().map(|(at, _)| at).collect(),
        patterns: forms.iter().map(|_| OnceLock::new()).collect(),
    }
});

fn pattern(form: usize) -> &'static Regex {
    SEARCH.patterns[form].get_or_init(|| {
        let pattern = ALL[form].form.map_or("", |it| it.pattern);
        // A word's border in ASCII: the other one is slow on Japanese text.
        Regex::new(&pattern.replace(r"\b", r"(?-u:\b)")).expect("a pattern of ours, and a test runs each")
    })
}

/// No token is longer; a private key's beginning is enough.
const WINDOW: usize = 1024;

pub(crate) fn tokens(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut done = vec![0_usize; ALL.len()];
    for found in SEARCH.search.find_iter(text) {
        let form = SEARCH.owners[found.pattern().as_usize()];
        if found.start() < done[form] {
            continue;
        }
        let start = text.floor_char_boundary(found.start().saturating_sub(80)).max(done[form]);
        let end = text.floor_char_boundary((found.end() + WINDOW).min(text.len()));
        let Some(captures) = pattern(form).captures_at(&text[..end], start) else { continue };
        let Some(value) = captures.get(1).or_else(|| captures.get(0)) else { continue };
        if value.start() > found.end() + WINDOW / 2 || is_sample(value.as_str()) {
            continue;
        }
        // Some published defaults of Dify's look like a vendor's token: what everybody knows is said as that.
        if form >= FORMS.len() && dify::defaults::PUBLISHED.iter().any(|it| it.value == value.as_str()) {
            continue;
        }
        done[form] = value.end();
        let label = if ALL[form].id == "private-key" { pem_label(value.as_str()) } else { String::new() };
        hits.push(Hit {
            rule: ALL[form],
            certainty: Certainty::Sure,
            // A vendor's token is known by how it begins.
            place: if form < FORMS.len() {
                label.clone()
            } else {
                format!("token {}", ALL[form].form.map_or("", |it| it.hints[0]))
            },
            nameless: true,
            label,
            context: value.range(),
            value: value.range(),
            inside: None,
            text: Opaque::new(value.as_str()),
        });
    }
    hits
}

fn pem_label(value: &str) -> String {
    value.split("-----").nth(1).unwrap_or("").replace(' ', "-")
}

/// Vendors' own examples, and runs of one character.
fn is_sample(value: &str) -> bool {
    let body = value.rsplit(['_', '-', '.']).next().unwrap_or(value);
    let mut characters = body.bytes();
    let first = characters.next();
    value.contains("EXAMPLE")
        || value.contains("xxxx")
        || value.contains("XXXX")
        || first.is_some() && body.len() > 3 && characters.all(|it| Some(it) == first)
        || (value.starts_with("app-") || value.starts_with("dataset-")) && !is_generated(&value[value.len() - 24..])
}
