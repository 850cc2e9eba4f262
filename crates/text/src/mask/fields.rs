//! What is known to be harmless: names of keys, and the values of well-known fields.
//!
//! A field counts only where it has its meaning: in an object of Kubernetes or of an operator that is known here, outside of
//! `data`, annotations, arguments and whatever else people fill as they like. And its value counts only in the shape that
//! belongs to it.

use yaml::scalar::{Scalar, resolve};
use yaml::{Child, Ref, Style, Trail, Tree};

use crate::mask::known::{FIELDS, FREE, STRUCTURE, Shape, TOP, is_random};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// A Kubernetes object, or a list of them.
    Manifest,
    /// A Compose file.
    Compose,
    /// Helm values, and everything else.
    Values,
}

/// Whether a key looks like the name of something: a field, a variable, a file. Long random words are no names.
pub(super) fn is_name(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 80
        && key.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b'/'))
        && !is_random(key)
}

/// Whether a name is one that everybody uses, or of the shape of a variable: where a line may stand inside of a text.
pub(super) fn is_known_name(key: &str) -> bool {
    let is_variable = || {
        key.contains('_')
            && key.starts_with(|it: char| it.is_ascii_uppercase())
            && key.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_')
            && !is_random(key)
    };
    TOP.contains(&key)
        || FREE.contains(&key)
        || STRUCTURE.contains(&key)
        || FIELDS.iter().any(|(_, names)| names.contains(&key))
        || (dify::looks_like_credential(key) && !is_random(key))
        || is_variable()
}

/// Whether a value of a setting that holds no credential has a shape that holds none either.
pub(super) fn is_setting_value(value: &str) -> bool {
    value.len() <= 200
        && value.bytes().all(|it| it.is_ascii_alphanumeric() || b" ,.:/*_-\"'".contains(&it))
        && !value.split([' ', ',', '/', '.', ':', '"', '\'']).any(is_random)
}

/// Whether a value may be shown.
pub(super) fn is_harmless(context: Context, trail: &Trail<'_>, text: &str, tree: &Tree, node: Ref<'_>) -> bool {
    let Some(value) = node.text() else { return false };
    if value.is_empty() {
        return true;
    }
    if node.style() == Some(Style::Plain) && matches!(resolve(value), Scalar::Bool(_) | Scalar::Null) {
        return true;
    }
    let parent = trail.steps.last().map(|step| Ref::new(text, tree, step.parent));
    let sibling = |name: &str| parent.and_then(|it| it.get(name)).and_then(Ref::text);
    let mut names = trail.names_from_below();
    let Some(key) = names.next() else { return false };
    let directly = trail.steps.last().is_some_and(|step| matches!(step.child, Child::Key(_)));
    let above = names.next().unwrap_or("");
    // A variable: its name, and its value where the catalogue says that it is no secret.
    if directly && key == "value" {
        return sibling("name").is_some_and(dify::is_public) && is_setting_value(value);
    }
    if directly && key == "name" && parent.is_some_and(|it| it.get("value").is_some() || it.get("valueFrom").is_some())
    {
        return is_name(value) && context != Context::Compose;
    }
    if directly && dify::is_public(key) {
        return is_setting_value(value);
    }
    match context {
        Context::Manifest => is_harmless_field(trail, text, tree, key, above, value),
        Context::Compose => directly && key == "image" && Shape::Image.fits(value),
        Context::Values => {
            let is_image = matches!(key, "image" | "repository" | "registry" | "pullPolicy")
                || (key == "tag" && (sibling("repository").is_some() || sibling("image").is_some()));
            let is_number =
                matches!(key, "port" | "replicas" | "replicaCount" | "containerPort" | "targetPort" | "nodePort");
            directly && ((is_image && Shape::Image.fits(value)) || (is_number && Shape::Number.fits(value)))
        }
    }
}

fn is_harmless_field(trail: &Trail<'_>, text: &str, tree: &Tree, key: &str, above: &str, value: &str) -> bool {
    let (object, steps) = object_of(trail, text, tree);
    let mut keys = steps.iter().filter_map(|step| match step.child {
        Child::Key(name) => Some(name.unwrap_or("?")),
        Child::Item(_) => None,
    });
    let top = keys.clone().next().unwrap_or("");
    if steps.len() == 1 && matches!(key, "apiVersion" | "kind") {
        return Shape::Name.fits(value);
    }
    if keys.any(|name| FREE.contains(&name)) || !TOP.contains(&top) {
        return false;
    }
    if top == "metadata" && steps.len() == 2 && matches!(key, "name" | "namespace" | "generateName") {
        return Shape::Name.fits(value);
    }
    if !is_known_group(object.get("apiVersion").and_then(Ref::text).unwrap_or("")) {
        return false;
    }
    if matches!(above, "labels" | "matchLabels" | "selector" | "nodeSelector") {
        return is_known_label(key) && Shape::Name.fits(value);
    }
    let shape = match key {
        "key" => matches!(above, "secretKeyRef" | "configMapKeyRef" | "matchExpressions" | "tolerations")
            .then_some(Shape::Name),
        "add" | "drop" => (above == "capabilities").then_some(Shape::Word),
        "level" | "user" | "role" => None,
        _ => FIELDS.iter().find(|(_, names)| names.contains(&key)).map(|(shape, _)| *shape),
    };
    shape.is_some_and(|shape| shape.fits(value))
}

/// The object that a node belongs to, and the way within it: in a `List`, the item.
fn object_of<'a, 't>(trail: &'t Trail<'a>, text: &'a str, tree: &'a Tree) -> (Ref<'a>, &'t [yaml::TrailStep<'a>]) {
    let is_item = matches!(trail.steps.first().map(|step| step.child), Some(Child::Key(Some("items"))))
        && matches!(trail.steps.get(1).map(|step| step.child), Some(Child::Item(_)));
    let from = if is_item && trail.steps.len() > 2 { 2 } else { 0 };
    let top = trail.steps.get(from).map_or(yaml::NodeId(0), |step| step.parent);
    (Ref::new(text, tree, top), &trail.steps[from..])
}

fn is_known_group(api_version: &str) -> bool {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    group.ends_with(".k8s.io")
        || matches!(
            group,
            "" | "apps"
                | "batch"
                | "autoscaling"
                | "policy"
                | "extensions"
                | "postgresql.cnpg.io"
                | "external-secrets.io"
        )
}

fn is_known_label(key: &str) -> bool {
    key.starts_with("app.kubernetes.io/")
        || key.starts_with("pod-security.kubernetes.io/")
        || matches!(
            key,
            "app"
                | "component"
                | "tier"
                | "k8s-app"
                | "release"
                | "helm.sh/chart"
                | "kubernetes.io/metadata.name"
                | "kubernetes.io/os"
                | "kubernetes.io/arch"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_random_words() {
        for name in [
            "DB_PASSWORD",
            "squid.conf",
            "app.kubernetes.io/name",
            "k8s-app",
            "AWS_S3_KEY2",
            "last-applied-configuration",
        ] {
            assert!(is_name(name), "{name}");
        }
        for word in ["", "a b", "パスワード", "q7w8e9r0t1y2u3", "x@y", "a\u{1b}[0m"] {
            assert!(!is_name(word), "{word}");
        }
    }

    #[test]
    fn a_setting_is_no_address_with_a_password() {
        assert!(is_setting_value("https://a.example,*") && !is_setting_value("https://u:p@a.example"));
    }
}
