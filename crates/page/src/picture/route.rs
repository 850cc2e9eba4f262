//! The way of every line, and the room that the ways need between the boxes.

use std::collections::BTreeMap;

use lang::{Lang, Text};
use netpol::Certainty;

use super::place::{Block, COLUMNS, OUT, Places};
use super::shape::{Area, CARD_WIDTH, Line, MARGIN, Rect, Tag, widest};
use super::{short, words};
use graph::Graph;
use graph::{Class, Edge};

const CARD_HEIGHT: i32 = 46;
const TRACK: i32 = 8;
const PORT: i32 = 15;
/// Above everything: the title, and the legend.
const HEAD: i32 = 96;
const HEAD_WITH_BAND: i32 = 166;

/// Lines of one kind to one destination.
pub(super) struct Bus {
    dst: usize,
    class: Class,
    text: Text,
    edges: Vec<usize>,
}

pub(super) fn buses(graph: &Graph) -> Vec<Bus> {
    let mut found: BTreeMap<(usize, Class, bool, Text), Vec<usize>> = BTreeMap::new();
    for (at, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.drawn) {
        let key = (edge.dst, edge.class, edge.certainty == Certainty::Possible, tag(edge));
        found.entry(key).or_default().push(at);
    }
    found.into_iter().map(|((dst, class, _, text), edges)| Bus { dst, class, text, edges }).collect()
}

fn tag(edge: &Edge) -> Text {
    let ports = short::ports(&edge.conn);
    if !edge.partly {
        return ports;
    }
    let part = words::PART;
    let join = |lang| format!("{} {}", ports.get(lang), part.get(lang));
    Text::owned(join(Lang::En), join(Lang::Ja))
}

/// Which trunk of a channel, and which track of a corridor, each bus has.
pub(super) struct Router<'r> {
    graph: &'r Graph,
    places: &'r Places,
    buses: &'r [Bus],
    /// By channel: the buses that turn in it.
    trunks: Vec<Vec<usize>>,
    /// By row: the buses that run above it.
    tracks: Vec<Vec<usize>>,
    /// By node: the buses that arrive.
    arrivals: Vec<Vec<usize>>,
}

pub(super) struct Columns {
    pub(super) left: [i32; COLUMNS],
    pub(super) used: [bool; COLUMNS],
    /// The first trunk of the channel behind each column.
    trunk: [i32; COLUMNS],
    inner: (i32, i32),
}

pub(super) struct Rows {
    pub(super) top: Vec<i32>,
    pub(super) height: Vec<i32>,
    /// The first track above each row.
    track: Vec<i32>,
    /// Where the block that begins with a row begins.
    blocks: Vec<(std::ops::Range<usize>, bool, i32)>,
    pub(super) bottom: i32,
}

impl<'r> Router<'r> {
    pub(super) fn new(graph: &'r Graph, places: &'r Places, buses: &'r [Bus]) -> Router<'r> {
        let mut router = Router {
            graph,
            places,
            buses,
            trunks: vec![Vec::new(); COLUMNS],
            tracks: vec![Vec::new(); places.rows],
            arrivals: vec![Vec::new(); graph.nodes.len()],
        };
        for (at, bus) in buses.iter().enumerate() {
            let to = places.cells[bus.dst];
            let before = to.column.saturating_sub(1);
            router.trunks[before].push(at);
            router.arrivals[bus.dst].push(at);
            let mut channels: Vec<usize> = bus
                .edges
                .iter()
                .map(|edge| places.cells[graph.edges[*edge].src].column)
                .filter(|it| *it != before)
                .collect();
            channels.sort_unstable();
            channels.dedup();
            if !channels.is_empty() {
                router.tracks[to.row].push(at);
            }
            for channel in channels {
                router.trunks[channel].push(at);
            }
        }
        // What goes further down turns nearer to its source: fewer crossings.
        for list in &mut router.trunks {
            list.sort_by_key(|at| std::cmp::Reverse((places.cells[buses[*at].dst].row, *at)));
        }
        router
    }

    pub(super) fn columns(&self) -> Columns {
        let mut used = [false; COLUMNS];
        self.places.cells.iter().for_each(|cell| used[cell.column] = true);
        let mut columns = Columns { left: [0; COLUMNS], used, trunk: [0; COLUMNS], inner: (0, 0) };
        let mut x = MARGIN;
        for (column, used) in used.into_iter().enumerate() {
            columns.left[column] = x;
            if used {
                x += CARD_WIDTH;
            }
            let end = x;
            columns.trunk[column] = x + 18;
            x += 18 + TRACK * self.trunks[column].len() as i32;
            let arriving = self.buses.iter().filter(|bus| self.places.cells[bus.dst].column == column + 1);
            let label = arriving.map(|bus| widest(&bus.text, 11.0)).max().unwrap_or(0);
            if column == 0 {
                columns.inner.0 = x + 6;
            }
            if column == OUT - 1 {
                columns.inner.1 = end + 9;
            }
            x += label + 26;
        }
        columns
    }

    pub(super) fn rows(&self) -> Rows {
        let n = self.places.rows;
        let mut rows = Rows { top: Vec::new(), height: Vec::new(), track: Vec::new(), blocks: Vec::new(), bottom: 0 };
        let mut y = if self.graph.band.is_some() { HEAD_WITH_BAND } else { HEAD };
        for row in 0..n {
            for block in self.places.blocks.iter().filter(|block| block.rows.start == row) {
                y += if block.lane { 10 } else { 18 };
                rows.blocks.push((block.rows.clone(), block.lane, y));
                y += 22;
            }
            rows.track.push(y + 8);
            y += 16 + TRACK * self.tracks[row].len() as i32;
            let nodes = (0..self.graph.nodes.len()).filter(|at| self.places.cells[*at].row == row);
            let most = nodes.map(|at| self.arrivals[at].len()).max().unwrap_or(0) as i32;
            let height = CARD_HEIGHT.max(most * PORT + 8);
            rows.top.push(y);
            rows.height.push(height);
            y += height + 6;
            for block in &self.places.blocks {
                if block.rows.end == row + 1 {
                    y += 10;
                }
            }
        }
        rows.bottom = y;
        rows
    }

    fn trunk(&self, columns: &Columns, channel: usize, bus: usize) -> i32 {
        let at = self.trunks[channel].iter().position(|it| *it == bus).unwrap_or(0);
        columns.trunk[channel] + TRACK * at as i32
    }

    pub(super) fn lines(&self, cards: &[Rect], columns: &Columns, rows: &Rows) -> (Vec<Line>, Vec<Tag>) {
        let (mut lines, mut tags) = (Vec::new(), Vec::new());
        for (at, bus) in self.buses.iter().enumerate() {
            let to = self.places.cells[bus.dst];
            let card = cards[bus.dst];
            let arrivals = &self.arrivals[bus.dst];
            let position = arrivals.iter().position(|it| *it == at).unwrap_or(0) as i32;
            let gap = PORT * (arrivals.len() as i32 - 1);
            let end = (card.x, card.y + (card.height - gap) / 2 + PORT * position);
            let before = to.column.saturating_sub(1);
            let last = self.trunk(columns, before, at);
            let track =
                rows.track[to.row] + TRACK * self.tracks[to.row].iter().position(|it| *it == at).unwrap_or(0) as i32;
            for edge in &bus.edges {
                let src = self.graph.edges[*edge].src;
                let from = self.places.cells[src];
                let start = (cards[src].x + cards[src].width, exit(cards[src], bus.class));
                let mut points = vec![start];
                if from.column == before {
                    points.extend([(last, start.1), (last, end.1)]);
                } else {
                    let first = self.trunk(columns, from.column, at);
                    points.extend([(first, start.1), (first, track), (last, track), (last, end.1)]);
                }
                points.push(end);
                lines.push(Line { edge: *edge, points });
            }
            tags.push(Tag {
                x: end.0 - 11,
                y: end.1 - 3,
                text: bus.text.clone(),
                class: bus.class,
                edges: bus.edges.clone(),
            });
        }
        (lines, tags)
    }
}

fn exit(card: Rect, class: Class) -> i32 {
    let middle = card.y + card.height / 2;
    match class {
        Class::Needed => middle - 4,
        Class::Never => middle + 6,
        Class::Wider => middle - 14,
        Class::Other => middle + 16,
    }
}

impl Rows {
    pub(super) fn area(&self, block: &Block, columns: &Columns) -> Area {
        let found = self.blocks.iter().find(|(rows, lane, _)| *rows == block.rows && *lane == block.lane);
        let y = found.map_or(0, |it| it.2);
        let last = block.rows.end.saturating_sub(1).max(block.rows.start);
        let bottom = self.top[last] + self.height[last] + if block.lane { 8 } else { 16 };
        let inset = if block.lane { 6 } else { 0 };
        let (left, right) = columns.inner;
        let rect = Rect { x: left + inset, y, width: right - left - 2 * inset, height: bottom - y };
        Area { rect, label: block.label.clone(), lane: block.lane }
    }
}
