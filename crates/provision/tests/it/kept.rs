//! Nothing that was handed over is lost, whatever it is, unless it is to be replaced; and every word of the plan is so.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lang::Lang;
use model::{Inventory, Location};
use proptest::prelude::*;
use provision::{Kept, Outcome, Plan, Request, manifest};

use crate::support::{day, read};

/// The deployment that `render` writes takes one Secret with these keys among others.
const CHART: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: dify}
spec:
  template:
    spec:
      containers:
        - name: api
          image: langgenius/dify-api:1.15.0
          envFrom: [{secretRef: {name: s}}]
          env:
            - {name: MODE, value: api}
            - {name: REDIS_HOST, value: redis}
            - {name: SECRET_KEY, valueFrom: {secretKeyRef: {name: s, key: SECRET_KEY}}}
            - {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: s, key: DB_PASSWORD}}}
            - {name: REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: s, key: REDIS_PASSWORD}}}
            - {name: CELERY_BROKER_URL, valueFrom: {secretKeyRef: {name: s, key: CELERY_BROKER_URL}}}
            - {name: INIT_PASSWORD, valueFrom: {secretKeyRef: {name: s, key: INIT_PASSWORD}}}
            - {name: RESEND_API_KEY, valueFrom: {secretKeyRef: {name: s, key: RESEND_API_KEY}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: postgres, namespace: dify}
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:15
          env: [{name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: s, key: DB_PASSWORD}}}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: redis, namespace: dify}
spec:
  template:
    spec:
      containers:
        - name: redis
          image: redis:7
          env: [{name: REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: s, key: REDIS_PASSWORD}}}]
";

const KEYS: [&str; 7] = [
    "SECRET_KEY",
    "DB_PASSWORD",
    "REDIS_PASSWORD",
    "CELERY_BROKER_URL",
    "INIT_PASSWORD",
    "RESEND_API_KEY",
    "keystore.p12",
];

/// A value that is there: its bytes, or none.
fn there() -> impl Strategy<Value = Option<Vec<u8>>> {
    let text = |it: &'static str| Just(Some(it.as_bytes().to_vec()));
    prop_oneof![
        Just(None),
        text(""),
        "[A-Za-z0-9]{43}".prop_map(|it| Some(it.into_bytes())),
        text("difyai123456"),
        text("sk-9f73s3ljTXVcMT3Blb3ljTqtsKiGHXVcMT3BlbkFJLK7U"),
        text("dify-dify"),
        text("changeme"),
        text("tooshort"),
        text("vault:secret/data/dify#x"),
        text("ENC[AES256_GCM,data:abc=,iv:x,tag:y,type:str]"),
        text("redis://:other9Kq7wRz1LmN4xTb9Vd2Ys@elsewhere:6379/1"),
        text("a\0b9Kq7wRz1LmN4xTb9Vd2Ys"),
        proptest::collection::vec(any::<u8>(), 1..40).prop_map(Some),
    ]
}

fn secret(values: &BTreeMap<&str, Vec<u8>>) -> String {
    let lines: String = values.iter().map(|(key, it)| format!("  {key}: \"{}\"\n", STANDARD.encode(it))).collect();
    let data = if lines.is_empty() { "data: {}\n".to_owned() } else { format!("data:\n{lines}") };
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: dify\n  labels: {{team: a}}\n  annotations: {{meta.helm.sh/release-name: b, note: c}}\n{data}"
    )
}

/// What a manifest's Secret holds, by the cluster's reading of it.
fn held(text: &str) -> BTreeMap<String, Vec<u8>> {
    let line = |it: &str| {
        let (key, coded) = it.strip_prefix("  \"")?.split_once("\": \"")?;
        Some((key.to_owned(), STANDARD.decode(coded.strip_suffix('"')?).ok()?))
    };
    text.split("\ndata:\n").nth(1).into_iter().flat_map(str::lines).filter_map(line).collect()
}

fn planned(chart: &Inventory, existing: Option<&Inventory>, replace: &[String]) -> Plan {
    let request = Request { inventory: chart, existing, today: day("2026-11-24"), replace };
    provision::plan(&request, &mut credentials::OperatingSystem).expect("a plan")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_is_taken_away(values in proptest::collection::vec(there(), KEYS.len())) {
        let chart = read("chart.yaml", CHART);
        let before: BTreeMap<&str, Vec<u8>> =
            KEYS.into_iter().zip(values).filter_map(|(key, it)| Some((key, it?))).collect();
        let existing = read("there.yaml", &secret(&before));
        let plan = planned(&chart, Some(&existing), &[]);
        let text = manifest(&plan.secrets);
        let after = held(&text);
        let redis_follows = before.get("REDIS_PASSWORD").is_none_or(|it| it.trim_ascii().is_empty());
        for (key, value) in &before {
            if value.trim_ascii().is_empty() {
                continue;
            }
            // What is no text is kept as bytes; a reference gives way to nothing here, since the manifests show no value.
            prop_assert_eq!(after.get(*key), Some(value), "{} was taken away ({})", key, redis_follows);
        }
        prop_assert!(text.contains("\"team\": \"a\"") && text.contains("\"meta.helm.sh/release-name\": \"b\"") && !text.contains("note"), "{}", &*text);
        for row in &plan.rows {
            let slots = row.kept.iter().filter_map(Kept::slot);
            let now: Vec<Option<&Vec<u8>>> = slots.clone().map(|it| after.get(&it.key)).collect();
            let was: Vec<Option<&Vec<u8>>> = slots.map(|it| before.get(it.key.as_str())).collect();
            let had = was.iter().flatten().any(|it| !it.trim_ascii().is_empty());
            match &row.outcome {
                Outcome::Made => prop_assert!(!had && now.iter().all(Option::is_some), "{}", row.name),
                Outcome::Adopted(at) | Outcome::Kept(at) => {
                    prop_assert!(had && now == was, "{}", row.name);
                    let is_there = matches!(at, Location::File { file, .. } if file == "there.yaml");
                    prop_assert!(is_there, "{}", row.name);
                    let is_kept = matches!(row.outcome, Outcome::Kept(_));
                    prop_assert_eq!(is_kept, !row.refused.is_empty(), "{}: {:?}", row.name, row.refused);
                }
                Outcome::Asked(_) => prop_assert!(!had, "{}", row.name),
                Outcome::Composed(_) => prop_assert!(now.iter().all(Option::is_some), "{}", row.name),
                Outcome::Brought => prop_assert!(false, "{}", row.name),
            }
            // What is said to be good is good: it holds nothing published and is no reference.
            if matches!(row.outcome, Outcome::Adopted(_)) {
                for value in now.into_iter().flatten() {
                    let text = std::str::from_utf8(value).expect("text");
                    let is_bad = ["difyai", "sk-9f73", "changeme", "vault:", "ENC["];
                    // What a vendor issued is as it is.
                    let is_weak = ["tooshort", "dify-dify"].contains(&text) && row.name != "RESEND_API_KEY";
                    prop_assert!(!is_weak && !is_bad.iter().any(|it| text.contains(it)), "{}", row.name);
                }
            }
        }
        // Twice is once.
        let again = planned(&chart, Some(&read("there.yaml", &text)), &[]);
        prop_assert!(*manifest(&again.secrets) == *text, "a second run differs");
        // What is to be replaced is, and nothing else.
        let is_kept = |name: &str| plan.rows.iter().any(|it| it.name == name && matches!(it.outcome, Outcome::Kept(_)));
        if is_kept("DB_PASSWORD") {
            let plan = planned(&chart, Some(&existing), &["DB_PASSWORD".to_owned()]);
            let new = held(&manifest(&plan.secrets));
            let row = plan.rows.iter().find(|it| it.name == "DB_PASSWORD").expect("a row");
            prop_assert!(matches!(row.outcome, Outcome::Made) && row.is_replaced);
            for (key, value) in &before {
                if *key == "DB_PASSWORD" {
                    prop_assert_ne!(new.get(*key), Some(value));
                } else if !value.trim_ascii().is_empty() {
                    prop_assert_eq!(new.get(*key), Some(value));
                }
            }
        }
    }
}

#[test]
fn what_is_not_good_stays_and_says_why() {
    let chart = read("chart.yaml", CHART);
    let binary = vec![0x86, 0x23, 0x07, 0x95, 0x29, 0x58];
    let values = BTreeMap::from([("DB_PASSWORD", binary), ("REDIS_PASSWORD", b"difyai123456".to_vec())]);
    let plan = planned(&chart, Some(&read("there.yaml", &secret(&values))), &[]);
    let why = |name: &str| {
        let row = plan.rows.iter().find(|it| it.name == name).expect("a row");
        assert!(matches!(row.outcome, Outcome::Kept(_)), "{name}");
        row.refused[0].why.get(Lang::En).to_owned()
    };
    assert_eq!(why("DB_PASSWORD"), "no text: no variable can hold these bytes");
    assert_eq!(why("REDIS_PASSWORD"), "published: everybody can read it");
    let nobody =
        Request { inventory: &chart, existing: None, today: day("2026-11-24"), replace: &["NOBODY".to_owned()] };
    assert!(provision::plan(&nobody, &mut credentials::OperatingSystem).is_err());
}
