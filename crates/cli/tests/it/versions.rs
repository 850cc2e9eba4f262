//! Every release that the catalogue knows, from 0.6.9 to the newest: a deployment of it is audited, hardened and given its credentials,
//! and the newest is rendered.

use dify::releases::{RELEASES, Release, newest};
use dify::{Component, Version};

use crate::{run, run_with, sekisho};

/// Every row that is looked at, and tags that people write beside the plain ones.
fn rows() -> impl Iterator<Item = &'static Release> {
    RELEASES.iter().filter(|row| row.version >= Version::new(0, 6, 9))
}

fn workload(name: &str, image: &str, env: &[(&str, &str)]) -> String {
    let env: String =
        env.iter().map(|(name, value)| format!("        - {{name: {name}, value: '{value}'}}\n")).collect();
    let env = if env.is_empty() { String::new() } else { format!("        env:\n{env}") };
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: dify}}\nspec:\n  selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n      containers:\n      - name: {name}\n        image: {image}\n{env}"
    )
}

/// The workloads of a release, as its compose file combines them.
fn deployment(row: &Release, tag: &str) -> String {
    let mut all = vec![
        workload(
            "api",
            &format!("langgenius/dify-api:{tag}"),
            &[("MODE", "api"), ("SECRET_KEY", ""), ("DB_PASSWORD", "difyai123456")],
        ),
        workload(
            "worker",
            &format!("langgenius/dify-api:{tag}"),
            &[("MODE", "worker"), ("SECRET_KEY", ""), ("DB_PASSWORD", "difyai123456")],
        ),
        workload("beat", &format!("langgenius/dify-api:{tag}"), &[("MODE", "beat"), ("DB_PASSWORD", "difyai123456")]),
        workload("web", &format!("langgenius/dify-web:{tag}"), &[]),
        workload("ssrf", "ubuntu/squid:latest", &[]),
        workload("db", "postgres:15-alpine", &[("POSTGRES_PASSWORD", "difyai123456")]),
    ];
    if let Some((_, version)) = row.companion(Component::Sandbox) {
        all.push(workload("sandbox", &format!("langgenius/dify-sandbox:{version}"), &[("API_KEY", "dify-sandbox")]));
    }
    if let Some((_, version)) = row.companion(Component::PluginDaemon) {
        let env = [("SERVER_KEY", ""), ("DIFY_INNER_API_KEY", "")];
        all.push(workload("plugin", &format!("langgenius/dify-plugin-daemon:{version}-local"), &env));
    }
    if row.version >= Version::new(1, 16, 0) {
        let token = if row.version >= Version::new(1, 17, 0) {
            "DIFY_AGENT_LOCAL_SANDBOX_AUTH_TOKEN"
        } else {
            "DIFY_AGENT_SHELLCTL_AUTH_TOKEN"
        };
        let env = [
            ("DIFY_AGENT_API_TOKEN", "dify-agent-run-token-for-dev-only"),
            (token, ""),
            ("DIFY_AGENT_SERVER_SECRET_KEY", ""),
        ];
        all.push(workload("agent", &format!("langgenius/dify-agent-backend:{tag}"), &env));
        all.push(workload(
            "shell",
            &format!("langgenius/dify-agent-local-sandbox:{tag}"),
            &[("SHELLCTL_AUTH_TOKEN", "")],
        ));
    }
    all.join("---\n")
}

#[test]
fn every_release_is_audited_hardened_and_given_its_credentials() {
    for row in rows() {
        let tag = row.version.to_string();
        let text = deployment(row, &tag);

        let audit = run_with(&["audit", "-", "--format", "json"], &text);
        assert!(matches!(audit.code, Some(12 | 13)), "{tag}: {:?} {}", audit.code, audit.err);
        let report = audit.json();
        let components = report["inventory"]["components"].as_array().expect("components");
        let web = components.iter().find(|it| it["component"] == "web").expect("web");
        assert_eq!(web["version"], tag.as_str(), "{tag}");
        let rules: Vec<&str> =
            report["findings"].as_array().expect("findings").iter().filter_map(|it| it["rule"].as_str()).collect();
        assert!(rules.contains(&"published-default-credential"), "{tag}");
        // What goes together is not blamed for it, and what runs as shipped is not hardened too far.
        assert!(
            !rules.contains(&"mismatched-companion-versions") && !rules.contains(&"hardened-too-far"),
            "{tag}: {rules:?}"
        );

        let hardened = run_with(&["harden"], &text);
        assert_eq!(hardened.code, Some(0), "{tag}: {}", hardened.err);
        assert_eq!(run_with(&["harden"], &hardened.out).out, hardened.out, "{tag}: twice is once");
        let again = run_with(&["audit", "-", "--format", "json"], &hardened.out).json();
        let too_far = again["findings"].as_array().expect("findings").iter().any(|it| it["rule"] == "hardened-too-far");
        assert!(!too_far, "{tag}: {}", hardened.out);
        let celery = hardened.out.contains("celery_healthcheck");
        assert_eq!(celery, row.version >= Version::new(1, 14, 0), "{tag}");
        let pm2 = hardened.out.contains("/tmp/.pm2");
        assert_eq!(pm2, row.version < Version::new(1, 13, 1), "{tag}");

        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("dify.yaml");
        std::fs::write(&file, &text).expect("a file");
        let made = sekisho(folder.path(), &["secrets", "setup", "--dry-run", "--format", "json", "dify.yaml"])
            .output()
            .expect("it starts");
        let plan = String::from_utf8_lossy(&made.stdout).into_owned();
        assert_eq!(made.status.code(), Some(0), "{tag}: {}", String::from_utf8_lossy(&made.stderr));
        for name in ["SECRET_KEY", "DB_PASSWORD", "SANDBOX_API_KEY"] {
            assert!(plan.contains(&format!("\"{name}\"")), "{tag}: {name}: {plan}");
        }
        assert_eq!(plan.contains("PLUGIN_DAEMON_KEY"), row.companion(Component::PluginDaemon).is_some(), "{tag}");
        assert_eq!(plan.contains("SHELLCTL_AUTH_TOKEN"), row.version >= Version::new(1, 16, 0), "{tag}: {plan}");
    }
}

/// Where a tag tells nothing of what is in it, nothing is concluded: neither a hole nor that there is none.
#[test]
fn tags_of_branches_candidates_and_digests_are_not_guessed() {
    let row = newest();
    for tag in ["1.13.3-lts.2", "hotfix-1.15.0-fix.4", "latest", "main", "99.0.0"] {
        let text = deployment(row, tag);
        let report = run_with(&["audit", "-", "--format", "json"], &text).json();
        let blamed = report["findings"].as_array().expect("findings").iter().any(|it| {
            it["rule"] == "vulnerable-dify-version"
                && it["message"].as_str().is_some_and(|it| it.starts_with("api ") || it.starts_with("web "))
        });
        assert!(!blamed, "{tag}");
        let hardened = run_with(&["harden"], &text);
        let api = hardened.out.split("---\n").next().unwrap_or("");
        assert!(!api.contains("runAsUser") && !api.contains("readOnlyRootFilesystem"), "{tag}: {api}");
    }
    // A correction has what its release has; a candidate is before it.
    let fixed = run_with(&["harden"], &deployment(row, "1.10.1-fix.1"));
    assert!(fixed.out.contains("runAsUser: 1001"), "{}", fixed.out);
    let candidate = run_with(&["harden"], &deployment(row, "1.14.0-rc1"));
    assert!(!candidate.out.contains("celery_healthcheck"), "{}", candidate.out);
}

/// What a new row needs beside `cargo test -p dify`: it can be rendered, and what is rendered are its own versions and names.
#[test]
fn the_newest_release_is_rendered() {
    let row = newest();
    let version = row.version.to_string();
    let rendered = run(&["render", "--env", "production", "--dify-version", &version]);
    assert_eq!(rendered.code, Some(0), "crates/render/src/plan.rs: VERSIONS lacks {version}: {}", rendered.err);
    for component in [Component::PluginDaemon, Component::Sandbox] {
        let (_, companion) = row.companion(component).expect("a companion");
        assert!(rendered.out.contains(&format!(":{companion}")), "{component} {companion}");
    }
    for image in ["dify-api", "dify-web", "dify-agent-backend", "dify-agent-local-sandbox"] {
        assert!(rendered.out.contains(&format!("langgenius/{image}:{version}")), "{image}");
    }
    // The names of its time, and none that it replaced.
    assert!(rendered.out.contains("DIFY_AGENT_LOCAL_SANDBOX_AUTH_TOKEN"), "{}", rendered.out);
    assert!(!rendered.out.contains("DIFY_AGENT_SHELLCTL_"), "{}", rendered.out);
    let audit = run_with(&["audit", "-", "--format", "json"], &rendered.out).json();
    let too_far = audit["findings"].as_array().expect("findings").iter().any(|it| it["rule"] == "hardened-too-far");
    assert!(!too_far, "what is rendered runs");
}
