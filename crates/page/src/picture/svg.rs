//! The drawing: SVG 1.1 with a style sheet inside and nothing outside.

use std::fmt::Write as _;

use lang::{Lang, Text};
use netpol::Certainty;

use forms::xml::escape;
use graph::{Class, Edge};

use super::layout::Layout;
use super::shape::{Rect, widest, width_of};
use super::{palette, words};
use crate::html::in_both;
use graph::Graph;
use graph::NodeKind;

/// Draws a graph in one language, for a document or a browser. It follows the reader's light or dark scheme.
#[must_use]
pub fn svg(graph: &Graph, lang: Lang) -> String {
    let mut drawing = Drawing { graph, tongue: Tongue::One(lang), is_asked: false, out: String::new() };
    drawing.draw();
    drawing.out
}

/// The same with both languages in it and the edges that a page shows on demand; the page brings the style.
pub(crate) fn for_page(graph: &Graph) -> String {
    let mut drawing = Drawing { graph, tongue: Tongue::Both, is_asked: true, out: String::new() };
    drawing.draw();
    drawing.out
}

/// The same to look at alone: no box is a button.
pub(crate) fn for_report(graph: &Graph) -> String {
    let mut drawing = Drawing { graph, tongue: Tongue::Both, is_asked: false, out: String::new() };
    drawing.draw();
    drawing.out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tongue {
    One(Lang),
    Both,
}

struct Drawing<'d> {
    graph: &'d Graph,
    tongue: Tongue,
    /// Whether a script answers what is chosen in it.
    is_asked: bool,
    out: String,
}

/// The width of a legend's entry beside its text.
const SAMPLE: i32 = 34;

impl Drawing<'_> {
    fn draw(&mut self) {
        let layout = Layout::of(self.graph);
        let width = layout.width.max(900);
        self.open(width, layout.height);
        self.head(width);
        for area in &layout.areas {
            let Rect { x, y, width, height } = area.rect;
            let class = if area.lane { "lane" } else { "area" };
            let _ = writeln!(
                self.out,
                r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="8"/>"#
            );
        }
        for line in &layout.lines {
            self.line(line.edge, &line.points, false);
        }
        if self.is_asked {
            self.hidden(&layout);
        }
        for area in &layout.areas {
            self.text("head", area.rect.x + 10, area.rect.y + 16, "start", &area.label, "");
        }
        for (spot, label) in layout.outside.iter().zip([words::FROM_OUTSIDE, words::TO_OUTSIDE]) {
            if let Some((x, y)) = spot {
                self.text("head", *x, *y, "start", &label, "");
            }
        }
        for tag in &layout.tags {
            let ends = self.ends(&tag.edges);
            self.text(&format!("port {}", tag.class.id()), tag.x, tag.y, "end", &tag.text, &ends);
        }
        for (at, card) in layout.cards.iter().enumerate() {
            self.card(at, *card);
        }
        self.out.push_str("</svg>\n");
    }

    fn open(&mut self, width: i32, height: i32) {
        let lang = match self.tongue {
            Tongue::One(lang) => format!(r#" lang="{0}" xml:lang="{0}""#, lang.tag()),
            Tongue::Both => String::new(),
        };
        let _ = writeln!(
            self.out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="sk" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="{}" aria-labelledby="sk-title sk-desc"{lang}>"#,
            // A page has controls inside; an image would hide them from a screen reader.
            if self.is_asked { "group" } else { "img" }
        );
        let description = words::description(self.graph);
        for (element, text) in [("title", &words::TITLE), ("desc", &description)] {
            let (words, lang) = match self.tongue {
                Tongue::One(lang) => (String::new(), lang),
                Tongue::Both => (in_both(text), Lang::En),
            };
            let _ = writeln!(self.out, r#"<{element} id="sk-{element}"{words}>{}</{element}>"#, escape(text.get(lang)));
        }
        if self.tongue != Tongue::Both {
            let _ = writeln!(self.out, "<style>{}</style>", escape_style(&palette::alone()));
        }
        let _ = writeln!(self.out, r#"<rect class="back" width="{width}" height="{height}"/>"#);
    }

    fn head(&mut self, width: i32) {
        self.text("title", 24, 34, "start", &words::TITLE, "");
        let mut x = 24;
        let y = 62;
        for class in Class::ALL {
            self.sample(x, y, class.id(), "");
            let label = class.label();
            self.text("plain", x + SAMPLE, y, "start", &label, "");
            x += SAMPLE + self.width(&label, 12.0) + 18;
        }
        self.sample(24, 84, "other", " possible");
        self.text("plain", 24 + SAMPLE, 84, "start", &words::POSSIBLE, "");
        if let Some(left_out) = words::left_out(self.graph) {
            self.text("plain", 24 + SAMPLE + self.width(&words::POSSIBLE, 12.0) + 18, 84, "start", &left_out, "");
        }
        if let Some(band) = &self.graph.band {
            let _ = writeln!(
                self.out,
                r#"<path class="edge wider band" stroke-width="12" d="M38 112H{0}"/><path class="tip wider fill" d="M24 112l16 -10v20z"/><path class="tip wider fill" d="M{1} 112l-16 -10v20z"/>"#,
                width - 38,
                width - 24
            );
            let text = words::band_text(band);
            self.text("plain strong", 24, 136, "start", &text, "");
            let _ = writeln!(self.out, r#"<rect class="fill wider" x="24" y="146" width="5" height="14"/>"#);
            self.text("note", 36, 157, "start", &words::DOORS, "");
        }
    }

    fn sample(&mut self, x: i32, y: i32, class: &str, more: &str) {
        let (end, y) = (x + 20, y - 4);
        let _ = writeln!(
            self.out,
            r#"<path class="edge {class}{more}" d="M{x} {y}H{end}"/><path class="tip {class}" d="M{0} {y}l-7 -4v8z"/>"#,
            end + 6
        );
    }

    fn line(&mut self, at: usize, points: &[(i32, i32)], hidden: bool) {
        let edge = &self.graph.edges[at];
        let possible = if edge.certainty == Certainty::Possible { " possible" } else { "" };
        let hidden = if hidden { " hidden" } else { "" };
        let ends = self.ends(&[at]);
        let class = edge.class.id();
        let title = self.title(edge);
        let Some(((x, y), way)) = points.last().map(|end| (*end, rounded(points))) else { return };
        let _ = writeln!(
            self.out,
            r#"<g class="flow{hidden}"{ends}><path class="edge {class}{possible}" d="{way}"/><path class="tip {class}" d="M{x} {y}l-8 -4v8z"/>{title}</g>"#
        );
    }

    /// Lines that a page shows when one of their ends is chosen.
    fn hidden(&mut self, layout: &Layout) {
        for at in 0..self.graph.edges.len() {
            let edge = &self.graph.edges[at];
            if edge.drawn {
                continue;
            }
            let (a, b) = (layout.cards[edge.src], layout.cards[edge.dst]);
            let start = (a.x + a.width, a.y + a.height / 2);
            let end = (b.x, b.y + b.height / 2);
            let (possible, class) =
                (if edge.certainty == Certainty::Possible { " possible" } else { "" }, edge.class.id());
            let reach = 60.max((end.0 - start.0).abs() / 2);
            let (ends, title) = (self.ends(&[at]), self.title(edge));
            let _ = writeln!(
                self.out,
                r#"<g class="flow hidden"{ends}><path class="edge {class}{possible}" d="M{} {}C{} {} {} {} {} {}"/><path class="tip {class}" d="M{} {}l-8 -4v8z"/>{title}</g>"#,
                start.0,
                start.1,
                start.0 + reach,
                start.1,
                end.0 - reach,
                end.1,
                end.0 - 6,
                end.1,
                end.0,
                end.1
            );
        }
    }

    /// Which nodes an element belongs to, for the page.
    fn ends(&self, edges: &[usize]) -> String {
        if !self.is_asked {
            return String::new();
        }
        let list: Vec<String> =
            edges.iter().map(|at| format!("{}-{}", self.graph.edges[*at].src, self.graph.edges[*at].dst)).collect();
        format!(r#" data-ends="{}""#, list.join(" "))
    }

    fn title(&self, edge: &Edge) -> String {
        let lang = match self.tongue {
            Tongue::One(lang) => lang,
            Tongue::Both => return String::new(),
        };
        let [from, to] = [edge.src, edge.dst].map(|at| self.graph.nodes[at].label());
        let why = edge.why.as_ref().map(|why| format!(" ({})", why.get(lang))).unwrap_or_default();
        let text =
            format!("{} → {}: {}. {}{why}", from.get(lang), to.get(lang), edge.conn, edge.class.label().get(lang));
        format!("<title>{}</title>", escape(&text))
    }

    fn card(&mut self, at: usize, card: Rect) {
        let node = &self.graph.nodes[at];
        let Rect { x, y, width, height } = card;
        let (label, note) = (node.label(), self.note(at));
        match self.tongue {
            Tongue::One(lang) => {
                let _ = write!(self.out, "<g><title>{}</title>", escape(label.get(lang)));
            }
            Tongue::Both if !self.is_asked => self.out.push_str("<g>"),
            Tongue::Both => {
                let _ = write!(
                    self.out,
                    r#"<g class="node" data-node="{at}" tabindex="0" role="button" aria-pressed="false" aria-label="{0}" data-label-en="{0}" data-label-ja="{1}">"#,
                    escape(label.get(Lang::En)),
                    escape(label.get(Lang::Ja))
                );
            }
        }
        let round = if node.namespace().is_some() { 6 } else { height / 2 };
        let _ =
            write!(self.out, r#"<rect class="card" x="{x}" y="{y}" width="{width}" height="{height}" rx="{round}"/>"#);
        if let Some(band) = &self.graph.band {
            let (top, tall) = (y + 5, height - 10);
            for (list, left) in [(&band.to, x - 3), (&band.from, x + width - 2)] {
                if list.contains(&at) {
                    let _ = write!(
                        self.out,
                        r#"<rect class="fill wider" x="{left}" y="{top}" width="5" height="{tall}"/>"#
                    );
                }
            }
        }
        let middle = y + height / 2;
        let inset = if node.namespace().is_some() { 12 } else { 18 };
        let room = width - 2 * inset + 4;
        self.text("name", x + inset, middle - 3, "start", &shortened(&label, room, 13.0), "");
        self.text("note", x + inset, middle + 13, "start", &shortened(&note, room, 11.0), "");
        self.out.push_str("</g>\n");
    }

    fn width(&self, text: &Text, size: f32) -> i32 {
        match self.tongue {
            Tongue::One(lang) => width_of(text.get(lang), size),
            Tongue::Both => widest(text, size),
        }
    }

    fn note(&self, at: usize) -> Text {
        let named = matches!(self.graph.nodes[at].kind, NodeKind::Pods { .. });
        let asks = |edge: &&Edge| named && edge.dst == at && self.graph.is_naming(edge);
        match self.graph.edges.iter().filter(asks).count() {
            0 => self.graph.nodes[at].note(),
            count => words::naming(count),
        }
    }

    fn text(&mut self, class: &str, x: i32, y: i32, anchor: &str, text: &Text, more: &str) {
        let mut one = |lang: Lang, mark: &str| {
            let written = escape(text.get(lang));
            let _ = writeln!(
                self.out,
                r#"<text class="{class}" x="{x}" y="{y}" text-anchor="{anchor}"{mark}{more}>{written}</text>"#
            );
        };
        match self.tongue {
            Tongue::One(lang) => one(lang, ""),
            Tongue::Both if text.get(Lang::En) == text.get(Lang::Ja) => one(Lang::En, ""),
            Tongue::Both => Lang::ALL.into_iter().for_each(|lang| one(lang, &format!(r#" lang="{}""#, lang.tag()))),
        }
    }
}

/// A style sheet inside XML: only `<` and `&` would end it, and ours has neither; quotes stay.
fn escape_style(css: &str) -> String {
    css.replace('&', "&amp;").replace('<', "&lt;")
}

fn shortened(text: &Text, room: i32, size: f32) -> Text {
    let cut = |text: &str| {
        if width_of(text, size) <= room {
            return text.to_owned();
        }
        let mut kept = String::new();
        for it in text.chars() {
            kept.push(it);
            if width_of(&kept, size) > room - size as i32 {
                break;
            }
        }
        kept.push('…');
        kept
    };
    Text::owned(cut(text.get(Lang::En)), cut(text.get(Lang::Ja)))
}

/// A way with round corners: a turn shows where lines join, and a crossing has none.
fn rounded(points: &[(i32, i32)]) -> String {
    let mut points = points.to_vec();
    points.dedup();
    let mut way = String::new();
    for (at, (x, y)) in points.iter().copied().enumerate() {
        let around = at.checked_sub(1).and_then(|before| Some((points.get(before)?, points.get(at + 1)?)));
        let Some(((ax, ay), (bx, by))) = around.map(|(a, b)| (*a, *b)) else {
            let _ = write!(way, "{}{x} {y}", if at == 0 { "M" } else { "L" });
            continue;
        };
        let radius = 7.min(((x - ax).abs() + (y - ay).abs()) / 2).min(((x - bx).abs() + (y - by).abs()) / 2);
        let toward = |px: i32, py: i32| (x + (px - x).signum() * radius, y + (py - y).signum() * radius);
        let ((sx, sy), (ex, ey)) = (toward(ax, ay), toward(bx, by));
        let _ = write!(way, "L{sx} {sy}Q{x} {y} {ex} {ey}");
    }
    way
}
