//! Whatever the lines are: masking ends, points into what it shows, and shows no planted value.

use inventory::{Input, Options};
use model::Place;
use proptest::prelude::*;
use text::mask::Masker;
use yaml::{NodeId, Span};

const PLANTED: &str = "Zq7Planted9x";

fn lines() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just(PLANTED.to_owned()),
        Just(format!("'{PLANTED}'")),
        Just(format!("\"{PLANTED}\\n\"")),
        Just(format!("# {PLANTED}")),
        Just(" # sekisho: ignore runs-as-root until=2027-01-01 reason=\"x\"".to_owned()),
        Just(format!(" # sekisho: ignore {PLANTED} until={PLANTED} reason={PLANTED}")),
        Just("&a ".to_owned()),
        Just("*a".to_owned()),
        Just("関所".to_owned()),
        Just("\t".to_owned()),
        "[a-z]{1,5}: ",
        // Not the fields whose values are names and are shown as such.
        "(value|env|data|stringData|LOG_LEVEL|spec|metadata|labels|containers|args|mountPath|port): ",
        "[-,:{}\\[\\]|>!?%@ #]{1,3}",
        "[^\\x00]{0,4}",
        Just(" ".repeat(200)),
    ];
    let line =
        (0..8usize, prop::collection::vec(word, 0..8)).prop_map(|(indent, words)| " ".repeat(indent) + &words.concat());
    let head = prop_oneof![
        Just(""),
        Just("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"),
        Just("apiVersion: v1\nkind: Secret\n")
    ];
    (head, prop::collection::vec(line, 1..8), prop_oneof![Just("\n"), Just("\r\n")])
        .prop_map(|(head, lines, end)| head.to_owned() + &lines.join(end))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn masking_is_total_and_silent(text in lines(), name in prop_oneof![Just("a.yaml"), Just("values.yaml"), Just(".env")], cut in 0usize..400) {
        let inventory = inventory::read(vec![Input::file(name, text.clone())], &Options::default());
        let masker = Masker::new(&inventory);
        let documents = &inventory.documents;
        let mut shown = Vec::new();
        for doc in documents.ids() {
            for node in (0..documents.document(doc).tree.n_nodes() as u32).map(NodeId) {
                let whole = Place::new(doc, node);
                shown.extend(masker.line_at(whole));
                let mut start = documents.span(whole).start as usize + cut;
                start = start.min(text.len());
                while !text.is_char_boundary(start) { start -= 1; }
                let part = documents.part(whole, Span { start: start as u32, end: text.len() as u32 });
                shown.extend(masker.line_at(part));
            }
        }
        let today = model::Date::parse("2026-11-24").expect("a day");
        for finding in rules::audit_on(&inventory, today).findings {
            shown.extend(masker.line_of(&finding));
            prop_assert!(!finding.reason.get(lang::Lang::En).contains("Planted"), "{:?}", finding.reason);
        }
        for line in shown {
            prop_assert!(!line.text.contains("Planted"), "{:?}", line.text);
            prop_assert!(line.text.get(line.caret.clone()).is_some(), "{:?}", line);
            prop_assert!(!line.text.contains(char::is_control), "{:?}", line.text);
        }
    }
}
