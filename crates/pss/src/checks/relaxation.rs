//! Pods of which less is asked.

use model::Pod;

/// Whether the pod says that it is for Windows, where Linux' fields mean nothing and validation refuses them.
pub(super) fn is_windows(pod: &Pod) -> bool {
    pod.spec.os.as_ref().is_some_and(|os| &*os.value == "windows")
}

/// Whether the pod asks for a user namespace of its own, where root is nobody on the host
/// ([KEP-127](https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/127-user-namespaces)).
pub(super) fn has_own_user_namespace(pod: &Pod) -> bool {
    pod.spec.host_users.as_ref().is_some_and(|host_users| !host_users.value)
}
