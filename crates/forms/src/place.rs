//! Where something stands: the one form of it in every JSON that is printed.

use model::{Documents, Location};
use serde::{Deserialize, Serialize};

/// A range in a text, or a field of a live object. Lines and columns count from 1, columns in Unicode characters, and the end is
/// exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// A range in a text.
    #[serde(rename_all = "camelCase")]
    File {
        /// The path as it was given, or `<stdin>`.
        file: String,
        /// The line of the first character.
        line: u32,
        /// Its column.
        column: u32,
        /// The line behind the last character.
        end_line: u32,
        /// Its column.
        end_column: u32,
    },
    /// A field of an object that no file holds.
    Object {
        /// The object: `Deployment dify/api`.
        object: String,
        /// The path of the field.
        field: String,
    },
}

impl Place {
    /// Where a place of an inventory is.
    #[must_use]
    pub fn of(documents: &Documents, place: model::Place) -> Place {
        Place::from(documents.location(place))
    }

    /// The text, where it is one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Place::File { file, .. } => Some(file),
            Place::Object { .. } => None,
        }
    }

    /// The first line, in a text.
    #[must_use]
    pub const fn line(&self) -> Option<u32> {
        match self {
            Place::File { line, .. } => Some(*line),
            Place::Object { .. } => None,
        }
    }
}

impl From<Location> for Place {
    fn from(location: Location) -> Place {
        match location {
            Location::File { file, start, end } => {
                Place::File { file, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
            }
            Location::Field { object, field } => Place::Object { object, field },
        }
    }
}

impl From<&Location> for Place {
    fn from(location: &Location) -> Place {
        Place::from(location.clone())
    }
}

/// A place whose fields stand among those of what stands there, as `network prove` printed them before every form had a
/// `location`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FlatPlace {
    /// The text.
    pub file: Option<String>,
    /// Its line, from 1.
    pub line: Option<u32>,
    /// Its column, from 1.
    pub column: Option<u32>,
    /// The line behind it.
    pub end_line: Option<u32>,
    /// The column behind it.
    pub end_column: Option<u32>,
    /// A live object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// A field of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl From<Option<&Place>> for FlatPlace {
    fn from(place: Option<&Place>) -> FlatPlace {
        match place.cloned() {
            None => FlatPlace::default(),
            Some(Place::Object { object, field }) => {
                FlatPlace { object: Some(object), field: Some(field), ..FlatPlace::default() }
            }
            Some(Place::File { file, line, column, end_line, end_column }) => FlatPlace {
                file: Some(file),
                line: Some(line),
                column: Some(column),
                end_line: Some(end_line),
                end_column: Some(end_column),
                ..FlatPlace::default()
            },
        }
    }
}
