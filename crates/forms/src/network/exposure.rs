//! What a workload may exchange with pods that the input does not hold.

use netpol::Exposure;
use serde::{Deserialize, Serialize};

use super::direction;
use crate::form::{Form, SCHEMA_VERSION};

/// `sekisho network exposure`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExposuresForm {
    /// 1.
    pub schema_version: u32,
    /// By workload.
    pub exposure: Vec<ExposureForm>,
}

/// One exposure of one workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExposureForm {
    /// The workload.
    pub workload: String,
    /// `ingress` or `egress`.
    pub direction: String,
    /// The other side.
    pub to: String,
    /// On which ports.
    pub conn: String,
    /// `certain` or `possible`.
    pub certainty: String,
}

/// The form of what is exposed.
#[must_use]
pub fn exposure(exposure: &[Exposure]) -> ExposuresForm {
    let row = |it: &Exposure| ExposureForm {
        workload: it.workload.to_string(),
        direction: direction(it.direction).to_owned(),
        to: it.to.to_string(),
        conn: it.conn.to_string(),
        certainty: it.certainty.name().to_owned(),
    };
    ExposuresForm { schema_version: SCHEMA_VERSION, exposure: exposure.iter().map(row).collect() }
}

impl Form for ExposuresForm {
    const SCHEMA: &'static str = include_str!("../../../../schemas/network-exposure.schema.json");
}
