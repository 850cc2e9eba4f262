//! What a person reads.

use forms::PodSecurity;
use lang::Lang;
use text::{TextOptions, explain};

use crate::rules_of_our_own::{KNOWN_VALUE, OURS, ROOT_USER, deployment, judge, read};

const PLAIN: TextOptions = TextOptions { lang: Lang::En, colour: false, width: 100 };
const JAPANESE: TextOptions = TextOptions { lang: Lang::Ja, ..PLAIN };

#[test]
fn an_audit_in_both_languages() {
    let inventory = deployment();
    let audit = judge(&inventory);
    insta::assert_snapshot!("audit_en", text::audit(&inventory, &audit, &PLAIN));
    insta::assert_snapshot!("audit_ja", text::audit(&inventory, &audit, &JAPANESE));
}

#[test]
fn colours_only_when_asked_for() {
    let inventory = read(&[("a.yaml", "env: [\n")]);
    let audit = judge(&inventory);
    let coloured = text::audit(&inventory, &audit, &TextOptions { colour: true, ..PLAIN });
    let head: String = coloured.split("SEC-1").next().unwrap_or("").replace('\u{1b}', "^");
    insta::assert_snapshot!("audit_in_colour", head);
    assert!(!text::audit(&inventory, &audit, &PLAIN).contains('\u{1b}'));
    let bare: String = coloured
        .split("\u{1b}[")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once('m').map_or("", |(_, text)| text) })
        .collect();
    assert_eq!(bare, text::audit(&inventory, &audit, &PLAIN), "colours add nothing else");
}

#[test]
fn nothing_found_reads_well() {
    let inventory = read(&[]);
    let audit = rules::audit_with(&inventory, &[]);
    let shown = text::audit(&inventory, &audit, &PLAIN);
    assert!(shown.contains("no findings") && shown.contains("none recognised"), "{shown}");
    assert!(
        shown.ends_with("0 critical, 0 high, 0 medium, 0 low; controls: 0 FAIL, 0 PASS, 39 UNKNOWN, 7 MANUAL\n"),
        "{shown}"
    );
    let shown = text::audit(&inventory, &audit, &JAPANESE);
    assert!(shown.contains("指摘はありません"), "{shown}");
}

#[test]
fn many_deployments_are_counted() {
    let files: Vec<(String, String)> = (0..30)
        .map(|n| {
            (
                format!("{n}.yaml"),
                crate::rules_of_our_own::MANIFESTS.replace("namespace: dify", &format!("namespace: d{n}")),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let inventory = read(&files);
    let shown = text::audit(&inventory, &rules::audit_with(&inventory, &[]), &PLAIN);
    assert!(shown.contains("  api           30  1.10.1\n  sandbox       30  unknown\n"), "{shown}");
}

#[test]
fn an_object_of_a_cluster_has_a_field_and_no_line() {
    let object = inventory::Input {
        name: "Deployment dify/api".to_owned(),
        kind: model::OriginKind::Object,
        text: crate::rules_of_our_own::MANIFESTS.split("---").next().unwrap_or("").to_owned(),
        flaw: None,
    };
    let inventory = inventory::read(vec![object], &inventory::Options::default());
    let shown = text::audit(&inventory, &judge(&inventory), &PLAIN);
    assert!(shown.contains(" --> Deployment dify/api: spec.template.spec.containers[0].env[1].value\n"), "{shown}");
    assert!(!shown.contains("•••"), "{shown}");
}

#[test]
fn a_rule_and_a_control_are_explained() {
    let ours: Vec<&rules::About> = OURS.iter().map(|it| &it.about).collect();
    let pages = [
        explain::rule(&KNOWN_VALUE, &PLAIN),
        explain::rule(&ROOT_USER, &JAPANESE),
        explain::control(rules::Control::Ctr1, &ours, &PLAIN),
        explain::control(rules::Control::Rev1, &ours, &JAPANESE),
    ];
    insta::assert_snapshot!("explain", pages.join("\n----\n"));
}

#[test]
fn a_pod_security_check_in_both_languages() {
    let inventory = deployment();
    let check = PodSecurity::of(&inventory, pss::Level::Restricted, pss::Version::Minor(99));
    let pages = [PLAIN, JAPANESE].map(|options| text::pss(&check, &options));
    insta::assert_snapshot!("pss", pages.join("\n----\n"));
}
