//! Beside Kubernetes' own reader: the same values, and the same refusals.

use testkit::Reader;
use testkit::soup::{self, Dice};

use crate::compare::difference;

/// How many texts are tried; the variable `SEKISHO_DOCUMENTS` says otherwise.
fn n_documents() -> usize {
    #[expect(clippy::disallowed_methods, reason = "a test that runs longer on request")]
    let wanted = std::env::var("SEKISHO_DOCUMENTS");
    wanted.ok().and_then(|it| it.parse().ok()).unwrap_or(4_000)
}

#[test]
fn texts_are_read_as_kubernetes_reads_them() {
    let Some(mut reader) = Reader::start("the differential test of the reader") else { return };
    let mut found = Vec::new();
    for seed in 0..n_documents() as u64 {
        let mut dice = Dice::new(seed + 1);
        let text = if seed % 4 == 0 { soup::tokens(&mut dice) } else { soup::structure(&mut dice) };
        found.extend(difference(&mut reader, &text).map(|it| format!("seed {seed}: {it}")));
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found[..found.len().min(12)].join("\n"));
}
