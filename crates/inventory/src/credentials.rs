//! The graph of credentials: which variable of which container takes which credential from where, and whether the two
//! ends that must share one do.

use std::collections::BTreeMap;
use std::ops::Range;

use dify::{Component, Credential, Form, Purpose};
use model::{Container, Inventory, Workload};

use crate::environment::{self, Index, Variable};

/// A container that holds a credential.
#[derive(Clone, Copy)]
pub struct Use<'a> {
    /// The workload.
    pub workload: &'a Workload,
    /// The container.
    pub container: &'a Container,
    /// The variable.
    pub variable: Variable<'a>,
    /// What the catalogue knows of it.
    pub credential: &'static Credential,
}

impl<'a> Use<'a> {
    /// The credential itself: for a URL the password inside. `None` where the value is not known or holds none.
    #[must_use]
    pub fn secret(&self) -> Option<&'a str> {
        let value = self.variable.value?.expose();
        match self.credential.form {
            Form::Url => password_in_url(value).map(|range| &value[range]),
            _ => Some(value),
        }
    }
}

/// Every credential that a container of Dify or of its stores takes from its environment.
///
/// Names such as `API_KEY` mean Dify's credential only in Dify's containers, so containers of other workloads are left out.
#[must_use]
pub fn uses<'a>(inventory: &'a Inventory, index: &Index<'a>) -> Vec<Use<'a>> {
    let mut found = Vec::new();
    for workload in &inventory.workloads {
        if workload.component.is_none() {
            continue;
        }
        for container in &workload.pod.spec.containers {
            for variable in environment::of(container, &workload.meta.namespace, index) {
                if let Some(credential) = dify::credential(variable.name) {
                    found.push(Use { workload, container, variable, credential });
                }
            }
        }
    }
    found
}

/// Two ends that must hold the same credential and do not.
pub struct Disagreement<'a> {
    /// What the credential opens.
    pub purpose: Purpose,
    /// One end.
    pub one: Use<'a>,
    /// The other end.
    pub other: Use<'a>,
}

/// The ends that must share a credential (dify.md 2.1) and hold different known values. One disagreement for each purpose and
/// namespace: the first end of the catalogue's order against the first that differs from it.
#[must_use]
pub fn disagreements<'a>(uses: &[Use<'a>]) -> Vec<Disagreement<'a>> {
    let mut ends: BTreeMap<(Purpose, &str), Vec<Use<'a>>> = BTreeMap::new();
    for it in uses {
        let Some(component) = it.workload.component else { continue };
        let shared = dify::shared_by(it.credential.purpose);
        if shared.contains(&(component, it.variable.name)) && it.secret().is_some_and(|secret| !secret.is_empty()) {
            ends.entry((it.credential.purpose, &*it.workload.meta.namespace)).or_default().push(*it);
        }
    }
    ends.into_iter()
        .filter_map(|((purpose, _), ends)| {
            let (one, rest) = ends.split_first()?;
            let other = rest.iter().find(|it| !same(one, it))?;
            Some(Disagreement { purpose, one: *one, other: *other })
        })
        .collect()
}

/// Whether two ends agree. A store that takes a list of keys agrees with a client that has one of them.
fn same(one: &Use<'_>, other: &Use<'_>) -> bool {
    let (Some(a), Some(b)) = (one.secret(), other.secret()) else { return true };
    let lists = |it: &Use<'_>| it.workload.component == Some(Component::Weaviate);
    a == b
        || (lists(one) && a.split(',').any(|key| key.trim() == b))
        || (lists(other) && b.split(',').any(|key| key.trim() == a))
}

/// Where the password stands in a URL such as `redis://user:password@host:6379/1`. `None` for a URL without one.
///
/// The last `@` before the path ends the user part: that is how a password with an `@` in it is meant, though not how every
/// reader takes it.
///
/// ```
/// let url = "redis://:pa@ss@redis:6379/1";
/// assert_eq!(inventory::credentials::password_in_url(url).map(|range| &url[range]), Some("pa@ss"));
/// assert_eq!(inventory::credentials::password_in_url("redis://redis:6379/1"), None);
/// ```
#[must_use]
pub fn password_in_url(url: &str) -> Option<Range<usize>> {
    let start = url.find("://")? + 3;
    let scheme = url[..start - 3].trim_start();
    if scheme.is_empty() || !scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it)) {
        return None;
    }
    let rest = &url[start..];
    let end = rest.rfind('@')?;
    // An `@` behind the path's start belongs to the path, unless the password itself holds the slash.
    let user = &rest[..end];
    if user.contains(['/', '?', '#']) && !user.contains(':') || user.contains(char::is_whitespace) {
        return None;
    }
    let colon = user.find(':')?;
    Some(start + colon + 1..start + end)
}

/// What stands for a value that is kept elsewhere: Kubernetes', the shell's and Compose's variables, templates, and the marks of
/// the tools that bring secrets (SOPS, argocd-vault-plugin, vals, 1Password, Azure's token replacement).
#[must_use]
pub fn is_reference(text: &str) -> bool {
    let text = text.trim();
    const STARTS: &[&str] =
        &["ENC[", "<path:", "vault:", "ref+", "op://", "arn:aws:", "secretRef:", "file:", "#{", "!vault", "%("];
    let variable = text.strip_prefix('$').is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_uppercase() || matches!(first, '_' | '{' | '('))
    });
    variable
        || STARTS.iter().any(|start| text.starts_with(start))
        || ["$(", "${", "{{"].iter().any(|it| text.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_from_values() {
        for text in [
            "$(A)",
            "${A:-x}",
            "$A",
            "redis://:$(P)@h",
            "{{ .Values.a }}",
            "ENC[AES256_GCM,x]",
            "<path:kv/a#b>",
            "op://v/i/f",
        ] {
            assert!(is_reference(text), "{text}");
        }
        for text in ["", "$tr0ng", "pa$$word", "a#{b", "vaulted"] {
            assert!(!is_reference(text), "{text}");
        }
    }
}
