//! Texts that were read, joined: what follows from all of them together.

use std::collections::HashSet;
use std::sync::Arc;

use model::{Documents, Inventory, LeftOut, Omission, Parsed, Problem, Stretch};
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
    for text in &texts {
        inventory.problems.extend(problems(text));
        inventory.suppressions.extend_from_slice(&text.suppressions);
        for (document, found) in text.documents() {
            for object in &found.objects {
                inventory.add(object, namespaces.of(text, document, object));
            }
            inventory.settings.extend(found.settings.iter().cloned());
            if found.is_our_own {
                inventory.left_out.push(LeftOut { path: text.origin.name().to_owned(), why: Omission::Own });
            }
        }
    }
    drop(namespaces);
    inventory.texts = texts;
    recognise::components(&mut inventory, &options.components);
    inventory
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
