//! The graph in the DOT language, for Graphviz and whatever reads it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use forms::printable;
use lang::Lang;
use netpol::Certainty;

use super::{short, words};
use graph::Class;
use graph::Graph;

/// Writes a graph as DOT: the lines of the picture, and the band as a node of its own.
#[must_use]
pub fn dot(graph: &Graph, lang: Lang) -> String {
    let mut out = String::from(
        "digraph sekisho {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n",
    );
    let _ = writeln!(out, "  label={};\n  labelloc=t;", quote(words::TITLE.get(lang)));
    let mut namespaces: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        namespaces.entry(node.namespace()).or_default().push(at);
    }
    for (n, (namespace, list)) in namespaces.iter().enumerate() {
        if let Some(namespace) = namespace {
            let _ = writeln!(out, "  subgraph cluster_{n} {{\n    label={};", quote(namespace));
        }
        for at in list {
            let node = &graph.nodes[*at];
            let label = format!("{}\n{}", node.label().get(lang), node.note().get(lang));
            let shape = if namespace.is_some() { "" } else { ", shape=ellipse" };
            let _ = writeln!(out, "    n{at} [label={}{shape}];", quote(&label));
        }
        if namespace.is_some() {
            out.push_str("  }\n");
        }
    }
    if let Some(band) = &graph.band {
        let text = quote(words::band_text(band).get(lang));
        let _ = writeln!(out, "  band [label={text}, shape=note, color=orange];");
    }
    for edge in graph.edges.iter().filter(|edge| edge.drawn) {
        let label = quote(short::ports(&edge.conn).get(lang));
        let style = if edge.certainty == Certainty::Possible { ", style=dashed" } else { "" };
        let colour = match edge.class {
            Class::Needed => "blue",
            Class::Wider => "orange",
            Class::Other => "gray50",
            Class::Never => "red",
        };
        let _ = writeln!(out, "  n{} -> n{} [label={label}, color={colour}{style}];", edge.src, edge.dst);
    }
    out.push_str("}\n");
    out
}

/// A string of DOT, with its quotes (graphviz.org, "The DOT Language": `\"` is the only escape of the scanner; a backslash is
/// doubled, because labels read `\n`, `\l` and `\N`). Each line of it is rid of what could command a terminal.
fn quote(text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|it| printable(it).replace('\\', "\\\\").replace('"', "\\\"")).collect();
    format!("\"{}\"", lines.join("\\n"))
}
