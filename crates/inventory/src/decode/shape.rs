//! Kinds of others that run pods, told by their shape: whatever holds a pod template is judged as a workload, whatever it is called.

use std::sync::Arc;

use model::written::{Body, Decoded, Workload};
use model::{Head, Located, Opaque, Pod, WorkloadKind};
use yaml::Ref;
use yaml::scalar::Scalar;

use super::Decoder;
use super::object::other;
use crate::namespaces;

/// Where in an object a pod is described.
struct Shape<'a> {
    /// What holds the labels of the pod, if anything does.
    template: Option<Ref<'a>>,
    /// What holds the containers.
    spec: Ref<'a>,
}

/// Deeper no template lies; lists of templates in lists of groups are at ten or so.
const MAX_DEPTH: usize = 24;
const MAX_TEXT_DEPTH: usize = 64;
/// More texts than this in one object are not looked at one by one.
const MAX_TEXTS: usize = 100_000;
/// More templates than this in one object are not looked at one by one.
const MAX_SHAPES: usize = 1000;

impl<'a> Decoder<'a, '_> {
    /// An object of a kind that is not decoded: as a workload for each pod template in it, and as what it is.
    pub(super) fn foreign(&mut self, group: &str, head: Head, object: Ref<'a>) {
        let mut body = other(group, &head.kind, object);
        let (home, head) = (namespaces::home(&head), Arc::new(head));
        let mut shapes = Vec::new();
        if !holds_patterns(group) {
            find(object, None, 0, &mut shapes);
            self.texts(object, 0, &mut body.texts);
        }
        for shape in shapes {
            let workload = Arc::new(self.shaped(object, &shape));
            self.found.objects.push(Decoded { head: Arc::clone(&head), home, body: Body::Workload(workload) });
        }
        self.found.objects.push(Decoded { head, home, body: Body::Other(Arc::new(body)) });
    }

    /// The texts of an object that nobody knows the fields of. The head is looked at as everybody's, pods as pods, and what a
    /// controller alone can read is no text.
    fn texts(&self, node: Ref<'a>, depth: usize, found: &mut Vec<Located<Opaque>>) {
        if depth > MAX_TEXT_DEPTH || found.len() >= MAX_TEXTS || is_pod_spec(node) {
            return;
        }
        if let Some(Scalar::Str(text)) = node.scalar() {
            found.push(self.located(Opaque::new(text), node));
        }
        node.items().for_each(|item| self.texts(item, depth + 1, found));
        for (key, value) in node.entries() {
            let passed_over = match key.name() {
                Some("metadata" | "apiVersion" | "kind") => depth == 0,
                Some("encryptedData" | "status") => depth <= 1,
                _ => false,
            };
            if !passed_over {
                self.texts(value, depth + 1, found);
            }
        }
    }

    fn shaped(&mut self, object: Ref<'a>, shape: &Shape<'a>) -> Workload {
        let metadata = shape.template.and_then(|it| it.get("metadata"));
        let labels = metadata.and_then(|it| it.get("labels")).map(|it| self.labels(it)).unwrap_or_default();
        let annotations = metadata.map(|it| self.annotations(it)).unwrap_or_default();
        let spec = object.get("spec");
        let selector = spec.and_then(|it| it.get("selector")).filter(|it| it.get("matchLabels").is_some());
        Workload {
            owner: None,
            replicas: spec.and_then(|it| it.get("replicas")).and_then(|_| self.int(spec?, "replicas")),
            selector: selector.map(|it| self.label_selector(it)),
            kind: WorkloadKind::Custom,
            pod: Pod { labels, annotations, spec: self.pod_spec(shape.spec) },
            hook: false,
        }
    }
}

/// Groups whose objects say what others may look like: their containers are patterns, and nobody runs them.
fn holds_patterns(group: &str) -> bool {
    const GROUPS: [&str; 4] = ["kyverno.io", "gatekeeper.sh", "apiextensions.k8s.io", "admissionregistration.k8s.io"];
    GROUPS.iter().any(|it| group.strip_suffix(it).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

/// Collects what describes pods. A pod inside of a pod is none: its containers are looked at with it.
fn find<'a>(node: Ref<'a>, parent: Option<Ref<'a>>, depth: usize, found: &mut Vec<Shape<'a>>) {
    if depth > MAX_DEPTH || found.len() >= MAX_SHAPES {
        return;
    }
    if node.is_sequence() {
        node.items().for_each(|item| find(item, None, depth + 1, found));
        return;
    }
    if is_pod_spec(node) {
        found.push(Shape { template: parent, spec: node });
        return;
    }
    for (key, value) in node.entries() {
        // Labels stand beside the `spec` of a template.
        let parent = (key.name() == Some("spec")).then_some(node);
        find(value, parent, depth + 1, found);
    }
}

/// Whether a mapping holds containers: a list of mappings of which each has an image or a name and what only containers have; or, as
/// in a workflow, one container or script.
fn is_pod_spec(node: Ref<'_>) -> bool {
    let lists = ["containers", "initContainers", "ephemeralContainers"].into_iter().filter_map(|key| node.get(key));
    let in_list = lists.filter(|it| it.is_sequence()).flat_map(Ref::items).any(is_container);
    in_list || ["container", "script"].into_iter().filter_map(|key| node.get(key)).any(|it| it.get("image").is_some())
}

fn is_container(node: Ref<'_>) -> bool {
    ["image", "securityContext", "volumeMounts", "command", "env", "envFrom"]
        .into_iter()
        .any(|key| node.get(key).is_some())
}
