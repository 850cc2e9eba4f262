//! Texts that were read, joined: what follows from all of them together.

use std::collections::HashSet;
use std::sync::Arc;

use model::{Documents, Inventory};

use crate::namespaces::Namespaces;
use crate::parse::Parsed;
use crate::{Options, recognise};

/// Joins texts that were read into an inventory, in their order. Nothing is read again; the objects are shared with `parsed`.
/// A text that stands there twice counts once.
#[must_use]
pub fn assemble(parsed: &[Arc<Parsed>], options: &Options) -> Inventory {
    let documents = Documents::new(parsed.iter().map(|it| Arc::clone(&it.origin)));
    let mut inventory = Inventory { documents, declared: options.declared.clone(), ..Inventory::default() };
    let mut met = HashSet::new();
    let texts: Vec<&Parsed> = parsed.iter().map(Arc::as_ref).filter(|it| met.insert(it.origin.id())).collect();
    let mut namespaces = Namespaces::new(&texts, options.namespace.as_deref());
    for text in texts {
        inventory.problems.extend(text.problems());
        inventory.suppressions.extend_from_slice(&text.suppressions);
        for (document, found) in text.pieces.iter().flat_map(|piece| &piece.documents) {
            for object in &found.objects {
                inventory.add(&object.decoded, namespaces.of(text, document, object));
            }
            inventory.settings.extend(found.settings.iter().cloned());
            if found.is_passed_over {
                inventory.passed_over.push(text.name().to_owned());
            }
        }
    }
    recognise::components(&mut inventory, &options.components);
    inventory
}
