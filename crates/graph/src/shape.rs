//! What a drawing consists of: boxes, areas around them, lines, and the tags of lines; and how wide a text is.

use lang::{Lang, Text};

use crate::edge::Class;

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

/// About how wide a text is, in pixels.
pub(crate) fn width_of(text: &str, size: f32) -> i32 {
    text.chars().map(|it| if it.is_ascii() { size * 0.6 } else { size }).sum::<f32>() as i32
}

pub(crate) fn widest(text: &Text, size: f32) -> i32 {
    Lang::ALL.iter().map(|lang| width_of(text.get(*lang), size)).max().unwrap_or(0)
}
