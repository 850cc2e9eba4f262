//! The resources of Kubernetes itself: their groups, and whether they are of namespaces.
//!
//! From the API reference of Kubernetes 1.34 (`kubectl api-resources` of a bare cluster), with the preferred group first where a
//! name stands in two.

/// A resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The plural name.
    pub name: &'static str,
    /// The API group; empty for the core group.
    pub group: &'static str,
    /// Whether its objects are of namespaces.
    pub namespaced: bool,
}

const fn of_namespaces(name: &'static str, group: &'static str) -> Resource {
    Resource { name, group, namespaced: true }
}

const fn of_cluster(name: &'static str, group: &'static str) -> Resource {
    Resource { name, group, namespaced: false }
}

/// The resources that are known.
pub const KNOWN: &[Resource] = &[
    of_namespaces("bindings", ""),
    of_cluster("componentstatuses", ""),
    of_namespaces("configmaps", ""),
    of_namespaces("endpoints", ""),
    of_namespaces("events", ""),
    of_namespaces("limitranges", ""),
    of_cluster("namespaces", ""),
    of_cluster("nodes", ""),
    of_namespaces("persistentvolumeclaims", ""),
    of_cluster("persistentvolumes", ""),
    of_namespaces("pods", ""),
    of_namespaces("podtemplates", ""),
    of_namespaces("replicationcontrollers", ""),
    of_namespaces("resourcequotas", ""),
    of_namespaces("secrets", ""),
    of_namespaces("serviceaccounts", ""),
    of_namespaces("services", ""),
    // For `impersonate`.
    of_cluster("users", ""),
    of_cluster("groups", ""),
    of_cluster("uids", "authentication.k8s.io"),
    of_cluster("userextras", "authentication.k8s.io"),
    of_cluster("mutatingadmissionpolicies", "admissionregistration.k8s.io"),
    of_cluster("mutatingadmissionpolicybindings", "admissionregistration.k8s.io"),
    of_cluster("mutatingwebhookconfigurations", "admissionregistration.k8s.io"),
    of_cluster("validatingadmissionpolicies", "admissionregistration.k8s.io"),
    of_cluster("validatingadmissionpolicybindings", "admissionregistration.k8s.io"),
    of_cluster("validatingwebhookconfigurations", "admissionregistration.k8s.io"),
    of_cluster("customresourcedefinitions", "apiextensions.k8s.io"),
    of_cluster("apiservices", "apiregistration.k8s.io"),
    of_namespaces("controllerrevisions", "apps"),
    of_namespaces("daemonsets", "apps"),
    of_namespaces("deployments", "apps"),
    of_namespaces("replicasets", "apps"),
    of_namespaces("statefulsets", "apps"),
    of_cluster("selfsubjectreviews", "authentication.k8s.io"),
    of_cluster("tokenreviews", "authentication.k8s.io"),
    of_namespaces("localsubjectaccessreviews", "authorization.k8s.io"),
    of_cluster("selfsubjectaccessreviews", "authorization.k8s.io"),
    of_cluster("selfsubjectrulesreviews", "authorization.k8s.io"),
    of_cluster("subjectaccessreviews", "authorization.k8s.io"),
    of_namespaces("horizontalpodautoscalers", "autoscaling"),
    of_namespaces("cronjobs", "batch"),
    of_namespaces("jobs", "batch"),
    of_cluster("certificatesigningrequests", "certificates.k8s.io"),
    of_cluster("clustertrustbundles", "certificates.k8s.io"),
    // For `approve`, `sign` and `attest`.
    of_cluster("signers", "certificates.k8s.io"),
    of_namespaces("leases", "coordination.k8s.io"),
    of_namespaces("endpointslices", "discovery.k8s.io"),
    of_namespaces("events", "events.k8s.io"),
    of_cluster("flowschemas", "flowcontrol.apiserver.k8s.io"),
    of_cluster("prioritylevelconfigurations", "flowcontrol.apiserver.k8s.io"),
    of_cluster("ingressclasses", "networking.k8s.io"),
    of_namespaces("ingresses", "networking.k8s.io"),
    of_cluster("ipaddresses", "networking.k8s.io"),
    of_namespaces("networkpolicies", "networking.k8s.io"),
    of_cluster("servicecidrs", "networking.k8s.io"),
    of_cluster("runtimeclasses", "node.k8s.io"),
    of_namespaces("poddisruptionbudgets", "policy"),
    of_cluster("clusterrolebindings", "rbac.authorization.k8s.io"),
    of_cluster("clusterroles", "rbac.authorization.k8s.io"),
    of_namespaces("rolebindings", "rbac.authorization.k8s.io"),
    of_namespaces("roles", "rbac.authorization.k8s.io"),
    of_cluster("deviceclasses", "resource.k8s.io"),
    of_namespaces("resourceclaims", "resource.k8s.io"),
    of_namespaces("resourceclaimtemplates", "resource.k8s.io"),
    of_cluster("resourceslices", "resource.k8s.io"),
    of_cluster("priorityclasses", "scheduling.k8s.io"),
    of_cluster("csidrivers", "storage.k8s.io"),
    of_cluster("csinodes", "storage.k8s.io"),
    of_namespaces("csistoragecapacities", "storage.k8s.io"),
    of_cluster("storageclasses", "storage.k8s.io"),
    of_cluster("volumeattachments", "storage.k8s.io"),
];

/// The resource of this name, in this group or in the preferred one.
pub(crate) fn find(name: &str, group: Option<&str>) -> Option<&'static Resource> {
    KNOWN.iter().find(|it| it.name == name && group.is_none_or(|group| group == it.group))
}

/// The plural of what may be a singular or differs by its case.
pub(crate) fn plural_of(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let is_it = |plural: &str| {
        let stem = plural.strip_suffix("ies").map(|it| format!("{it}y"));
        plural == name
            || plural.strip_suffix('s') == Some(&name)
            || plural.strip_suffix("es") == Some(&name)
            || stem.as_deref() == Some(&name)
    };
    KNOWN.iter().map(|it| it.name).find(|plural| is_it(plural))
}
