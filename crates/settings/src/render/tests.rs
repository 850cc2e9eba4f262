//! What the section takes and refuses.

use lang::Lang;

fn mistakes(text: &str) -> Vec<String> {
    let found = crate::parse(text).expect_err("mistakes");
    let line = |it: &crate::Mistake| format!("{}:{} {}", it.position.line, it.position.column, it.reason.get(Lang::En));
    found.iter().map(line).collect()
}

#[test]
fn reads_the_section() {
    let text = "render:\n  difyVersion: 1.15.0\n  registry: harbor.example.com/mirror/\n  egress: lists\n  \
        storage: {class: fast, sizes: {files: 50Gi}}\n  external:\n    postgres: {host: db.example.com, addresses: [10.1.0.0/24]}\n  \
        environments:\n    production: {host: Dify.example.com, replicas: {api: 3}}\n";
    let render = crate::parse(text).expect("settings").render;
    assert_eq!(render.dify_version.as_deref(), Some("1.15.0"));
    assert_eq!(render.registry.as_deref(), Some("harbor.example.com/mirror"));
    assert_eq!(crate::parse(text).expect("settings").declared.registries, ["harbor.example.com/mirror"]);
    assert_eq!(render.egress_lists, Some(true));
    assert_eq!(render.external.postgres.expect("a store").addresses, ["10.1.0.0/24"]);
    assert_eq!(render.environments[0].host.as_deref(), Some("dify.example.com"));
    assert_eq!(render.environments[0].replicas, [("api".to_owned(), 3)]);
}

/// The schema takes what the reader takes, and refuses what it refuses.
#[test]
fn the_schema_agrees() {
    let schema: serde_json::Value = serde_json::from_str(crate::SCHEMA).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for (good, text) in [
        (true, r#"{"render": {}}"#),
        (true, r#"{"render": {"difyVersion": "1.16.1", "egress": "lists", "ingress": {"class": "nginx"}}}"#),
        (true, r#"{"render": {"external": {"redis": {"host": "r", "addresses": ["10.0.0.0/8"], "tls": false}}}}"#),
        (true, r#"{"render": {"environments": {"staging": {"replicas": {"api": 2}}}}}"#),
        (false, r#"{"render": {"egress": "open"}}"#),
        (false, r#"{"render": {"external": {"redis": {"host": "r"}}}}"#),
        (false, r#"{"render": {"external": {"objectStorage": {"host": "r", "addresses": ["10.0.0.0/8"]}}}}"#),
        (false, r#"{"render": {"environments": {"staging": {"replicas": {"worker-beat": 2}}}}}"#),
        (false, r#"{"render": {"environments": {"staging": {"replicas": {"api": 0}}}}}"#),
        (false, r#"{"render": {"environments": {"test": {}}}}"#),
        (false, r#"{"render": {"digests": {"nginx": "latest"}}}"#),
        (false, r#"{"render": {"storage": {"sizes": {"files": "much"}}}}"#),
    ] {
        let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(validator.is_valid(&value), good, "the schema: {text}");
        assert_eq!(crate::parse(text).is_ok(), good, "the reader: {text}");
    }
    let render = &schema["properties"]["render"]["properties"];
    let keys = |value: &serde_json::Value| value.as_object().expect("a mapping").keys().cloned().collect::<Vec<_>>();
    let sorted = |list: &[&str]| {
        let mut list: Vec<String> = list.iter().map(|it| (*it).to_owned()).collect();
        list.sort();
        list
    };
    let environments = &render["environments"]["properties"];
    let mut scalable = keys(&environments["staging"]["properties"]["replicas"]["properties"]);
    scalable.sort();
    assert_eq!(scalable, sorted(super::SCALABLE));
    let mut volumes = keys(&render["storage"]["properties"]["sizes"]["properties"]);
    volumes.sort();
    assert_eq!(volumes, sorted(super::VOLUMES));
}

#[test]
fn every_mistake_has_its_place() {
    for (text, expected) in [
        ("render: {egres: strict}", "1:10 unknown key `egres`; did you mean `egress`?"),
        ("render: {egress: open}", "1:18 `open` is none of strict, lists"),
        ("render: {environments: {production: {host: 'https://x'}}}", "1:44 a host name alone"),
        ("render: {environments: {production: {replicas: {api: 0}}}}", "1:54 a number from 1 to 100"),
        ("render: {environments: {production: {replicas: {worker-beat: 2}}}}", "1:49 unknown key"),
        ("render: {digests: {nginx: latest}}", "1:27 a digest was expected"),
        ("render: {storage: {sizes: {files: much}}}", "1:35 `much` is no size"),
        ("render: {external: {redis: {host: r.example.com}}}", "1:28 `addresses` is missing"),
        ("render: {external: {redis: {host: r, addresses: [r]}}}", "1:50 `r` is no CIDR block"),
        ("render: {storage: {class: Fast Disk}}", "1:27 `Fast Disk` is no name"),
    ] {
        let found = mistakes(text);
        assert!(found[0].starts_with(expected), "{text}: {found:?}");
    }
}
