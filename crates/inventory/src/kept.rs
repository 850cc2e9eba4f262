//! What of a text that has changed is as it was.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Parsed, Piece};

/// For each part of the new text, what is known of it from the old one. Each piece is taken over once: two documents are never one.
pub(crate) fn take_over(old: &Parsed, new: &[&str]) -> Vec<Option<Arc<Piece>>> {
    let known: Vec<(&str, &Arc<Piece>)> =
        old.stretches.iter().map(|it| (it.span.slice(old.origin.text()), &it.piece)).collect();
    // Most of a text is as it was, from the start on and from the end on: only what is between is looked for.
    let same = |((known, _), new): &(&(&str, &Arc<Piece>), &&str)| known == *new;
    let before = known.iter().zip(new).take_while(same).count();
    let rest = known.len().min(new.len()) - before;
    let behind = known.iter().rev().zip(new.iter().rev()).take(rest).take_while(same).count();
    let mut between: HashMap<&str, Vec<&Arc<Piece>>> = HashMap::new();
    for (text, piece) in known[before..known.len() - behind].iter().rev() {
        between.entry(text).or_default().push(piece);
    }
    let taken = new[before..new.len() - behind].iter().map(|text| between.get_mut(text).and_then(Vec::pop));
    let first = known[..before].iter().map(|(_, piece)| Some(*piece));
    let last = known[known.len() - behind..].iter().map(|(_, piece)| Some(*piece));
    first.chain(taken).chain(last).map(Option::<&Arc<Piece>>::cloned).collect()
}
