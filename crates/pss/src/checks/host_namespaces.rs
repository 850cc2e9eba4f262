//! The namespaces of the host must not be shared (`policy/check_hostNamespaces.go`).

use model::Pod;

use crate::check::{Refusal, Revision};
use crate::{Check, Level};

/// Network, process ids and inter-process communication.
pub(super) const HOST_NAMESPACES: Check =
    Check { id: "hostNamespaces", level: Level::Baseline, revisions: &[Revision::new(0, host_namespaces_v1_0)] };

fn host_namespaces_v1_0(pod: &Pod) -> Option<Refusal> {
    let fields = [
        ("hostNetwork=true", &pod.spec.host_network),
        ("hostPID=true", &pod.spec.host_pid),
        ("hostIPC=true", &pod.spec.host_ipc),
    ];
    let mut settings = Vec::new();
    let mut places = Vec::new();
    for (setting, shared) in fields {
        if let Some(shared) = shared
            && shared.value
        {
            settings.push(setting);
            places.push(shared.place);
        }
    }
    if settings.is_empty() {
        return None;
    }
    let (en, ja) = (settings.join(", "), settings.join("、"));
    Some(Refusal { detail: lang::text!("pod must not set {en}", "Pod は {ja} を設定できません"), places })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn each_shared_namespace_is_named() {
        let expected = Said::new(
            "pod must not set hostPID=true, hostIPC=true",
            "Pod は hostPID=true、hostIPC=true を設定できません",
            &["spec.hostPID", "spec.hostIPC"],
        );
        assert_eq!(
            said("hostNamespaces", "latest", "spec: {hostNetwork: false, hostIPC: true, hostPID: true}"),
            expected
        );
    }
}
