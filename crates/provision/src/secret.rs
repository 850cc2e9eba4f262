//! The Secrets that a plan comes to: its values under their keys, and whatever else those Secrets hold.

use std::collections::{BTreeMap, BTreeSet};

use lang::Text;
use model::{Config, ConfigKind, Date, Encoding, Inventory, Opaque};

use crate::dates::{CREATED, Dates, ROTATED};
use crate::existing::{Existing, is_text};
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
            missing: BTreeSet::new(),
            created: Dates::default(),
            rotated: Dates::default(),
        });
        if !secret.entries.contains_key(&slot.key) {
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

    /// What else the Secrets hold goes on: whoever replaces a Secret whole would lose it otherwise.
    pub(crate) fn finish(mut self) -> (Vec<Secret>, Vec<LeftOut>) {
        let mut found = std::mem::take(&mut self.found);
        for secret in found.values_mut() {
            for config in self.before(&secret.namespace, &secret.name) {
                for entry in &config.entries {
                    let key = &**entry.key;
                    if secret.entries.contains_key(key) || secret.missing.contains(key) {
                        continue;
                    }
                    let value = entry.value.expose();
                    match flaw(key, value, entry.encoding) {
                        None => _ = secret.entries.insert(key.to_owned(), Opaque::new(value)),
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
fn flaw(key: &str, value: &str, encoding: Encoding) -> Option<Text> {
    if !is_text(encoding) {
        return Some(Text::new(
            "not text: it stays only where the Secret is",
            "テキストではない(元の Secret にだけ残る)",
        ));
    }
    let published = dify::published(key, value).is_some() || dify::unique_in(value).next().is_some();
    published.then(|| {
        Text::new("published, and no container takes it", "公開されている初期値で、どのコンテナも使っていない")
    })
}
