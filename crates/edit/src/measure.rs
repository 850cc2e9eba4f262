//! How a document is written, measured.

use yaml::{NodeId, Tree};

use crate::layout::Layout;
use crate::locate::View;

/// By the first mapping and the first sequence below a key, and the first line.
pub(crate) fn measured(text: &str, tree: &Tree) -> Layout {
    let view = View { text, tree, layout: Layout::default() };
    let (mut step, mut dash) = (None, None);
    for id in (0..tree.n_nodes() as u32).map(NodeId).filter(|id| view.is_mapping(*id) && !view.is_flow(*id)) {
        for pair in tree.child_ids(id).chunks_exact(2) {
            let (key, value) = (view.span(pair[0]).start as usize, view.span(pair[1]).start as usize);
            let Some(first) = tree.child_ids(pair[1]).first().filter(|_| !view.is_flow(pair[1])) else { continue };
            let start = if view.is_mapping(pair[1]) { Some(value) } else { view.dash(*first) };
            let start = start.filter(|it| view.begins_line(*it));
            let difference = start.and_then(|it| view.column(it).checked_sub(view.column(key)));
            if view.is_mapping(pair[1]) {
                step = step.or(difference);
            } else {
                dash = dash.or(difference);
            }
        }
        if step.is_some() && dash.is_some() {
            break;
        }
    }
    let step = step.filter(|it| (1..=8).contains(it)).unwrap_or(2);
    let line_break = match text.find('\n') {
        Some(at) if at > 0 && text.as_bytes()[at - 1] == b'\r' => "\r\n",
        _ => "\n",
    };
    Layout { step, dash: dash.filter(|it| *it <= 8).unwrap_or(step), line_break }
}
