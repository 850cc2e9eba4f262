//! `secrets setup` on public deployments, against a count of credentials that shares no code with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::public::{UNIQUE, files};
use crate::secrets_setup::values;
use crate::{assert_valid, run, run_with};

/// The credentials of dify.md section 2 that charts name, and whether an empty one is still needed.
const SETTINGS: &[(&str, bool)] = &[
    ("SECRET_KEY", true),
    ("DB_PASSWORD", true),
    ("POSTGRES_PASSWORD", true),
    ("POSTGRES_REPLICATION_PASSWORD", false),
    ("REDIS_PASSWORD", true),
    ("REDIS_MASTER_PASSWORD", false),
    ("REDIS_SENTINEL_PASSWORD", false),
    ("CELERY_SENTINEL_PASSWORD", false),
    ("CELERY_BROKER_URL", true),
    ("EVENT_BUS_REDIS_URL", false),
    ("DIFY_AGENT_REDIS_URL", true),
    ("CODE_EXECUTION_API_KEY", true),
    ("API_KEY", true),
    ("PLUGIN_DAEMON_KEY", true),
    ("SERVER_KEY", true),
    ("DIFY_AGENT_PLUGIN_DAEMON_API_KEY", true),
    ("INNER_API_KEY_FOR_PLUGIN", true),
    ("PLUGIN_DIFY_INNER_API_KEY", true),
    ("DIFY_INNER_API_KEY", true),
    ("DIFY_AGENT_INNER_API_KEY", true),
    ("AGENT_BACKEND_API_TOKEN", true),
    ("DIFY_AGENT_API_TOKEN", true),
    ("DIFY_AGENT_SERVER_SECRET_KEY", true),
    ("DIFY_AGENT_SHELLCTL_AUTH_TOKEN", true),
    ("SHELLCTL_AUTH_TOKEN", true),
    ("INIT_PASSWORD", false),
    ("ADMIN_API_KEY", false),
    ("WEAVIATE_API_KEY", true),
    ("AUTHENTICATION_APIKEY_ALLOWED_KEYS", true),
    ("CLUSTER_BASIC_AUTH_PASSWORD", false),
    ("QDRANT_API_KEY", false),
    ("S3_ACCESS_KEY", false),
    ("S3_SECRET_KEY", false),
    ("AWS_ACCESS_KEY", false),
    ("AWS_SECRET_KEY", false),
    ("MINIO_ROOT_USER", false),
    ("MINIO_ROOT_PASSWORD", false),
    ("RESEND_API_KEY", false),
    ("SMTP_PASSWORD", false),
    ("SENTRY_DSN", false),
    ("OTLP_API_KEY", false),
];

/// The settings of a rendered chart that hold a credential, by plain text alone: `name: X` of a variable, `X: value` of a Secret or
/// ConfigMap, `secretKey: X` of an ExternalSecret.
fn settings_in(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let lines: Vec<&str> = text.lines().map(|it| it.trim().trim_start_matches("- ")).collect();
    for (at, line) in lines.iter().enumerate() {
        let Some((key, value)) = line.split_once(':').filter(|_| !line.starts_with('#')) else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        let (setting, value) = match key {
            "name" => (value, lines.get(at + 1).and_then(|it| it.strip_prefix("value:")).map(str::trim)),
            "secretKey" => (value, None),
            _ => (key, Some(value)),
        };
        let Some((setting, required)) = SETTINGS.iter().find(|it| it.0 == setting) else { continue };
        if *required || value.is_none_or(|it| !it.is_empty() && it != "\"\"") {
            found.insert((*setting).to_owned());
        }
    }
    found
}

fn text<'j>(it: &'j serde_json::Value, key: &str) -> &'j str {
    it[key].as_str().unwrap_or_default()
}

#[test]
fn every_credential_of_a_public_deployment_is_planned_and_nothing_else() {
    for file in files() {
        let name = file.to_string_lossy();
        let manifests = fs::read_to_string(&file).expect("a file");
        if !manifests.contains("kind: Deployment") {
            assert_eq!(run(&["secrets", "setup", &name, "--dry-run"]).code, Some(1), "{name} is values alone");
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("s.yaml");
        let made = run(&["secrets", "setup", &name, "-o", &output.to_string_lossy(), "--format", "json"]);
        let plan = made.json();
        assert_valid("secrets-setup.schema.json", &plan);
        let rows = plan["credentials"].as_array().expect("a list");
        let planned: BTreeSet<String> = rows
            .iter()
            .flat_map(|row| row["users"].as_array().expect("users"))
            .map(|user| text(user, "setting").to_owned())
            .collect();
        assert_eq!(planned, settings_in(&manifests), "{name}");
        let asked = rows.iter().any(|row| text(row, "outcome") == "asked-for");
        assert_eq!(made.code, Some(if asked { 12 } else { 0 }), "{name}");
        let written = values(&fs::read_to_string(&output).expect("written"));
        let mut expected: BTreeSet<String> = BTreeSet::new();
        for row in rows {
            let keys = row["kept"].as_array().expect("kept").iter().filter(|it| !it["key"].is_null());
            let slots: BTreeSet<String> = keys
                .map(|it| format!("{}/{} {}", text(it, "namespace"), text(it, "secret"), text(it, "key")))
                .collect();
            let held: BTreeSet<Option<&String>> = slots.iter().map(|it| written.get(it)).collect();
            let credential = text(row, "name");
            match text(row, "outcome") {
                "asked-for" => assert!(held.iter().all(Option::is_none), "{name} {credential}: nobody asked"),
                _ => {
                    assert!(held.iter().all(Option::is_some), "{name} {credential}: an end has no value");
                    expected.extend(slots);
                }
            }
            assert!(held.len() <= 1 || credential.ends_with("_URL"), "{name} {credential}: its ends differ");
        }
        forms(&name, &written);
        // Beside the credentials only what the chart's own Secrets hold.
        for slot in written.keys().filter(|it| !expected.contains(*it)) {
            let key = slot.rsplit(' ').next().expect("a key");
            assert!(matches!(key, "username" | "DB_USERNAME" | "REDIS_USERNAME"), "{name}: {slot} is extra");
        }
    }
}

/// What dify.md 2.3 asks of the values, by their keys, and that none is published.
fn forms(name: &str, written: &BTreeMap<String, String>) {
    let redis = written.iter().find(|(slot, _)| slot.ends_with(" REDIS_PASSWORD")).map(|it| it.1);
    for (slot, value) in written {
        let key = slot.rsplit(' ').next().expect("a key");
        assert!(UNIQUE.iter().all(|it| !value.contains(it)), "{name} {slot}: a published value");
        let url_safe = value.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'));
        match key {
            "SECRET_KEY" => assert!(url_safe && value.len() == 64, "{name} {slot}"),
            "DIFY_AGENT_SERVER_SECRET_KEY" => {
                let padded = value.replace(['-', '_'], "A") + "=";
                assert!(url_safe && value.len() == 43 && decode_length(&padded) == 32, "{name} {slot}");
            }
            "CELERY_BROKER_URL" | "DIFY_AGENT_REDIS_URL" => {
                let redis = redis.expect("Redis' password");
                assert!(value.starts_with(&format!("redis://:{redis}@")), "{name} {slot}");
                let database = if key == "CELERY_BROKER_URL" { "/1" } else { "/2" };
                assert!(value.ends_with(database), "{name} {slot}");
            }
            "username" | "DB_USERNAME" | "REDIS_USERNAME" => {}
            _ => assert!(url_safe && value.len() >= 32, "{name} {slot}"),
        }
    }
}

/// The bytes behind base64.
fn decode_length(padded: &str) -> usize {
    padded.len() / 4 * 3 - padded.bytes().filter(|it| *it == b'=').count()
}

#[test]
fn what_harden_refers_to_is_what_setup_makes() {
    for file in files() {
        let manifests = fs::read_to_string(&file).expect("a file");
        if !manifests.contains("kind: Deployment") {
            continue;
        }
        let hardened = run_with(&["harden", "--secret-refs", "-"], &manifests).out;
        let made = run_with(&["secrets", "setup", "-"], &hardened);
        let written = values(&made.out);
        // As they are applied: what is made takes the place of the chart's own Secret of that name.
        let replaced = |document: &&str| {
            let name =
                document.lines().find_map(|it| it.strip_prefix("  name: ")).unwrap_or_default().trim_matches('"');
            document.lines().any(|it| it == "kind: Secret") && made.out.contains(&format!("\n  name: \"{name}\"\n"))
        };
        let rest: Vec<&str> = hardened.split("\n---\n").filter(|it| !replaced(it)).collect();
        let whole = format!("{}\n{}", rest.join("\n---\n"), made.out);
        let audit = run_with(&["audit", "-", "--format", "json"], &whole).json();
        let bad = |it: &&serde_json::Value| {
            matches!(
                text(it, "rule"),
                "published-default-credential"
                    | "empty-credential"
                    | "credential-mismatch"
                    | "weak-credential"
                    | "plaintext-credential"
            )
        };
        let found: Vec<String> = audit["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter(bad)
            // A key inside a configuration file, which no Secret can take over: the audit goes on naming it.
            .filter(|it| it["resource"]["name"] != "weaviate-config")
            .map(|it| format!("{} {} {}", text(it, "rule"), text(it, "message"), it["location"]["line"]))
            .collect();
        assert!(found.is_empty(), "{}: {found:#?}", file.display());
        assert!(written.keys().any(|it| it.contains("dify-secret ")), "{}", file.display());
    }
}
