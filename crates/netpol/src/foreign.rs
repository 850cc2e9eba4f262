//! Policies of network plugins' own kinds (Cilium, Calico, Antrea): recognised, not judged.
//!
//! They may allow and deny in ways that only the plugin knows, so a pair of peers that one selects, or might select, has an
//! open answer. To keep that small, plain selectors are understood: Cilium's label selectors, and Calico's expressions as far
//! as they are a conjunction of simple tests. Everything else "might select".

use model::{Inventory, LabelSelector, Located, Operator, Other, Place, Requirement};
use yaml::Ref;

use crate::policy::{Policy, PolicyRef, Scope, Selects, Standing, Tier};
use crate::tree::Reader;

pub(crate) fn read(inventory: &Inventory, other: &Other) -> Policy {
    let reader = Reader::new(&inventory.documents, other.meta.place);
    let spec = reader.root().get("spec");
    let namespace: &str = &other.meta.namespace;
    let own: Option<Box<str>> = (!namespace.is_empty()).then(|| namespace.into());
    Policy {
        id: PolicyRef {
            kind: other.meta.kind.clone(),
            namespace: namespace.into(),
            name: other.meta.name.value.clone(),
            place: other.meta.place,
        },
        tier: Tier::Network,
        priority: 0,
        standing: Standing::Foreign,
        selects: spec.and_then(|spec| selects(&reader, spec, own.as_deref())).unwrap_or(Selects::Perhaps(own)),
        // Calico's staged policies are rehearsed, not enforced.
        governs: if other.meta.kind.starts_with("Staged") {
            [false, false]
        } else {
            spec.map_or([true, true], governs)
        },
        rules: [Vec::new(), Vec::new()],
    }
}

/// Whom a policy selects; `None` where that is not plain.
fn selects(reader: &Reader<'_>, spec: Ref<'_>, namespace: Option<&str>) -> Option<Selects> {
    let whole = |place| LabelSelector { match_labels: Vec::new(), match_expressions: Vec::new(), place };
    let scope = match namespace {
        Some(name) => Scope::Own(name.into()),
        None => Scope::Select(match spec.get("namespaceSelector") {
            Some(node) => conjunction(node.text()?, reader.place(node))?,
            None => whole(reader.place(spec)),
        }),
    };
    if let Some(node) = spec.get("endpointSelector") {
        return Some(Selects::Pods { scope, pods: Some(cilium(reader.selector(node).ok()?)?) });
    }
    // Calico and Antrea both have more ways to select; `selector` alone is Calico's.
    let calico = spec.get("selector").is_some() || spec.get("types").is_some();
    let plain = calico && spec.get("serviceAccountSelector").is_none() && spec.get("appliedTo").is_none();
    let pods = match spec.get("selector") {
        Some(node) => conjunction(node.text()?, reader.place(node))?,
        None => whole(reader.place(spec)),
    };
    plain.then_some(Selects::Pods { scope, pods: Some(pods) })
}

/// Which directions a policy touches. Cilium: those that have a section. Calico: `types`, else those that have rules.
fn governs(spec: Ref<'_>) -> [bool; 2] {
    if let Some(types) = spec.get("types") {
        let has = |name| types.items().any(|kind| kind.text() == Some(name));
        return [has("Ingress"), has("Egress")];
    }
    let has = |keys: [&str; 2]| keys.iter().any(|key| spec.get(key).is_some());
    let found = [has(["ingress", "ingressDeny"]), has(["egress", "egressDeny"])];
    // Without rules Calico governs ingress; a list of `specs` may hold anything.
    if found == [false, false] { [true, spec.get("selector").is_none()] } else { found }
}

/// Cilium prefixes labels with their source; other sources than Kubernetes cannot be seen here.
fn cilium(mut selector: LabelSelector) -> Option<LabelSelector> {
    fn plain(key: &str) -> Option<Box<str>> {
        let key = key.strip_prefix("k8s:").or(key.strip_prefix("any:")).unwrap_or(key);
        let special = key.contains(':') || key.starts_with("io.kubernetes.pod") || key.starts_with("io.cilium.");
        (!special).then(|| key.into())
    }
    for (key, _) in &mut selector.match_labels {
        *key = plain(key)?;
    }
    for requirement in &mut selector.match_expressions {
        requirement.key = plain(&requirement.key)?;
    }
    Some(selector)
}

/// A Calico selector such as `app == 'api' && has(tier)`; `None` for what is not a conjunction of simple tests.
fn conjunction(text: &str, place: Place) -> Option<LabelSelector> {
    let mut selector = LabelSelector { match_labels: Vec::new(), match_expressions: Vec::new(), place };
    if text.contains("||") || text.contains("projectcalico.org/") {
        return None;
    }
    for test in text.split("&&").map(str::trim) {
        if matches!(test, "" | "all()") {
            continue;
        }
        let (negated, inner) = test.strip_prefix('!').map_or((false, test), |inner| (true, inner.trim()));
        if let Some(key) = inner.strip_prefix("has(").and_then(|rest| rest.strip_suffix(')')) {
            let operator = if negated { Operator::DoesNotExist } else { Operator::Exists };
            selector.match_expressions.push(Requirement { key: name(key)?, operator, values: Vec::new() });
        } else if let (false, Some((key, value))) = (negated, inner.split_once("==")) {
            selector.match_labels.push((name(key)?, Located::new(quoted(value)?, place)));
        } else if let (false, Some((key, value))) = (negated, inner.split_once("!=")) {
            let values = vec![quoted(value)?];
            selector.match_expressions.push(Requirement { key: name(key)?, operator: Operator::NotIn, values });
        } else {
            return None;
        }
    }
    Some(selector)
}

fn name(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    (!text.is_empty() && text.bytes().all(fine)).then(|| text.into())
}

fn quoted(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    let inner = inner('\'').or_else(|| inner('"'))?;
    (!inner.contains(['\'', '"'])).then(|| inner.into())
}
