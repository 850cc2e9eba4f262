//! Public Dify deployments, read from where the environment says they are.

use std::fs;
use std::io::Write as _;

use dify::Component;
use harden::{Remark, Request};
use invariants::{Cluster, Verdict, dify_pack, prove};
use netpol::Network;
use pss::{Level, Version};
use rules::Severity;

use crate::fields::lost;
use crate::{below, everything, harden, read};

const VARIABLE: &str = "SEKISHO_PUBLIC_DEPLOYMENTS";

/// The manifests; a chart's values are no manifests.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where their data is")]
pub(crate) fn deployments() -> Vec<(String, String)> {
    let Ok(folder) = std::env::var(VARIABLE) else {
        let _ = writeln!(std::io::stderr(), "harden: NOT RUN: the tests on public Dify deployments; set {VARIABLE}");
        assert!(std::env::var("CI").is_err(), "in CI {VARIABLE} must be set");
        return Vec::new();
    };
    let mut paths: Vec<_> = fs::read_dir(folder).expect("the folder").map(|it| it.expect("an entry").path()).collect();
    paths.retain(|it| it.extension().is_some_and(|it| it == "yaml"));
    paths.sort();
    let text = |it: &std::path::PathBuf| (it.display().to_string(), fs::read_to_string(it).expect("a file"));
    let found: Vec<_> = paths.iter().map(text).filter(|(_, text)| !read(text).workloads.is_empty()).collect();
    assert!(!found.is_empty(), "no manifests");
    found
}

/// A Helm test that is `wget URL`: it writes what it gets beside the programs of its image, which only root can.
fn is_download(name: &str) -> bool {
    name.ends_with("dify-test-connection")
}

#[test]
fn every_workload_but_the_sandbox_meets_restricted_and_the_sandbox_baseline() {
    for (name, text) in deployments() {
        let hardened = harden(&text, &Request { owned_volumes: true, ..Request::default() });
        let sandbox = hardened.inventory.workloads.iter().find(|it| it.component == Some(Component::Sandbox));
        let sandbox = sandbox.map(|it| format!("{}/{}", it.meta.namespace, it.meta.name.value));
        let mut left = below(&hardened.inventory, Level::Restricted);
        left.retain(|it| !is_download(it));
        assert_eq!(left, Vec::from_iter(sandbox), "{name}");
        assert_eq!(below(&hardened.inventory, Level::Baseline), Vec::<String>::new(), "{name}");
        // Without a namespace of its own the sandbox holds the level down, and that is told.
        let levels = harden::levels(&hardened.inventory);
        let [(_, Level::Baseline, because)] = levels.as_slice() else { panic!("{name}: {levels:?}") };
        assert_eq!(because.iter().filter(|it| !is_download(it)).count(), 1, "{name}: {because:?}");
    }
}

#[test]
fn with_a_namespace_for_the_sandbox_the_main_one_enforces_restricted() {
    for (name, text) in deployments() {
        let request = Request { sandbox_namespace: Some("cage".to_owned()), owned_volumes: true, ..Request::default() };
        let hardened = harden(&text, &request);
        // As anybody else reads it, who was not told how it came about.
        let after = read(hardened.text());
        let level = |name: &str| {
            let namespace = after.namespaces.iter().find(|it| **it.meta.name == *name).expect(name);
            namespace.meta.labels.get("pod-security.kubernetes.io/enforce").expect("a level").to_owned()
        };
        let downloads = below(&after, Level::Restricted).iter().any(|it| is_download(it));
        let main = if downloads { "baseline" } else { "restricted" };
        assert_eq!((level("dify").as_str(), level("cage").as_str()), (main, "baseline"), "{name}");
        for workload in &after.workloads {
            let caged = &*workload.meta.namespace == "cage";
            assert_eq!(caged, workload.component.is_some_and(Component::is_sandbox), "{name}");
            let met = pss::strictest_met(&workload.pod, Version::Latest);
            let free = caged || is_download(&workload.meta.name.value);
            assert!(met >= if free { Level::Baseline } else { Level::Restricted }, "{name}");
        }
        let left: Vec<_> = hardened.remarks.iter().filter(|it| matches!(it, Remark::Left { .. })).collect();
        assert!(left.is_empty(), "{name}: {left:?}");
    }
}

#[test]
fn with_a_proxy_and_policies_the_pack_is_proved() {
    for (name, text) in deployments() {
        for sandbox_namespace in [None, Some("cage".to_owned())] {
            let request = Request { sandbox_namespace, secret_refs: false, ..everything() };
            let hardened = harden(&text, &request);
            assert_eq!(hardened.unproved, Vec::<String>::new(), "{name}");
            let after = read(hardened.text());
            let network = Network::new(&after, &netpol::Options::default());
            let proofs = prove(&network, &Cluster::default(), &dify_pack(&network));
            let open = proofs.iter().filter(|it| matches!(it.verdict, Verdict::Refuted(_) | Verdict::Unknown(_)));
            assert_eq!(open.map(|it| it.statement.invariant.to_string()).collect::<Vec<_>>(), Vec::<String>::new());
            let proved: Vec<String> = proofs
                .iter()
                .filter(|it| matches!(it.verdict, Verdict::Proved(_)))
                .map(|it| it.statement.invariant.to_string())
                .collect();
            for sentence in
                ["sandbox -> needs ssrf-proxy", "api -> needs ssrf-proxy", "sandbox -> only ssrf-proxy, dns"]
            {
                assert!(proved.iter().any(|it| it.starts_with(sentence)), "{name}: {sentence}\n{proved:#?}");
            }
        }
    }
}

/// What a fix or a request may replace: anything else has to be there afterwards as it was.
fn may_change(field: &str, request: &Request) -> bool {
    let (object, path) = field.split_once(' ').expect("an object and a field");
    // The variable or key that it is about.
    let variable = path.split_once(".env[").and_then(|(_, rest)| rest.split(']').next());
    let name = variable.or_else(|| path.strip_prefix(".data.")).unwrap_or("");
    let by_fix = path.contains(".securityContext")
        || path.contains("automountServiceAccountToken")
        || name == "SWAGGER_UI_ENABLED"
        // One line of it mutes the log.
        || name == "squid.conf"
        // An init container that sets sysctls of the node (Weaviate's chart).
        || path.contains(".initContainers[configure-sysctl]");
    let addressed = ["_ENDPOINT", "_ENTRYPOINT", "_PROXY"].iter().any(|it| name.ends_with(it));
    let by_move = request.sandbox_namespace.is_some() && (path == ".metadata.namespace" || addressed);
    let by_proxy =
        request.ssrf_proxy && (object == "ConfigMap/dify-ssrf-proxy" || name == "DIFY_AGENT_STUB_API_BASE_URL");
    let taken = object.starts_with("Secret/") && path.starts_with(".data.");
    let by_secret = request.secret_refs && (taken || dify::credential(name).is_some());
    let by_policy = request.policies.is_some() && object.starts_with("NetworkPolicy/");
    by_fix || by_move || by_proxy || by_secret || by_policy
}

#[test]
fn every_field_is_kept_that_need_not_change() {
    for (name, text) in deployments() {
        for request in [Request::default(), everything()] {
            let hardened = harden(&text, &request);
            let lost = lost(&read(&text), &hardened.inventory);
            let more: Vec<_> = lost.iter().filter(|it| !may_change(it, &request)).collect();
            assert!(more.is_empty(), "{name}: {more:#?}");
        }
    }
}

/// What only a person can decide: which value, which version, which destinations inside are meant, who needs a credential.
const DECISIONS: &[&str] = &[
    "published-default-credential",
    "ssrf-proxy-without-destination-rules",
    "unneeded-credential",
    "vulnerable-dify-version",
];

#[test]
fn nothing_grave_is_left_but_what_needs_a_decision() {
    for (name, text) in deployments() {
        let hardened = harden(&text, &everything());
        let audit = rules::audit(&read(hardened.text()));
        let grave = audit.findings.iter().filter(|it| it.severity >= Severity::High && !it.exception);
        let left: std::collections::BTreeSet<&str> =
            grave.map(|it| it.rule.as_str()).filter(|it| !DECISIONS.contains(it)).collect();
        assert!(left.is_empty(), "{name}: {left:?}");
        // The one published value that is left stands inside of a file that Weaviate reads.
        let values = audit.findings.iter().filter(|it| it.rule == "published-default-credential");
        assert!(values.count() <= 1, "{name}");
    }
}

#[test]
fn twice_is_once_and_each_time_the_same() {
    for (name, text) in deployments() {
        for request in [Request::default(), everything()] {
            let once = harden(&text, &request);
            assert!(harden(&text, &request).text() == once.text(), "{name}: not the same each time");
            assert!(harden(once.text(), &request).text() == once.text(), "{name}: not the same twice");
        }
    }
}
