//! The ClusterRoles that Kubernetes brings and that people bind: `cluster-admin`, `admin`, `edit`, `view`.
//!
//! From k8s.io/kubernetes `plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go`, as of 1.30 to 1.34 without the resources
//! of alpha groups. `edit` holds all of `view`, and `admin` all of `edit`. What the cluster adds to them comes from ClusterRoles
//! with the labels `rbac.authorization.k8s.io/aggregate-to-*`; those of the input are heeded by [`crate::who_can`], and the others
//! cannot be seen.

use model::{Binding, Role};

use crate::entry::Entry;
use crate::question::{Question, What};

/// The names.
pub const NAMES: [&str; 4] = ["cluster-admin", "admin", "edit", "view"];

const READ: &[&str] = &["get", "list", "watch"];
const WRITE: &[&str] = &["create", "update", "patch", "delete", "deletecollection"];
const ALL: &[&str] = &["create", "update", "patch", "delete", "deletecollection", "get", "list", "watch"];

type Row = (&'static [&'static str], &'static str, &'static [&'static str]);

const VIEW: &[Row] = &[
    (
        READ,
        "",
        &[
            "pods",
            "replicationcontrollers",
            "replicationcontrollers/scale",
            "serviceaccounts",
            "services",
            "services/status",
            "endpoints",
            "persistentvolumeclaims",
            "persistentvolumeclaims/status",
            "configmaps",
            "limitranges",
            "resourcequotas",
            "bindings",
            "events",
            "pods/status",
            "resourcequotas/status",
            "namespaces/status",
            "replicationcontrollers/status",
            "pods/log",
            "namespaces",
        ],
    ),
    (READ, "discovery.k8s.io", &["endpointslices"]),
    (
        READ,
        "apps",
        &[
            "controllerrevisions",
            "statefulsets",
            "statefulsets/status",
            "statefulsets/scale",
            "daemonsets",
            "daemonsets/status",
            "deployments",
            "deployments/status",
            "deployments/scale",
            "replicasets",
            "replicasets/status",
            "replicasets/scale",
        ],
    ),
    (READ, "autoscaling", &["horizontalpodautoscalers", "horizontalpodautoscalers/status"]),
    (READ, "batch", &["jobs", "cronjobs", "cronjobs/status", "jobs/status"]),
    (
        READ,
        "extensions",
        &[
            "daemonsets",
            "daemonsets/status",
            "deployments",
            "deployments/scale",
            "deployments/status",
            "ingresses",
            "ingresses/status",
            "replicasets",
            "replicasets/scale",
            "replicasets/status",
            "replicationcontrollers/scale",
            "networkpolicies",
        ],
    ),
    (READ, "policy", &["poddisruptionbudgets", "poddisruptionbudgets/status"]),
    (READ, "networking.k8s.io", &["networkpolicies", "ingresses", "ingresses/status"]),
];

const EDIT: &[Row] = &[
    (READ, "", &["pods/attach", "pods/proxy", "pods/exec", "pods/portforward", "secrets", "services/proxy"]),
    (&["impersonate"], "", &["serviceaccounts"]),
    (WRITE, "", &["pods", "pods/attach", "pods/proxy", "pods/exec", "pods/portforward"]),
    (&["create"], "", &["pods/eviction"]),
    (
        WRITE,
        "",
        &[
            "replicationcontrollers",
            "replicationcontrollers/scale",
            "serviceaccounts",
            "services",
            "services/proxy",
            "persistentvolumeclaims",
            "configmaps",
            "secrets",
            "events",
        ],
    ),
    (&["create"], "", &["serviceaccounts/token"]),
    (
        WRITE,
        "apps",
        &[
            "statefulsets",
            "statefulsets/scale",
            "daemonsets",
            "deployments",
            "deployments/scale",
            "deployments/rollback",
            "replicasets",
            "replicasets/scale",
        ],
    ),
    (WRITE, "autoscaling", &["horizontalpodautoscalers"]),
    (WRITE, "batch", &["jobs", "cronjobs"]),
    (
        WRITE,
        "extensions",
        &[
            "daemonsets",
            "deployments",
            "deployments/scale",
            "deployments/rollback",
            "ingresses",
            "replicasets",
            "replicasets/scale",
            "replicationcontrollers/scale",
            "networkpolicies",
        ],
    ),
    (WRITE, "policy", &["poddisruptionbudgets"]),
    (WRITE, "networking.k8s.io", &["networkpolicies", "ingresses"]),
    (ALL, "coordination.k8s.io", &["leases"]),
];

const ADMIN: &[Row] = &[
    (&["create"], "authorization.k8s.io", &["localsubjectaccessreviews"]),
    (ALL, "rbac.authorization.k8s.io", &["roles", "rolebindings"]),
];

/// Paths that tell what the API offers, and nothing of what is kept there.
const DISCOVERY: &[&str] = &[
    "/api",
    "/api/*",
    "/apis",
    "/apis/*",
    "/healthz",
    "/livez",
    "/openapi",
    "/openapi/*",
    "/readyz",
    "/version",
    "/version/",
];

/// ClusterRoles that the control plane gives to everybody (`policy.go`, `ClusterRoles`): they read no object of anybody.
fn for_everybody(name: &str) -> Option<Vec<Entry<'static>>> {
    let resource = |group, resources: &[&'static str]| Entry {
        verbs: vec!["create"],
        groups: vec![group],
        resources: resources.to_vec(),
        ..Entry::default()
    };
    let paths = |paths: &[&'static str]| Entry { verbs: vec!["get"], paths: paths.to_vec(), ..Entry::default() };
    Some(match name {
        "system:basic-user" => vec![
            resource("authorization.k8s.io", &["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
            resource("authentication.k8s.io", &["selfsubjectreviews"]),
        ],
        "system:discovery" => vec![paths(DISCOVERY)],
        "system:public-info-viewer" => vec![paths(&["/healthz", "/livez", "/readyz", "/version", "/version/"])],
        "system:service-account-issuer-discovery" => {
            vec![paths(&[
                "/.well-known/openid-configuration",
                "/.well-known/openid-configuration/",
                "/openid/v1/jwks",
                "/openid/v1/jwks/",
            ])]
        }
        _ => return None,
    })
}

/// The entries of a built-in ClusterRole; `None` where it is none that is known here.
#[must_use]
pub fn entries(name: &str) -> Option<Vec<Entry<'static>>> {
    let rows: &[&[Row]] = match name {
        "cluster-admin" => {
            let all = Entry { verbs: vec!["*"], groups: vec!["*"], resources: vec!["*"], ..Entry::default() };
            return Some(vec![all, Entry { verbs: vec!["*"], paths: vec!["*"], ..Entry::default() }]);
        }
        "view" => &[VIEW],
        "edit" => &[VIEW, EDIT],
        "admin" => &[VIEW, EDIT, ADMIN],
        other => return for_everybody(other),
    };
    let entry = |(verbs, group, resources): &Row| Entry {
        verbs: verbs.to_vec(),
        groups: vec![*group],
        resources: resources.to_vec(),
        ..Entry::default()
    };
    Some(rows.iter().flat_map(|it| it.iter()).map(entry).collect())
}

/// Whether a ClusterRole is one that Kubernetes brings, and gives no more than that one does. A name or a label alone says nothing:
/// whoever writes a manifest chooses both.
#[must_use]
pub fn is_bootstrap_role(role: &Role) -> bool {
    let Some(known) = entries(&role.meta.name.value).filter(|_| &*role.meta.kind == "ClusterRole") else {
        return false;
    };
    role.rules.iter().all(|written| covers(&known, &Entry::of(written)))
}

/// Whether a binding is one that Kubernetes brings: `cluster-admin` for the group `system:masters`, and what everybody may do.
#[must_use]
pub fn is_bootstrap_binding(binding: &Binding) -> bool {
    let groups: &[&str] = match &*binding.role_name.value {
        "cluster-admin" => &["system:masters"],
        "system:basic-user" | "system:discovery" => &["system:authenticated"],
        "system:public-info-viewer" => &["system:authenticated", "system:unauthenticated"],
        "system:service-account-issuer-discovery" => &["system:serviceaccounts"],
        _ => return false,
    };
    let known = |it: &model::Subject| &*it.kind == "Group" && groups.contains(&&*it.name.value);
    &*binding.meta.kind == "ClusterRoleBinding"
        && &*binding.role_kind == "ClusterRole"
        && binding.meta.name.value == binding.role_name.value
        && binding.subjects.iter().all(known)
}

/// Whether a known role gives everything that an entry gives.
fn covers(known: &[Entry<'_>], entry: &Entry<'_>) -> bool {
    let paths = entry.paths.iter().map(|path| What::Path((*path).to_owned()));
    let resources = entry.groups.iter().flat_map(|group| {
        entry.resources.iter().map(move |written| {
            let (resource, subresource) = written.split_once('/').unwrap_or((written, ""));
            let (group, resource) = ((*group).to_owned(), resource.to_owned());
            What::Resource {
                group,
                resource,
                subresource: subresource.to_owned(),
                name: String::new(),
                namespaced: None,
            }
        })
    });
    let everything = paths.chain(resources).collect::<Vec<_>>();
    everything.into_iter().all(|what| {
        entry.verbs.iter().all(|verb| {
            let question = Question { verb: (*verb).to_owned(), what: what.clone() };
            known.iter().any(|it| it.allows(&question))
        })
    })
}

/// The labels of ClusterRoles whose entries the cluster adds to a built-in one.
pub(crate) fn aggregation_labels(name: &str) -> &'static [&'static str] {
    const LABELS: &[&str] = &[
        "rbac.authorization.k8s.io/aggregate-to-view",
        "rbac.authorization.k8s.io/aggregate-to-edit",
        "rbac.authorization.k8s.io/aggregate-to-admin",
    ];
    match name {
        "view" => &LABELS[..1],
        "edit" => &LABELS[..2],
        "admin" => LABELS,
        _ => &[],
    }
}
