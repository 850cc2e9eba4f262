//! Laws of every plan, over random deployments: who takes what from where, what stands there, and what was handed over.

use std::collections::{BTreeMap, BTreeSet};

use credentials::notation::userinfo;
use inventory::credentials::password_in_url;
use model::Opaque;
use proptest::prelude::*;
use provision::{Kept, Outcome, manifest};

use crate::support::{plan, read, value};

/// A workload: its image, and the credentials that it may take.
const PARTS: &[(&str, &str, &[&str])] = &[
    (
        "api",
        "langgenius/dify-api:1.16.1",
        &[
            "SECRET_KEY",
            "DB_PASSWORD",
            "REDIS_PASSWORD",
            "CELERY_BROKER_URL",
            "CODE_EXECUTION_API_KEY",
            "PLUGIN_DAEMON_KEY",
            "INNER_API_KEY_FOR_PLUGIN",
            "WEAVIATE_API_KEY",
            "AGENT_BACKEND_API_TOKEN",
            "INIT_PASSWORD",
            "S3_SECRET_KEY",
        ],
    ),
    (
        "pd",
        "langgenius/dify-plugin-daemon:0.6.3-local",
        &["SERVER_KEY", "DIFY_INNER_API_KEY", "DB_PASSWORD", "REDIS_PASSWORD"],
    ),
    ("sandbox", "langgenius/dify-sandbox:0.2.15", &["API_KEY"]),
    ("postgres", "postgres:15", &["POSTGRES_PASSWORD"]),
    ("redis", "redis:7", &["REDIS_PASSWORD"]),
    ("weaviate", "semitechnologies/weaviate:1.27.0", &["AUTHENTICATION_APIKEY_ALLOWED_KEYS"]),
];

/// How a variable gets its value.
#[derive(Clone, Debug)]
enum Way {
    Absent,
    Literal(usize),
    Key { secret: usize, value: Option<usize> },
}

/// Good, published, weak, placeholder, empty, of characters that some readers cannot take.
const VALUES: &[&str] =
    &["Kq7wRz1LmN4xTb9Vd2Ys", "Zp3Nm8Qx5Vb2Kt9Lw7Rd", "difyai123456", "short", "changeme", "", "a#b/c @'%41Kq7wRz1L"];

fn way() -> impl Strategy<Value = Way> {
    prop_oneof![
        Just(Way::Absent),
        (0..VALUES.len()).prop_map(Way::Literal),
        (0..3_usize, proptest::option::of(0..VALUES.len())).prop_map(|(secret, value)| Way::Key { secret, value }),
    ]
}

fn held(setting: &str, at: usize) -> String {
    if setting.ends_with("_URL") { format!("redis://:{}@redis:6379/1", VALUES[at]) } else { VALUES[at].to_owned() }
}

/// The manifests of a deployment whose variables get their values in these ways.
fn manifests(ways: &[Way]) -> String {
    let mut out = String::new();
    let mut secrets: BTreeMap<usize, BTreeMap<String, String>> = BTreeMap::new();
    let mut ways = ways.iter();
    for (name, image, settings) in PARTS {
        out.push_str(&format!(
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: dify}}\nspec: {{template: {{spec: {{containers: \
             [{{name: {name}, image: '{image}', env: [{{name: REDIS_HOST, value: redis}}"
        ));
        for setting in *settings {
            match ways.next() {
                Some(Way::Literal(at)) => {
                    out.push_str(&format!(", {{name: {setting}, value: {}}}", quoted(&held(setting, *at))));
                }
                Some(Way::Key { secret, value }) => {
                    let key = format!("{name}-{setting}");
                    out.push_str(&format!(
                        ", {{name: {setting}, valueFrom: {{secretKeyRef: {{name: s{secret}, key: {key}}}}}}}"
                    ));
                    if let Some(at) = value {
                        secrets.entry(*secret).or_default().insert(key, held(setting, *at));
                    }
                }
                Some(Way::Absent) | None => {}
            }
        }
        out.push_str("]}]}}}\n");
    }
    for (secret, entries) in secrets {
        out.push_str(&format!(
            "---\napiVersion: v1\nkind: Secret\nmetadata: {{name: s{secret}, namespace: dify}}\nstringData:\n"
        ));
        for (key, value) in entries {
            out.push_str(&format!("  {key}: {}\n", quoted(&value)));
        }
    }
    out
}

fn quoted(text: &str) -> String {
    credentials::notation::yaml(text).to_string()
}

fn n_ways() -> usize {
    PARTS.iter().map(|(_, _, settings)| settings.len()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_plan_is_whole_and_consistent(ways in proptest::collection::vec(way(), n_ways())) {
        prop_assume!(ways.iter().any(|it| !matches!(it, Way::Absent)));
        let text = manifests(&ways);
        let inventory = read("random.yaml", &text);
        prop_assert!(inventory.problems.is_empty());
        let request = provision::Request { inventory: &inventory, existing: None, today: crate::support::day("2026-11-24"), replace: &[] };
        let Ok(planned) = provision::plan(&request, &mut credentials::OperatingSystem) else {
            // Everything optional and empty.
            return Ok(());
        };
        let redis = planned.rows.iter().find(|it| it.name == "REDIS_PASSWORD").and_then(|row| {
            row.kept.iter().filter_map(Kept::slot).find_map(|it| value(&planned, it)).map(|it| userinfo(it).to_string())
        });
        for row in &planned.rows {
            let values: BTreeSet<Option<&str>> = row.kept.iter().filter_map(Kept::slot).map(|it| value(&planned, it)).collect();
            match row.outcome {
                Outcome::Asked(_) => prop_assert!(values.iter().all(Option::is_none), "{}", row.name),
                _ => prop_assert!(values.iter().all(Option::is_some), "{}: a key has no value", row.name),
            }
            if row.name.ends_with("_URL") {
                for url in values.into_iter().flatten() {
                    let password = password_in_url(url).map(|it| url[it].to_owned());
                    prop_assert_eq!(password, redis.clone(), "the URL holds Redis' password, escaped");
                    prop_assert!(url.ends_with("@redis:6379/1"));
                }
            } else {
                prop_assert!(values.len() <= 1, "{}: its ends differ", row.name);
                for it in values.into_iter().flatten() {
                    // What a vendor issued is as it is.
                    let weak = row.name != "S3_SECRET_KEY" && dify::weakness(None, it).is_some();
                    prop_assert!(dify::unique_in(it).next().is_none() && !dify::placeholder(it) && !weak, "{}", row.name);
                }
            }
        }
        // The same again, from what was written.
        let written = manifest(&planned.secrets);
        if written.is_empty() {
            return Ok(());
        }
        let again = plan(&inventory, Some(&read("written.yaml", &written)));
        prop_assert!(*manifest(&again.secrets) == *written, "a second run differs");
        prop_assert!(again.rows.iter().all(|it| !matches!(it.outcome, Outcome::Made)));
    }

    #[test]
    fn a_manifest_is_read_back_as_it_was(values in proptest::collection::btree_map("[A-Za-z0-9._-]{1,20}", ".*", 1..6)) {
        let secret = provision::Secret {
            namespace: "dify".to_owned(),
            name: "s".to_owned(),
            kind: None,
            entries: values.iter().map(|(key, value)| (key.clone(), Opaque::new(value.as_str()))).collect(),
            missing: BTreeSet::new(),
            raw: BTreeMap::new(),
            labels: BTreeMap::new(),
            annotations: BTreeMap::new(),
            created: provision::Dates::default(),
            rotated: provision::Dates::default(),
        };
        let inventory = read("s.yaml", &manifest(&[secret]));
        let config = inventory.configs.first().expect("a Secret");
        let found: BTreeMap<String, String> =
            config.entries.iter().map(|it| (it.key.value.to_string(), it.value.expose().to_owned())).collect();
        prop_assert!(found == values);
    }
}
