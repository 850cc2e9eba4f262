//! Encrypted files that are not: saved decrypted, or with a value written into them by hand.

use vault::{Format, Selection, sops};

use crate::hit::Hit;
use crate::named::DECRYPTED_STORE;
use crate::rule::Certainty;
use model::Opaque;

/// The exposed values of a file. `expected` is the rule of a file that the caller knows to be a store; a name says it too.
pub(crate) fn hits(path: &str, text: &str, expected: Option<&Selection>) -> Vec<Hit> {
    let Some(format) = Format::of(path) else { return Vec::new() };
    let by_name = says_encrypted(path).then(Selection::default);
    let expected = expected.or(by_name.as_ref());
    // Without a rule and without metadata there is nothing to ask of a file.
    if expected.is_none() && !text.contains("sops") {
        return Vec::new();
    }
    let hit = |(name, span): (String, std::ops::Range<usize>)| Hit {
        rule: &DECRYPTED_STORE,
        certainty: Certainty::Sure,
        label: name.clone(),
        place: name,
        nameless: false,
        context: span.clone(),
        inside: None,
        text: Opaque::new(&text[span.clone()]),
        value: span,
    };
    sops::exposed(text, format, expected).into_iter().map(hit).collect()
}

/// Whether a file's name says that it is encrypted: `*.enc.yaml`, `*.sops.json`. SOPS's own settings are none.
fn says_encrypted(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
    stem.rsplit_once('.').is_some_and(|(before, mark)| !before.is_empty() && matches!(mark, "enc" | "sops"))
}
