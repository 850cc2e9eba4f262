//! A store file taken apart: every value and comment with its place, and where the metadata stands.
//!
//! The same for all notations, so that everything behind it knows none of them. What is changed is spliced in at the places, so that
//! the rest of the file stays as its author wrote it.

mod comment;
mod dotenv;
mod find;
mod lines;
mod secret;
mod tree;

use std::collections::HashMap;
use std::ops::Range;

use yaml::{LineIndex, Path, Position, Step};

pub(crate) use self::dotenv::PREFIX;
pub(crate) use self::find::{Target, find, nearest, room};
pub(crate) use self::secret::{Coding, Secret, Seen};
use crate::scalar::Plain;
use crate::{Error, Format};

/// A text taken apart.
pub(crate) struct Document {
    ways: Vec<Way>,
    /// In the order of the file: the order of the MAC.
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) comments: Vec<Comment>,
    /// One for each document of a YAML stream, one for anything else.
    pub(crate) seats: Vec<Seat>,
    /// Keys without a value, which are neither encrypted nor hashed.
    pub(crate) voids: Vec<Void>,
    /// Where another key fits into each mapping, by the document of the stream and the mapping in it.
    pub(crate) rooms: HashMap<(usize, Option<WayId>), Room>,
    /// The first way of each document of the stream.
    starts: Vec<WayId>,
    lines: LineIndex,
}

/// One step from the top; ways form a tree, so that deep nesting costs nothing twice.
struct Way {
    parent: Option<WayId>,
    step: Step,
}

/// A place in the document: an index into its ways; `None` is the top.
pub(crate) type WayId = u32;

/// A value.
pub(crate) struct Leaf {
    pub(crate) way: WayId,
    /// The bytes that the value is written in.
    pub(crate) span: Range<usize>,
    pub(crate) notation: Notation,
    /// As the notation reads it.
    pub(crate) plain: Plain,
}

/// A key without a value, and the bytes that a value takes the place of, with what stands before it.
pub(crate) struct Void {
    pub(crate) way: WayId,
    pub(crate) span: Range<usize>,
    pub(crate) before: &'static str,
    pub(crate) notation: Notation,
}

/// Where another key fits into a mapping.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    pub(crate) at: usize,
    pub(crate) style: RoomStyle,
}

/// How another key is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoomStyle {
    /// A line of YAML at this column.
    Line(usize),
    /// Inside of braces, behind another entry or as the first.
    Braces { first: bool },
    /// A line of dotenv.
    Dotenv,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// YAML, not inside of brackets; for the item of a list, where its dash stands.
    Block(Option<usize>),
    /// YAML inside of brackets.
    Flow,
    Json,
    Dotenv,
}

/// A comment.
pub(crate) struct Comment {
    /// The bytes behind its `#`, to the end of the line.
    pub(crate) span: Range<usize>,
    /// The place of the collection that SOPS counts it to.
    pub(crate) way: Option<WayId>,
    /// Places that it may count to, should the first be wrong: comments of files that `sops` wrote.
    pub(crate) others: Vec<Option<WayId>>,
}

/// Where the metadata of a document stands or would stand.
pub(crate) struct Seat {
    /// The bytes of what is there, to be taken out or replaced; empty where nothing is.
    pub(crate) span: Range<usize>,
    /// Its fields, flattened as dotenv has them (`age__list_0__map_enc`); `None` where nothing is.
    pub(crate) fields: Option<Vec<(String, String)>>,
    pub(crate) style: SeatStyle,
}

/// How metadata is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SeatStyle {
    /// A block at the end of a YAML document.
    Block,
    /// An entry inside of braces, behind a comma; the blanks that an entry begins with, where entries stand on lines.
    Braces(Option<String>),
    /// `sops_*` lines.
    Lines,
}

impl Document {
    /// Takes a text apart.
    ///
    /// # Errors
    /// [`Error::Syntax`], [`Error::Unsupported`], [`Error::TooLarge`].
    pub(crate) fn parse(text: &str, format: Format) -> Result<Document, Error> {
        if text.len() > crate::format::MAX_BYTES {
            return Err(Error::TooLarge);
        }
        let document = Document {
            ways: Vec::new(),
            leaves: Vec::new(),
            comments: Vec::new(),
            seats: Vec::new(),
            voids: Vec::new(),
            rooms: HashMap::new(),
            starts: Vec::new(),
            lines: LineIndex::new(text),
        };
        match format {
            Format::Yaml | Format::Json => tree::parse(document, text, format),
            Format::Dotenv => dotenv::parse(document, text),
        }
    }

    fn step(&mut self, parent: Option<WayId>, step: Step) -> WayId {
        self.ways.push(Way { parent, step });
        self.ways.len() as WayId - 1
    }

    /// The steps to a place, the last one first.
    fn steps_up(&self, way: Option<WayId>) -> impl Iterator<Item = &Step> {
        let at = |id: Option<WayId>| id.map(|id| &self.ways[id as usize]);
        std::iter::successors(at(way), move |it| at(it.parent)).map(|it| &it.step)
    }

    /// The keys to a place, from the top; numbers of items do not count for SOPS.
    pub(crate) fn keys(&self, way: Option<WayId>) -> Vec<&str> {
        let mut keys: Vec<&str> = self.steps_up(way).filter_map(key).collect();
        keys.reverse();
        keys
    }

    /// What SOPS binds a value to: the keys, each with a colon behind it.
    pub(crate) fn binding(&self, way: Option<WayId>) -> String {
        self.keys(way).join(":") + ":"
    }

    /// The way as a person writes it: `data.DB_PASSWORD`, `users[0].key`.
    pub(crate) fn path(&self, way: WayId) -> Path {
        let mut steps: Vec<Step> = self.steps_up(Some(way)).cloned().collect();
        steps.reverse();
        Path(steps)
    }

    /// Another document of the stream begins.
    fn begin(&mut self) {
        self.starts.push(self.ways.len() as WayId);
    }

    /// The number of the document that a place is in, from 0.
    pub(crate) fn part(&self, way: WayId) -> usize {
        self.starts.partition_point(|it| *it <= way).saturating_sub(1)
    }

    /// The numbers of the documents.
    pub(crate) fn parts(&self) -> std::ops::Range<usize> {
        0..self.starts.len()
    }

    /// Every place but the tops.
    pub(crate) fn places(&self) -> std::ops::Range<WayId> {
        0..self.ways.len() as WayId
    }

    /// The place that holds another one, and the step from there.
    pub(crate) fn above(&self, way: WayId) -> (Option<WayId>, &Step) {
        let way = &self.ways[way as usize];
        (way.parent, &way.step)
    }

    /// The first document's metadata; the others of a stream repeat it.
    pub(crate) fn seat(&self) -> Result<&Seat, Error> {
        self.seats.first().ok_or(Error::Empty)
    }

    /// Where another key fits into the mapping at the end of these steps.
    pub(crate) fn rooms_at(&self, part: usize, steps: &[Step]) -> Option<Room> {
        let here = |way: Option<WayId>| way.map_or(steps.is_empty(), |it| self.path(it).0 == steps);
        let mut rooms = self.rooms.iter();
        rooms.find(|((of, way), _)| *of == part && here(*way)).map(|(_, room)| *room)
    }

    /// Whether anything stands at the end of these steps.
    pub(crate) fn has(&self, part: usize, steps: &[Step]) -> bool {
        self.places().any(|it| self.part(it) == part && self.path(it).0 == steps)
    }

    /// A place and every one above it, up to the top.
    fn chain(&self, way: Option<WayId>) -> impl Iterator<Item = Option<WayId>> {
        std::iter::successors(Some(way), |it| it.map(|id| self.ways[id as usize].parent))
    }

    pub(crate) fn position(&self, text: &str, at: usize) -> Position {
        self.lines.position(text, at as u32)
    }
}

fn key(step: &Step) -> Option<&str> {
    match step {
        Step::Key(key) => Some(key),
        Step::Index(_) => None,
    }
}
