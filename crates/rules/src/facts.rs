//! What every rule sees: the inventory, and what is derived from it once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::thread;

use dify::Component;
use inventory::credentials::{self, Use};
use inventory::environment::{self, Index, Variable};
use model::{Config, Container, Encoding, Entry, Inventory, Location, Place, Workload, WorkloadKind};

use crate::access::Access;
use crate::around::Around;
use crate::images::{self, ImageUse};
use crate::made;
use crate::part::Part;
use crate::value::{Value, part, values};
use crate::wires::Wires;
use crate::written::{self, Written};

/// The inventory, and what is derived from it once.
pub struct Facts<'a> {
    /// The inventory.
    pub inventory: &'a Inventory,
    /// ConfigMaps and Secrets by name.
    pub index: Index<'a>,
    /// Every credential that a container of Dify takes.
    pub uses: Vec<Use<'a>>,
    /// Every value that is written down somewhere.
    pub values: Vec<Value<'a>>,
    /// The credentials among them, each place once.
    pub(crate) written: Vec<Written<'a>>,
    /// Workloads that no other workload of the input makes: a Deployment, but not its ReplicaSet and Pods. What is wrong with
    /// a pod template is mended, and so reported, there.
    pub tops: Vec<&'a Workload>,
    parts: Vec<Part<'a>>,
    /// Parts by the place of their workload.
    part_of: HashMap<Place, usize>,
    /// What chooses among backends, with every value that is written for it; none where one of them cannot be read.
    choices: HashMap<&'static str, Vec<&'a str>>,
    workloads_around: Around,
    configs_around: Around,
    wires: Wires<'a>,
    access: Access<'a>,
    images: Vec<ImageUse<'a>>,
}

impl<'a> Facts<'a> {
    /// Derives everything once.
    #[must_use]
    pub fn new(inventory: &'a Inventory) -> Facts<'a> {
        let index = Index::new(inventory);
        let documents = &inventory.documents;
        // The network takes as long as everything else together.
        let (wires, (values, written, uses, parts)) = both(
            || Wires::of(inventory),
            || {
                let values = values(inventory);
                let written = written::all(documents, &values);
                (values, written, credentials::uses(inventory, &index), Part::all(inventory, &index))
            },
        );
        let tops = tops(inventory);
        let images = images::all(documents, &tops);
        let part_of = parts.iter().enumerate().map(|(at, it)| (it.workload.meta.place, at)).collect();
        let access = Access::of(inventory);
        let choices = choices(&values, &parts, &index);
        let workloads_around = Around::of(inventory.workloads.iter().map(|it| it.meta.place));
        let configs_around = Around::of(inventory.configs.iter().map(|it| it.meta.place));
        Facts {
            inventory,
            index,
            uses,
            values,
            written,
            tops,
            parts,
            part_of,
            choices,
            workloads_around,
            configs_around,
            wires,
            access,
            images,
        }
    }

    /// Where a node stands, as findings say it.
    pub(crate) fn location(&self, place: Place) -> Location {
        self.inventory.documents.location(place)
    }

    /// The parts of Dify with what their containers see, in order.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part<'a>> {
        self.parts.iter()
    }

    /// What bindings give, and to whom.
    pub(crate) const fn access(&self) -> &Access<'a> {
        &self.access
    }

    /// What the network engine found.
    pub(crate) const fn wires(&self) -> &Wires<'a> {
        &self.wires
    }

    /// The environment of a container, resolved.
    #[must_use]
    pub fn environment(&self, workload: &'a Workload, container: &'a Container) -> Cow<'_, [Variable<'a>]> {
        let part = self.part_of.get(&workload.meta.place).map(|at| &self.parts[*at]);
        match part.filter(|it| std::ptr::eq(it.container, container)) {
            Some(part) => Cow::Borrowed(&part.variables),
            None => Cow::Owned(environment::of(container, &workload.meta.namespace, &self.index)),
        }
    }

    /// One variable of a container, resolved.
    #[must_use]
    pub fn variable(&self, workload: &'a Workload, container: &'a Container, name: &str) -> Option<Variable<'a>> {
        environment::one(container, &workload.meta.namespace, &self.index, name)
    }

    /// Whether a setting is one of a backend that this deployment has not chosen, and that does not run in it: nobody reads it.
    pub(crate) fn is_of_another_backend(&self, setting: &str) -> bool {
        let Some(choice) = dify::choice_of(setting) else { return false };
        let chosen = self.choices.get(choice.chooser).map_or(&[][..], Vec::as_slice);
        let runs = |it: &Workload| it.component.is_some_and(|it| choice.is(it.id()));
        !chosen.is_empty() && !chosen.iter().any(|it| choice.is(it)) && !self.inventory.workloads.iter().any(runs)
    }

    /// The workloads that a place stands in: several where one object has several pod templates.
    pub fn workloads_around(&self, place: Place) -> impl Iterator<Item = &'a Workload> {
        self.workloads_around.at(place).map(|at| &self.inventory.workloads[at])
    }

    /// The ConfigMap or Secret that a place stands in.
    pub fn configs_around(&self, place: Place) -> impl Iterator<Item = &'a Config> {
        self.configs_around.at(place).map(|at| &self.inventory.configs[at])
    }

    /// Workloads that are parts of Dify, with what they are.
    pub fn components(&self) -> impl Iterator<Item = (Component, &'a Workload)> {
        self.inventory.workloads.iter().filter_map(|workload| Some((workload.component?, workload)))
    }

    /// The workloads of one component.
    pub fn of(&self, component: Component) -> impl Iterator<Item = &'a Workload> {
        self.components().filter(move |(it, _)| *it == component).map(|(_, workload)| workload)
    }

    /// The images of the input, each once in a namespace.
    pub(crate) fn images(&self) -> &[ImageUse<'a>] {
        &self.images
    }

    /// The place of a piece of a ConfigMap's or Secret's entry: the piece itself where it is written literally.
    #[must_use]
    pub fn part_of_entry(&self, entry: &Entry, range: std::ops::Range<usize>) -> Place {
        let coded = entry.encoding != Encoding::Plain;
        let text = entry.value.expose();
        if coded { entry.value.place } else { part(&self.inventory.documents, entry.value.place, text, range) }
    }
}

/// Does two things at the same time.
fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let handle = scope.spawn(one);
        let other = other();
        (handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
    })
}

/// What chooses among backends: what the roles of the api see, where the input holds them, else what is written. One value that nobody
/// can read makes the choice unknown.
fn choices<'a>(values: &[Value<'a>], parts: &[Part<'a>], index: &Index<'a>) -> HashMap<&'static str, Vec<&'a str>> {
    let roles: Vec<&Part<'a>> = parts.iter().filter(|it| it.component.runs_api_image()).collect();
    let seen = |part: &&Part<'a>, chooser: &str| match part.variable(chooser) {
        Some(_) => part.text(chooser),
        None if part.is_whole(index).is_ok() => Some("none"),
        None => None,
    };
    let of = |chooser: &'static str| {
        let told: Option<Vec<&str>> = match roles.is_empty() {
            true => Some(values.iter().filter(|it| it.setting == chooser).map(|it| it.text.trim()).collect()),
            false => roles.iter().map(|part| seen(part, chooser)).collect(),
        };
        let is_read = |told: &Vec<&str>| told.iter().all(|it| !it.is_empty() && !it.contains(['$', '{']));
        told.filter(is_read).map(|told| (chooser, told))
    };
    dify::choosers().filter_map(of).collect()
}

/// The workloads that nobody makes. One that names an owner is looked at with it only where the owner is there and makes exactly
/// such pods: a name in `ownerReferences` hides nothing.
fn tops(inventory: &Inventory) -> Vec<&Workload> {
    let mut known = HashMap::new();
    for workload in &inventory.workloads {
        known.insert((workload.kind.name(), &*workload.meta.namespace, &**workload.meta.name), workload);
    }
    let is_made = |workload: &Workload| {
        let owner = workload.owner.as_ref().and_then(|(kind, name)| {
            let kind = WorkloadKind::from_name(kind).filter(|kind| made::makes(*kind, workload.kind))?;
            known.get(&(kind.name(), &*workload.meta.namespace, &**name))
        });
        owner.is_some_and(|owner| {
            let spec = |it: &Workload| inventory.documents.node(it.pod.spec.place);
            made::is_of(spec(owner), spec(workload))
        })
    };
    inventory.workloads.iter().filter(|workload| !is_made(workload)).collect()
}
