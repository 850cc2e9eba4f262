//! What `render` writes: the plan is exactly the keys that its containers take.

use std::collections::BTreeSet;

use lang::Lang;
use provision::{Kept, Outcome};
use render::{Environment, VERSIONS};

use crate::support::{at, plan, read, row, value, word};

const EXTERNAL: &str = "\
render:
  external:
    postgres: {host: db.example.com, addresses: [10.20.0.0/24], user: dify}
    redis: {host: cache.example.com, port: 6380, addresses: [10.21.0.5/32]}
    vectorStore: {kind: qdrant, host: vectors.example.com, addresses: [10.22.0.0/24]}
    objectStorage: {host: s3.example.com, addresses: [203.0.113.0/24], bucket: dify}
";

fn render_plan(settings: &str, environment: Environment, version: &str) -> render::Plan {
    let settings = settings::parse(settings).unwrap_or_else(|it| panic!("{} mistakes", it.len())).render;
    render::Plan::new(&settings, environment, Some(version), None).unwrap_or_else(|flaw| panic!("{flaw:?}"))
}

#[test]
fn every_key_that_is_taken_is_planned_and_nothing_else() {
    for settings in ["", EXTERNAL] {
        for environment in Environment::ALL {
            for version in VERSIONS {
                let wanted = render_plan(settings, environment, version);
                let text = render::render(&wanted, Lang::En).unwrap_or_else(|it| panic!("{it:?}"));
                let plan = plan(&read("rendered.yaml", &text), None);
                let keys = render::secret_keys(&wanted);
                let taken: BTreeSet<String> =
                    keys.iter().map(|it| format!("{}/{} {}", it.namespace, it.secret, it.key)).collect();
                let planned = plan.secrets.iter().flat_map(|it| {
                    let keys = it.entries.keys().chain(&it.missing);
                    keys.map(|key| format!("{}/{} {key}", it.namespace, it.name)).collect::<Vec<_>>()
                });
                assert_eq!(planned.collect::<BTreeSet<_>>(), taken, "{environment:?} {version}");
                for it in &plan.rows {
                    let values: BTreeSet<_> =
                        it.kept.iter().filter_map(Kept::slot).map(|it| value(&plan, it)).collect();
                    assert!(values.len() <= 1, "{}: its keys differ", it.name);
                    assert!(it.refused.is_empty() && !matches!(it.outcome, Outcome::Adopted(_)), "{}", it.name);
                }
            }
        }
    }
}

#[test]
fn what_a_store_outside_compares_is_asked_for() {
    let text = render::render(&render_plan(EXTERNAL, Environment::Production, "1.16.1"), Lang::En);
    let plan = plan(&read("rendered.yaml", &text.unwrap_or_else(|it| panic!("{it:?}"))), None);
    let outcomes: Vec<(&str, &str)> = plan.rows.iter().map(|it| (it.name.as_str(), word(&it.outcome))).collect();
    assert_eq!(
        outcomes,
        [
            ("SECRET_KEY", "made"),
            ("DB_PASSWORD", "asked for"),
            ("REDIS_PASSWORD", "asked for"),
            ("CELERY_BROKER_URL", "composed"),
            ("DIFY_AGENT_REDIS_URL", "composed"),
            ("SANDBOX_API_KEY", "made"),
            ("PLUGIN_DAEMON_KEY", "made"),
            ("PLUGIN_DIFY_INNER_API_KEY", "made"),
            ("INIT_PASSWORD", "made"),
            ("DIFY_AGENT_API_TOKEN", "made"),
            ("DIFY_AGENT_SERVER_SECRET_KEY", "made"),
            ("SHELLCTL_AUTH_TOKEN", "made"),
            ("QDRANT_API_KEY", "asked for"),
            ("S3_ACCESS_KEY", "asked for"),
            ("S3_SECRET_KEY", "asked for"),
        ]
    );
    assert_eq!(at(&plan, "dify/dify-secret S3_SECRET_KEY"), None);
    assert!(row(&plan, "S3_ACCESS_KEY").users.iter().any(|(_, setting)| setting == "AWS_ACCESS_KEY"));
}

#[test]
fn every_value_has_its_form() {
    let text = render::render(&render_plan("", Environment::Production, "1.16.1"), Lang::En);
    let plan = plan(&read("rendered.yaml", &text.unwrap_or_else(|it| panic!("{it:?}"))), None);
    let url_safe = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    for (key, length) in [
        ("SECRET_KEY", 64),
        ("DB_PASSWORD", 32),
        ("REDIS_PASSWORD", 32),
        ("SANDBOX_API_KEY", 43),
        ("PLUGIN_DAEMON_KEY", 43),
        ("PLUGIN_DIFY_INNER_API_KEY", 43),
        ("INIT_PASSWORD", 24),
        ("DIFY_AGENT_API_TOKEN", 43),
        ("DIFY_AGENT_SERVER_SECRET_KEY", 43),
        ("SHELLCTL_AUTH_TOKEN", 43),
        ("WEAVIATE_API_KEY", 43),
    ] {
        let value = at(&plan, &format!("dify/dify-secret {key}")).expect(key);
        assert!(value.len() == length && value.bytes().all(url_safe), "{key} has another form");
    }
    for key in ["SANDBOX_API_KEY", "SHELLCTL_AUTH_TOKEN"] {
        let ends = ["dify/dify-secret", "dify-sandbox/dify-sandbox-secret"].map(|it| at(&plan, &format!("{it} {key}")));
        assert!(ends[0].is_some() && ends[0] == ends[1], "{key}: the copies differ");
    }
}
