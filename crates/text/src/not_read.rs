//! What was met and not looked at, for people: how much for each reason, and what it is where it is little.

use std::collections::BTreeMap;

use lang::{Lang, Text};
use model::{LeftOut, Omission};

use crate::layout::{list, printable};

/// So many are named; JSON has them all.
const NAMED: usize = 5;

/// A line for each reason, what may hide something first. What was left out for its kind alone is only counted.
#[must_use]
pub fn left_out(left_out: &[LeftOut], lang: Lang) -> Vec<String> {
    let mut reasons: BTreeMap<(bool, &str), Vec<&LeftOut>> = BTreeMap::new();
    for it in left_out {
        reasons.entry((!it.why.hides(), it.why.name())).or_default().push(it);
    }
    reasons.values().map(|same| one(same, lang).get(lang).to_owned()).collect()
}

/// The same for standard error, without what no command looks at: files of other kinds, git's own folder.
#[must_use]
pub fn left_out_notes(all: &[LeftOut], lang: Lang) -> Vec<String> {
    let told: Vec<LeftOut> = all.iter().filter(|it| !is_ordinary(&it.why)).cloned().collect();
    left_out(&told, lang)
}

fn one(same: &[&LeftOut], lang: Lang) -> Text {
    let (n, first) = (same.len(), &same[0].why);
    let mut names = String::new();
    if !is_ordinary(first) || first.hides() {
        let more = n.saturating_sub(NAMED);
        let shown = same.iter().take(NAMED).map(|it| printable(&it.path).into_owned());
        let rest = lang::text!("{more} more", "ほか {more} 件");
        names = list(lang, shown.chain((more > 0).then(|| rest.get(lang).to_owned())));
    }
    let before = if names.is_empty() { "" } else { ": " };
    let why = first.text();
    let (en, ja) = why.both();
    lang::text!("{n} not looked at ({en}){before}{names}", "検査していないもの {n} 件({ja}){before}{names}")
}

fn is_ordinary(why: &Omission) -> bool {
    matches!(why, Omission::OtherKind | Omission::GitFolder | Omission::Own | Omission::Binary)
}
