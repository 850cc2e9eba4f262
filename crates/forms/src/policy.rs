//! Results as objects that dashboards for Kubernetes policies read: PolicyReport (`wgpolicyk8s.io/v1alpha2`) and its successor
//! OpenReports (`openreports.io/v1alpha1`), as YAML.
//!
//! One object for each namespace, and one for the cluster that holds the rest and what the controls come to. A finding's policy is
//! its first control, its rule the rule: from medium severity on it is `fail`, of low severity and as a documented exception `warn`, which those
//! formats do not score; a suppressed finding is `skip`. A control without findings is `pass`, or `skip` where nobody could look.
//!
//! There is no timestamp: the same input gives the same bytes, and `kubectl apply` adds the object's own.

mod emit;

use std::collections::BTreeMap;

use findings::{Audit, Finding, Judgement, Severity, Verdict};
use lang::{Lang, Text};
use model::Location;
use serde_json::{Map, Value, json};

use crate::words;

/// The two formats: they differ in names and in where the source stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// `wgpolicyk8s.io/v1alpha2`: PolicyReport and ClusterPolicyReport.
    PolicyReport,
    /// `openreports.io/v1alpha1`: Report and ClusterReport.
    OpenReports,
}

/// Who reports.
const SOURCE: &str = "sekisho";

/// An audit, as a stream of YAML documents.
#[must_use]
pub fn audit(audit: &Audit, flavour: Flavour, lang: Lang) -> String {
    let mut reports: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    // The cluster's report comes first, and always.
    reports.entry("").or_default().extend(audit.verdicts.iter().filter_map(|it| of_verdict(it, lang)));
    for finding in &audit.findings {
        reports.entry(namespace(finding)).or_default().push(of_finding(finding, None, lang));
    }
    for it in &audit.suppressed {
        let (until, reason) = (it.until, &it.reason);
        let why = lang::text!("suppressed until {until}: {reason}", "{until} まで抑制中: {reason}");
        reports.entry(namespace(&it.finding)).or_default().push(of_finding(&it.finding, Some(why.get(lang)), lang));
    }
    let mut out = String::new();
    for (namespace, results) in reports {
        out.push_str("---\n");
        emit::document(&mut out, &report(flavour, namespace, results));
    }
    out
}

fn report(flavour: Flavour, namespace: &str, results: Vec<Value>) -> Value {
    let (version, kind) = match (flavour, namespace.is_empty()) {
        (Flavour::PolicyReport, true) => ("wgpolicyk8s.io/v1alpha2", "ClusterPolicyReport"),
        (Flavour::PolicyReport, false) => ("wgpolicyk8s.io/v1alpha2", "PolicyReport"),
        (Flavour::OpenReports, true) => ("openreports.io/v1alpha1", "ClusterReport"),
        (Flavour::OpenReports, false) => ("openreports.io/v1alpha1", "Report"),
    };
    let n = |result: &str| results.iter().filter(|it| it["result"] == result).count();
    let mut metadata = json!({ "name": SOURCE });
    if !namespace.is_empty() {
        metadata["namespace"] = namespace.into();
    }
    metadata["labels"] = json!({ "app.kubernetes.io/managed-by": SOURCE });
    let mut object = json!({ "apiVersion": version, "kind": kind, "metadata": metadata });
    if flavour == Flavour::OpenReports {
        object["source"] = SOURCE.into();
    }
    object["summary"] =
        json!({ "pass": n("pass"), "fail": n("fail"), "warn": n("warn"), "error": 0, "skip": n("skip") });
    object["results"] = results.into();
    object
}

/// The namespace whose report a finding belongs to; empty for the cluster's, also where the name could be no namespace's.
fn namespace(finding: &Finding) -> &str {
    finding.resource.as_ref().map(|it| it.namespace.as_str()).filter(|it| is_label(it)).unwrap_or("")
}

/// A DNS label, as RFC 1123 has it.
fn is_label(text: &str) -> bool {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    (1..=63).contains(&text.len()) && text.bytes().all(fits) && !text.starts_with('-') && !text.ends_with('-')
}

fn of_finding(finding: &Finding, suppressed: Option<&str>, lang: Lang) -> Value {
    let scored = finding.severity > Severity::Low && !finding.exception;
    let result = match suppressed {
        Some(_) => "skip",
        None if scored => "fail",
        None => "warn",
    };
    let message = match (&finding.detail, suppressed) {
        (_, Some(why)) => format!("{} ({why})", finding.reason.get(lang)),
        (Some(detail), None) => format!("{} ({})", finding.reason.get(lang), detail.get(lang)),
        (None, None) => finding.reason.get(lang).to_owned(),
    };
    let policy = finding.controls.first().map_or("input", |it| it.id());
    let mut value = json!({
        "source": SOURCE,
        "policy": policy,
        "rule": finding.rule.as_str(),
        "category": Text::new("Dify security", "Dify のセキュリティ").get(lang),
        "severity": severity(finding.severity),
        "result": result,
        "scored": scored,
    });
    if let Some(resource) = &finding.resource {
        let mut reference = json!({ "kind": resource.kind });
        if let Some(version) = api_version(&resource.kind) {
            reference["apiVersion"] = version.into();
        }
        if !resource.namespace.is_empty() {
            reference["namespace"] = resource.namespace.as_str().into();
        }
        reference["name"] = resource.name.as_str().into();
        if let Location::Field { field, .. } = &finding.location {
            reference["fieldPath"] = field.as_str().into();
        }
        value["resources"] = json!([reference]);
    }
    value["message"] = message.into();
    value["properties"] = properties(finding).into();
    value
}

fn properties(finding: &Finding) -> Map<String, Value> {
    let mut map = Map::new();
    let mut add = |key: &str, text: String| map.insert(key.to_owned(), text.into());
    add("confidence", finding.confidence.name().to_owned());
    if let Some(component) = finding.component {
        add("component", component.id().to_owned());
    }
    if finding.controls.len() > 1 {
        let ids: Vec<&str> = finding.controls.iter().map(|it| it.id()).collect();
        add("controls", ids.join(","));
    }
    add("fingerprint", finding.fingerprint.clone());
    add("location", words::address(&finding.location));
    map
}

/// A control that has no finding; those that have one are told by their findings.
fn of_verdict(verdict: &Verdict, lang: Lang) -> Option<Value> {
    let result = match verdict.judgement {
        Judgement::Pass => "pass",
        Judgement::Unknown | Judgement::Manual => "skip",
        Judgement::Fail => return None,
    };
    let (word, text, reason) = (words::verdict(verdict.judgement), verdict.control.text(), verdict.reason.get(lang));
    Some(json!({
        "source": SOURCE,
        "policy": verdict.control.id(),
        "category": Text::new("Dify security", "Dify のセキュリティ").get(lang),
        "result": result,
        "scored": verdict.judgement == Judgement::Pass,
        "message": format!("{word}: {} ({reason})", text.get(lang)),
        "properties": { "looked": verdict.looked.to_string() },
    }))
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

/// The API group and version of kinds that findings speak of; left out where a kind may be of several groups.
fn api_version(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "Pod"
        | "Service"
        | "ConfigMap"
        | "Secret"
        | "Namespace"
        | "ServiceAccount"
        | "PersistentVolumeClaim"
        | "ReplicationController" => "v1",
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => "apps/v1",
        "Job" | "CronJob" => "batch/v1",
        "NetworkPolicy" => "networking.k8s.io/v1",
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" => "rbac.authorization.k8s.io/v1",
        _ => return None,
    })
}
