//! The ClusterRoles that Kubernetes brings and that people bind: `cluster-admin`, `admin`, `edit`, `view`.
//!
//! From k8s.io/kubernetes `plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go`, as of 1.30 to 1.34 without the resources
//! of alpha groups. `edit` holds all of `view`, and `admin` all of `edit`. What the cluster adds to them comes from ClusterRoles
//! with the labels `rbac.authorization.k8s.io/aggregate-to-*`; those of the input are heeded by [`crate::who_can`], and the others
//! cannot be seen.

use crate::entry::Entry;

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

/// The entries of a built-in ClusterRole; `None` where it is none of the four.
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
        _ => return None,
    };
    let entry = |(verbs, group, resources): &Row| Entry {
        verbs: verbs.to_vec(),
        groups: vec![*group],
        resources: resources.to_vec(),
        ..Entry::default()
    };
    Some(rows.iter().flat_map(|it| it.iter()).map(entry).collect())
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
