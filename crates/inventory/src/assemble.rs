//! Texts that were read, joined: what follows from all of them together.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use lang::text;
use model::written::Decoded;
use model::{Documents, Inventory, LeftOut, Omission, Parsed, Place, Problem, ProblemKind, Stretch};
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
    let mut namespaces = Namespaces::new(&texts, options.namespace.as_deref());
    let mut placed = Vec::new();
    for text in &texts {
        inventory.problems.extend(problems(text));
        inventory.suppressions.extend_from_slice(&text.suppressions);
        for (document, found) in text.documents() {
            placed.extend(found.objects.iter().map(|object| (object, namespaces.of(text, document, object))));
            inventory.settings.extend(found.settings.iter().cloned());
            if found.is_our_own {
                inventory.left_out.push(LeftOut { path: text.origin.name().to_owned(), why: Omission::Own });
            }
        }
    }
    drop(namespaces);
    add_last(&mut inventory, placed);
    inventory.texts = texts;
    recognise::components(&mut inventory, &options.components);
    inventory
}

/// Adds the objects. Of several of one kind, namespace and name the cluster ends up with the last; the others are only said.
fn add_last(inventory: &mut Inventory, placed: Vec<(&Decoded, Arc<str>)>) {
    let mut last: HashMap<Identity<'_>, Place> = HashMap::new();
    for (object, namespace) in &placed {
        last.extend(Identity::of(object, namespace).map(|it| (it, object.head.place)));
    }
    let is_replaced = |(object, namespace): &(&Decoded, Arc<str>)| {
        let by = Identity::of(object, namespace).and_then(|it| last.get(&it).copied());
        by.filter(|by| *by != object.head.place)
    };
    let replaced: Vec<Option<Place>> = placed.iter().map(is_replaced).collect();
    let mut said = HashSet::new();
    for ((object, namespace), by) in placed.iter().zip(&replaced) {
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
        Problem { kind: *kind, origin, span, place: None, reason: reason.clone() }
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
