//! The search for many words at once.

use aho_corasick::{AhoCorasick, MatchKind};

/// `LeftmostFirst`: only then the vectorised searcher runs.
pub(crate) fn automaton<'l>(literals: impl Iterator<Item = &'l str>) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(literals)
        .expect("a few dozen short literals are far below the automaton's limits")
}
