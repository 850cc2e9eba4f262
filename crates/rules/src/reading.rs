//! The step that the rules about Dify's settings share: what the parts of Dify that read a setting get for it.
//!
//! A value counts where it takes effect, through ConfigMaps, Secrets and `envFrom`, and is reported where it stands: one that
//! three workloads take from one ConfigMap is one finding.

use std::collections::HashSet;

use dify::settings::{Risky, describe};
use inventory::environment::{Origin, Variable};
use lang::Text;
use model::{Config, ConfigKind, Container, EnvFromKind, OtherKind, Place, Workload};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;
use crate::value::{Value, ValueKind};
use findings::Finding;

/// What a reader gets for a setting.
#[derive(Clone, Copy)]
pub(crate) enum Got<'a> {
    /// This value.
    Value(&'a str),
    /// Nothing, so that the default holds.
    Unset,
    /// Nobody can tell from the input.
    Unknown,
}

/// A setting as one workload reads it.
pub(crate) struct Reading<'a> {
    pub(crate) workload: &'a Workload,
    pub(crate) container: &'a Container,
    pub(crate) variable: Option<Variable<'a>>,
    pub(crate) got: Got<'a>,
}

impl<'a> Reading<'a> {
    /// Where the value stands; for one that is missing, the container.
    pub(crate) fn place(&self) -> Place {
        self.variable.map_or(self.container.name.place, |variable| variable.place)
    }

    /// Whose value it is.
    pub(crate) fn subject(&self) -> Subject<'a> {
        match self.variable.map(|variable| variable.origin) {
            Some(Origin::Config(config)) => of_config(config, self.workload),
            _ => Subject::Workload(self.workload),
        }
    }

    /// Whether it is written somewhere.
    pub(crate) fn is_set(&self) -> bool {
        matches!(self.got, Got::Value(_))
    }

    /// Why nobody can tell.
    pub(crate) fn why_unknown(&self, name: &str) -> Text {
        let workload = &*self.workload.meta.name.value;
        lang::text!(
            "where `{workload}` takes `{name}` from is not in the input",
            "`{workload}` の `{name}` の取得元が入力に含まれていません"
        )
    }
}

fn of_config<'a>(config: &'a Config, workload: &'a Workload) -> Subject<'a> {
    Subject::perhaps(&config.meta, workload.component)
}

/// What every reader of a setting gets for it.
pub(crate) fn readings<'a>(facts: &Facts<'a>, name: &str) -> Vec<Reading<'a>> {
    let readers = describe(name).map_or_else(Vec::new, dify::settings::Setting::readers);
    let mut found = Vec::new();
    for &workload in &facts.tops {
        if !workload.component.is_some_and(|component| readers.contains(&component)) {
            continue;
        }
        let Some(container) = workload.main() else { continue };
        found.push(reading(facts, workload, container, name));
    }
    found
}

/// What one container gets for a setting.
pub(crate) fn reading<'a>(
    facts: &Facts<'a>,
    workload: &'a Workload,
    container: &'a Container,
    name: &str,
) -> Reading<'a> {
    let variable = facts.variable(workload, container, name);
    let got = match variable.map(|variable| variable.value) {
        Some(Some(value)) => Got::Value(value.expose()),
        Some(None) => Got::Unknown,
        None if takes_unseen(facts, workload, container) => Got::Unknown,
        None => Got::Unset,
    };
    Reading { workload, container, variable, got }
}

/// Whether the container takes a whole ConfigMap or Secret that is not in the input.
fn takes_unseen(facts: &Facts<'_>, workload: &Workload, container: &Container) -> bool {
    let namespace = &*workload.meta.namespace;
    container.env_from.iter().any(|from| {
        let kind = match from.kind {
            EnvFromKind::ConfigMap => ConfigKind::ConfigMap,
            EnvFromKind::Secret => ConfigKind::Secret,
        };
        if facts.index.config(kind, namespace, &from.name).is_some() {
            return false;
        }
        // What an ExternalSecret or SealedSecret brings is known where its keys are.
        match facts.index.maker(namespace, &from.name) {
            Some(OtherKind::ExternalSecret { keys, .. }) => keys.is_none(),
            Some(OtherKind::SealedSecret { .. }) => false,
            _ => true,
        }
    })
}

/// A risky value, or the risky absence of one, at one place.
pub(crate) struct Risk<'a> {
    pub(crate) subject: Subject<'a>,
    pub(crate) place: Place,
    /// The setting.
    pub(crate) name: &'static str,
    /// Whether it is written; else its default is what is risky.
    pub(crate) is_set: bool,
    /// The first workload that reads it; none for a settings file.
    pub(crate) workload: Option<&'a Workload>,
}

/// Looks at settings by what the catalogue calls risky. One risk for each place.
pub(crate) fn risks<'a>(facts: &Facts<'a>, findings: &mut Findings<'_>, names: &[&'static str]) -> Vec<Risk<'a>> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for &name in names {
        let Some(setting) = describe(name) else { continue };
        for it in readings(facts, name) {
            let value = match it.got {
                Got::Value(value) => Some(value),
                Got::Unset => None,
                Got::Unknown => {
                    findings.blind(&it.why_unknown(name));
                    continue;
                }
            };
            findings.look(1);
            if setting.risky.matches(value) && seen.insert(it.place()) {
                found.push(Risk {
                    subject: it.subject(),
                    place: it.place(),
                    name,
                    is_set: it.is_set(),
                    workload: Some(it.workload),
                });
            }
        }
        found.extend(in_settings_files(facts, name, setting.risky));
    }
    found
}

/// Names that other programs use too: in a file that is no manifest nobody knows whose they are.
const COMMON: &[&str] = &["DEBUG", "LOG_LEVEL", "GIN_MODE", "ADMIN_API_ENABLED", "PPROF_ENABLED"];

fn in_settings_files<'a>(facts: &Facts<'a>, name: &'static str, risky: Risky) -> Vec<Risk<'a>> {
    let is_file =
        |value: &&Value<'a>| matches!(value.kind, ValueKind::HelmValues | ValueKind::DotEnv | ValueKind::Compose);
    let matching = facts.values.iter().filter(is_file).filter(move |value| {
        value.setting == name && !COMMON.contains(&name) && risky != Risky::NotHttps && risky.matches(Some(value.text))
    });
    matching
        .map(|value| Risk {
            subject: value.holder.subject(),
            place: value.place(&facts.inventory.documents),
            name,
            is_set: true,
            workload: None,
        })
        .collect()
}

impl Risk<'_> {
    /// Who reads it, for a detail.
    pub(crate) fn reader(&self) -> Option<Text> {
        let workload = self.workload?;
        let (kind, name) = (workload.kind.name(), &*workload.meta.name.value);
        Some(lang::text!("read by {kind} `{name}`", "読み込むのは {kind} `{name}`"))
    }
}

/// Reports risks with one sentence each, and who reads them.
pub(crate) fn report(findings: &mut Findings<'_>, risks: &[Risk<'_>], reason: impl Fn(&Risk<'_>) -> Text) {
    for risk in risks {
        report_one(findings, risk, reason(risk));
    }
}

/// Reports one risk, and who reads it.
pub(crate) fn report_one<'f>(findings: &'f mut Findings<'_>, risk: &Risk<'_>, reason: Text) -> &'f mut Finding {
    let finding = findings.report(risk.subject, risk.place, reason);
    if let Some(reader) = risk.reader() {
        finding.detail(reader);
    }
    finding
}
