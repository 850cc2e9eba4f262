//! Results as JSON, in forms that only grow. The schemas are in `schemas/`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use findings::{About, Audit, Compared, Exception, Finding, FixClass, Related, Suppressed, Verdict, topic};
use lang::Lang;
use model::Inventory;
use overview::Overview;
use serde::Serialize;

use crate::beside::write_json_of;
use crate::form::{Form, SCHEMA_VERSION};
use crate::overview::{MendForm, OverviewForm};
use crate::{ComponentRow, Place, components, words};

/// `schemas/audit.schema.json`.
pub const AUDIT_SCHEMA: &str = include_str!("../../../schemas/audit.schema.json");

/// An audit: `schemas/audit.schema.json`.
#[must_use]
pub fn audit(inventory: &Inventory, audit: &Audit, lang: Lang) -> String {
    let mut out = Vec::new();
    // What is written into memory is written.
    let _ = write_audit(&mut out, inventory, audit, None, lang);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes an audit piece by piece; with its overview the causes, and of each finding why it matters and what mends it.
///
/// # Errors
/// What `out` says.
pub fn write_audit(
    out: &mut impl Write,
    inventory: &Inventory,
    audit: &Audit,
    overview: Option<&Overview>,
    lang: Lang,
) -> io::Result<()> {
    let suppressed = audit.suppressed.iter().map(|it| &it.finding);
    let found = audit.findings.iter().chain(suppressed);
    let rules: BTreeMap<&str, &About> =
        found.filter_map(|it| Some((it.rule.as_str(), audit.about(&it.rule)?))).collect();
    // By rule: a manual is taken apart once, however many findings it explains.
    let whys: BTreeMap<&str, String> = if overview.is_some() {
        rules.iter().map(|(id, it)| (*id, words::why(it).get(lang).to_owned())).collect()
    } else {
        BTreeMap::new()
    };
    let form = AuditForm {
        schema_version: SCHEMA_VERSION,
        findings: audit
            .findings
            .iter()
            .enumerate()
            .map(|(at, it)| FindingForm {
                why: whys.get(it.rule.as_str()).map(String::as_str),
                mend: overview.and_then(|overview| MendForm::of(overview, at)),
                ..FindingForm::of(it, lang)
            })
            .collect(),
        verdicts: audit.verdicts.iter().map(|it| VerdictForm::of(it, lang)).collect(),
        inventory: InventoryForm {
            components: components(inventory).iter().map(|it| ComponentForm::of(it, lang)).collect(),
        },
        rules: rules.into_values().map(|it| RuleForm::of(it, lang)).collect(),
        suppressed: audit.suppressed.iter().map(|it| SuppressedForm::of(it, lang)).collect(),
        baseline: audit.compared.as_ref().map(BaselineForm::of),
        overview: overview.map(|it| OverviewForm::of(it, audit, lang)),
    };
    write_json_of(out, [inventory], &form)
}

impl Form for AuditForm<'_> {
    const SCHEMA: &'static str = AUDIT_SCHEMA;
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuditForm<'a> {
    schema_version: u32,
    findings: Vec<FindingForm<'a>>,
    verdicts: Vec<VerdictForm<'a>>,
    inventory: InventoryForm<'a>,
    rules: Vec<RuleForm<'a>>,
    suppressed: Vec<SuppressedForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overview: Option<OverviewForm<'a>>,
}

/// A finding that is left out: all that a finding has, and why.
#[derive(Serialize)]
struct SuppressedForm<'a> {
    #[serde(flatten)]
    finding: FindingForm<'a>,
    suppression: SuppressionForm<'a>,
}

#[derive(Serialize)]
struct SuppressionForm<'a> {
    reason: &'a str,
    until: String,
    location: Place,
}

#[derive(Serialize)]
struct BaselineForm<'a> {
    known: Vec<&'a str>,
    gone: Vec<GoneForm<'a>>,
}

#[derive(Serialize)]
struct GoneForm<'a> {
    rule: &'a str,
    place: &'a str,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct FindingForm<'a> {
    rule: &'a str,
    severity: &'a str,
    confidence: &'a str,
    audience: &'a str,
    controls: Vec<&'a str>,
    component: Option<&'a str>,
    resource: Option<ResourceForm<'a>>,
    location: Place,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedForm<'a>>,
    message: &'a str,
    detail: Option<&'a str>,
    fix: Option<&'a str>,
    exception: bool,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<MendForm<'a>>,
}

#[derive(Serialize)]
struct ResourceForm<'a> {
    kind: &'a str,
    namespace: &'a str,
    name: &'a str,
}

/// Another place that a finding is about.
#[derive(Serialize)]
struct RelatedForm<'a> {
    location: Place,
    message: &'a str,
}

#[derive(Serialize)]
struct VerdictForm<'a> {
    control: &'a str,
    verdict: &'a str,
    reason: &'a str,
    exceptions: Vec<ExceptionForm<'a>>,
    looked: usize,
    suppressed: usize,
}

#[derive(Serialize)]
struct ExceptionForm<'a> {
    component: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct InventoryForm<'a> {
    components: Vec<ComponentForm<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ComponentForm<'a> {
    component: &'a str,
    kind: &'a str,
    namespace: &'a str,
    name: &'a str,
    version: Option<&'a str>,
    version_reason: Option<&'a str>,
}

#[derive(Serialize)]
struct RuleForm<'a> {
    id: &'a str,
    title: &'a str,
    references: Vec<ReferenceForm<'a>>,
}

#[derive(Serialize)]
struct ReferenceForm<'a> {
    framework: &'a str,
    id: &'a str,
    confirmed: bool,
}

impl<'a> FindingForm<'a> {
    fn of(finding: &'a Finding, lang: Lang) -> FindingForm<'a> {
        let resource = finding.resource.as_ref();
        FindingForm {
            rule: &finding.rule,
            severity: finding.severity.name(),
            confidence: finding.confidence.name(),
            audience: finding.audience.name(),
            controls: finding.controls.iter().map(|it| it.id()).collect(),
            component: finding.component.map(dify::Component::id),
            resource: resource.map(|it| ResourceForm { kind: &it.kind, namespace: &it.namespace, name: &it.name }),
            location: Place::from(&finding.location),
            related: finding.related.iter().map(|it| RelatedForm::of(it, lang)).collect(),
            message: finding.reason.get(lang),
            detail: finding.detail.as_ref().map(|it| it.get(lang)),
            fix: finding.fix.map(FixClass::name),
            exception: finding.exception,
            fingerprint: &finding.fingerprint,
            why: None,
            mend: None,
        }
    }
}

impl<'a> RelatedForm<'a> {
    fn of(it: &'a Related, lang: Lang) -> RelatedForm<'a> {
        RelatedForm { location: Place::from(&it.location), message: it.message.get(lang) }
    }
}

impl<'a> SuppressedForm<'a> {
    fn of(it: &'a Suppressed, lang: Lang) -> SuppressedForm<'a> {
        SuppressedForm {
            finding: FindingForm::of(&it.finding, lang),
            suppression: SuppressionForm {
                reason: &it.reason,
                until: it.until.to_string(),
                location: Place::from(&it.stands),
            },
        }
    }
}

impl<'a> BaselineForm<'a> {
    fn of(compared: &'a Compared) -> BaselineForm<'a> {
        BaselineForm {
            known: compared.known.iter().map(|it| it.fingerprint.as_str()).collect(),
            gone: compared
                .gone
                .iter()
                .map(|it| GoneForm { rule: &it.rule, place: &it.place, fingerprint: &it.fingerprint })
                .collect(),
        }
    }
}

impl<'a> VerdictForm<'a> {
    fn of(verdict: &'a Verdict, lang: Lang) -> VerdictForm<'a> {
        let exception = |it: &'a Exception| ExceptionForm { component: it.component.id(), reason: it.reason.get(lang) };
        VerdictForm {
            control: verdict.control.id(),
            verdict: verdict.judgement.name(),
            reason: verdict.reason.get(lang),
            exceptions: verdict.exceptions.iter().map(exception).collect(),
            looked: verdict.looked,
            suppressed: verdict.suppressed,
        }
    }
}

impl<'a> ComponentForm<'a> {
    fn of(row: &ComponentRow<'a>, lang: Lang) -> ComponentForm<'a> {
        ComponentForm {
            component: row.component.id(),
            kind: row.kind,
            namespace: &row.meta.namespace,
            name: &row.meta.name.value,
            version: row.version.ok(),
            version_reason: row.version.err().map(|it| it.get(lang)),
        }
    }
}

impl<'a> RuleForm<'a> {
    fn of(rule: &'a About, lang: Lang) -> RuleForm<'a> {
        let reference =
            |it: topic::Reference| ReferenceForm { framework: it.framework.name(), id: it.id, confirmed: true };
        RuleForm {
            id: rule.id,
            title: rule.manual.title(lang),
            references: words::references(rule).into_iter().map(reference).collect(),
        }
    }
}
