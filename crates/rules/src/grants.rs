//! What the entries of a role allow, read as the API server's authorizer reads them
//! (k8s.io/kubernetes `pkg/apis/rbac/v1/evaluation_helpers.go`).

use std::collections::HashMap;

use lang::{Text, text};
use model::{Binding, Inventory, Located, Meta, PolicyVerbs, Role};

use crate::facts::Facts;
use crate::finding::Findings;
use findings::Severity;

/// Something that a role may allow: any of the verbs on any of the resources.
pub(crate) struct Right {
    pub(crate) verbs: &'static [&'static str],
    pub(crate) group: &'static str,
    pub(crate) resources: &'static [&'static str],
    /// Whether the resources are of the cluster: a Role, which is of one namespace, cannot give them.
    cluster_scoped: bool,
}

const fn right(verbs: &'static [&'static str], group: &'static str, resources: &'static [&'static str]) -> Right {
    Right { verbs, group, resources, cluster_scoped: false }
}

const fn of_cluster(verbs: &'static [&'static str], group: &'static str, resources: &'static [&'static str]) -> Right {
    Right { verbs, group, resources, cluster_scoped: true }
}

const CHANGE: &[&str] = &["create", "update", "patch"];
const RBAC: &str = "rbac.authorization.k8s.io";

pub(crate) static READ_SECRETS: &[Right] = &[right(&["get", "list", "watch"], "", &["secrets"])];
pub(crate) static ESCALATE: &[Right] = &[
    right(&["escalate", "bind"], RBAC, &["roles", "clusterroles"]),
    of_cluster(&["impersonate"], "", &["users", "groups"]),
    right(&["impersonate"], "", &["serviceaccounts"]),
    of_cluster(&["impersonate"], "authentication.k8s.io", &["uids", "userextras"]),
];
pub(crate) static CREATE_WORKLOADS: &[Right] = &[
    right(CHANGE, "", &["pods", "replicationcontrollers"]),
    right(CHANGE, "apps", &["deployments", "statefulsets", "daemonsets", "replicasets"]),
    right(CHANGE, "batch", &["jobs", "cronjobs"]),
];
pub(crate) static ENTER_PODS: &[Right] = &[
    right(&["create", "get"], "", &["pods/exec", "pods/attach", "pods/portforward"]),
    right(&["update", "patch"], "", &["pods/ephemeralcontainers"]),
];
pub(crate) static CREATE_TOKENS: &[Right] = &[right(&["create"], "", &["serviceaccounts/token"])];
pub(crate) static NODES_PROXY: &[Right] =
    &[of_cluster(&["get", "create", "update", "patch", "delete"], "", &["nodes/proxy"])];
pub(crate) static CREATE_VOLUMES: &[Right] = &[of_cluster(&["create"], "", &["persistentvolumes"])];
pub(crate) static APPROVE_CERTIFICATES: &[Right] = &[
    of_cluster(&["update", "patch"], "certificates.k8s.io", &["certificatesigningrequests/approval"]),
    of_cluster(&["approve", "sign"], "certificates.k8s.io", &["signers"]),
];
pub(crate) static CHANGE_WEBHOOKS: &[Right] = &[of_cluster(
    &["create", "update", "patch", "delete", "deletecollection"],
    "admissionregistration.k8s.io",
    &[
        "validatingwebhookconfigurations",
        "mutatingwebhookconfigurations",
        "validatingadmissionpolicies",
        "mutatingadmissionpolicies",
        "validatingadmissionpolicybindings",
        "mutatingadmissionpolicybindings",
    ],
)];

/// Every list of rights that has a rule of its own, with what it opens.
static DANGEROUS: &[(&[Right], Text)] = &[
    (READ_SECRETS, Text::new("reading Secrets", "Secret の読み取り")),
    (ESCALATE, Text::new("taking more rights", "権限の拡大")),
    (CREATE_WORKLOADS, Text::new("running pods", "ポッドの実行")),
    (ENTER_PODS, Text::new("entering pods", "ポッド内での操作")),
    (CREATE_TOKENS, Text::new("making tokens", "トークンの発行")),
    (NODES_PROXY, Text::new("speaking to kubelets", "kubelet への接続")),
    (CREATE_VOLUMES, Text::new("making volumes", "ボリュームの作成")),
    (APPROVE_CERTIFICATES, Text::new("approving certificates", "証明書の承認")),
    (CHANGE_WEBHOOKS, Text::new("changing admission", "アドミッションの変更")),
];

/// How an entry opens a right.
pub(crate) struct Opened<'a> {
    /// The verb, as written.
    pub(crate) verb: &'a Located<Box<str>>,
    /// The resource, as written.
    pub(crate) resource: &'a Located<Box<str>>,
}

/// How the entry allows one of the rights, if it does.
pub(crate) fn opens<'a>(role: &Role, entry: &'a PolicyVerbs, rights: &[Right]) -> Option<Opened<'a>> {
    let of_namespace = &*role.meta.kind == "Role";
    rights.iter().filter(|it| !(it.cluster_scoped && of_namespace)).find_map(|right| {
        let group = entry.api_groups.iter().any(|it| matches!(&*it.value, "*") || &*it.value == right.group);
        let verb = entry.verbs.iter().find(|it| &*it.value == "*" || right.verbs.contains(&&*it.value))?;
        let resource = entry.resources.iter().find(|it| right.resources.iter().any(|wanted| covers(it, wanted)))?;
        group.then_some(Opened { verb, resource })
    })
}

/// Whether a resource as written in a role covers `resource` or `resource/subresource`. `*/*` covers nothing: the API server
/// knows `*` and `*/subresource` only.
fn covers(written: &str, wanted: &str) -> bool {
    let by_subresource = || {
        let subresource = wanted.split_once('/').map(|(_, it)| it);
        subresource.is_some_and(|it| written.strip_prefix("*/") == Some(it))
    };
    written == "*" || written == wanted || by_subresource()
}

/// What the entry opens of all that is dangerous.
pub(crate) fn dangers(role: &Role, entry: &PolicyVerbs) -> Vec<&'static Text> {
    DANGEROUS.iter().filter(|(rights, _)| opens(role, entry, rights).is_some()).map(|(_, what)| what).collect()
}

/// The `*` among the resources: it is the cause of all that follows from it.
pub(crate) fn every_resource(entry: &PolicyVerbs) -> Option<&Located<Box<str>>> {
    entry.resources.iter().find(|it| &*it.value == "*")
}

/// Whether the API server itself keeps this role or binding.
pub(crate) fn is_built_in(meta: &Meta) -> bool {
    meta.labels.get("kubernetes.io/bootstrapping").is_some() || meta.name.starts_with("system:")
}

/// Roles that people wrote. What is aggregated on the cluster cannot be seen, and is said.
pub(crate) fn roles<'a>(facts: &Facts<'a>, findings: &mut Findings<'_>) -> Vec<&'a Role> {
    let roles: Vec<&Role> = facts.inventory.roles.iter().filter(|it| !is_built_in(&it.meta)).collect();
    findings.look(roles.len());
    if let Some(role) = roles.iter().find(|it| it.aggregated) {
        let name = &role.meta.name.value;
        findings.blind(&text!(
            "the ClusterRole `{name}` is put together on the cluster from others",
            "ClusterRole `{name}` の内容は、クラスター上でほかのロールから集約されます"
        ));
    }
    roles
}

/// Bindings that people wrote.
pub(crate) fn bindings<'a>(facts: &Facts<'a>, findings: &mut Findings<'_>) -> Vec<&'a Binding> {
    let bindings: Vec<&Binding> = facts.inventory.bindings.iter().filter(|it| !is_built_in(&it.meta)).collect();
    findings.look(bindings.len());
    bindings
}

/// Reports every entry that opens one of the rights by naming the resource; once for each entry. An entry for objects that it
/// names is at most as bad as `named_only`. What is said is made of the role's name.
pub(crate) fn report(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    rights: &[Right],
    named_only: Option<Severity>,
    say: impl Fn(&str, &PolicyVerbs, &Opened<'_>) -> Text,
) {
    let holders = Holders::of(facts.inventory);
    for role in roles(facts, findings) {
        for entry in role.rules.iter().filter(|it| every_resource(it).is_none()) {
            let Some(opened) = opens(role, entry, rights) else { continue };
            let reason = say(&named(role), entry, &opened);
            let finding = findings.report(&role.meta, opened.resource.place, reason);
            finding.detail(holders.describe(role));
            if let Some(severity) = named_only.filter(|_| !entry.resource_names.is_empty()) {
                finding.at_most(severity);
            }
        }
    }
}

/// The role as a person names it.
pub(crate) fn named(role: &Role) -> String {
    named_object(&role.meta)
}

/// An object as a person names it.
pub(crate) fn named_object(meta: &Meta) -> String {
    format!("{} `{}`", meta.kind, meta.name.value)
}

/// Who has which role, as far as the input says.
pub(crate) struct Holders<'a> {
    /// By kind, namespace and name of the role; a ClusterRole has no namespace.
    bindings: HashMap<(&'a str, &'a str, &'a str), Vec<&'a Binding>>,
}

impl<'a> Holders<'a> {
    pub(crate) fn of(inventory: &'a Inventory) -> Holders<'a> {
        let mut bindings: HashMap<_, Vec<&Binding>> = HashMap::new();
        for binding in &inventory.bindings {
            let namespace = if &*binding.role_kind == "Role" { &*binding.meta.namespace } else { "" };
            bindings.entry((&*binding.role_kind, namespace, &*binding.role_name.value)).or_default().push(binding);
        }
        Holders { bindings }
    }

    /// Who has the role, in words.
    pub(crate) fn describe(&self, role: &Role) -> Text {
        let key = (&*role.meta.kind, &*role.meta.namespace, &*role.meta.name.value);
        let bindings = self.bindings.get(&key).into_iter().flatten();
        let who: Vec<String> = bindings.flat_map(|it| holders(it)).collect();
        if who.is_empty() {
            return Text::new(
                "no binding in the input gives it to anybody",
                "入力の中に、このロールを与えるバインディングはありません",
            );
        }
        given(who)
    }
}

/// Whom a binding gives its role to.
pub(crate) fn subjects(binding: &Binding) -> Text {
    given(holders(binding).collect())
}

fn holders(binding: &Binding) -> impl Iterator<Item = String> {
    binding.subjects.iter().map(|subject| match binding.namespace_of(subject) {
        Some(namespace) => format!("{} {namespace}/{}", subject.kind, subject.name.value),
        None => format!("{} {}", subject.kind, subject.name.value),
    })
}

fn given(mut who: Vec<String>) -> Text {
    who.sort();
    who.dedup();
    let list = lang::list(who);
    Text::owned(
        format!("given to {}", list.get(lang::Lang::En)),
        format!("与えられている相手:{}", list.get(lang::Lang::Ja)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_covered_as_the_api_server_does() {
        for (written, wanted, expected) in [
            ("*", "secrets", true),
            ("*", "pods/exec", true),
            ("secrets", "secrets", true),
            ("pods", "pods/exec", false),
            ("pods/exec", "pods", false),
            ("*/exec", "pods/exec", true),
            ("*/exec", "pods/attach", false),
            ("*/*", "pods/exec", false),
            ("*/*", "secrets", false),
        ] {
            assert_eq!(covers(written, wanted), expected, "{written} {wanted}");
        }
    }
}
