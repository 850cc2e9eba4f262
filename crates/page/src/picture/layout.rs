//! Where everything stands, and the way of every line.
//!
//! Columns from left to right: outside, nginx, web and api, workers, stores, outside. Rows are shared by all columns, so that
//! between two rows there is a corridor free of boxes, and between two columns a channel. A line leaves its source on the
//! right, may turn in the channel behind it, runs along the corridor above its destination, turns in the channel before it,
//! and arrives on the left. Lines of one kind to one destination share a way: they read as a railway with one terminus.

use super::place::{Cell, OUT, Places};
use super::route::{Router, buses};
use super::shape::{Area, CARD_WIDTH, Line, MARGIN, Rect, Tag};
use graph::Graph;

pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    /// By node.
    pub(super) cards: Vec<Rect>,
    pub(super) areas: Vec<Area>,
    pub(super) lines: Vec<Line>,
    pub(super) tags: Vec<Tag>,
    /// The headings over the outermost columns.
    pub(super) outside: [Option<(i32, i32)>; 2],
}

impl Layout {
    pub(super) fn of(graph: &Graph) -> Layout {
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
