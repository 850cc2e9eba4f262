//! What an audit says of roles is what `rbac` answers: random roles and bindings, and the questions that the rules are about.

use std::fmt::Write as _;

use model::Inventory;
use rbac::{Question, builtin, who_can};
use rules::{Control, Judgement, audit};

use crate::one_answer::{judgement, read, runs, tell};
use crate::random_cluster::Dice;

/// Verbs, resources and a subresource of what opens a way to more rights.
const DANGEROUS: [(&[&str], &[&str], &str); 8] = [
    (&["get", "list", "watch"], &["secrets"], ""),
    (&["escalate", "bind"], &["roles", "clusterroles"], ""),
    (&["impersonate"], &["serviceaccounts"], ""),
    (
        &["create", "update", "patch"],
        &[
            "pods",
            "replicationcontrollers",
            "deployments",
            "statefulsets",
            "daemonsets",
            "replicasets",
            "jobs",
            "cronjobs",
        ],
        "",
    ),
    (&["create", "get"], &["pods"], "exec"),
    (&["create"], &["serviceaccounts"], "token"),
    (&["get", "create", "update", "patch", "delete"], &["nodes"], "proxy"),
    (&["create"], &["persistentvolumes"], ""),
];

fn roles(seed: u64) -> String {
    let mut dice = Dice::new(seed ^ 0x5eed);
    let mut out = String::new();
    for number in 0..1 + dice.below(3) {
        let kind = dice.of(&["Role", "ClusterRole"]);
        let namespace = if kind == "Role" { ", namespace: dify" } else { "" };
        let label = dice.of(&[
            "",
            ", labels: {kubernetes.io/bootstrapping: rbac-defaults}",
            ", labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}",
        ]);
        let prefix = if dice.chance(25) { "system:r" } else { "r" };
        let _ = write!(
            out,
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: '{prefix}{number}'{namespace}{label}}}\nrules:\n"
        );
        for _ in 0..1 + dice.below(2) {
            let verb = dice.of(&["get", "list", "create", "patch", "escalate", "impersonate", "bind"]);
            let resource = dice.of(&[
                "secrets",
                "pods",
                "configmaps",
                "pods/exec",
                "deployments",
                "roles",
                "serviceaccounts",
                "nodes/proxy",
                "'*'",
                "serviceaccounts/token",
                "events",
            ]);
            let group = dice.of(&["''", "apps", "rbac.authorization.k8s.io", "batch", "'*'"]);
            let names = if dice.chance(15) { ", resourceNames: [one]" } else { "" };
            let _ = writeln!(out, "  - {{apiGroups: [{group}], resources: [{resource}], verbs: [{verb}]{names}}}");
        }
        out.push_str("---\n");
    }
    for number in 0..dice.below(4) {
        let kind = dice.of(&["RoleBinding", "RoleBinding", "ClusterRoleBinding"]);
        let namespace = if kind == "RoleBinding" { ", namespace: dify" } else { "" };
        let role_kind = dice.of(&["Role", "ClusterRole"]);
        let role = if role_kind == "ClusterRole" {
            dice.of(&["r0", "r1", "system:r0", "system:r1", "view", "absent"])
        } else {
            dice.of(&["r0", "r1", "r2", "system:r0", "system:r1"])
        };
        let subject = dice.of(&[
            "{kind: ServiceAccount, name: sandbox, namespace: dify}",
            "{kind: User, name: alice}",
            "{kind: ServiceAccount, name: api}",
        ]);
        let _ = write!(
            out,
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: b{number}{namespace}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: {role_kind}, name: '{role}'}}\nsubjects: [{subject}]\n---\n"
        );
    }
    out
}

fn question(verb: &str, resource: &str, subresource: &str, name: &str) -> Question {
    let written = if name.is_empty() { resource.to_owned() } else { format!("{resource}/{name}") };
    let subresource = (!subresource.is_empty()).then_some(subresource);
    Question::parse(verb, &written, subresource).expect("a question")
}

/// Whether somebody may do something dangerous, and whether that cannot be told.
fn answer(inventory: &Inventory) -> (bool, bool) {
    let (mut somebody, mut unseen) = (false, false);
    for (verbs, resources, subresource) in DANGEROUS {
        for (verb, resource) in verbs.iter().flat_map(|verb| resources.iter().map(move |resource| (verb, resource))) {
            for name in ["", "one"] {
                let answer = who_can(inventory, &question(verb, resource, subresource, name), None);
                // Built-in roles for people are meant for them; a rule of its own judges them for service accounts.
                somebody |= answer.holders.iter().flat_map(|it| &it.via).any(|it| it.entry.is_some());
                unseen |= !answer.unseen.is_empty();
            }
        }
    }
    (somebody, unseen)
}

#[test]
fn the_roles_of_an_audit_are_what_who_can_answers() {
    let mut tally = std::collections::BTreeMap::new();
    let n = runs(300);
    for seed in 0..n {
        let text = roles(seed);
        let inventory = read(&text);
        assert!(
            inventory.roles.iter().all(|it| !builtin::is_bootstrap_role(it)),
            "a name or a label makes no role known"
        );
        let (somebody, unseen) = answer(&inventory);
        let said = judgement(&audit(&inventory), Control::Rbac2);
        let wanted = match (somebody, unseen) {
            (true, _) => Judgement::Fail,
            (false, true) => Judgement::Unknown,
            (false, false) => Judgement::Pass,
        };
        assert_eq!(said, wanted, "seed {seed}\n{text}");
        *tally.entry(said.name()).or_insert(0) += 1;
    }
    assert_eq!(tally.len(), 3, "{tally:?}");
    tell(&format!("{n} inventories, 0 differences: {tally:?}"));
}
