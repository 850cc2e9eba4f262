//! `sekisho harden` as Helm 3 and Helm 4 run it: the real programs, on a chart of the suite's own (`tests/chart`).

use crate::tools::{HELM_3, HELM_4, Place};
use crate::{root, run_with};

const CHART: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/chart");

const HARDEN: &[&str] = &["template", "dify", CHART, "--post-renderer", "sekisho", "--post-renderer-args", "harden"];

/// The templates of what was rendered, and whether the pods of each are hardened.
fn hardened(rendered: &str) -> Vec<(&str, bool)> {
    let documents = rendered.split("---\n# Source: dify/templates/").skip(1);
    let mut found: Vec<(&str, bool)> = documents
        .map(|it| (it.lines().next().unwrap_or(""), it.contains("automountServiceAccountToken: false")))
        .collect();
    found.sort_unstable();
    found
}

#[test]
fn helm_3_hands_over_the_manifests_and_keeps_the_hooks_to_itself() {
    let Some(program) = HELM_3.built() else { return };
    let helm = Place::new(program);
    let rendered = helm.out(HARDEN);
    assert_eq!(helm.out(HARDEN), rendered, "the same each time");
    assert_eq!(
        hardened(&rendered),
        [("api.yaml", true), ("migration.yaml", false), ("sandbox.yaml", true), ("ssrf-proxy.yaml", true)]
    );
    assert!(rendered.contains("- name: api # the API\n"), "{rendered}");

    // What is no hook is what the other form gives, byte for byte; and the hook is as the chart has it.
    let plain = helm.out(&["template", "dify", CHART]);
    let (manifests, hook) = plain.split_once("---\n# Source: dify/templates/migration.yaml\n").expect("a hook");
    let piped = run_with(&["harden"], manifests);
    assert_eq!(rendered, format!("{}---\n# Source: dify/templates/migration.yaml\n{hook}", piped.out));
}

#[test]
fn helm_3_stops_and_says_why_when_nothing_can_be_hardened() {
    let Some(program) = HELM_3.built() else { return };
    let failed = Place::new(program).run(&[HARDEN, &["--post-renderer-args", "missing.yaml"]].concat());
    assert_eq!((failed.code, failed.out.as_str()), (Some(1), ""));
    assert!(failed.err.contains("error while running post render") && failed.err.contains("missing.yaml"));
}

/// A home in which the plugin of this repository is installed.
fn helm_4() -> Option<Place> {
    let helm = Place::new(HELM_4.built()?);
    let plugin = root().join("plugins/helm/sekisho");
    helm.out(&["plugin", "install", &plugin.to_string_lossy()]);
    let listed = helm.out(&["plugin", "list"]);
    let version = env!("CARGO_PKG_VERSION");
    let row = listed.lines().find(|it| it.starts_with("sekisho")).expect("it is listed");
    assert_eq!(row.split_whitespace().take(3).collect::<Vec<_>>(), ["sekisho", version, "postrenderer/v1"]);
    Some(helm)
}

#[test]
fn helm_4_runs_the_plugin_on_the_hooks_too() {
    let Some(helm) = helm_4() else { return };
    let harden = ["template", "dify", CHART, "--post-renderer", "sekisho"];
    let rendered = helm.out(&harden);
    assert_eq!(helm.out(&harden), rendered, "the same each time");
    assert_eq!(
        hardened(&rendered),
        [("api.yaml", true), ("migration.yaml", true), ("sandbox.yaml", true), ("ssrf-proxy.yaml", true)]
    );
    assert!(rendered.contains("helm.sh/hook: pre-install,pre-upgrade") && rendered.contains("- name: api # the API\n"));
    assert!(!rendered.contains("postrenderer.helm.sh"), "Helm's own notes are gone");
    assert_eq!(run_with(&["harden"], &rendered).out, rendered, "twice is once");

    assert!(rendered.contains("readOnlyRootFilesystem"));
    let confirmed = helm.out(&[&harden[..], &["--post-renderer-args=--confirmed-only"]].concat());
    assert!(!confirmed.contains("readOnlyRootFilesystem") && confirmed.contains("runAsNonRoot: true"));
}

/// Helm 4.3 keeps what a plugin says on standard error to itself even then; docs/harden.md tells how to see it.
#[test]
fn helm_4_stops_when_nothing_can_be_hardened() {
    let Some(helm) = helm_4() else { return };
    let arguments = ["template", "dify", CHART, "--post-renderer", "sekisho", "--post-renderer-args", "missing.yaml"];
    let failed = helm.run(&arguments);
    assert_eq!((failed.code, failed.out.as_str()), (Some(1), ""));
    assert!(failed.err.contains("plugin \"sekisho\" exited with error") && !failed.err.contains("missing.yaml"));
}
