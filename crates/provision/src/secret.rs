//! The Secrets that a plan comes to: its values under their keys, and whatever else those Secrets hold.

use std::collections::{BTreeMap, BTreeSet};

use lang::Text;
use model::{Config, ConfigKind, Date, Encoding, Inventory, Opaque};

use crate::dates::{CREATED, Dates, ROTATED};
use crate::existing::{Existing, is_text, written};
use crate::need::Slot;

/// A Secret to be. No `Debug`: it holds values.
pub struct Secret {
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// `type`, where the Secret has one that is not `Opaque`.
    pub kind: Option<String>,
    /// Every key and its value.
    pub entries: BTreeMap<String, Opaque>,
    /// Keys whose value is no text (a keystore), as it is written in base64.
    pub raw: BTreeMap<String, Opaque>,
    /// Labels that the Secret has already.
    pub labels: BTreeMap<String, String>,
    /// Annotations of owners that it has already.
    pub annotations: BTreeMap<String, String>,
    /// Keys of credentials whose value is still missing.
    pub missing: BTreeSet<String>,
    /// When the values were made.
    pub created: Dates,
    /// When they were last replaced.
    pub rotated: Dates,
}

/// A key of a Secret that is not handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The key.
    pub slot: Slot,
    /// Why.
    pub why: Text,
}

/// The Secrets while they are filled.
pub(crate) struct Secrets<'a> {
    inventory: &'a Inventory,
    existing: &'a Existing<'a>,
    today: Date,
    found: BTreeMap<(String, String), Secret>,
    left_out: Vec<LeftOut>,
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(inventory: &'a Inventory, existing: &'a Existing<'a>, today: Date) -> Secrets<'a> {
        Secrets { inventory, existing, today, found: BTreeMap::new(), left_out: Vec::new() }
    }

    /// Says that a key belongs to a credential, whether or not there is a value for it.
    pub(crate) fn reserve(&mut self, slot: &Slot) {
        let before = self.before(&slot.namespace, &slot.secret);
        let secret = self.found.entry((slot.namespace.clone(), slot.secret.clone())).or_insert_with(|| Secret {
            namespace: slot.namespace.clone(),
            name: slot.secret.clone(),
            kind: before.iter().find_map(|it| Some(it.secret_type.as_ref()?.value.to_string())),
            entries: BTreeMap::new(),
            raw: BTreeMap::new(),
            labels: labels(&before),
            annotations: annotations(&before),
            missing: BTreeSet::new(),
            created: Dates::default(),
            rotated: Dates::default(),
        });
        if !secret.entries.contains_key(&slot.key) && !secret.raw.contains_key(&slot.key) {
            secret.missing.insert(slot.key.clone());
        }
    }

    /// Gives a key its value. A value that is there already keeps its days; one that was made now has today.
    pub(crate) fn put(&mut self, slot: &Slot, value: &str, is_new: bool) {
        self.reserve(slot);
        let before = self.before(&slot.namespace, &slot.secret);
        let same =
            |it: &&&Config| it.entry(&slot.key).is_some_and(|it| is_text(it.encoding) && it.value.expose() == value);
        let kept = before.iter().find(same).map(|it| (Dates::of(it, CREATED), Dates::of(it, ROTATED)));
        let Some(secret) = self.found.get_mut(&(slot.namespace.clone(), slot.secret.clone())) else { return };
        secret.missing.remove(&slot.key);
        secret.entries.insert(slot.key.clone(), Opaque::new(value));
        let day = |dates: &Dates| dates.0.get(&slot.key).copied();
        let created = if is_new { Some(self.today) } else { kept.as_ref().and_then(|it| day(&it.0)) };
        let rotated = kept.as_ref().and_then(|it| day(&it.1));
        secret.created.0.extend(created.map(|it| (slot.key.clone(), it)));
        secret.rotated.0.extend(rotated.map(|it| (slot.key.clone(), it)));
    }

    /// Keeps the value of a key as it is written.
    pub(crate) fn put_raw(&mut self, slot: &Slot, written: &str) {
        self.reserve(slot);
        let Some(secret) = self.found.get_mut(&(slot.namespace.clone(), slot.secret.clone())) else { return };
        secret.missing.remove(&slot.key);
        secret.raw.insert(slot.key.clone(), Opaque::new(written));
    }

    /// What else the Secrets hold goes on: whoever replaces a Secret whole would lose it otherwise.
    pub(crate) fn finish(mut self) -> (Vec<Secret>, Vec<LeftOut>) {
        let mut found = std::mem::take(&mut self.found);
        for secret in found.values_mut() {
            // What was handed over goes on whatever it is: something may take it.
            let handed: Vec<_> = self.existing.secrets(&secret.namespace, &secret.name).collect();
            for entry in handed.iter().flat_map(|it| &it.entries) {
                let key = &**entry.key;
                if secret.entries.contains_key(key) || secret.raw.contains_key(key) {
                    continue;
                }
                let (value, into) = (self.existing.written(entry), secret.map_for(entry.encoding));
                into.insert(key.to_owned(), Opaque::new(value));
            }
            if let Some(config) = self.inventory.config(ConfigKind::Secret, &secret.namespace, &secret.name) {
                for entry in &config.entries {
                    let key = &**entry.key;
                    let has = secret.entries.contains_key(key) || secret.raw.contains_key(key);
                    if has || secret.missing.contains(key) {
                        continue;
                    }
                    let value = written(self.inventory, entry);
                    match flaw(key, value).filter(|_| is_text(entry.encoding)) {
                        None => _ = secret.map_for(entry.encoding).insert(key.to_owned(), Opaque::new(value)),
                        Some(why) => self.left_out.push(LeftOut {
                            slot: Slot {
                                namespace: secret.namespace.clone(),
                                secret: secret.name.clone(),
                                key: key.to_owned(),
                            },
                            why,
                        }),
                    }
                }
            }
        }
        (found.into_values().collect(), self.left_out)
    }

    /// The Secret as it is, what was handed over first.
    fn before(&self, namespace: &str, name: &str) -> Vec<&'a Config> {
        let own = self.inventory.config(ConfigKind::Secret, namespace, name);
        self.existing.secrets(namespace, name).chain(own).collect()
    }
}

/// Why a value beside the credentials is not handed on.
fn flaw(key: &str, value: &str) -> Option<Text> {
    let published = dify::published(key, value).is_some() || dify::unique_in(value).next().is_some();
    published.then(|| {
        Text::new("published, and no container takes it", "公開されている初期値で、どのコンテナも使っていない")
    })
}

impl Secret {
    fn map_for(&mut self, encoding: Encoding) -> &mut BTreeMap<String, Opaque> {
        if is_text(encoding) { &mut self.entries } else { &mut self.raw }
    }

    /// Whether there is anything in it: a Secret of nothing is not written, since `data:` with nothing below takes away what is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.raw.is_empty()
    }

    /// Every key that has a value, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let keys: BTreeSet<&str> = self.entries.keys().chain(self.raw.keys()).map(String::as_str).collect();
        keys.into_iter()
    }
}

/// The label of ours, which is written anyway.
pub(crate) const PART_OF: &str = "app.kubernetes.io/part-of";

/// What the annotations begin with that are handed on: they say who owns the Secret and what follows it. Others may hold anything, a copy of
/// the values too.
const KEPT: [&str; 6] = [
    "meta.helm.sh/",
    "helm.sh/",
    "argocd.argoproj.io/",
    "kustomize.toolkit.fluxcd.io/",
    "reflector.v1.k8s.emberstack.com/",
    "reloader.stakater.com/",
];

fn labels(before: &[&Config]) -> BTreeMap<String, String> {
    let labels = before.first().map(|it| &it.meta.labels);
    let pairs = labels.into_iter().flat_map(|it| &it.0).map(|(key, value)| (key.to_string(), value.to_string()));
    pairs.filter(|(key, _)| key != PART_OF).collect()
}

fn annotations(before: &[&Config]) -> BTreeMap<String, String> {
    let all = before.first().map_or(&[][..], |it| &it.meta.annotations);
    let kept = all.iter().filter(|(name, _)| KEPT.iter().any(|it| name.starts_with(it)));
    kept.map(|(name, value)| (name.to_string(), value.value.expose().to_owned())).collect()
}
