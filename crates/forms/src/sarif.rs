//! Results as SARIF 2.1.0, for code scanning and editors.
//!
//! Only the part of the format that findings need is here, as structs of our own. Source lines are left out: whoever shows the
//! file shows them, and nothing has to be masked.

mod fixes;
mod parts;

use std::collections::BTreeMap;
use std::io::{self, Write};

use findings::{About, Audit, Confidence, Finding, Related, Resource, Severity, Suppressed};
use fix::Proposal;
use lang::{Lang, Text};
use model::Location;
use serde::Serialize;

use crate::sarif::fixes::Mending;
use crate::sarif::parts::{Artifact, Message, ROOT, Region};
use crate::words;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name under which the fingerprint of a finding stands; the number changes when its making does.
pub const FINGERPRINT: &str = "sekisho/v1";

/// An audit, with what would mend each of its findings ([`fix::proposals`]). `version` is the program's.
#[must_use]
pub fn audit(audit: &Audit, proposals: &[Vec<Proposal>], version: &str, lang: Lang) -> String {
    let mut out = Vec::new();
    // What is written into memory is written.
    let _ = write_audit(&mut out, audit, proposals, version, lang);
    String::from_utf8(out).unwrap_or_default()
}

/// As [`audit`], piece by piece.
///
/// # Errors
/// What `out` says.
pub fn write_audit(
    out: &mut impl Write,
    audit: &Audit,
    proposals: &[Vec<Proposal>],
    version: &str,
    lang: Lang,
) -> io::Result<()> {
    let mut rules: BTreeMap<&str, (&About, usize)> = BTreeMap::new();
    for finding in audit.all() {
        if let Some(about) = audit.about(&finding.rule) {
            rules.entry(about.id).or_insert((about, 0));
        }
    }
    for (at, (_, index)) in rules.values_mut().enumerate() {
        *index = at;
    }
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "Sekisho",
                    semantic_version: version,
                    information_uri: "https://github.com/sekisho/sekisho",
                    language: lang.tag(),
                    rules: rules.values().map(|(rule, _)| Descriptor::of(rule, lang)).collect(),
                },
            },
            language: lang.tag(),
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                Base {
                    description: Message::of(
                        &Text::new("the folder that was audited from", "検査を実行したフォルダー"),
                        lang,
                    ),
                },
            )]),
            results: results(audit, proposals, |rule| rules.get(rule).map(|(_, index)| *index), lang),
        }],
    };
    crate::form::write_line(out, &log)
}

/// What was found, then what is suppressed.
fn results<'a>(
    audit: &'a Audit,
    proposals: &[Vec<Proposal>],
    index: impl Fn(&str) -> Option<usize>,
    lang: Lang,
) -> Vec<Outcome<'a>> {
    // Without a baseline nothing is new.
    let state = audit.compared.as_ref().map(|_| "new");
    let found = audit.findings.iter().enumerate().map(|(at, it)| Outcome {
        baseline_state: state,
        fixes: proposals.get(at).into_iter().flatten().map(|it| Mending::of(it, lang)).collect(),
        ..Outcome::of(it, index(&it.rule), lang)
    });
    let known = audit
        .compared
        .iter()
        .flat_map(|it| &it.known)
        .map(|it| Outcome { baseline_state: Some("unchanged"), ..Outcome::of(it, index(&it.rule), lang) });
    let suppressed = audit.suppressed.iter().map(|it| Outcome {
        suppressions: vec![Suppression::of(it, lang)],
        ..Outcome::of(&it.finding, index(&it.finding.rule), lang)
    });
    found.chain(known).chain(suppressed).collect()
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    language: &'a str,
    column_kind: &'a str,
    original_uri_base_ids: BTreeMap<&'a str, Base>,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    semantic_version: &'a str,
    information_uri: &'a str,
    language: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
struct Base {
    description: Message,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration<'a>,
    properties: RuleProperties<'a>,
}

#[derive(Serialize)]
struct Configuration<'a> {
    level: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleProperties<'a> {
    tags: Vec<String>,
    #[serde(rename = "security-severity")]
    security_severity: &'static str,
    precision: &'a str,
    audience: &'a str,
    controls: Vec<&'a str>,
    references: Vec<Cited<'a>>,
}

#[derive(Serialize)]
struct Cited<'a> {
    framework: &'a str,
    id: &'a str,
    confirmed: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'a str,
    message: Message,
    locations: Vec<Spot>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Further>,
    partial_fingerprints: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Mending>,
    properties: OutcomeProperties<'a>,
}

/// Why a result is left out: `inSource` for a comment, `external` for `sekisho.yaml`.
#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

impl Suppression {
    fn of(it: &Suppressed, lang: Lang) -> Suppression {
        let in_source = matches!((&it.stands, &it.finding.location),
            (Location::File { file: a, .. }, Location::File { file: b, .. }) if a == b);
        let (reason, until) = (&it.reason, it.until);
        let justification = lang::text!("{reason} (until {until})", "{reason}({until} まで)");
        let kind = if in_source { "inSource" } else { "external" };
        Suppression { kind, status: "accepted", justification: justification.get(lang).to_owned() }
    }
}

#[derive(Serialize)]
struct OutcomeProperties<'a> {
    severity: &'static str,
    #[serde(rename = "security-severity")]
    security_severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    component: Option<&'a str>,
    confidence: &'a str,
    exception: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spot {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<Physical>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
}

/// Another place that a result is about.
#[derive(Serialize)]
struct Further {
    id: usize,
    #[serde(flatten)]
    spot: Spot,
    message: Message,
}

impl Further {
    fn of(id: usize, it: &Related, lang: Lang) -> Further {
        Further { id, spot: Spot::of(&it.location, None, lang), message: Message::of(&it.message, lang) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// A number by which code scanning sorts: over 9.0 critical, from 7.0 high, from 4.0 medium.
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
    }
}

impl<'a> Descriptor<'a> {
    fn of(rule: &'a About, lang: Lang) -> Descriptor<'a> {
        let sections = rule.manual.sections(lang);
        let markdown: Vec<String> = sections.iter().map(|it| format!("## {}\n\n{}\n", it.heading, it.body)).collect();
        let text: Vec<String> = sections.iter().map(|it| format!("{}\n{}\n", it.heading, it.body)).collect();
        let finds = sections.into_iter().next().map(|it| it.body).unwrap_or_default();
        Descriptor {
            id: rule.id,
            short_description: Message::plain(rule.manual.title(lang)),
            full_description: Message::plain(&finds),
            help: Help { text: text.join("\n"), markdown: markdown.join("\n") },
            default_configuration: Configuration { level: level(rule.severity) },
            properties: RuleProperties {
                tags: tags(rule),
                security_severity: security_severity(rule.severity),
                precision: match rule.confidence {
                    Confidence::High => "high",
                    Confidence::Medium => "medium",
                    Confidence::Low => "low",
                },
                audience: rule.audience.name(),
                controls: rule.controls.iter().map(|it| it.id()).collect(),
                references: words::references(rule)
                    .into_iter()
                    .map(|it| Cited { framework: it.framework.name(), id: it.id, confirmed: true })
                    .collect(),
            },
        }
    }
}

/// Words to filter by: controls, and what other frameworks call it.
fn tags(rule: &About) -> Vec<String> {
    let mut tags = vec!["security".to_owned()];
    tags.extend(rule.controls.iter().map(|it| it.id().to_owned()));
    tags.extend(words::references(rule).into_iter().map(words::reference));
    tags
}

impl<'a> Outcome<'a> {
    fn of(finding: &'a Finding, rule_index: Option<usize>, lang: Lang) -> Outcome<'a> {
        let reason = finding.reason.get(lang);
        let text = match &finding.detail {
            Some(detail) => format!("{reason}\n{}", detail.get(lang)),
            None => reason.to_owned(),
        };
        Outcome {
            rule_id: &finding.rule,
            rule_index,
            level: level(finding.severity),
            message: Message::plain(&text),
            locations: vec![Spot::of(&finding.location, finding.resource.as_ref(), lang)],
            related_locations: (1..).zip(&finding.related).map(|(id, it)| Further::of(id, it, lang)).collect(),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, finding.fingerprint.as_str())]),
            baseline_state: None,
            suppressions: Vec::new(),
            fixes: Vec::new(),
            properties: OutcomeProperties {
                severity: finding.severity.name(),
                security_severity: security_severity(finding.severity),
                component: finding.component.map(dify::Component::id),
                confidence: finding.confidence.name(),
                exception: finding.exception,
            },
        }
    }
}

impl Spot {
    fn of(location: &Location, resource: Option<&Resource>, lang: Lang) -> Spot {
        let object = resource.map(|it| {
            let name = if it.namespace.is_empty() { it.name.clone() } else { format!("{}/{}", it.namespace, it.name) };
            Logical { fully_qualified_name: format!("{} {name}", it.kind), name: it.name.clone(), kind: "resource" }
        });
        match location {
            Location::File { file, start, end } => Spot {
                physical_location: Some(Physical {
                    artifact_location: Artifact::of(file, lang),
                    region: Region::of(*start, *end),
                }),
                logical_locations: object.into_iter().collect(),
            },
            Location::Field { object, field } => Spot {
                physical_location: None,
                logical_locations: vec![Logical {
                    name: field.clone(),
                    fully_qualified_name: format!("{object}: {field}"),
                    kind: "member",
                }],
            },
        }
    }
}
