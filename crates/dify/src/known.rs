//! What a fact of the catalogue carries beside its value: for which versions it holds, and how it is known.

use lang::{Text, text};

use crate::version::Version;

/// How a statement is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Not known.
    Unknown,
    /// Well-known behaviour of the software, not taken from a source of Dify.
    General,
    /// Follows from code that was read; not tried on a cluster.
    Inferred,
    /// Read in the named source.
    Code,
    /// Read, and reported as tried by somebody.
    Tried,
}

/// Since when a fact holds, until when, and who says so.
///
/// Versions are counted in the line of the component that the fact is about ([`crate::entry::Line`]): a fact of the sandbox
/// counts dify-sandbox's tags. A flow counts versions of Dify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Known {
    /// The first version; `None`: as long as there is such a component.
    pub since: Option<Version>,
    /// The first version without it; `None`: up to the newest that the catalogue knows.
    pub until: Option<Version>,
    /// How it is known.
    pub mark: Mark,
    /// Where it stands, by the short names of the sources.
    pub source: &'static str,
}

impl Known {
    const fn new(mark: Mark, source: &'static str) -> Known {
        Known { since: None, until: None, mark, source }
    }

    /// It begins with this version.
    #[must_use]
    pub const fn since(self, version: Version) -> Known {
        Known { since: Some(version), ..self }
    }

    /// It ends before this version.
    #[must_use]
    pub const fn until(self, version: Version) -> Known {
        Known { until: Some(version), ..self }
    }

    /// The versions in words, to stand behind "needed".
    #[must_use]
    pub fn words(&self) -> Text {
        match (self.since, self.until) {
            (Some(since), None) => text!("from Dify {since} on", "Dify {since} 以降の場合"),
            (None, Some(until)) => text!("before Dify {until}", "Dify {until} より前の場合"),
            (Some(since), Some(until)) => {
                text!("from Dify {since} on and before {until}", "Dify {since} 以降 {until} より前の場合")
            }
            (None, None) => Text::new("in every version", "すべての版で"),
        }
    }

    /// Whether it holds for a version. Where the version cannot be told, only what holds for all of them is certain.
    ///
    /// ```
    /// use dify::{known::read, Truth, Version};
    /// let fact = read("a source").since(Version::new(1, 14, 0));
    /// assert_eq!(fact.holds(Some(&Version::new(1, 15, 0))), Truth::Yes);
    /// assert_eq!(fact.holds(Some(&Version::new(1, 13, 3))), Truth::No);
    /// assert_eq!(fact.holds(None), Truth::Unknown);
    /// ```
    #[must_use]
    pub fn holds(&self, version: Option<&Version>) -> crate::Truth {
        let Some(version) = version else {
            let always = self.since.is_none() && self.until.is_none();
            return if always { crate::Truth::Yes } else { crate::Truth::Unknown };
        };
        let begun = self.since.is_none_or(|since| since <= *version);
        let ended = self.until.is_some_and(|until| until <= *version);
        crate::Truth::from(begun && !ended)
    }
}

/// Read in the source.
#[must_use]
pub const fn read(source: &'static str) -> Known {
    Known::new(Mark::Code, source)
}

/// Read, and tried by somebody who reported it.
#[must_use]
pub const fn tried(source: &'static str) -> Known {
    Known::new(Mark::Tried, source)
}

/// Follows from what was read.
#[must_use]
pub const fn inferred(source: &'static str) -> Known {
    Known::new(Mark::Inferred, source)
}

/// Everybody who knows the software knows it.
#[must_use]
pub const fn general() -> Known {
    Known::new(Mark::General, "general")
}

/// A value and how it is known. A list of them holds one for each range of versions; an empty list says that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// What holds.
    pub value: T,
    /// When, and who says so.
    pub known: Known,
}

/// A value and how it is known.
pub(crate) const fn fact<T>(value: T, known: Known) -> Fact<T> {
    Fact { value, known }
}

/// The fact that holds for a version, where that can be told.
pub fn at<'a, T>(facts: &'a [Fact<T>], version: Option<&Version>) -> Option<&'a Fact<T>> {
    facts.iter().find(|fact| fact.known.holds(version) == crate::Truth::Yes)
}

/// The fact that holds for the newest version that the catalogue knows.
pub(crate) fn newest<T>(facts: &[Fact<T>]) -> Option<&Fact<T>> {
    facts.iter().rev().find(|fact| fact.known.until.is_none())
}
