//! The guide's examples and names, and what must never be in the output.

use lang::Lang;
use model::{ConfigKind, EnvFromKind, EnvSource};
use render::{Environment, SANDBOX_SECRET, SECRET, secret_keys};

use crate::support::{every, plan, production, read, rendered};

#[test]
fn the_role_of_the_guide_is_there() {
    let role = "\
kind: Role
metadata:
  name: dify-operator
  namespace: dify
  labels:
    app.kubernetes.io/part-of: dify
rules:
  - apiGroups: [\"\"]
    resources: [pods, pods/log, services, configmaps, events]
    verbs: [get, list, watch]
  - apiGroups: [apps]
    resources: [deployments, statefulsets]
    verbs: [get, list, watch]
";
    let text = production();
    assert!(text.contains(role));
    assert!(text.contains("kind: RoleBinding\nmetadata:\n  name: dify-operator\n"));
}

/// The example of the guide, to the letter: its namespace and, for what cannot be `restricted`, the one beside it.
#[test]
fn the_namespaces_are_written_as_in_the_guide() {
    let text = production();
    for (name, enforced) in [("dify", "restricted"), ("dify-sandbox", "baseline")] {
        let namespace = format!(
            "\
apiVersion: v1
kind: Namespace
metadata:
  name: {name}
  labels:
    app.kubernetes.io/part-of: dify
    pod-security.kubernetes.io/enforce: {enforced}
    pod-security.kubernetes.io/enforce-version: latest
    pod-security.kubernetes.io/audit: restricted
    pod-security.kubernetes.io/audit-version: latest
    pod-security.kubernetes.io/warn: restricted
    pod-security.kubernetes.io/warn-version: latest
"
        );
        assert!(text.contains(&namespace), "{name}");
    }
}

/// Who has the role, as the API server would decide it.
#[test]
fn whoever_has_the_role_looks_and_changes_nothing() {
    let inventory = read(&production());
    let may = |verb: &str, resource: &str, below: Option<&str>| {
        let question = rbac::Question::parse(verb, resource, below).unwrap_or_else(|it| panic!("{}", it.get(Lang::En)));
        let answer = rbac::who_can(&inventory, &question, Some("dify"));
        assert!(answer.unseen.is_empty(), "{verb} {resource}");
        let operators = |it: &rbac::Holder<'_>| it.via.iter().any(|it| &**it.binding.name == "dify-operator");
        answer.holders.iter().any(operators)
    };
    for resource in ["pods", "services", "configmaps", "events", "deployments.apps", "statefulsets.apps"] {
        for verb in ["get", "list", "watch"] {
            assert!(may(verb, resource, None), "{verb} {resource}");
        }
        for verb in ["create", "update", "patch", "delete"] {
            assert!(!may(verb, resource, None), "{verb} {resource}");
        }
    }
    assert!(may("get", "pods", Some("log")));
    for (verb, resource, below) in
        [("get", "secrets", None), ("create", "pods", Some("exec")), ("patch", "deployments.apps", Some("scale"))]
    {
        assert!(!may(verb, resource, below), "{verb} {resource} {below:?}");
    }
}

/// What the guide's commands name, as `kubectl` is told it.
const DEPLOYMENTS: &[&str] = &["api", "nginx", "plugin-daemon", "ssrf-proxy", "web", "worker", "worker-beat"];
/// What Dify 1.16 adds.
const DEPLOYMENTS_1_16: &[&str] = &["agent-backend", "agent-ssrf-proxy", "api-websocket"];

#[test]
fn the_names_of_the_guide_are_there() {
    for (name, plan) in every("") {
        let inventory = read(&rendered(&plan));
        let is_new = name.contains("1.16") || name.contains("1.17");
        let names = |namespace: &str, kind: &str| {
            let all = inventory.workloads.iter().map(|it| &it.meta);
            let found = all.filter(|it| &*it.namespace == namespace && &*it.kind == kind);
            let mut names: Vec<String> = found.map(|it| it.name.to_string()).collect();
            names.sort();
            names
        };
        let mut deployments = [DEPLOYMENTS, if is_new { DEPLOYMENTS_1_16 } else { &[] }].concat();
        deployments.sort_unstable();
        assert_eq!(names("dify", "Deployment"), deployments, "{name}");
        assert_eq!(names("dify", "StatefulSet"), ["postgres", "redis", "weaviate"], "{name}");
        let sandboxes: &[&str] = if is_new { &["agent-sandbox", "sandbox"] } else { &["sandbox"] };
        assert_eq!(names("dify-sandbox", "Deployment"), sandboxes, "{name}");
        for namespace in ["dify", "dify-sandbox"] {
            let policies = inventory.network_policies.iter().map(|it| &it.meta);
            let deny = |it: &model::Meta| &**it.name == "default-deny-all" && &*it.namespace == namespace;
            assert_eq!(policies.filter(|it| deny(it)).count(), 1, "{name}: {namespace}");
        }
    }
}

/// Every credential is a single key of the Secret that the guide names, or of the one beside the sandboxes.
#[test]
fn the_secret_of_the_guide_holds_every_credential() {
    assert_eq!((SECRET, SANDBOX_SECRET), ("dify-secret", "dify-sandbox-secret"));
    for (name, plan) in every("") {
        let keys: Vec<String> =
            secret_keys(&plan).iter().map(|it| format!("{}/{} {}", it.namespace, it.secret, it.key)).collect();
        assert!(keys.contains(&format!("dify/{SECRET} SECRET_KEY")), "{name}");
        assert!(keys.contains(&format!("dify-sandbox/{SANDBOX_SECRET} SANDBOX_API_KEY")), "{name}");
        let inventory = read(&rendered(&plan));
        for workload in &inventory.workloads {
            for container in &workload.pod.spec.containers {
                let whole = container.env_from.iter().any(|it| it.kind == EnvFromKind::Secret);
                assert!(!whole, "{name}: a whole Secret");
                for variable in &container.env {
                    let EnvSource::SecretKey { name: secret, key, .. } = &variable.source else { continue };
                    let taken = format!("{}/{} {}", workload.meta.namespace, secret.value, key.value);
                    assert!(keys.contains(&taken), "{name}: {taken}");
                }
            }
        }
    }
}

#[test]
fn no_credential_is_written() {
    let text = production();
    let inventory = read(&text);
    assert!(!inventory.configs.iter().any(|it| it.kind == ConfigKind::Secret));
    assert!(!text.contains("secretRef:"), "never a whole Secret");
    let written = inventory.configs.iter().flat_map(|it| &it.entries).map(|it| &*it.key.value);
    let credentials: Vec<&str> = written.filter(|key| dify::credential(key).is_some()).collect();
    assert_eq!(credentials, Vec::<&str>::new(), "ConfigMaps hold no credential");
}

#[test]
fn development_has_one_of_everything() {
    let text = rendered(&plan("", Environment::Development, "1.15.0", false));
    assert!(!text.contains("PodDisruptionBudget") && !text.contains("replicas: 2"));
    assert!(production().contains("PodDisruptionBudget"));
}
