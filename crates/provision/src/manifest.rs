//! Secrets as manifests. Every scalar is quoted: a value of digits alone stays a string.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use credentials::notation::yaml;
use zeroize::Zeroizing;

use crate::dates::{CREATED, Dates, ROTATED};
use crate::secret::{PART_OF, Secret};

/// The manifests as one stream, for `kubectl apply --server-side -f -`.
///
/// Values stand in `data`, which the API server keeps as it is, and not in `stringData`, whose keys an apply cannot take away again.
#[must_use]
pub fn manifest(secrets: &[Secret]) -> Zeroizing<String> {
    whole(secrets.iter().filter(|it| !it.is_empty()).map(|it| one(it, &it.name)).collect())
}

/// One Secret, under this name.
pub(crate) fn one(secret: &Secret, name: &str) -> Zeroizing<String> {
    let mut parts =
        vec![Zeroizing::new(format!("---\napiVersion: v1\nkind: Secret\nmetadata:\n{}", metadata(secret, name, "  ")))];
    let kind = secret.kind.as_deref().unwrap_or("Opaque");
    parts.push(Zeroizing::new(format!("type: {}\ndata:\n", *yaml(kind))));
    for key in secret.keys() {
        let coded = match (secret.entries.get(key), secret.raw.get(key)) {
            (Some(value), _) => Zeroizing::new(STANDARD.encode(value.expose())),
            (None, raw) => Zeroizing::new(raw.map_or(String::new(), |it| it.expose().to_owned())),
        };
        parts.push(Zeroizing::new(format!("  {}: {}\n", *yaml(key), *yaml(&coded))));
    }
    whole(parts)
}

/// Name, namespace, label and days, for a `metadata` whose fields are indented so.
#[must_use]
pub fn metadata(secret: &Secret, name: &str, indent: &str) -> String {
    let mut out = format!(
        "{indent}name: {}\n{indent}namespace: {}\n{indent}labels:\n{indent}  {PART_OF}: dify\n",
        *yaml(name),
        *yaml(&secret.namespace)
    );
    for (label, value) in &secret.labels {
        out.push_str(&format!("{indent}  {}: {}\n", *yaml(label), *yaml(value)));
    }
    let dates: [(&str, &Dates); 2] = [(CREATED, &secret.created), (ROTATED, &secret.rotated)];
    let known: Vec<_> = dates.into_iter().filter(|(_, it)| !it.0.is_empty()).collect();
    if !known.is_empty() || !secret.annotations.is_empty() {
        out.push_str(&format!("{indent}annotations:\n"));
    }
    for (annotation, value) in &secret.annotations {
        out.push_str(&format!("{indent}  {}: {}\n", *yaml(annotation), *yaml(value)));
    }
    for (annotation, dates) in known {
        out.push_str(&format!("{indent}  {annotation}: {}\n", *yaml(&dates.to_string())));
    }
    out
}

/// Joins texts with values in them, in a string that never has to grow.
pub(crate) fn whole(parts: Vec<Zeroizing<String>>) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(parts.iter().map(|it| it.len()).sum()));
    for part in parts {
        out.push_str(&part);
    }
    out
}
