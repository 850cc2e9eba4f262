//! Everything that may be connected to everything else.

use netpol::Listing;
use serde::{Deserialize, Serialize};

use crate::form::{Form, SCHEMA_VERSION};

/// `sekisho network connections`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionsForm {
    /// 1.
    pub schema_version: u32,
    /// By source, then destination.
    pub connections: Vec<ConnectionForm>,
}

/// What one peer may open to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionForm {
    /// `ns/name[Kind]`, or a range of addresses `[External]`.
    pub src: String,
    /// As `src`.
    pub dst: String,
    /// `All Connections`, or ports.
    pub conn: String,
    /// `certain` or `possible`.
    pub certainty: String,
}

/// The form of a listing.
#[must_use]
pub fn connections(listing: &Listing) -> ConnectionsForm {
    let connection = |it: netpol::Connection<'_>| ConnectionForm {
        src: it.src.to_string(),
        dst: it.dst.to_string(),
        conn: it.conn.to_string(),
        certainty: it.certainty.name().to_owned(),
    };
    ConnectionsForm { schema_version: SCHEMA_VERSION, connections: listing.iter().map(connection).collect() }
}

impl Form for ConnectionsForm {
    const SCHEMA: &'static str = include_str!("../../../../schemas/network-connections.schema.json");
}
