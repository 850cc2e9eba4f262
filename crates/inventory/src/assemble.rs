//! Texts that were read, joined: what follows from all of them together.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use lang::text;
use model::written::Decoded;
use model::{
    Documents, Inventory, LeftOut, Omission, OriginId, Parsed, Place, Problem, ProblemKind, SettingsFormat, Stretch,
};
use yaml::Span;

use crate::namespaces::Namespaces;
use crate::{Options, recognise};

/// Joins texts that were read into an inventory, in their order. Nothing is read again; the objects are shared with `parsed`.
/// A text that stands there twice counts once.
#[must_use]
pub fn assemble(parsed: &[Arc<Parsed>], options: &Options) -> Inventory {
    let mut met = HashSet::new();
    let texts: Vec<Arc<Parsed>> = parsed.iter().filter(|it| met.insert(it.origin.id())).cloned().collect();
    let documents = Documents::new(texts.iter().map(|it| Arc::clone(&it.origin)));
    let mut inventory = Inventory { documents, declared: options.declared.clone(), ..Inventory::default() };
    if options.no_suppressions {
        inventory.declared.suppressions.clear();
    }
    let mut namespaces = Namespaces::new(&texts, options.namespace.as_deref());
    let mut placed = Vec::new();
    for text in &texts {
        inventory.problems.extend(problems(text));
        if !options.no_suppressions {
            inventory.suppressions.extend_from_slice(&text.suppressions);
        }
        for (document, found) in text.documents() {
            let origin = text.origin.id();
            placed.extend(found.objects.iter().map(|it| (origin, it, namespaces.of(text, document, it))));
            inventory.settings.extend(found.settings.iter().cloned());
            if found.settings.iter().any(|it| it.format == SettingsFormat::Compose) {
                inventory.left_out.push(LeftOut { path: text.origin.name().to_owned(), why: Omission::Containers });
            }
            if found.is_our_own {
                inventory.left_out.push(LeftOut { path: text.origin.name().to_owned(), why: Omission::Own });
            }
        }
    }
    drop(namespaces);
    let roots = Roots::of(&texts);
    add_last(&mut inventory, &placed, &roots);
    inventory.texts = texts;
    recognise::components(&mut inventory, &options.components);
    inventory
}

/// An object, the text that it stands in, and the namespace that it is judged in.
type Placed<'a> = (OriginId, &'a Decoded, Arc<str>);

/// Adds the objects. Of several of one kind, namespace and name the cluster ends up with the last; the others are only said. What
/// belongs to different kustomizations (a base and its overlays) is never applied together, and all of it is judged.
fn add_last(inventory: &mut Inventory, placed: &[Placed<'_>], roots: &Roots<'_>) {
    let mut last: HashMap<(Option<&str>, Identity<'_>), Place> = HashMap::new();
    let root = |text: &OriginId| roots.of_text.get(text).copied();
    for (text, object, namespace) in placed {
        last.extend(Identity::of(object, namespace).map(|it| ((root(text), it), object.head.place)));
    }
    let is_replaced = |(text, object, namespace): &Placed<'_>| {
        let by = Identity::of(object, namespace).and_then(|it| last.get(&(root(text), it)).copied());
        by.filter(|by| *by != object.head.place)
    };
    let replaced: Vec<Option<Place>> = placed.iter().map(is_replaced).collect();
    let mut said = HashSet::new();
    for ((_, object, namespace), by) in placed.iter().zip(&replaced) {
        let Some(by) = by else {
            inventory.add(object, Arc::clone(namespace));
            continue;
        };
        // An object with several pod templates is said once.
        if said.insert(object.head.place) {
            let problem = replaced_problem(inventory, object, *by);
            inventory.problems.push(problem);
        }
    }
}

/// The folder of the kustomization that a text belongs to: the nearest above it that holds one.
struct Roots<'a> {
    of_text: HashMap<OriginId, &'a str>,
}

impl<'a> Roots<'a> {
    fn of(texts: &'a [Arc<Parsed>]) -> Roots<'a> {
        let split = |name: &'a str| name.rsplit_once('/').unwrap_or(("", name));
        let names = || texts.iter().map(|it| (it.origin.id(), split(it.origin.name())));
        let is_one = |file: &str| matches!(file, "kustomization.yaml" | "kustomization.yml" | "Kustomization");
        let folders: HashSet<&str> =
            names().filter(|(_, (_, file))| is_one(file)).map(|(_, (folder, _))| folder).collect();
        let root = |folder: &'a str| {
            let mut at = folder;
            loop {
                if folders.contains(at) {
                    return Some(at);
                }
                at = at.rsplit_once('/').map(|(above, _)| above)?;
            }
        };
        let of_text = names().filter_map(|(id, (folder, _))| Some((id, root(folder)?)));
        Roots { of_text: if folders.is_empty() { HashMap::new() } else { of_text.collect() } }
    }
}

/// What makes two objects one: the group of the API, the kind, the namespace and the name.
#[derive(PartialEq, Eq, Hash)]
struct Identity<'a> {
    group: &'a str,
    kind: &'a str,
    namespace: &'a str,
    name: &'a str,
}

impl<'a> Identity<'a> {
    /// `None` where the API server makes the name, or there is none.
    fn of(object: &'a Decoded, namespace: &'a str) -> Option<Identity<'a>> {
        let head = &object.head;
        let group = head.api_version.rsplit_once('/').map_or("", |(group, _)| group);
        // Ingresses and others moved out of this group, and are the same objects.
        let group = if group == "extensions" { "networking.k8s.io" } else { group };
        let named = !head.name_is_generated && !head.name.is_empty();
        named.then(|| Identity { group, kind: &head.kind, namespace, name: &head.name })
    }
}

fn replaced_problem(inventory: &Inventory, object: &Decoded, by: Place) -> Problem {
    let documents = &inventory.documents;
    let place = object.head.name.place;
    let other = documents.origin(by.doc);
    let kind = &object.head.kind;
    let address = format!("{}:{}", other.name(), other.line(documents.span(by).start));
    Problem {
        kind: ProblemKind::ReplacedObject,
        origin: documents.origin(place.doc).id(),
        span: documents.span(place),
        place: Some(place),
        other: Some(by),
        reason: text!(
            "another {kind} of this name stands at {address} and replaces this one when both are applied; the later one is judged",
            "同じ名前の {kind} が {address} にもあり、適用するとこちらは置き換えられます。検査したのは後の方です"
        ),
    }
}

/// What of a text cannot be read.
fn problems(text: &Parsed) -> impl Iterator<Item = Problem> {
    let origin = text.origin.id();
    let flaw = text.flaw.iter().map(move |(kind, reason)| {
        let span = Span { start: 0, end: 0 };
        Problem { kind: *kind, origin, span, place: None, other: None, reason: reason.clone() }
    });
    let met = text.stretches.iter().flat_map(move |Stretch { span: around, piece }| {
        let found = piece.document.iter().flat_map(|(_, found)| &found.problems);
        piece.problems.iter().chain(found).cloned().map(|problem| {
            let Span { start, end } = problem.span;
            Problem { span: Span { start: around.start + start, end: around.start + end }, ..problem }
        })
    });
    flaw.chain(met)
}
