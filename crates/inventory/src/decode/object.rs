//! The smaller objects, and kinds that only matter by being there.

use lang::Text;
use model::written::{Autoscaler, DisruptionBudget, EncryptionConfig, Other};
use model::{EncryptionRule, Key, Located, Opaque, OtherKind, Provider};
use yaml::Ref;

use super::Decoder;
use crate::recognise;

impl<'a> Decoder<'a, '_> {
    pub(super) fn disruption_budget(&mut self, object: Ref<'a>) -> DisruptionBudget {
        let selector = object.get("spec").and_then(|it| it.get("selector"));
        DisruptionBudget { selector: selector.map(|it| self.label_selector(it)) }
    }

    pub(super) fn encryption(&mut self, object: Ref<'a>) -> EncryptionConfig {
        let rules: Vec<_> = self.list(object, "resources").collect();
        let rules = rules
            .into_iter()
            .map(|rule| {
                let providers: Vec<_> = self.list(rule, "providers").collect();
                EncryptionRule {
                    place: self.place(rule),
                    resources: self.strings(rule, "resources"),
                    providers: providers.into_iter().filter_map(|it| self.provider(it)).collect(),
                }
            })
            .collect();
        EncryptionConfig { rules }
    }

    fn provider(&mut self, node: Ref<'a>) -> Option<Provider> {
        // A provider is a mapping of one key; `identity: {}` has an empty value, and `identity:` a null one.
        let (kind, body) = node.raw_entries().next()?;
        let keys: Vec<_> = self.list(body, "keys").collect();
        let keys = keys
            .into_iter()
            .map(|key| Key {
                name: self.string(key, "name"),
                secret: self.string(key, "secret").map(|it| Located::new(Opaque::new(it.value), it.place)),
            })
            .collect();
        Some(Provider {
            kind: self.located(kind.text()?.into(), kind),
            keys,
            kms_version: self.string(body, "apiVersion"),
            kms_name: self.string(body, "name"),
        })
    }
}

pub(super) fn autoscaler(object: Ref<'_>) -> Autoscaler {
    let target = object.get("spec").and_then(|it| it.get("scaleTargetRef"));
    let text = |key: &str| target.and_then(|it| it.get(key)?.text()).map(Box::from);
    Autoscaler { target: text("kind").zip(text("name")) }
}

/// A kind that matters by being there.
pub(super) fn other(group: &str, kind: &str, object: Ref<'_>) -> Other {
    let kind = match (group, kind) {
        ("external-secrets.io", "ExternalSecret") => external_secret(object),
        ("bitnami.com", "SealedSecret") => sealed_secret(object),
        ("postgresql.cnpg.io", "Cluster") => cloud_native_pg(object),
        ("security.openshift.io", "SecurityContextConstraints") => security_constraints(object),
        ("policy.networking.k8s.io", _) => OtherKind::AdminPolicy,
        (_, kind) if is_foreign_policy(group, kind) => OtherKind::ForeignPolicy,
        (_, kind) if is_entry_point(group, kind) => OtherKind::EntryPoint,
        _ => OtherKind::Unknown,
    };
    Other { kind, texts: Vec::new() }
}

fn is_foreign_policy(group: &str, kind: &str) -> bool {
    let foreign = group == "cilium.io" || group.ends_with("projectcalico.org") || group == "crd.antrea.io";
    foreign && kind.ends_with("NetworkPolicy")
}

/// Whether an object leads requests to Services: by the names that controllers give such kinds, whatever their group.
fn is_entry_point(group: &str, kind: &str) -> bool {
    // Groups of Kubernetes itself have no further ones.
    let own = group.is_empty()
        || (group.ends_with(".k8s.io") && group != "gateway.networking.k8s.io")
        || !group.contains('.');
    let ends = ["Route", "RouteTCP", "RouteUDP", "Ingress", "VirtualServer", "VirtualServerRoute", "VirtualService"];
    let named = ["HTTPProxy", "TransportServer", "Mapping", "TCPMapping", "Tunnel", "RouteTable", "EnvoyFilter"];
    let envoy = ["CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig"];
    !own && (ends.iter().any(|it| kind.ends_with(it)) || named.contains(&kind) || envoy.contains(&kind))
}

/// postgresql.cnpg.io/v1: the operator chooses the image where `spec.imageName` names none.
fn cloud_native_pg(object: Ref<'_>) -> OtherKind {
    let image = object.get("spec").and_then(|it| it.get("imageName")?.text());
    let unnamed = || {
        Text::new(
            "the cluster names no image, so the operator or an image catalogue chooses it",
            "イメージの指定がなく、オペレーターまたはイメージカタログが決めます",
        )
    };
    OtherKind::CloudNativePg { version: image.ok_or_else(unnamed).and_then(recognise::running_version) }
}

/// external-secrets.io/v1: `spec.target.name` (the object's own name where absent), keys from `data[].secretKey`, and from
/// `target.template.data`; `dataFrom` brings keys that cannot be told from here.
fn external_secret(object: Ref<'_>) -> OtherKind {
    let own = object.get("metadata").and_then(|it| it.get("name")?.text()).unwrap_or("");
    let spec = object.get("spec");
    let target = spec.and_then(|it| it.get("target"));
    let name = target.and_then(|it| it.get("name")?.text()).unwrap_or(own);
    let listed = spec.and_then(|it| it.get("data")).into_iter().flat_map(Ref::items);
    let mut keys: Vec<Box<str>> = listed.filter_map(|it| it.get("secretKey")?.text()).map(Box::from).collect();
    let template = target.and_then(|it| it.get("template")?.get("data"));
    if let Some(template) = template {
        keys = template.entries().filter_map(|(key, _)| key.name()).map(Box::from).collect();
    }
    let open = template.is_none() && spec.is_some_and(|it| it.get("dataFrom").is_some());
    OtherKind::ExternalSecret { target: name.into(), keys: (!open).then_some(keys) }
}

fn sealed_secret(object: Ref<'_>) -> OtherKind {
    let data = object.get("spec").and_then(|it| it.get("encryptedData"));
    let keys = data.into_iter().flat_map(Ref::entries).filter_map(|(key, _)| key.name()).map(Box::from).collect();
    OtherKind::SealedSecret { keys }
}

/// security.openshift.io/v1: what of it goes beyond the level `baseline` of the Pod Security Standards.
fn security_constraints(object: Ref<'_>) -> OtherKind {
    const SWITCHES: [&str; 6] = [
        "allowPrivilegedContainer",
        "allowHostPID",
        "allowHostIPC",
        "allowHostNetwork",
        "allowHostPorts",
        "allowHostDirVolumePlugin",
    ];
    const BEYOND: [(&str, &[&str]); 2] = [
        ("allowedCapabilities", &["*", "ALL", "SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "NET_ADMIN", "DAC_READ_SEARCH"]),
        ("volumes", &["*", "hostPath"]),
    ];
    let texts = |key: &str| object.get(key).into_iter().flat_map(Ref::items).filter_map(Ref::text);
    let on = SWITCHES.into_iter().filter(|key| object.get(key).and_then(Ref::text) == Some("true"));
    let beyond = BEYOND.into_iter().filter(|(key, values)| texts(key).any(|it| values.contains(&it)));
    OtherKind::SecurityConstraints {
        allows: on.chain(beyond.map(|(key, _)| key)).map(Box::from).collect(),
        whom: texts("users").chain(texts("groups")).map(Box::from).collect(),
    }
}
