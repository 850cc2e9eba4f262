//! A Pod Security check.

use lang::Lang;
use serde::{Deserialize, Serialize};

use crate::form::{Form, SCHEMA_VERSION};
use crate::{JudgedWorkload, Place, PodSecurity};

/// `sekisho pss check`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PssForm {
    /// 1.
    pub schema_version: u32,
    /// `privileged`, `baseline` or `restricted`: what was asked for.
    pub level: String,
    /// `v1.30` or `latest`.
    pub version: String,
    /// Every workload, in the order of the input.
    pub workloads: Vec<WorkloadForm>,
}

/// What the level says of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkloadForm {
    /// The path as it was given, `<stdin>`, or the object of a cluster.
    pub file: String,
    /// Its kind.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Whether a namespace that enforces the level would accept the pods.
    pub allowed: bool,
    /// The strictest level that the pods meet.
    pub strictest: String,
    /// What the level refuses.
    pub violations: Vec<ViolationForm>,
    /// Where the workload stands.
    pub location: Place,
}

/// What the level refuses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViolationForm {
    /// The id that the reference implementation uses.
    pub check: String,
    /// With the values.
    pub detail: String,
}

/// The form of a check.
#[must_use]
pub fn pss(check: &PodSecurity<'_>, lang: Lang) -> PssForm {
    PssForm {
        schema_version: SCHEMA_VERSION,
        level: check.level.name().to_owned(),
        version: check.version.to_string(),
        workloads: check.workloads.iter().map(|it| WorkloadForm::of(check, it, lang)).collect(),
    }
}

impl Form for PssForm {
    const SCHEMA: &'static str = include_str!("../../../schemas/pss.schema.json");
}

impl WorkloadForm {
    fn of(check: &PodSecurity<'_>, judged: &JudgedWorkload<'_>, lang: Lang) -> WorkloadForm {
        let meta = &judged.workload.meta;
        let violation =
            |it: &pss::Violation| ViolationForm { check: it.check.to_owned(), detail: it.detail.get(lang).to_owned() };
        WorkloadForm {
            file: judged.origin(check.inventory).to_owned(),
            kind: meta.kind.to_string(),
            namespace: meta.namespace.to_string(),
            name: meta.name.value.to_string(),
            allowed: judged.violations.is_empty(),
            strictest: judged.strictest.name().to_owned(),
            violations: judged.violations.iter().map(violation).collect(),
            location: Place::of(&check.inventory.documents, meta.name.place),
        }
    }
}
