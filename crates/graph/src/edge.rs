//! What leads from whom to whom, and what that is to Dify.

use lang::Text;
use netpol::{Certainty, ConnSet};

/// What a flow is to Dify. In the order of alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// [`dify::FLOWS`] has it.
    Needed,
    /// In neither list.
    Other,
    /// Between two that need a flow, but on ports that they do not need.
    Wider,
    /// [`dify::NEVER`] has it.
    Never,
}

impl Class {
    /// All of them, as a legend lists them.
    pub const ALL: [Class; 4] = [Class::Needed, Class::Wider, Class::Other, Class::Never];

    /// The word in attributes.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Class::Needed => "needed",
            Class::Other => "other",
            Class::Wider => "wider",
            Class::Never => "never",
        }
    }

    /// The words of the legend.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Class::Needed => Text::new("Dify needs it", "Dify に必要"),
            Class::Other => Text::new("neither needed nor forbidden", "必要でも禁止でもない"),
            Class::Wider => Text::new("more ports than needed", "必要以上のポート"),
            Class::Never => Text::new("must never be possible", "あってはならない"),
        }
    }
}

/// Part of what one node may open to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Who connects, as a position in [`crate::Graph::nodes`].
    pub src: usize,
    /// To whom.
    pub dst: usize,
    /// To which ports.
    pub conn: ConnSet,
    /// How sure.
    pub certainty: Certainty,
    /// What it is to Dify.
    pub class: Class,
    /// Why Dify needs it, or why it must not be.
    pub why: Option<Text>,
    /// Whether it leads to a part of an address zone only.
    pub partly: bool,
    /// Whether the picture has a line for it. The others are said by the band, or are too many.
    pub drawn: bool,
}
