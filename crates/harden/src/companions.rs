//! What a sandbox needs beside itself: what goes along, what is copied, and what a person has to bring.

use std::collections::BTreeSet;

use lang::text;
use model::{ConfigKind, EnvFromKind, EnvSource, Inventory, Meta, OtherKind, Place, VolumeSource, Workload};

use crate::parts::is_caged;
use crate::stream::Stream;

/// What goes to the other namespace.
#[derive(Default)]
pub(crate) struct Moved {
    /// Objects that are the sandboxes' alone.
    pub(crate) whole: Vec<Place>,
    /// Objects that others need, too.
    pub(crate) copied: Vec<Place>,
}

/// The names that a workload needs in its namespace, by kind.
fn needed(workload: &Workload) -> BTreeSet<(&'static str, &str)> {
    let mut found = BTreeSet::new();
    let spec = &workload.pod.spec;
    let mut config = |kind: ConfigKind, name| {
        found.insert((if kind == ConfigKind::Secret { "Secret" } else { "ConfigMap" }, name));
    };
    for container in &spec.containers {
        for from in &container.env_from {
            let secret = from.kind == EnvFromKind::Secret;
            config(if secret { ConfigKind::Secret } else { ConfigKind::ConfigMap }, &*from.name.value);
        }
        for variable in &container.env {
            match &variable.source {
                EnvSource::SecretKey { name, .. } => config(ConfigKind::Secret, &name.value),
                EnvSource::ConfigMapKey { name, .. } => config(ConfigKind::ConfigMap, &name.value),
                EnvSource::Literal(_) | EnvSource::Field(_) => {}
            }
        }
    }
    spec.pull_secrets.iter().for_each(|name| config(ConfigKind::Secret, &name.value));
    for volume in &spec.volumes {
        match &volume.source {
            VolumeSource::Secret(Some(name)) => config(ConfigKind::Secret, &name.value),
            VolumeSource::ConfigMap(Some(name)) => config(ConfigKind::ConfigMap, &name.value),
            VolumeSource::Projected { secrets, config_maps, .. } => {
                secrets.iter().for_each(|name| config(ConfigKind::Secret, &name.value));
                config_maps.iter().for_each(|name| config(ConfigKind::ConfigMap, &name.value));
            }
            _ => {}
        }
    }
    found.extend(spec.volumes.iter().filter_map(|it| match &it.source {
        VolumeSource::Claim(Some(name)) => Some(("PersistentVolumeClaim", &*name.value)),
        _ => None,
    }));
    found.extend(spec.service_account.iter().map(|name| ("ServiceAccount", &*name.value)));
    found
}

/// An object that workloads name, under the name by which they do.
fn named(inventory: &Inventory) -> impl Iterator<Item = (&'static str, &str, &Meta)> {
    let configs = inventory
        .configs
        .iter()
        .map(|it| (if it.kind == ConfigKind::Secret { "Secret" } else { "ConfigMap" }, &**it.meta.name, &it.meta));
    let claims = inventory.claims.iter().map(|it| ("PersistentVolumeClaim", &**it.meta.name, &it.meta));
    let accounts = inventory.service_accounts.iter().map(|it| ("ServiceAccount", &**it.meta.name, &it.meta));
    let makers = inventory.others.iter().filter_map(|it| match &it.kind {
        OtherKind::ExternalSecret { target, .. } => Some(("Secret", &**target, &it.meta)),
        OtherKind::SealedSecret { .. } => Some(("Secret", &**it.meta.name, &it.meta)),
        _ => None,
    });
    configs.chain(claims).chain(accounts).chain(makers)
}

/// What a namespace has of them.
fn names_in<'a>(inventory: &'a Inventory, namespace: &str) -> BTreeSet<(&'static str, &'a str)> {
    let here = named(inventory).filter(|(_, _, meta)| *meta.namespace == *namespace);
    here.map(|(kind, name, _)| (kind, name)).collect()
}

pub(crate) fn companions(inventory: &Inventory, home: &str, to: &str) -> Moved {
    let (inside, outside): (Vec<&Workload>, Vec<&Workload>) =
        inventory.workloads.iter().filter(|it| *it.meta.namespace == *home).partition(|it| is_caged(it));
    let wanted: BTreeSet<_> = inside.iter().flat_map(|it| needed(it)).collect();
    let shared: BTreeSet<_> = outside.iter().flat_map(|it| needed(it)).collect();
    let mut moved = Moved::default();
    moved.whole.extend(inside.iter().map(|it| it.meta.place));
    let there = names_in(inventory, to);
    for (kind, name, meta) in named(inventory).filter(|(_, _, meta)| *meta.namespace == *home) {
        if wanted.contains(&(kind, name)) && !there.contains(&(kind, name)) {
            let both = shared.contains(&(kind, name)) || kind == "ServiceAccount" && name == "default";
            if both { &mut moved.copied } else { &mut moved.whole }.push(meta.place);
        }
    }
    let selects = |it: &model::Service| inside.iter().any(|pod| it.selects(home, &pod.pod.labels));
    moved.whole.extend(inventory.services.iter().filter(|it| selects(it)).map(|it| it.meta.place));
    let scales = |it: &&model::Autoscaler| {
        *it.meta.namespace == *home
            && it.target.as_ref().is_some_and(|(kind, name)| {
                inside.iter().any(|pod| pod.kind.name() == &**kind && **pod.meta.name == **name)
            })
    };
    moved.whole.extend(inventory.autoscalers.iter().filter(scales).map(|it| it.meta.place));
    let budgets = inventory.disruption_budgets.iter().filter(|it| *it.meta.namespace == *home);
    moved.whole.extend(budgets.filter(|it| only(it.selector.as_ref(), &inside, &outside)).map(|it| it.meta.place));
    let policies = inventory.network_policies.iter().filter(|it| *it.meta.namespace == *home);
    moved.whole.extend(policies.filter(|it| only(Some(&it.pod_selector), &inside, &outside)).map(|it| it.meta.place));
    moved
}

/// Whether a selector chooses sandboxes and nobody else.
fn only(selector: Option<&model::LabelSelector>, inside: &[&Workload], outside: &[&Workload]) -> bool {
    let chooses = |it: &&Workload| selector.is_some_and(|selector| selector.matches(&it.pod.labels));
    inside.iter().any(chooses) && !outside.iter().any(chooses)
}

/// What a move cannot take along.
pub(crate) fn leave_behind(stream: &mut Stream<'_>, home: &str, moved: &Moved) {
    let inventory = &stream.inventory;
    let known = names_in(inventory, home);
    let mut missing = Vec::new();
    for workload in inventory.workloads.iter().filter(|it| moved.whole.contains(&it.meta.place)) {
        for (kind, name) in needed(workload) {
            if !known.contains(&(kind, name)) && (kind, name) != ("ServiceAccount", "default") {
                let what = text!(
                    "{kind} {name} is not in the input: it has to be in the new namespace, too",
                    "{kind} {name} は入力にありません。新しい名前空間にも必要です"
                );
                missing.push((workload.meta.place, what));
            }
        }
    }
    for claim in inventory.claims.iter().filter(|it| moved.whole.contains(&it.meta.place)) {
        let name = &**claim.meta.name;
        missing.push((
            claim.meta.place,
            text!(
                "PersistentVolumeClaim {name} is a new, empty volume in the new namespace: copy what is in the old one",
                "PersistentVolumeClaim {name} は新しい名前空間では空のボリュームになります。中身は移してください"
            ),
        ));
    }
    for (place, what) in missing {
        stream.left(place, what);
    }
}
