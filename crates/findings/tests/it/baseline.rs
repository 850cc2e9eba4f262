//! A baseline leaves what is new.

use findings::{About, Audience, Audit, Baseline, Confidence, Finding, Manual, Severity};
use lang::{Lang, Text};
use model::Location;
use yaml::Position;

static RULE: About = About {
    id: "a-rule",
    severity: Severity::High,
    confidence: Confidence::High,
    audience: Audience::Operator,
    controls: &[],
    topics: &[],
    fix: None,
    manual: Manual::new("A rule"),
};

/// An audit with a finding for each fingerprint, each on a line of its own.
fn audit(prints: &[&str]) -> Audit {
    let finding = |(at, print): (usize, &&str)| {
        let start = Position { line: at as u32 + 1, column: 1 };
        let location = Location::File { file: "a.yaml".to_owned(), start, end: start };
        Finding::of(&RULE, location, Text::new("bad", "悪い"), (*print).repeat(20))
    };
    Audit { findings: prints.iter().enumerate().map(finding).collect(), ..Audit::default() }
}

#[test]
fn only_what_is_new_is_left() {
    let before = Baseline::of(&audit(&["a", "b"]));
    let read = Baseline::parse(&before.to_text()).expect("a baseline");
    assert_eq!(read, before);
    // Moved by a line, one gone, one new.
    let mut now = audit(&["c", "a"]);
    read.compare(&mut now);
    let compared = now.compared.as_ref().expect("a comparison");
    assert_eq!((now.findings.len(), compared.known.len(), compared.gone.len()), (1, 1, 1));
    assert!(now.findings[0].fingerprint.starts_with('c') && compared.gone[0].fingerprint.starts_with('b'));
    assert_eq!((compared.gone[0].rule.as_str(), compared.gone[0].place.as_str()), ("a-rule", "a.yaml"));
    // Written again, the baseline is what there is now.
    assert_eq!(Baseline::of(&now).n_findings(), 2);
    let mut same = audit(&["a", "b"]);
    before.compare(&mut same);
    assert!(same.findings.is_empty() && same.compared.is_some_and(|it| it.gone.is_empty()));
}

#[test]
fn the_file_is_as_published() {
    let schema = include_str!("../../../../schemas/baseline.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for baseline in [Baseline::of(&audit(&["a", "b"])), Baseline::of(&Audit::default())] {
        let value = serde_json::from_str(&baseline.to_text()).expect("JSON");
        assert!(validator.is_valid(&value), "{value}");
    }
}

#[test]
fn mistakes_have_their_place() {
    let mistake = |text: &str| Baseline::parse(text).expect_err("a mistake").text().get(Lang::En).to_owned();
    assert!(mistake("{\n \"schemaVersion\": x").starts_with("2:"));
    assert!(mistake("{\"schemaVersion\": 2, \"findings\": []}").starts_with("schemaVersion 2"));
    assert!(mistake("").starts_with("1:0"));
}
