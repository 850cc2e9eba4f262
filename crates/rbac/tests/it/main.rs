//! Bindings in, subjects out; every expectation is what the API server's authorizer answers.

use inventory::{Input, Options};
use rbac::{Question, who_can};

const ROLES: &str = "
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: dify}
rules:
  - {apiGroups: [''], resources: [secrets], verbs: [get], resourceNames: [one, two]}
  - {apiGroups: [''], resources: [pods, '*/log'], verbs: [get, list]}
  - {apiGroups: [apps], resources: [deployments/scale], verbs: ['*']}
  - {apiGroups: ['*'], resources: ['*/*'], verbs: [delete]}
  - {apiGroups: [''], resources: [configmaps], verbs: [create], resourceNames: [one]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: everything}
rules:
  - {apiGroups: ['*'], resources: ['*'], verbs: ['*']}
  - {nonResourceURLs: [/metrics, /healthz/*], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: nodes}
rules: [{apiGroups: [''], resources: [nodes, namespaces], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: gathered}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {x: y}}]}
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: more-view, labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}
rules: [{apiGroups: [example.com], resources: [things], verbs: [get]}]
";

/// A binding of `kind` to `role` (`Kind/name`) for `subject` (`Kind/name` or `ServiceAccount/namespace/name`).
fn binding(kind: &str, namespace: &str, role: &str, subject: &str) -> String {
    let (role_kind, role_name) = role.split_once('/').expect("a role");
    let parts: Vec<&str> = subject.split('/').collect();
    let subject = match parts.as_slice() {
        [kind, namespace, name] => format!("{{kind: {kind}, namespace: {namespace}, name: {name}}}"),
        [kind, name] => format!("{{kind: {kind}, name: '{name}'}}"),
        _ => panic!("{subject}"),
    };
    let namespace = if namespace.is_empty() { String::new() } else { format!(", namespace: {namespace}") };
    format!(
        "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: b{namespace}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: {role_kind}, name: {role_name}}}\nsubjects: [{subject}]\n"
    )
}

/// `Kind namespace/name` of all who may; what cannot be seen as `? reason`.
fn ask(bindings: &[String], question: &str, namespace: Option<&str>) -> Vec<String> {
    let text = format!("{ROLES}{}", bindings.concat());
    let inventory = inventory::read(vec![Input::file("a.yaml", text)], &Options::default());
    let words: Vec<&str> = question.split(' ').collect();
    let question = Question::parse(words[0], words[1], words.get(2).copied()).expect("a question");
    let answer = who_can(&inventory, &question, namespace);
    let holders = answer.holders.iter().map(|it| {
        let (kind, name) = (it.whom.kind.name(), &it.whom.name);
        if it.whom.namespace.is_empty() {
            format!("{kind} {name}")
        } else {
            format!("{kind} {}/{name}", it.whom.namespace)
        }
    });
    let unseen = answer.unseen.iter().map(|it| format!("? {}", it.reason.get(lang::Lang::En)));
    holders.chain(unseen).collect()
}

fn may(role: &str, question: &str) -> bool {
    !ask(&[binding("RoleBinding", "dify", role, "User/u")], question, Some("dify")).is_empty()
}

#[test]
fn entries_are_read_as_the_authorizer_reads_them() {
    for (question, expected) in [
        ("get secrets/one", true),
        ("get secrets/three", false),
        // Without a name no entry with names applies.
        ("get secrets", false),
        ("list secrets/one", false),
        ("get pods", true),
        ("GET pods", false),
        ("get pods/p log", true),
        ("get deployments log", false),
        ("get pods exec", false),
        ("get pods.apps", false),
        ("patch deployments scale", true),
        ("patch deployments", false),
        ("delete pods", false),
        ("delete pods status", false),
        // The name is not known when an object is made.
        ("create configmaps/one", false),
        ("get *", false),
    ] {
        assert_eq!(may("Role/reader", question), expected, "{question}");
    }
    for question in
        ["get secrets", "escalate clusterroles.rbac.authorization.k8s.io/x", "get things.example.com status", "* *"]
    {
        let all = [binding("ClusterRoleBinding", "", "ClusterRole/everything", "User/u")];
        assert_eq!(ask(&all, question, Some("dify")), ["User u"], "{question}");
    }
}

#[test]
fn bindings_hold_where_they_stand() {
    let here = [binding("RoleBinding", "dify", "ClusterRole/everything", "ServiceAccount/other/sa")];
    assert_eq!(ask(&here, "get secrets", Some("dify")), ["ServiceAccount other/sa"]);
    assert_eq!(ask(&here, "get secrets", Some("other")), [""; 0]);
    assert_eq!(ask(&here, "get secrets", None), ["ServiceAccount other/sa"]);
    // What is of the cluster, and paths, need a ClusterRoleBinding.
    assert_eq!(ask(&here, "get nodes", Some("dify")), [""; 0]);
    assert_eq!(ask(&here, "get /metrics", None), [""; 0]);
    let everywhere = [binding("ClusterRoleBinding", "", "ClusterRole/everything", "Group/ops")];
    for question in ["get nodes", "get /metrics", "get /healthz/etcd"] {
        assert_eq!(ask(&everywhere, question, None), ["Group ops"], "{question}");
    }
    assert_eq!(ask(&everywhere, "get /metrics/x", None), [""; 0]);
    assert_eq!(ask(&everywhere, "post /metrics", None), [""; 0]);
    // A Namespace is asked for in itself.
    let nodes = [binding("RoleBinding", "dify", "ClusterRole/nodes", "User/u")];
    assert_eq!(ask(&nodes, "get namespaces/dify", None), ["User u"]);
    assert_eq!(ask(&nodes, "get namespaces/other", None), [""; 0]);
    assert_eq!(ask(&nodes, "get namespaces", None), [""; 0]);
}

#[test]
fn subjects_are_who_they_are() {
    // Without a namespace a service account is of the RoleBinding's, and nobody in a ClusterRoleBinding.
    let own = [binding("RoleBinding", "dify", "ClusterRole/everything", "ServiceAccount/sa")];
    assert_eq!(ask(&own, "get secrets", Some("dify")), ["ServiceAccount dify/sa"]);
    let nobody = [binding("ClusterRoleBinding", "", "ClusterRole/everything", "ServiceAccount/sa")];
    assert_eq!(ask(&nobody, "get secrets", None), [""; 0]);
    let user = [binding("ClusterRoleBinding", "", "ClusterRole/everything", "User/system:serviceaccount:dify:sa")];
    assert_eq!(ask(&user, "get secrets", None), ["ServiceAccount dify/sa"]);
    // A ClusterRoleBinding cannot give a Role.
    let wrong = [binding("ClusterRoleBinding", "", "Role/reader", "User/u")];
    assert_eq!(ask(&wrong, "get pods", Some("dify")), [""; 0]);
    // A Role is of its namespace.
    let elsewhere = [binding("RoleBinding", "other", "Role/reader", "User/u")];
    assert_eq!(ask(&elsewhere, "get pods", Some("other")), ["? Role `reader` is not in the input"]);
}

#[test]
fn groups_name_their_members() {
    let text = format!(
        "{ROLES}{}---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: api, namespace: dify}}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: x, namespace: other}}\n",
        binding("RoleBinding", "dify", "ClusterRole/edit", "Group/system:serviceaccounts:dify")
    );
    let inventory = inventory::read(vec![Input::file("a.yaml", text)], &Options::default());
    let question = Question::parse("get", "secrets", None).expect("a question");
    let answer = who_can(&inventory, &question, Some("dify"));
    assert_eq!(answer.holders[0].members, [("dify".to_owned(), "api".to_owned())]);
    assert_eq!(answer.holders[0].via[0].entry, None);
}

#[test]
fn built_in_roles_are_known_and_others_are_said_to_be_unseen() {
    for (role, question, expected) in [
        ("view", "get secrets", false),
        ("view", "get pods/p log", true),
        ("view", "get things.example.com", true),
        ("edit", "get things.example.com", true),
        ("edit", "get secrets", true),
        ("edit", "create pods/p exec", true),
        ("edit", "create roles", false),
        ("edit", "create endpoints", false),
        ("admin", "create roles", true),
        ("admin", "escalate roles", false),
        ("cluster-admin", "escalate roles", true),
        ("cluster-admin", "impersonate users/x", false),
    ] {
        assert_eq!(may(&format!("ClusterRole/{role}"), question), expected, "{role} {question}");
    }
    let unseen = |role: &str| ask(&[binding("RoleBinding", "dify", role, "User/u")], "get pods", Some("dify"));
    assert_eq!(unseen("ClusterRole/missing"), ["? ClusterRole `missing` is not in the input"]);
    assert_eq!(unseen("ClusterRole/gathered"), ["? the cluster puts ClusterRole `gathered` together from others"]);
}

#[test]
fn mistakes_say_what_to_write() {
    let mistake =
        |written: &str| Question::parse("get", written, None).expect_err("a mistake").get(lang::Lang::En).to_owned();
    assert!(mistake("secret").contains("did you mean `secrets`?"));
    assert!(mistake("NetworkPolicy").contains("did you mean `networkpolicies`?"));
    assert!(mistake("things").contains("behind a dot"));
    assert!(mistake("pods/a/log").contains("write RESOURCE"));
}
