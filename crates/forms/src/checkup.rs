//! A check of several environments' credentials as JSON (`schemas/secrets-check.schema.json`). Names and places; never a value.

use checkup::{Checkup, Finding, SecretRow, Severity, Unknown};
use lang::Lang;
use model::Location;
use serde_json::{Value, json};

/// The check as JSON.
#[must_use]
pub fn json(checkup: &Checkup, lang: Lang) -> String {
    let finding = |it: &Finding| {
        json!({"check": it.kind.id(), "severity": severity(it.kind.severity()).name(), "environments": it.environments,
               "message": it.message.get(lang), "location": location(&it.at)})
    };
    let unknown = |it: &Unknown| json!({"environment": it.environment, "what": it.what, "reason": it.reason.get(lang)});
    let secret = |it: &SecretRow| {
        let day = |it: &Option<model::Date>| it.map(|it| it.to_string());
        let keys: Vec<Value> = it
            .keys
            .iter()
            .map(|(key, created, rotated)| json!({"key": key, "created": day(created), "rotated": day(rotated)}))
            .collect();
        json!({"environment": it.environment, "namespace": it.namespace, "name": it.name, "keys": keys,
               "workloads": it.workloads, "subjects": it.subjects, "unseenBindings": it.unseen})
    };
    let whole = json!({
        "schemaVersion": 1,
        "findings": checkup.findings.iter().map(finding).collect::<Vec<_>>(),
        "unknown": checkup.unknown.iter().map(unknown).collect::<Vec<_>>(),
        "secrets": checkup.secrets.iter().map(secret).collect::<Vec<_>>(),
        "looked": checkup.looked,
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

/// The severity by the words of an audit.
#[must_use]
pub const fn severity(severity: Severity) -> rules::Severity {
    match severity {
        Severity::Notice => rules::Severity::Notice,
        Severity::Warning => rules::Severity::Warning,
        Severity::Error => rules::Severity::Error,
    }
}

fn location(at: &Location) -> Value {
    match at {
        Location::File { file, start, .. } => json!({"file": file, "line": start.line, "column": start.column}),
        Location::Field { object, field } => json!({"object": object, "field": field}),
    }
}
