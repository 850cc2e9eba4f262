//! What an audit says of roles is what `rbac` answers: random roles and bindings, and the questions that the rules are about.

use std::fmt::Write as _;

use model::Inventory;
use rbac::{Question, SubjectKind, Via, What, Whom, builtin, who_can};
use rules::{Control, Judgement, audit};

use crate::one_answer::{judgement, read, runs, tell};
use crate::random_cluster::Dice;

/// Verbs, resources and a subresource of what opens a way to more rights; whether it is the least privilege that it breaks, too.
type Danger = (&'static [&'static str], &'static [&'static str], &'static str, bool);

const WRITE: &[&str] = &["create", "update", "patch", "delete", "deletecollection"];
const METHODS: &[&str] = &["get", "create", "update", "patch", "delete"];

const DANGEROUS: &[Danger] = &[
    (&["get", "list", "watch"], &["secrets"], "", true),
    (&["escalate", "bind"], &["roles", "clusterroles"], "", false),
    (&["impersonate"], &["serviceaccounts", "users", "groups", "uids.authentication.k8s.io"], "", false),
    (&["impersonate"], &["userextras.authentication.k8s.io"], "scopes", false),
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
            "rollouts.argoproj.io",
        ],
        "",
        false,
    ),
    (&["create", "get"], &["pods"], "exec", true),
    (&["create", "get"], &["pods"], "attach", true),
    (&["create", "get"], &["pods"], "portforward", true),
    (&["update", "patch"], &["pods"], "ephemeralcontainers", true),
    (METHODS, &["pods", "services"], "proxy", true),
    (&["create"], &["serviceaccounts"], "token", false),
    (METHODS, &["nodes"], "proxy", false),
    (&["create"], &["persistentvolumes"], "", false),
    (&["update", "patch"], &["certificatesigningrequests"], "approval", false),
    (&["approve", "sign"], &["signers"], "", false),
    (WRITE, &["validatingwebhookconfigurations", "mutatingwebhookconfigurations"], "", false),
    (&["update", "patch"], &["namespaces"], "", false),
    (WRITE, &["networkpolicies", "adminnetworkpolicies.policy.networking.k8s.io"], "", false),
    (&["create", "update", "patch"], &["apiservices"], "", false),
    (&["use"], &["securitycontextconstraints.security.openshift.io", "podsecuritypolicies.policy"], "", false),
];

/// What the generated roles speak of.
const VERBS: [&str; 11] =
    ["get", "list", "create", "patch", "escalate", "impersonate", "bind", "use", "delete", "update", "*"];
const RESOURCES: [&str; 22] = [
    "secrets",
    "pods",
    "configmaps",
    "pods/exec",
    "deployments",
    "roles",
    "serviceaccounts",
    "nodes/proxy",
    "*",
    "serviceaccounts/token",
    "events",
    "namespaces",
    "networkpolicies",
    "userextras/scopes",
    "apiservices",
    "services/proxy",
    "securitycontextconstraints",
    "certificatesigningrequests/approval",
    "persistentvolumes",
    "things",
    "users",
    "'*/proxy'",
];
const GROUPS: [&str; 11] = [
    "",
    "apps",
    "rbac.authorization.k8s.io",
    "batch",
    "*",
    "networking.k8s.io",
    "authentication.k8s.io",
    "apiregistration.k8s.io",
    "security.openshift.io",
    "certificates.k8s.io",
    "example.com",
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
            ", labels: {x: y}",
        ]);
        let prefix = if dice.chance(25) { "system:r" } else { "r" };
        let _ = write!(
            out,
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: '{prefix}{number}'{namespace}{label}}}\nrules:\n"
        );
        for _ in 0..1 + dice.below(2) {
            let (verb, resource, group) = (dice.of(&VERBS), dice.of(&RESOURCES), dice.of(&GROUPS));
            let names = if dice.chance(15) { ", resourceNames: [one]" } else { "" };
            let _ = writeln!(
                out,
                "  - {{apiGroups: ['{group}'], resources: ['{}'], verbs: ['{verb}']{names}}}",
                resource.trim_matches('\'')
            );
        }
        out.push_str("---\n");
    }
    let selector =
        dice.of(&["{matchLabels: {x: y}}", "{matchLabels: {kubernetes.io/bootstrapping: rbac-defaults}}", "{}"]);
    let _ = write!(
        out,
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {{name: gathered}}\naggregationRule: {{clusterRoleSelectors: [{selector}]}}\n---\n"
    );
    for number in 0..dice.below(4) {
        let kind = dice.of(&["RoleBinding", "RoleBinding", "ClusterRoleBinding"]);
        let namespace = if kind == "RoleBinding" { ", namespace: dify" } else { "" };
        let role_kind = dice.of(&["Role", "ClusterRole"]);
        let brought = dice.of(&BROUGHT);
        let role = if role_kind == "ClusterRole" {
            dice.of(&[
                "r0",
                "r1",
                "system:r0",
                "system:r1",
                "view",
                "edit",
                "gathered",
                "cluster-admin",
                "absent",
                brought,
            ])
        } else {
            dice.of(&["r0", "r1", "r2", "system:r0", "system:r1"])
        };
        let subject = dice.of(&[
            "{kind: ServiceAccount, name: sandbox, namespace: dify}",
            "{kind: User, name: alice}",
            "{kind: ServiceAccount, name: api}",
            "{kind: User, name: 'system:serviceaccount:dify:api'}",
            "{kind: Group, name: 'system:serviceaccounts:dify'}",
            "{kind: Group, name: 'system:authenticated'}",
            "{kind: Group, name: team}",
        ]);
        let _ = write!(
            out,
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: b{number}{namespace}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: {role_kind}, name: '{role}'}}\nsubjects: [{subject}]\n---\n"
        );
    }
    out
}

/// Roles that Kubernetes brings, some of them harmless.
const BROUGHT: [&str; 8] = [
    "system:controller:clusterrole-aggregation-controller",
    "system:controller:namespace-controller",
    "system:node",
    "system:kube-dns",
    "system:auth-delegator",
    "system:persistent-volume-provisioner",
    "system:openshift:scc:privileged",
    "system:openshift:scc:restricted-v2",
];

/// Names that are asked about: all, one, the namespace of the bindings, and what roles of OpenShift name.
const NAMES: [&str; 4] = ["", "one", "dify", "privileged"];

/// What is asked of everything and of nobody in particular.
fn any(verb: &str, resource: &str, group: &str, name: &str) -> Question {
    let (resource, subresource) = resource.trim_matches('\'').split_once('/').unwrap_or((resource, ""));
    let text = str::to_owned;
    let what = What::Resource {
        group: text(group),
        resource: text(resource),
        subresource: text(subresource),
        name: text(name),
        namespaced: None,
    };
    Question { verb: text(verb), what }
}

/// What may be broken, and what cannot be told.
#[derive(Default)]
struct Answers {
    least: bool,
    escalation: bool,
    unseen: bool,
}

fn is_of_pods(whom: &Whom) -> bool {
    let group = whom.kind == SubjectKind::Group && whom.name.starts_with("system:");
    whom.kind == SubjectKind::ServiceAccount || group
}

/// Built-in roles for people are meant for them.
fn counts(whom: &Whom, via: &Via<'_>) -> bool {
    via.entry.is_some() || is_of_pods(whom) || !matches!(via.role_name, "admin" | "edit" | "view")
}

/// Everything that can be asked of what a role can be given, with which it is a wildcard.
fn everything() -> impl Iterator<Item = (Question, bool)> {
    VERBS.into_iter().flat_map(|verb| {
        RESOURCES.into_iter().flat_map(move |resource| {
            GROUPS.into_iter().flat_map(move |group| {
                let is_wild = verb == "*" || group == "*" || resource == "*" || resource == "'*/proxy'";
                ["", "one"].into_iter().map(move |name| (any(verb, resource, group, name), is_wild))
            })
        })
    })
}

/// What `who-can` answers about everything that is dangerous.
fn answers(inventory: &Inventory, everything: &[(Question, bool)]) -> Answers {
    let mut found = Answers::default();
    for (verbs, resources, subresource, is_least) in DANGEROUS {
        for (verb, resource) in verbs.iter().flat_map(|verb| resources.iter().map(move |resource| (verb, resource))) {
            for name in NAMES {
                let answer = who_can(inventory, &question(verb, resource, subresource, name), None);
                let holders = answer.holders.iter().flat_map(|it| it.via.iter().map(|via| (&it.whom, via)));
                for (_, via) in holders.filter(|(whom, via)| counts(whom, via)) {
                    found.escalation = true;
                    // A built-in role that is too much for whoever has it is not the least.
                    found.least |= *is_least || via.entry.is_none();
                }
                found.unseen |= !answer.unseen.is_empty();
            }
        }
    }
    let everybody = |whom: &Whom| whom.kind == SubjectKind::Group && whom.name.starts_with("system:");
    // Whatever everybody is given, asked for entry by entry.
    let grants = rbac::grants(inventory);
    let to_everybody = grants.iter().filter(|it| it.whom.iter().any(everybody));
    found.least |= { to_everybody }.any(|it| !it.entries.is_empty() || it.hidden.is_some());
    for (question, _) in everything.iter().filter(|(_, is_wild)| *is_wild) {
        if found.least {
            break;
        }
        let answer = who_can(inventory, question, None);
        found.least |= answer.holders.iter().flat_map(|it| &it.via).any(|it| it.entry.is_some());
    }
    found
}

fn question(verb: &str, resource: &str, subresource: &str, name: &str) -> Question {
    let written = if name.is_empty() { resource.to_owned() } else { format!("{resource}/{name}") };
    let subresource = (!subresource.is_empty()).then_some(subresource);
    Question::parse(verb, &written, subresource).expect("a question")
}

#[test]
fn the_roles_of_an_audit_are_what_who_can_answers() {
    let mut tally = std::collections::BTreeMap::new();
    let (n, all) = (runs(60), everything().collect::<Vec<_>>());
    for seed in 0..n {
        let text = roles(seed);
        let inventory = read(&text);
        assert!(
            inventory.roles.iter().all(|it| !builtin::is_bootstrap_role(it)),
            "a name or a label makes no role known"
        );
        let found = answers(&inventory, &all);
        let audit = audit(&inventory);
        for (control, is_broken) in [(Control::Rbac1, found.least), (Control::Rbac2, found.escalation)] {
            let wanted = match (is_broken, found.unseen) {
                (true, _) => Judgement::Fail,
                (false, true) => Judgement::Unknown,
                (false, false) => Judgement::Pass,
            };
            let said = judgement(&audit, control);
            assert_eq!(said, wanted, "{} of seed {seed}\n{text}", control.id());
            *tally.entry((control.id(), said.name())).or_insert(0) += 1;
        }
    }
    assert_eq!(tally.len(), 6, "{tally:?}");
    tell(&format!("{n} inventories, 0 differences: {tally:?}"));
}
