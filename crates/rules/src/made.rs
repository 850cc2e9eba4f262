//! Whether a pod is what its owner makes: everything that the template says, and nothing else but what Kubernetes itself adds.

use model::WorkloadKind;
use yaml::Ref;

/// Whether objects of one kind make objects of another.
pub(crate) fn makes(owner: WorkloadKind, made: WorkloadKind) -> bool {
    use WorkloadKind as K;
    match made {
        K::Pod => {
            matches!(owner, K::ReplicaSet | K::StatefulSet | K::DaemonSet | K::Job | K::ReplicationController)
        }
        K::ReplicaSet => owner == K::Deployment,
        K::Job => owner == K::CronJob,
        _ => false,
    }
}

/// Whether the pod spec is the owner's, with what the API server, the scheduler and the admission of service accounts add.
pub(crate) fn is_of(owner: Ref<'_>, pod: Ref<'_>) -> bool {
    owner.is_mapping() && pod.is_mapping() && covers(owner, pod, "spec")
}

fn covers(owner: Ref<'_>, pod: Ref<'_>, field: &str) -> bool {
    if owner.is_mapping() && pod.is_mapping() {
        let kept = owner.entries().all(|(key, value)| {
            let name = key.name().unwrap_or("");
            pod.get(name).map_or_else(|| is_empty(value), |it| covers(value, it, name))
        });
        return kept
            && pod.entries().all(|(key, value)| {
                let name = key.name().unwrap_or("");
                owner.get(name).is_some() || is_added(name, value)
            });
    }
    if owner.is_sequence() && pod.is_sequence() {
        let mut added = pod.items().skip(owner.items().count());
        let all = owner.items().count() <= pod.items().count();
        let same = owner.items().zip(pod.items()).all(|(one, other)| covers(one, other, field));
        return all && same && added.all(|it| is_added_item(field, it));
    }
    owner.text().is_some() && owner.scalar() == pod.scalar()
}

/// What stands for nothing: `{}`, `[]`.
fn is_empty(node: Ref<'_>) -> bool {
    (node.is_mapping() && node.entries().next().is_none()) || (node.is_sequence() && node.items().next().is_none())
}

/// Fields that are filled in where a template has none, and that change nothing of what the pod may do.
fn is_added(name: &str, value: Ref<'_>) -> bool {
    match name {
        "volumes" | "volumeMounts" | "tolerations" => value.items().all(|it| is_added_item(name, it)),
        "serviceAccount" | "serviceAccountName" => value.text() == Some("default"),
        "dnsPolicy" => value.text() == Some("ClusterFirst"),
        "terminationMessagePath"
        | "terminationMessagePolicy"
        | "imagePullPolicy"
        | "protocol"
        | "defaultMode"
        | "restartPolicy"
        | "schedulerName"
        | "terminationGracePeriodSeconds"
        | "nodeName"
        | "priority"
        | "priorityClassName"
        | "preemptionPolicy"
        | "enableServiceLinks"
        | "hostname"
        | "subdomain"
        | "apiVersion"
        | "successThreshold"
        | "failureThreshold"
        | "periodSeconds"
        | "timeoutSeconds"
        | "scheme" => value.text().is_some(),
        _ => is_empty(value),
    }
}

/// The token of the service account, and what keeps a pod on a node that is not ready.
fn is_added_item(field: &str, item: Ref<'_>) -> bool {
    match field {
        "volumes" | "volumeMounts" => {
            let named = item.get("name").and_then(Ref::text).is_some_and(|it| it.starts_with("kube-api-access-"));
            named && ["hostPath", "secret", "configMap", "csi"].iter().all(|key| item.get(key).is_none())
        }
        "tolerations" => true,
        _ => false,
    }
}
