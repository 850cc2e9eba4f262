//! What dashboards and browsers read: well-formed, complete, and never led astray by a name.

use forms::policy::{self, Flavour};
use forms::{json, junit, sarif};
use inventory::{Input, Options};
use lang::Lang;
use model::Date;
use page::report::{self as html, HtmlOptions};
use proptest::prelude::*;
use rules::{Audit, Compared, Gone};

use crate::rules_of_our_own::{OURS, deployment, judge};

const HTML: HtmlOptions<'_> = HtmlOptions { lang: Lang::En, version: "0.1.0", date: None };

/// An audit with one of everything: findings, a suppressed one, a known one, one that is gone.
fn everything() -> (model::Inventory, Audit) {
    let mut inventory = deployment();
    let bare = judge(&inventory);
    let first = &bare.findings[0];
    inventory.declared.suppressions.push(model::Suppression {
        rule: first.rule.as_str().into(),
        covers: model::Covers::Named(model::Named {
            fingerprint: Some(first.fingerprint.as_str().into()),
            ..Default::default()
        }),
        reason: Some("<until> the \"move\"".into()),
        until: Date::parse("2027-03-31"),
        flaw: None,
        stands: model::Location::Field { object: "sekisho.yaml".into(), field: "suppressions[0]".into() },
        place: None,
    });
    let today = Date::parse("2026-11-24").expect("a day");
    let mut audit = rules::audit_with_on(&inventory, OURS, today);
    let known = audit.findings.pop().into_iter().collect();
    let gone = Gone { rule: "<gone>".into(), place: "a.yaml:1:1".into(), fingerprint: "0123456789abcdef0123".into() };
    audit.compared = Some(Compared { known, gone: vec![gone] });
    (inventory, audit)
}

#[test]
fn what_is_left_out_is_said_in_every_format() {
    let (inventory, audit) = everything();
    assert_eq!(audit.suppressed.len(), 1);
    for lang in Lang::ALL {
        let page = html::audit(&inventory, &audit, &HtmlOptions { lang, ..HTML });
        assert!(page.contains("&lt;until&gt; the &quot;move&quot;") && page.contains("&lt;gone&gt;"), "{page}");
        let xml = junit::audit(&audit, lang);
        assert!(xml.contains("&lt;until&gt; the &quot;move&quot;") && xml.contains("skipped=\""), "{xml}");
        for flavour in [Flavour::PolicyReport, Flavour::OpenReports] {
            let text = policy::audit(&audit, flavour, lang);
            assert!(text.contains("<until> the \\\"move\\\""), "{text}");
        }
        let value: serde_json::Value = serde_json::from_str(&json::audit(&inventory, &audit, lang)).expect("JSON");
        assert_eq!(value["suppressed"][0]["suppression"]["until"], "2027-03-31");
        assert_eq!(value["baseline"]["gone"][0]["rule"], "<gone>");
        let value: serde_json::Value = serde_json::from_str(&sarif::audit(&audit, &[], "0.1.0", lang)).expect("JSON");
        let results = value["runs"][0]["results"].as_array().expect("results");
        assert!(results.iter().any(|it| it["suppressions"][0]["kind"] == "external"));
        assert!(results.iter().any(|it| it["baselineState"] == "unchanged"));
    }
}

#[test]
fn junit_counts_what_it_says() {
    let (_, audit) = everything();
    let xml = junit::audit(&audit, Lang::En);
    let attribute = |name: &str| -> usize {
        let head = xml.split("<testsuites").nth(1).unwrap_or("");
        head.split(&format!("{name}=\"")).nth(1).and_then(|it| it.split('"').next()).expect(name).parse().expect(name)
    };
    assert_eq!(attribute("tests"), xml.matches("<testcase").count());
    assert_eq!(attribute("failures"), xml.matches("<failure").count());
    assert_eq!(attribute("skipped"), xml.matches("<skipped").count());
    assert!(xml.contains("Make a new one"), "the hint how to mend it is there");
}

#[test]
fn policy_reports_are_grouped_by_namespace() {
    let (_, audit) = everything();
    for (flavour, cluster, own) in [
        (Flavour::PolicyReport, "ClusterPolicyReport", "PolicyReport"),
        (Flavour::OpenReports, "ClusterReport", "Report"),
    ] {
        let text = policy::audit(&audit, flavour, Lang::En);
        assert_eq!(text.matches("\napiVersion: ").count(), 2, "{text}");
        assert!(text.contains(&format!("kind: \"{cluster}\"")) && text.contains(&format!("kind: \"{own}\"")));
        assert!(text.contains("namespace: \"dify\"") && text.contains("result: \"skip\""), "{text}");
        for chunk in yaml::split(&text) {
            assert!(yaml::parse(&text, chunk, &yaml::Limits::default()).is_ok());
        }
    }
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let (inventory, audit) = everything();
    let page = html::audit(&inventory, &audit, &HTML);
    for word in ["http:", "https:", " src=", "url(", "@import", " style=", " onclick", "<iframe"] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
    assert_eq!(page.matches("<script>").count(), 1);
    // An empty icon: a browser would ask for one.
    assert_eq!((page.matches("<link").count(), page.matches("<link rel=\"icon\" href=\"data:,\">").count()), (1, 1));
}

/// Text that would like to be something else.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script>alert(1)</script>"),
        Just("\" onmouseover=\"x"),
        Just("' x='"),
        Just("</style>"),
        Just("]]>"),
        Just("<!--"),
        Just("&amp;"),
        Just("`"),
        Just("**"),
        Just("\u{202e}"),
        Just("\u{1b}[31m"),
        Just("\u{0}"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("\u{feff}"),
        Just("\u{ffff}"),
        Just("関所"),
        Just("\n- x: 1\n---\n"),
        Just("\\"),
        Just("a: b # c"),
    ];
    prop::collection::vec(piece, 1..5).prop_map(|it| it.concat())
}

/// What commands a terminal, turns the direction of writing, or is no character of XML.
fn is_bad(it: char) -> bool {
    matches!(it, '\u{202e}' | '\u{2028}' | '\u{ffff}') || (it.is_control() && it != '\n')
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn hostile_names_stay_text(name in hostile(), file in hostile()) {
        let quoted = serde_json::to_string(&name).expect("a string");
        let text = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {quoted}, namespace: {quoted}}}\nspec: {{template: {{spec: {{hostPID: true, containers: [{{name: {quoted}, image: 'langgenius/dify-api:1.0.0', env: [{{name: DB_PASSWORD, value: difyai123456}}]}}]}}}}}}\n"
        );
        let inventory = inventory::read(vec![Input::file(format!("{file}.yaml"), text)], &Options::default());
        let mut audit = rules::audit(&inventory);
        let gone = Gone { rule: name.clone(), place: name.clone(), fingerprint: name.clone() };
        audit.compared = Some(Compared { known: Vec::new(), gone: vec![gone] });

        let page = html::audit(&inventory, &audit, &HTML);
        let quiet = html::audit(&deployment(), &Audit::default(), &HTML);
        prop_assert_eq!(page.matches("<script").count(), 1);
        prop_assert_eq!(page.matches("</style>").count(), 1);
        prop_assert_eq!(quiet.matches("<script").count(), 1);
        prop_assert!(!page.contains("<!--") && !page.contains("onmouseover=\"x"));
        prop_assert!(!page.contains(is_bad));

        let xml = junit::audit(&audit, Lang::En);
        prop_assert!(!xml.contains("<script") && !xml.contains("]]>") && !xml.contains("<!--"));
        prop_assert!(!xml.contains(is_bad));
        prop_assert_eq!(xml.matches("<testcase").count(), xml.matches(" time=\"0\"").count() - xml.matches("<testsuite").count());

        let reports = policy::audit(&audit, Flavour::PolicyReport, Lang::En);
        let n = reports.matches("\nkind: ").count();
        let chunks = yaml::split(&reports);
        prop_assert_eq!(chunks.len(), n, "{}", reports);
        for chunk in chunks {
            prop_assert!(yaml::parse(&reports, chunk, &yaml::Limits::default()).is_ok(), "{}", reports);
        }
    }
}
