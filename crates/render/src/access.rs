//! Namespaces with their levels, and the role of whoever operates Dify: the guide's two examples.

use lang::Text;

use crate::node::{Node, entry, map};
use crate::object::Object;
use crate::{NAMESPACE, SANDBOX_NAMESPACE};

pub(crate) fn namespaces() -> Vec<Object> {
    let main = Text::new(
        "Everything but the sandboxes meets the strictest level, and the API server refuses what does not.",
        "サンドボックス以外のすべてが最も厳しいレベルを満たし、満たさないものは API サーバーが拒否します。",
    );
    let caged = Text::new(
        "The sandbox needs root and seven capabilities: it stands apart, at the level that it can meet.",
        "サンドボックスは root と七つの capability が必要なため、満たせるレベルの別の名前空間に分けます。",
    );
    vec![namespace(NAMESPACE, "restricted", main), namespace(SANDBOX_NAMESPACE, "baseline", caged)]
}

pub(crate) fn namespace(name: &str, level: &str, about: Text) -> Object {
    let labels = vec![
        entry("pod-security.kubernetes.io/enforce", level),
        entry("pod-security.kubernetes.io/enforce-version", "latest"),
        entry("pod-security.kubernetes.io/audit", "restricted"),
        entry("pod-security.kubernetes.io/audit-version", "latest"),
        entry("pod-security.kubernetes.io/warn", "restricted"),
        entry("pod-security.kubernetes.io/warn-version", "latest"),
    ];
    Object { labels, namespace: None, ..Object::new("v1", "Namespace", name) }.about(about)
}

/// The role `dify-operator`, which looks and changes nothing, and who has it.
pub(crate) fn operator() -> Vec<Object> {
    let about = Text::new(
        "For people on call: it looks, reads no Secret and enters no pod.",
        "当番の人のためのロール。閲覧だけができ、Secret は読めず、Pod の中にも入れません。",
    );
    let look = ["get", "list", "watch"];
    let rule = |group: &str, resources: Node| {
        map([("apiGroups", Node::from([group])), ("resources", resources), ("verbs", Node::from(look))])
    };
    let rules = vec![
        rule("", Node::from(["pods", "pods/log", "services", "configmaps", "events"])),
        rule("apps", Node::from(["deployments", "statefulsets"])),
    ];
    let role = Object::new("rbac.authorization.k8s.io/v1", "Role", "dify-operator").about(about);
    let binding = Text::new(
        "Who is on call: put your own group here, as your identity provider names it.",
        "当番の人。利用している ID プロバイダーのグループ名に置き換えてください。",
    );
    let reference = map([
        ("apiGroup", Node::from("rbac.authorization.k8s.io")),
        ("kind", "Role".into()),
        ("name", "dify-operator".into()),
    ]);
    let subject = map([
        ("apiGroup", Node::from("rbac.authorization.k8s.io")),
        ("kind", "Group".into()),
        ("name", "dify-operators".into()),
    ]);
    vec![
        role.with(vec![entry("rules", rules)]),
        Object::new("rbac.authorization.k8s.io/v1", "RoleBinding", "dify-operator")
            .about(binding)
            .with(vec![entry("roleRef", reference), entry("subjects", vec![subject])]),
    ]
}
