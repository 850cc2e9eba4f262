//! Types of rooms above, as they are stored: components and days by their names, places in the one form that all outputs use.

use dify::Component;
use model::{Date, Location};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use yaml::Position;

/// A component by its id.
pub(crate) mod component {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(it: &Component, to: S) -> Result<S::Ok, S::Error> {
        it.id().serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Component, D::Error> {
        let id = String::deserialize(from)?;
        Component::from_id(&id).ok_or_else(|| D::Error::custom(format!("no component is called `{id}`")))
    }
}

/// A component, or none.
pub(crate) mod some_component {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(it: &Option<Component>, to: S) -> Result<S::Ok, S::Error> {
        it.map(Component::id).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Component>, D::Error> {
        let Some(id) = Option::<String>::deserialize(from)? else { return Ok(None) };
        let found = Component::from_id(&id).ok_or_else(|| D::Error::custom(format!("no component is called `{id}`")));
        found.map(Some)
    }
}

/// A day as `YYYY-MM-DD`.
pub(crate) mod date {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(it: &Date, to: S) -> Result<S::Ok, S::Error> {
        it.to_string().serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let text = String::deserialize(from)?;
        Date::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is no day such as 2027-03-31")))
    }
}

/// A place: a range of a file, or a field of an object.
pub(crate) mod location {
    use super::*;

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Form {
        #[serde(rename_all = "camelCase")]
        File {
            file: String,
            line: u32,
            column: u32,
            end_line: u32,
            end_column: u32,
        },
        Field {
            object: String,
            field: String,
        },
    }

    pub(crate) fn serialize<S: Serializer>(it: &Location, to: S) -> Result<S::Ok, S::Error> {
        match it.clone() {
            Location::File { file, start, end } => {
                Form::File { file, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
            }
            Location::Field { object, field } => Form::Field { object, field },
        }
        .serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Location, D::Error> {
        Ok(match Form::deserialize(from)? {
            Form::File { file, line, column, end_line, end_column } => Location::File {
                file,
                start: Position { line, column },
                end: Position { line: end_line, column: end_column },
            },
            Form::Field { object, field } => Location::Field { object, field },
        })
    }
}
