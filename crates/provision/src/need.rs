//! Which credentials a deployment needs, and where each must stand.
//!
//! Read from the inventory alone: every variable of a container of Dify that the catalogue calls a credential is an end, and
//! ends that must hold the same value are one need.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dify::{Component, Form, Purpose, SANDBOX_SECRET, SECRET};
use inventory::credentials::{self, Use, is_reference};
use inventory::environment::{Index, Origin};
use model::{ConfigKind, Inventory, Opaque, Place};

/// A key of a Secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// The namespace.
    pub namespace: String,
    /// The Secret.
    pub secret: String,
    /// The key in it.
    pub key: String,
}

/// Where an end takes its value from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// A key of a Secret.
    Key(Slot),
    /// The value itself, in the pod template or a ConfigMap. It belongs into this key: `sekisho harden --secret-refs` takes it there.
    Inline(Slot),
    /// The pod template puts it together from other variables: nothing of its own is kept.
    Composed,
    /// Another tool puts the value in the place of a reference (`vault:`, `op://`, a template): it is kept there.
    Brought,
}

impl Kept {
    /// The key that holds the value, or will.
    #[must_use]
    pub const fn slot(&self) -> Option<&Slot> {
        match self {
            Kept::Key(slot) | Kept::Inline(slot) => Some(slot),
            Kept::Composed | Kept::Brought => None,
        }
    }
}

/// One place that must hold a credential.
pub(crate) struct End<'a> {
    pub(crate) taken: Use<'a>,
    pub(crate) component: Component,
    pub(crate) kept: Kept,
}

impl<'a> End<'a> {
    /// The value that the input shows, if it is one.
    pub(crate) fn value(&self) -> Option<&'a Opaque> {
        self.taken.variable.value.filter(|it| !it.expose().trim().is_empty() && !is_reference(it.expose()))
    }

    pub(crate) fn setting(&self) -> &'a str {
        self.taken.variable.name
    }

    pub(crate) fn place(&self) -> Place {
        self.taken.variable.place
    }

    /// Whether it takes a list of keys of which a client has one.
    pub(crate) fn is_list(&self) -> bool {
        self.setting().ends_with("AUTHENTICATION_APIKEY_ALLOWED_KEYS")
    }
}

/// A credential and every place that must hold it.
pub(crate) struct Need<'a> {
    pub(crate) name: String,
    pub(crate) purpose: Purpose,
    pub(crate) form: Form,
    /// The end that compares the value first: what it holds is what works.
    pub(crate) ends: Vec<End<'a>>,
}

/// What a deployment needs, and what it consists of.
pub(crate) struct Needs<'a> {
    pub(crate) all: Vec<Need<'a>>,
    pub(crate) present: BTreeSet<Component>,
}

/// Why nothing can be planned.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoNeeds {
    NoDify,
    Several(Vec<String>),
}

/// Reads what a deployment needs.
pub(crate) fn needs<'a>(inventory: &'a Inventory, index: &Index<'a>) -> Result<Needs<'a>, NoNeeds> {
    let uses = credentials::uses(inventory, index);
    let homes: BTreeSet<&str> = inventory
        .workloads
        .iter()
        .filter(|it| it.component == Some(Component::Api))
        .map(|it| &*it.meta.namespace)
        .collect();
    if homes.len() > 1 {
        return Err(NoNeeds::Several(homes.into_iter().map(str::to_owned).collect()));
    }
    let home =
        homes.first().copied().or_else(|| Some(&*uses.first()?.workload.meta.namespace)).ok_or(NoNeeds::NoDify)?;
    let mut found: BTreeMap<String, Need<'a>> = BTreeMap::new();
    for taken in uses {
        let Some(component) = taken.workload.component else { continue };
        let (name, purpose) = name(component, &taken);
        let Some(kept) = kept(&taken, component, home) else { continue };
        let need = || Need { name: name.clone(), purpose, form: taken.credential.form, ends: Vec::new() };
        found.entry(name.clone()).or_insert_with(need).ends.push(End { taken, component, kept });
    }
    let mut all = one_for_each_slot(found.into_values().filter(is_wanted).collect());
    for need in &mut all {
        need.ends.sort_by_key(|it| (rank(need.purpose, it), it.component));
    }
    all.sort_by(|a, b| (a.purpose, &a.name).cmp(&(b.purpose, &b.name)));
    if all.is_empty() {
        return Err(NoNeeds::NoDify);
    }
    let workloads = inventory.workloads.iter().filter_map(|it| it.component);
    let present = workloads.chain(inventory.others.iter().filter_map(|it| it.component)).collect();
    Ok(Needs { all, present })
}

/// The name of a credential: the key that all of its ends share ([`dify::secret_key`]), and what it opens.
fn name(component: Component, taken: &Use<'_>) -> (String, Purpose) {
    let own = |setting: &str| dify::secret_key(setting).unwrap_or(setting).to_owned();
    let (setting, purpose) = (taken.variable.name, taken.credential.purpose);
    // A store's own setting has one name for several roles: `POSTGRES_PASSWORD` is also pgvector's.
    let of_store = Purpose::VectorStoreKey(component.id());
    let ends = dify::shared_by(of_store);
    if component.is_vector_store()
        && ends.contains(&(component, setting))
        && let Some((_, client)) = ends.iter().find(|(it, _)| it.runs_api_image())
    {
        return (own(client), of_store);
    }
    // One name, two different keys (dify.md 2.1).
    if purpose == Purpose::AdminKey && component == Component::PluginDaemon {
        return (format!("PLUGIN_{setting}"), purpose);
    }
    (own(setting), purpose)
}

fn kept(taken: &Use<'_>, component: Component, home: &str) -> Option<Kept> {
    let namespace = &*taken.workload.meta.namespace;
    let slot = |secret: &str, key: &str| Slot {
        namespace: namespace.to_owned(),
        secret: secret.to_owned(),
        key: key.to_owned(),
    };
    let variable = &taken.variable;
    Some(match variable.origin {
        Origin::Field => return None,
        Origin::Config(config) if config.kind == ConfigKind::Secret => {
            let entry = config.entries.iter().find(|it| it.value.place == variable.place);
            Kept::Key(slot(&config.meta.name, entry.map_or(variable.name, |it| &it.key)))
        }
        Origin::Elsewhere { kind: ConfigKind::Secret, name, key } => Kept::Key(slot(name, key)),
        Origin::Literal | Origin::Config(_) | Origin::Elsewhere { .. } => {
            let reference = variable.value.map(Opaque::expose).filter(|it| is_reference(it));
            if let Some(reference) = reference {
                if reference.contains("$(") { Kept::Composed } else { Kept::Brought }
            } else {
                let caged = component.is_sandbox() && namespace != home;
                // The key that `harden --secret-refs` takes it to; two credentials that it cannot tell apart become one there.
                let key = dify::secret_key(variable.name).unwrap_or(variable.name);
                Kept::Inline(slot(if caged { SANDBOX_SECRET } else { SECRET }, key))
            }
        }
    })
}

/// Whether somebody wants it: what is optional and empty everywhere is switched off.
fn is_wanted(need: &Need<'_>) -> bool {
    let is_empty = |end: &End<'_>| end.taken.variable.value.is_some_and(|it| it.expose().trim().is_empty());
    let required = |end: &End<'_>| end.taken.credential.required;
    need.ends.iter().any(required) || !need.ends.iter().all(is_empty)
}

/// Joins needs that one key of a Secret holds: whatever they are called, they are one value.
fn one_for_each_slot(needs: Vec<Need<'_>>) -> Vec<Need<'_>> {
    let mut joined: Vec<Need<'_>> = Vec::new();
    let mut holders: HashMap<Slot, usize> = HashMap::new();
    for mut need in needs {
        let slots: Vec<Slot> = need.ends.iter().filter_map(|it| it.kept.slot().cloned()).collect();
        let at = slots.iter().find_map(|it| holders.get(it).copied()).unwrap_or(joined.len());
        for slot in slots {
            holders.entry(slot).or_insert(at);
        }
        match joined.get_mut(at) {
            Some(holder) => holder.ends.append(&mut need.ends),
            None => joined.push(need),
        }
    }
    joined
}

/// The place of an end in the catalogue's order, which begins with the end that compares.
fn rank(purpose: Purpose, end: &End<'_>) -> usize {
    let ends = dify::shared_by(purpose);
    ends.iter().position(|it| *it == (end.component, end.setting())).unwrap_or(ends.len())
}
