//! What machines read, against the published schemas.

use forms::{PodSecurity, json, sarif};
use lang::Lang;
use model::Location;
use rules::Audit;
use serde_json::Value;

use crate::rules_of_our_own::{OURS, deployment, judge, read};

fn schema(name: &str) -> jsonschema::Validator {
    let path = format!("{}/../../schemas/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a schema");
    jsonschema::validator_for(&parse(&text)).expect("a valid schema")
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn conforms(schema: &jsonschema::Validator, text: &str) -> Value {
    let value = parse(text);
    let faults: Vec<String> = schema.iter_errors(&value).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert!(faults.is_empty(), "{}\n{text}", faults.join("\n"));
    value
}

/// An audit in which one finding points into a cluster.
fn with_a_field(mut audit: Audit) -> Audit {
    let field = Location::Field { object: "Deployment dify/api".to_owned(), field: "spec.replicas".to_owned() };
    if let Some(finding) = audit.findings.first_mut() {
        finding.location = field;
        finding.place = None;
    }
    audit
}

#[test]
fn an_audit_is_as_published() {
    let schema = schema("audit.schema.json");
    let inventory = deployment();
    let audit = with_a_field(judge(&inventory));
    for lang in Lang::ALL {
        conforms(&schema, &json::audit(&inventory, &audit, lang));
    }
    let value = conforms(&schema, &json::audit(&inventory, &judge(&inventory), Lang::Ja));
    let finding = &value["findings"][1];
    assert_eq!(
        finding["location"],
        parse(r#"{"file":"deploy/dify.yaml","line":3,"column":18,"endLine":3,"endColumn":26}"#)
    );
    assert_eq!(finding["resource"], parse(r#"{"kind":"Deployment","namespace":"dify","name":"dify-api"}"#));
    assert_eq!((&finding["message"], &finding["fix"]), (&Value::from("root で動きます"), &Value::from("review")));
    assert_eq!(
        value["inventory"]["components"][2],
        parse(
            r#"{"component":"postgres","kind":"Cluster","namespace":"dify","name":"db","version":"16.4.0","versionReason":null}"#
        )
    );
    assert_eq!(value["inventory"]["components"][1]["version"], Value::Null);
    assert_eq!(value["verdicts"].as_array().map(Vec::len), Some(rules::Control::ALL.len()));
    let nothing = read(&[]);
    conforms(&schema, &json::audit(&nothing, &judge(&nothing), Lang::En));
}

#[test]
fn the_real_rules_conform_too() {
    let inventory = deployment();
    let audit = rules::audit(&inventory);
    let proposals = fix::proposals(&inventory, &audit);
    for (lang, review) in [(Lang::En, "review first"), (Lang::Ja, "要確認")] {
        conforms(&schema("audit.schema.json"), &json::audit(&inventory, &audit, lang));
        let value = conforms(&sarif_schema(), &sarif::audit(&audit, &proposals, "0.1.0", lang));
        let results = value["runs"][0]["results"].as_array().expect("results");
        let mut n = [0, 0];
        for (result, own) in results.iter().zip(&proposals) {
            let fixes = result["fixes"].as_array().map_or(&[][..], Vec::as_slice);
            assert_eq!(fixes.len(), own.len());
            for (fix, own) in fixes.iter().zip(own) {
                let said = fix["description"]["text"].as_str().expect("a description").contains(review);
                assert_eq!(said, own.class == rules::FixClass::Review);
                n[usize::from(said)] += 1;
            }
        }
        assert!(n[0] > 0 && n[1] > 0, "{n:?}");
    }
}

#[test]
fn a_pod_security_check_is_as_published() {
    let inventory = deployment();
    let check = PodSecurity::of(&inventory, pss::Level::Baseline, pss::Version::Latest);
    let value = conforms(&schema("pss.schema.json"), &forms::to_json(&forms::pss(&check, Lang::Ja)));
    assert_eq!(value["workloads"][0]["allowed"], Value::Bool(true));
    assert_eq!(value["workloads"][0]["file"], "deploy/dify.yaml");
}

/// The part that is used, in our own words: the standard's own schema is not ours to copy. It was held against that one too.
fn sarif_schema() -> jsonschema::Validator {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/sarif.schema.json");
    let text = std::fs::read_to_string(own).expect("a schema");
    jsonschema::validator_for(&parse(&text)).expect("a valid schema")
}

#[test]
fn sarif_is_as_the_standard_says() {
    let inventory = deployment();
    let audit = with_a_field(judge(&inventory));
    for lang in Lang::ALL {
        let value = conforms(&sarif_schema(), &sarif::audit(&audit, &[], "0.1.0", lang));
        let run = &value["runs"][0];
        assert_eq!(run["language"], lang.tag());
        for result in run["results"].as_array().expect("results") {
            let index = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
        let tags = run["tool"]["driver"]["rules"].to_string();
        assert!(tags.contains("\"CIS Kubernetes 1.10 5.2.7\""));
    }
    let nothing = Audit { findings: Vec::new(), ..Audit::default() };
    conforms(&sarif_schema(), &sarif::audit(&nothing, &[], "0.1.0", Lang::En));
}

#[test]
fn standard_input_is_no_path() {
    let inventory = read(&[("<stdin>", "a: [")]);
    let value = conforms(&sarif_schema(), &sarif::audit(&judge(&inventory), &[], "0.1.0", Lang::En));
    let artifact = &value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(artifact, &parse(r#"{"uri":"stdin","description":{"text":"standard input"}}"#));
}

#[test]
fn the_pages_name_every_rule_and_control() {
    for lang in Lang::ALL {
        let ours: Vec<&rules::About> = OURS.iter().map(|it| &it.about).collect();
        let (rules, controls) = (text::pages::rules(&ours, lang), text::pages::controls(&ours, lang));
        for rule in OURS {
            assert!(rules.contains(&format!("\n## {}\n", rule.id)) && rules.contains(rule.manual.title(lang)));
            assert!(controls.contains(&format!("(rules.md#{})", rule.id)));
        }
        for control in rules::Control::ALL {
            assert!(controls.contains(&format!("\n## {}\n", control.id())));
        }
        assert!(rules.contains("CIS Kubernetes 1.10 5.2.7"));
        assert!(!rules.contains("unconfirmed") && !rules.contains("未確認"));
    }
}
