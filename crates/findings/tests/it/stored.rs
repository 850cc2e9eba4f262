//! What is stored comes back as it was: a database or an API holds findings and verdicts as they are.

use std::borrow::Cow;

use dify::Component;
use findings::{
    About, Audience, Audit, Compared, Confidence, Control, Evidence, Exception, Finding, FixClass, Gone, LeftOut,
    Looker, Manual, Resource, RuleId, Severity, Suppressed,
};
use lang::Text;
use model::{Date, Location};
use yaml::Position;

static RULE: About = About {
    id: "a-rule",
    severity: Severity::Critical,
    confidence: Confidence::Medium,
    audience: Audience::Platform,
    controls: &[Control::Net2, Control::Sec3],
    topics: &[],
    fix: Some(FixClass::Review),
    manual: Manual::new("A rule"),
};

fn file(line: u32) -> Location {
    let at = |column| Position { line, column };
    Location::File { file: "deploy/a.yaml".to_owned(), start: at(3), end: at(9) }
}

fn finding() -> Finding {
    let mut it = Finding::of(&RULE, file(4), Text::new("bad", "悪い"), "0123456789abcdef0123".to_owned());
    it.component = Some(Component::SsrfProxy);
    it.resource = Some(Resource { kind: "Pod".to_owned(), namespace: "dify".to_owned(), name: "p".to_owned() });
    it.related(
        Location::Field { object: "Secret dify/s".to_owned(), field: "data.k".to_owned() },
        Text::new("b", "い"),
    );
    it.detail(Text::new("detail", "詳細")).at_most(Severity::High);
    it.environments = vec!["production".to_owned()];
    it.commit = Some("0123abc".to_owned());
    it.fix = Some(FixClass::Safe);
    it
}

#[test]
fn findings_and_verdicts_come_back_as_they_were() {
    let day = Date::parse("2027-03-31").expect("a day");
    let suppressed = Suppressed { finding: finding(), reason: "until the move".into(), until: day, stands: file(1) };
    let evidence = Evidence {
        looked: 2,
        exceptions: vec![Exception { component: Component::Sandbox, reason: Text::new("root", "root") }],
        left_out: vec![LeftOut { rule: RuleId::new("a-rule"), until: day }],
        ..Evidence::new(Control::Net2, Looker::Live, RuleId::new("a-rule"))
    };
    let audit = Audit {
        findings: vec![finding()],
        verdicts: Audit::verdicts(&[evidence]),
        suppressed: vec![suppressed],
        compared: Some(Compared {
            known: vec![finding()],
            gone: vec![Gone { rule: "x".to_owned(), place: "y".to_owned(), fingerprint: "z".to_owned() }],
        }),
        rules: vec![&RULE],
    };
    let text = serde_json::to_string(&audit).expect("it serialises");
    let back: Audit = serde_json::from_str(&text).expect("it comes back");
    assert_eq!(back.findings, audit.findings);
    assert_eq!(back.verdicts, audit.verdicts);
    assert_eq!(back.suppressed, audit.suppressed);
    assert_eq!(back.compared, audit.compared);
    assert!(matches!(back.findings[0].controls, Cow::Owned(_)) && back.about("a-rule").is_none());
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let first = &value["findings"][0];
    assert_eq!(first["location"]["endColumn"], 9);
    assert_eq!(first["related"][0]["location"]["object"], "Secret dify/s");
    assert_eq!(first["component"], "ssrf-proxy");
    assert_eq!(first["controls"][0], "NET-2");
    assert_eq!(first["severity"], "high");
}

#[test]
fn what_is_no_name_is_refused() {
    for (of, to) in [("ssrf-proxy", "ssrf_proxy"), ("NET-2", "NET-99"), ("\"high\"", "\"error\"")] {
        let text = serde_json::to_string(&finding()).expect("it serialises").replacen(of, to, 1);
        assert!(serde_json::from_str::<Finding>(&text).is_err(), "{to}");
    }
}
