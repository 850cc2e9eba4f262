//! The guide's examples and names, and what must never be in the output.

use model::ConfigKind;
use render::{Environment, SANDBOX_SECRET, SECRET, secret_keys};

use crate::support::{plan, production, read};

#[test]
fn the_namespaces_carry_the_labels_of_the_guide() {
    let text = production();
    let inventory = read(&text);
    let label = |name: &str, key: &str| {
        let namespace = inventory.namespaces.iter().find(|it| &**it.meta.name == name).expect(name);
        namespace.meta.labels.get(&format!("pod-security.kubernetes.io/{key}")).map(ToOwned::to_owned)
    };
    for key in ["enforce", "audit", "warn"] {
        assert_eq!(label("dify", key).as_deref(), Some("restricted"));
    }
    assert_eq!(label("dify-sandbox", "enforce").as_deref(), Some("baseline"));
}

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

#[test]
fn the_names_of_the_guide_are_there() {
    let inventory = read(&production());
    let has = |namespace: &str, kind: &str, name: &str| {
        let found = inventory
            .workloads
            .iter()
            .any(|it| &*it.meta.namespace == namespace && &*it.meta.kind == kind && &**it.meta.name == name);
        assert!(found, "{kind} {namespace}/{name}");
    };
    for name in [
        "api",
        "worker",
        "worker-beat",
        "web",
        "nginx",
        "plugin-daemon",
        "ssrf-proxy",
        "api-websocket",
        "agent-backend",
        "agent-ssrf-proxy",
    ] {
        has("dify", "Deployment", name);
    }
    for name in ["postgres", "redis", "weaviate"] {
        has("dify", "StatefulSet", name);
    }
    for name in ["sandbox", "agent-sandbox"] {
        has("dify-sandbox", "Deployment", name);
    }
    for namespace in ["dify", "dify-sandbox"] {
        let deny = inventory
            .network_policies
            .iter()
            .any(|it| &**it.meta.name == "default-deny-all" && &*it.meta.namespace == namespace);
        assert!(deny, "{namespace}");
    }
    let plan = plan("", Environment::Production, "1.16.1", false);
    let keys: Vec<String> =
        secret_keys(&plan).iter().map(|it| format!("{}/{} {}", it.namespace, it.secret, it.key)).collect();
    assert!(keys.contains(&format!("dify/{SECRET} SECRET_KEY")));
    assert!(keys.contains(&format!("dify-sandbox/{SANDBOX_SECRET} SANDBOX_API_KEY")));
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
    let text = crate::support::rendered(&plan("", Environment::Development, "1.15.0", false));
    assert!(!text.contains("PodDisruptionBudget") && !text.contains("replicas: 2"));
    assert!(production().contains("PodDisruptionBudget"));
}
