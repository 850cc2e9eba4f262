//! What a drawing consists of: boxes, areas around them, lines, and the tags of lines; and how wide a text is.

use lang::{Lang, Text};

use graph::Class;

pub(super) const CARD_WIDTH: i32 = 208;
pub(super) const MARGIN: i32 = 24;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rect {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

pub(super) struct Area {
    pub(super) rect: Rect,
    pub(super) label: Text,
    pub(super) lane: bool,
}

pub(super) struct Line {
    pub(super) edge: usize,
    pub(super) points: Vec<(i32, i32)>,
}

pub(super) struct Tag {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) text: Text,
    pub(super) class: Class,
    /// The edges that it is about.
    pub(super) edges: Vec<usize>,
}

/// About how wide a text is, in pixels.
pub(super) fn width_of(text: &str, size: f32) -> i32 {
    text.chars().map(|it| if it.is_ascii() { size * 0.6 } else { size }).sum::<f32>() as i32
}

pub(super) fn widest(text: &Text, size: f32) -> i32 {
    Lang::ALL.iter().map(|lang| width_of(text.get(*lang), size)).max().unwrap_or(0)
}
