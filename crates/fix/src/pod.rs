//! What a pod says for all of its containers.

use edit::Value;
use lang::Text;
use model::{Profile, VolumeSource};

use crate::case::{Case, safe_if};

const RUNTIME: &str = "RuntimeDefault";

fn is_filtered(profile: &Profile) -> bool {
    profile.kind.as_ref().is_some_and(|kind| matches!(&*kind.value, RUNTIME | "Localhost"))
}

fn runtime_default() -> Value {
    Value::map([("type", RUNTIME.into())])
}

pub(crate) fn seccomp(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut changes = Vec::new();
    if !spec.security.seccomp.as_ref().is_some_and(is_filtered) {
        changes.push(case.set(spec.place, &["securityContext", "seccompProfile"], runtime_default()));
    }
    for container in &spec.containers {
        if container.security.seccomp.as_ref().is_some_and(|it| !is_filtered(it)) {
            changes.push(case.set(container.place, &["securityContext", "seccompProfile"], runtime_default()));
        }
    }
    let why = Text::new(
        "it is the runtime's default filter, made so that ordinary programs run under it",
        "通常のプログラムが動くように作られた、ランタイム既定のフィルターであるため",
    );
    case.add(true, safe_if(workload.component.is_some()), spec.place, changes, why);
}

pub(crate) fn app_armor(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut changes = Vec::new();
    let fields = std::iter::once((spec.place, &spec.security.app_armor))
        .chain(spec.containers.iter().map(|it| (it.place, &it.security.app_armor)));
    for (place, profile) in fields {
        if profile.as_ref().is_some_and(|it| !is_filtered(it)) {
            changes.push(case.set(place, &["securityContext", "appArmorProfile"], runtime_default()));
        }
    }
    // The older form, which the kubelet still reads.
    let annotated = workload.pod.annotations.iter().filter(|(key, value)| {
        let known = matches!(value.value.expose(), "runtime/default") || value.value.expose().starts_with("localhost/");
        key.starts_with("container.apparmor.security.beta.kubernetes.io/") && !known
    });
    changes.extend(annotated.map(|(_, value)| case.set(value.place, &[], "runtime/default".into())));
    let why = Text::new("it is what a pod has that says nothing", "何も指定しないPodと同じ設定になるため");
    case.add(false, safe_if(false), spec.place, changes, why);
}

pub(crate) fn own_namespaces(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let shared = [("hostNetwork", spec.host_network), ("hostPID", spec.host_pid), ("hostIPC", spec.host_ipc)];
    let shared = shared.into_iter().filter(|(_, it)| it.is_some_and(|it| it.value));
    let changes = shared.map(|(key, _)| case.set(spec.place, &[key], Value::Bool(false))).collect();
    let why = Text::new(
        "no part of Dify looks at the node; it is reached by its Service",
        "Dify のどの部分もノードを参照せず、Service 経由で届くため",
    );
    case.add(true, safe_if(workload.component.is_some()), spec.place, changes, why);
}

/// A token that a volume brings was asked for by somebody: that is left to a person. So is a build of somebody's own that has an account
/// of its own: some (Spilo, operators) do not work without.
pub(crate) fn no_token(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let brought = |source: &VolumeSource| matches!(source, VolumeSource::Projected { token: Some(_), .. });
    if spec.automount.is_some_and(|it| !it.value) {
        return;
    }
    if spec.volumes.iter().any(|it| brought(&it.source)) {
        case.keep(Text::new("a volume asks for the token", "ボリュームでトークンを要求しているため"));
        return;
    }
    let described =
        workload.main().and_then(|it| case.needs(workload, it)).is_some_and(|it| !it.profile.paths.is_empty());
    let own = workload.component.is_some_and(dify::Component::is_dify_own);
    let account = spec.service_account.as_ref().is_some_and(|it| !matches!(&*it.value, "" | "default"));
    if account && !own && !described {
        case.keep(Text::new(
            "it has an account of its own, and what this image asks the Kubernetes API is not known",
            "専用のサービスアカウントがあり、このイメージが Kubernetes API を使うかどうかわからないため",
        ));
        return;
    }
    let change = case.set(spec.place, &["automountServiceAccountToken"], Value::Bool(false));
    let why =
        Text::new("no part of Dify speaks to the Kubernetes API", "Dify のどの部分も Kubernetes API を使わないため");
    case.add(true, safe_if(own || described), spec.place, vec![change], why);
}
