//! Where everything stands, and the way of every line.
//!
//! Columns from left to right: outside, nginx, web and api, workers, stores, outside. Rows are shared by all columns, so that
//! between two rows there is a corridor free of boxes, and between two columns a channel. A line leaves its source on the
//! right, may turn in the channel behind it, runs along the corridor above its destination, turns in the channel before it,
//! and arrives on the left. Lines of one kind to one destination share a way: they read as a railway with one terminus.

use lang::{Lang, Text};

use crate::graph::Graph;
use crate::judge::Class;
use crate::place::{Cell, OUT, Places};
use crate::route::{Router, buses};

pub(crate) const CARD_WIDTH: i32 = 208;
pub(crate) const MARGIN: i32 = 24;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rect {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

pub(crate) struct Area {
    pub(crate) rect: Rect,
    pub(crate) label: Text,
    pub(crate) lane: bool,
}

pub(crate) struct Line {
    pub(crate) edge: usize,
    pub(crate) points: Vec<(i32, i32)>,
}

pub(crate) struct Tag {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) text: Text,
    pub(crate) class: Class,
    /// The edges that it is about.
    pub(crate) edges: Vec<usize>,
}

pub(crate) struct Layout {
    pub(crate) width: i32,
    pub(crate) height: i32,
    /// By node.
    pub(crate) cards: Vec<Rect>,
    pub(crate) areas: Vec<Area>,
    pub(crate) lines: Vec<Line>,
    pub(crate) tags: Vec<Tag>,
    /// The headings over the outermost columns.
    pub(crate) outside: [Option<(i32, i32)>; 2],
}

/// About how wide a text is, in pixels.
pub(crate) fn width_of(text: &str, size: f32) -> i32 {
    text.chars().map(|it| if it.is_ascii() { size * 0.6 } else { size }).sum::<f32>() as i32
}

pub(crate) fn widest(text: &Text, size: f32) -> i32 {
    Lang::ALL.iter().map(|lang| width_of(text.get(*lang), size)).max().unwrap_or(0)
}

impl Layout {
    pub(crate) fn of(graph: &Graph) -> Layout {
        let places = Places::of(graph);
        let buses = buses(graph);
        let router = Router::new(graph, &places, &buses);
        let columns = router.columns();
        let rows = router.rows();
        let right = columns.left[OUT] + if columns.used[OUT] { CARD_WIDTH } else { 0 };
        let card = |at: usize| {
            let Cell { column, row } = places.cells[at];
            Rect { x: columns.left[column], y: rows.top[row], width: CARD_WIDTH, height: rows.height[row] }
        };
        let cards: Vec<Rect> = (0..graph.nodes.len()).map(card).collect();
        let areas = places.blocks.iter().map(|block| rows.area(block, &columns)).collect();
        let (lines, tags) = router.lines(&cards, &columns, &rows);
        let first = |column: usize| {
            let inside = (0..cards.len()).filter(|at| places.cells[*at].column == column);
            inside.map(|at| cards[at].y).min().map(|y| (columns.left[column], y - 12))
        };
        let outside = [first(0), first(OUT)];
        Layout { width: right + MARGIN, height: rows.bottom + MARGIN, cards, areas, lines, tags, outside }
    }
}
