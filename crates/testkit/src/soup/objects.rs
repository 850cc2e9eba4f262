//! Objects with and without violations, as values; how they are written is [`super::disguise`]'s.

use super::Dice;

/// A value of JSON.
#[derive(Clone)]
pub enum Node {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text.
    Str(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in order.
    Map(Vec<(String, Node)>),
}

use Node::{Bool, Int, List, Map};

fn text(value: &str) -> Node {
    Node::Str(value.to_owned())
}

fn map(entries: Vec<(&str, Node)>) -> Node {
    Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// Any of several kinds of object.
#[must_use]
pub fn object(dice: &mut Dice) -> Node {
    let number = dice.below(1000);
    let meta = map(vec![("name", text(&format!("o{number}"))), ("namespace", text("a"))]);
    match dice.below(10) {
        0 => map(vec![
            ("apiVersion", text("rbac.authorization.k8s.io/v1")),
            ("kind", text("ClusterRole")),
            ("metadata", meta),
            ("rules", List(vec![rule(dice)])),
        ]),
        1 => map(vec![
            ("apiVersion", text("networking.k8s.io/v1")),
            ("kind", text("NetworkPolicy")),
            ("metadata", meta),
            ("spec", policy(dice)),
        ]),
        2 | 3 => map(vec![
            ("apiVersion", text("apps/v1")),
            ("kind", text("Deployment")),
            ("metadata", meta),
            ("spec", template(dice)),
        ]),
        4 => {
            let job = map(vec![("spec", template(dice))]);
            map(vec![
                ("apiVersion", text("batch/v1")),
                ("kind", text("CronJob")),
                ("metadata", meta),
                ("spec", map(vec![("schedule", text("0 0 * * *")), ("jobTemplate", job)])),
            ])
        }
        5 => map(vec![
            ("apiVersion", text("v1")),
            ("kind", text("List")),
            ("items", List(vec![pod(dice, meta.clone()), pod(dice, meta)])),
        ]),
        _ => pod(dice, meta),
    }
}

fn pod(dice: &mut Dice, meta: Node) -> Node {
    map(vec![("apiVersion", text("v1")), ("kind", text("Pod")), ("metadata", meta), ("spec", spec(dice))])
}

fn template(dice: &mut Dice) -> Node {
    let labels = || map(vec![("app", text("x"))]);
    map(vec![
        ("selector", map(vec![("matchLabels", labels())])),
        ("template", map(vec![("metadata", map(vec![("labels", labels())])), ("spec", spec(dice))])),
    ])
}

/// Each field is right three times out of four, so that a hidden one is often the only violation.
fn wrong(dice: &mut Dice) -> bool {
    dice.once_in(8)
}

fn spec(dice: &mut Dice) -> Node {
    let mut entries = Vec::new();
    for name in ["hostPID", "hostIPC", "hostNetwork", "shareProcessNamespace"] {
        if dice.once_in(3) {
            entries.push((name, Bool(wrong(dice))));
        }
    }
    if dice.once_in(8) {
        let user = if wrong(dice) { 0 } else { 1000 };
        entries.push(("securityContext", map(vec![("runAsUser", Int(user)), ("runAsNonRoot", Bool(!wrong(dice)))])));
    }
    if dice.once_in(6) {
        let volume = if wrong(dice) {
            map(vec![("name", text("v")), ("hostPath", map(vec![("path", text("/"))]))])
        } else {
            map(vec![("name", text("v")), ("emptyDir", map(vec![]))])
        };
        entries.push(("volumes", List(vec![volume])));
    }
    entries.push(("automountServiceAccountToken", Bool(wrong(dice))));
    let mut containers = vec![container(dice, "c")];
    if dice.once_in(5) {
        containers.push(container(dice, "d"));
    }
    if dice.once_in(5) {
        entries.push(("initContainers", List(vec![container(dice, "i")])));
    }
    entries.push(("containers", List(containers)));
    map(entries)
}

fn container(dice: &mut Dice, name: &str) -> Node {
    let mut entries = vec![("name", text(name)), ("image", text("nginx:1.27.5"))];
    if dice.once_in(5) {
        let port = if wrong(dice) { 80 } else { 0 };
        entries.push(("ports", List(vec![map(vec![("containerPort", Int(8080)), ("hostPort", Int(port))])])));
    }
    if !dice.once_in(20) {
        entries.push(("securityContext", security(dice)));
    }
    map(entries)
}

fn security(dice: &mut Dice) -> Node {
    let seccomp = if wrong(dice) { "Unconfined" } else { "RuntimeDefault" };
    let user = if wrong(dice) { 0 } else { 1000 };
    let mut capabilities = vec![("drop", List(vec![text(if wrong(dice) { "NET_RAW" } else { "ALL" })]))];
    if wrong(dice) {
        capabilities.push(("add", List(vec![text("SYS_ADMIN")])));
    }
    let mut entries = vec![
        ("privileged", Bool(wrong(dice))),
        ("allowPrivilegeEscalation", Bool(wrong(dice))),
        ("runAsNonRoot", Bool(!wrong(dice))),
        ("runAsUser", Int(user)),
        ("readOnlyRootFilesystem", Bool(!wrong(dice))),
        ("capabilities", map(capabilities)),
        ("seccompProfile", map(vec![("type", text(seccomp))])),
    ];
    if wrong(dice) {
        entries.push(("procMount", text("Unmasked")));
    }
    let gone = dice.below(entries.len() * 3);
    if gone < entries.len() {
        entries.remove(gone);
    }
    map(entries)
}

fn rule(dice: &mut Dice) -> Node {
    let list = |value: &str| List(vec![text(value)]);
    let (resource, verb) = if wrong(dice) { ("*", "*") } else { ("configmaps", "get") };
    map(vec![("apiGroups", list("")), ("resources", list(resource)), ("verbs", list(verb))])
}

fn policy(dice: &mut Dice) -> Node {
    let mut entries = vec![("podSelector", map(vec![])), ("policyTypes", List(vec![text("Ingress"), text("Egress")]))];
    if wrong(dice) {
        entries.push(("ingress", List(vec![map(vec![])])));
    }
    if wrong(dice) {
        let block = map(vec![("cidr", text("0.0.0.0/0"))]);
        entries.push(("egress", List(vec![map(vec![("to", List(vec![map(vec![("ipBlock", block)])]))])])));
    }
    map(entries)
}
