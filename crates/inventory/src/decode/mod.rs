//! Kubernetes objects from trees: which type a document is, and the small readers that all types share.

mod access;
mod config;
mod expansion;
mod fields;
mod network;
mod object;
mod pod;
mod shape;
mod workload;

use std::sync::Arc;

use lang::{Text, text};
use model::written::{Body, Claim, Decoded, Namespace};
use model::{
    ConfigKind, Document, Found, Head, IntOrString, LabelSelector, Labels, Located, Opaque, Operator, Origin, Place,
    Problem, ProblemKind, Protocol, Requirement,
};
use yaml::scalar::Scalar;
use yaml::{Ref, Style};

use crate::{namespaces, settings_file};
use object::autoscaler;

/// Decodes one document.
/// `part` is the text from where the document's spans count.
pub(crate) fn document(origin: &Origin, part: &str, document: &Document) -> Found {
    let mut found = Found::default();
    let Some(root) = Ref::root(part, &document.tree) else { return found };
    let mut decoder = Decoder { origin, document, found: &mut found };
    decoder.duplicates();
    if !decoder.unrendered(root) {
        if root.is_sequence() {
            // `kubectl get -o json` of several calls, joined to an array by hand.
            root.items().for_each(|item| decoder.object(item, None));
        } else {
            decoder.object(root, None);
        }
    }
    found
}

/// What a person should do about a template.
pub(crate) fn template_reason() -> Text {
    Text::new(
        "this is a template, not a manifest: render it first, for example `helm template NAME CHART | sekisho audit -`",
        "これはテンプレートで、マニフェストではありません。先に展開してください(例: `helm template 名前 チャート | sekisho audit -`)",
    )
}

pub(crate) struct Decoder<'a, 'f> {
    origin: &'a Origin,
    document: &'a Document,
    found: &'f mut Found,
}

type Str = Located<Box<str>>;

/// What an object is.
#[derive(Clone, Copy)]
struct Type<'a> {
    api_version: &'a str,
    kind: &'a str,
}

impl<'a> Type<'a> {
    /// `None` where one of the two is missing: a list's items then are what the list says.
    fn of(object: Ref<'a>) -> Option<Type<'a>> {
        let text = |key: &str| object.get(key).and_then(Ref::text).filter(|it| !it.is_empty());
        Some(Type { api_version: text("apiVersion")?, kind: text("kind")? })
    }
}

/// A field whose name is right but for its case.
fn text_like<'a>(object: Ref<'a>, name: &str) -> Option<&'a str> {
    let like = |(key, _): &(Ref<'a>, Ref<'a>)| key.name().is_some_and(|it| it.trim().eq_ignore_ascii_case(name));
    object.entries().find(like).and_then(|(_, value)| value.text()).filter(|it| !it.is_empty())
}

/// A mapping without a proper kind that is meant as an object and not as settings: it is said what it is, in whatever case, beside
/// what objects have; or it has what nothing else has.
fn looks_like_object(object: Ref<'_>) -> bool {
    let has = |name: &str| object.get(name).is_some_and(Ref::is_mapping);
    let says = ["kind", "apiVersion"].map(|name| text_like(object, name).is_some());
    let holds = ["spec", "data", "stringData", "rules", "subjects", "template"]
        .into_iter()
        .any(|name| object.get(name).is_some());
    let named = object.get("metadata").is_some_and(|it| it.get("name").or_else(|| it.get("generateName")).is_some());
    (says == [true, true]) || (named && has("metadata") && (holds || says != [false, false]))
}

impl<'a> Decoder<'a, '_> {
    /// An object of a document, or of a list; `of_list` is what the list says of its items.
    fn object(&mut self, object: Ref<'a>, of_list: Option<Type<'a>>) {
        let of_items = of_list.is_some();
        let Some(own) = Type::of(object).or(of_list.filter(|it| !it.kind.is_empty())) else {
            self.kindless(object, of_items);
            return;
        };
        // `kubectl` takes whatever holds a list of items for a list, and items without a kind for what the list's kind says.
        if let Some(items) = object.get("items").filter(|it| it.is_sequence()) {
            let of_list = Type { api_version: own.api_version, kind: own.kind.strip_suffix("List").unwrap_or("") };
            items.items().for_each(|item| self.object(item, Some(of_list)));
            return;
        }
        self.typed(own, object);
    }

    /// What has no kind: a settings file, or an object that the API server refuses.
    fn kindless(&mut self, object: Ref<'a>, of_list: bool) {
        if !object.is_mapping() {
            return;
        }
        if of_list || looks_like_object(object) {
            let reason = Text::new(
                "this looks like a Kubernetes object, and has no `kind` or no `apiVersion` as they must be written: it is refused",
                "Kubernetes のオブジェクトのようですが、`kind` または `apiVersion` が正しく書かれていないため拒否されます",
            );
            self.problem(self.place(object), ProblemKind::UnknownKind, reason);
            let name = |key: &str| text_like(object, key).unwrap_or("");
            self.typed(Type { api_version: name("apiVersion"), kind: name("kind") }, object);
        } else {
            settings_file::read_yaml(self.origin, self.document.id, object, self.found);
        }
    }

    fn typed(&mut self, own: Type<'a>, object: Ref<'a>) {
        let Type { api_version, kind } = own;
        let (group, _) = api_version.rsplit_once('/').unwrap_or(("", api_version));
        self.check_fields(own, group, object);
        let head = self.head(object, api_version, kind);
        let body = match (group, kind) {
            (
                "" | "apps" | "batch" | "extensions",
                "Pod"
                | "Deployment"
                | "StatefulSet"
                | "DaemonSet"
                | "ReplicaSet"
                | "ReplicationController"
                | "Job"
                | "CronJob"
                | "PodTemplate",
            ) => Body::Workload(Arc::new(self.workload(kind, object, &head))),
            ("", "Service") => Body::Service(Arc::new(self.service(object))),
            ("", "ConfigMap") => Body::Config(Arc::new(self.config(ConfigKind::ConfigMap, object))),
            ("", "Secret") => Body::Config(Arc::new(self.config(ConfigKind::Secret, object))),
            ("", "ServiceAccount") => Body::ServiceAccount(Arc::new(self.service_account(object))),
            ("", "Namespace") => Body::Namespace(Arc::new(Namespace)),
            ("", "PersistentVolumeClaim") => Body::Claim(Arc::new(Claim)),
            ("networking.k8s.io" | "extensions", "NetworkPolicy") => {
                Body::NetworkPolicy(Arc::new(self.network_policy(object)))
            }
            ("networking.k8s.io" | "extensions", "Ingress") => Body::Route(Arc::new(self.ingress(object))),
            ("gateway.networking.k8s.io", "HTTPRoute" | "GRPCRoute" | "TLSRoute" | "TCPRoute") => {
                Body::Route(Arc::new(self.gateway_route(object)))
            }
            ("route.openshift.io", "Route") => Body::Route(Arc::new(self.openshift_route(object))),
            ("rbac.authorization.k8s.io", "Role" | "ClusterRole") => Body::Role(Arc::new(self.role(object))),
            ("rbac.authorization.k8s.io", "RoleBinding" | "ClusterRoleBinding") => {
                Body::Binding(Arc::new(self.binding(object)))
            }
            ("autoscaling", "HorizontalPodAutoscaler") => Body::Autoscaler(Arc::new(autoscaler(object))),
            ("policy", "PodDisruptionBudget") => Body::DisruptionBudget(Arc::new(self.disruption_budget(object))),
            ("apiserver.config.k8s.io" | "", "EncryptionConfiguration" | "EncryptionConfig") => {
                Body::Encryption(Arc::new(self.encryption(object)))
            }
            _ => {
                settings_file::read_embedded(self.origin, self.document.id, group, kind, object, self.found);
                return self.foreign(group, head, object);
            }
        };
        let home = namespaces::home(&head);
        self.found.objects.push(Decoded { head: Arc::new(head), home, body });
    }

    fn place(&self, node: Ref<'a>) -> Place {
        Place::new(self.document.id, node.id())
    }

    fn located<T>(&self, value: T, node: Ref<'a>) -> Located<T> {
        Located::new(value, self.place(node))
    }

    fn head(&mut self, object: Ref<'a>, api_version: &str, kind: &str) -> Head {
        let metadata = object.get("metadata");
        let name = metadata.and_then(|it| self.string(it, "name").or_else(|| self.string(it, "generateName")));
        Head {
            api_version: api_version.into(),
            kind: kind.into(),
            namespace_written: metadata.and_then(|it| self.string(it, "namespace")),
            name: name.unwrap_or_else(|| self.located("".into(), object)),
            name_is_generated: metadata.is_some_and(|it| it.get("name").is_none()),
            labels: metadata.and_then(|it| it.get("labels")).map(|it| self.labels(it)).unwrap_or_default(),
            annotations: metadata.map(|it| self.annotations(it)).unwrap_or_default(),
            place: self.place(object),
        }
    }

    fn annotations(&mut self, metadata: Ref<'a>) -> Vec<(Box<str>, Located<Opaque>)> {
        let entries = metadata.get("annotations").into_iter().flat_map(Ref::entries);
        entries
            .filter_map(|(key, value)| {
                let value = self.string_of(value)?;
                Some((key.name()?.into(), Located::new(Opaque::new(value.value), value.place)))
            })
            .collect()
    }

    fn labels(&mut self, node: Ref<'a>) -> Labels {
        Labels(
            node.entries()
                .filter_map(|(key, value)| Some((key.name()?.into(), self.string_of(value)?.value)))
                .collect(),
        )
    }

    fn string(&mut self, parent: Ref<'a>, key: &str) -> Option<Str> {
        parent.get(key).and_then(|node| self.string_of(node))
    }

    /// A field of type string. A number or truth value there is refused by the API server; it is read as what is written.
    fn string_of(&mut self, node: Ref<'a>) -> Option<Str> {
        match node.scalar() {
            Some(Scalar::Str(text)) => Some(self.located(text.into(), node)),
            Some(Scalar::Null) => None,
            Some(_) => {
                self.wrong_type(node, "string", "文字列");
                node.text().map(|text| self.located(text.into(), node))
            }
            None => {
                self.wrong_type(node, "string", "文字列");
                None
            }
        }
    }

    fn bool(&mut self, parent: Ref<'a>, key: &str) -> Option<Located<bool>> {
        let node = parent.get(key)?;
        match node.scalar() {
            Some(Scalar::Bool(value)) => Some(self.located(value, node)),
            other => {
                self.wrong_type(node, "boolean", "真偽値");
                let Some(Scalar::Str(text)) = other else { return None };
                text.parse().ok().map(|value| self.located(value, node))
            }
        }
    }

    fn int(&mut self, parent: Ref<'a>, key: &str) -> Option<Located<i64>> {
        let node = parent.get(key)?;
        match node.scalar() {
            Some(Scalar::Int(value)) => Some(self.located(value, node)),
            // YAML reads `1e3` and `100.0` as floats; the JSON that reaches the API server then is a whole number.
            Some(Scalar::Float(value)) if value.fract() == 0.0 && value.abs() < 9e15 => {
                Some(self.located(value as i64, node))
            }
            other => {
                self.wrong_type(node, "integer", "整数");
                let Some(Scalar::Str(text)) = other else { return None };
                text.parse().ok().map(|value| self.located(value, node))
            }
        }
    }

    fn int_or_string(&mut self, parent: Ref<'a>, key: &str) -> Option<Located<IntOrString>> {
        let node = parent.get(key)?;
        let value = match node.scalar()? {
            Scalar::Int(value) => IntOrString::Int(value),
            _ => IntOrString::Name(node.text()?.into()),
        };
        Some(self.located(value, node))
    }

    /// A quantity: a number or a string, as written.
    fn quantity(&mut self, parent: Ref<'a>, key: &str) -> Option<Str> {
        let node = parent.get(key)?;
        node.text().map(|text| self.located(text.into(), node))
    }

    fn strings(&mut self, parent: Ref<'a>, key: &str) -> Vec<Str> {
        let items = self.list(parent, key);
        items.filter_map(|item| self.string_of(item)).collect()
    }

    fn opaques(&mut self, parent: Ref<'a>, key: &str) -> Vec<Located<Opaque>> {
        let strings = self.strings(parent, key);
        strings.into_iter().map(|it| Located::new(Opaque::new(it.value), it.place)).collect()
    }

    /// The items of a list field. Something else there is refused by the API server, and is said.
    fn list(&mut self, parent: Ref<'a>, key: &str) -> impl Iterator<Item = Ref<'a>> + use<'a> {
        let node = parent.get(key);
        if let Some(node) = node
            && !node.is_sequence()
        {
            self.wrong_type(node, "list", "リスト");
        }
        node.into_iter().flat_map(Ref::items)
    }

    fn protocol(&mut self, parent: Ref<'a>) -> Protocol {
        let Some(written) = self.string(parent, "protocol") else { return Protocol::Tcp };
        Protocol::from_name(&written).unwrap_or_else(|| {
            self.problem(
                written.place,
                ProblemKind::WrongType,
                Text::new(
                    "the protocol must be TCP, UDP or SCTP; it is read as TCP here",
                    "プロトコルは TCP・UDP・SCTP のいずれかです。ここでは TCP とみなしました",
                ),
            );
            Protocol::Tcp
        })
    }

    fn label_selector(&mut self, node: Ref<'a>) -> LabelSelector {
        let pairs = node.get("matchLabels").into_iter().flat_map(Ref::entries);
        let match_labels =
            pairs.filter_map(|(key, value)| Some((key.name()?.into(), self.string_of(value)?))).collect();
        let expressions: Vec<_> = self.list(node, "matchExpressions").collect();
        let match_expressions = expressions.into_iter().filter_map(|item| self.requirement(item)).collect();
        LabelSelector { match_labels, match_expressions, place: self.place(node) }
    }

    fn requirement(&mut self, node: Ref<'a>) -> Option<Requirement> {
        let key = self.string(node, "key")?.value;
        let written = self.string(node, "operator")?;
        let operator = match &*written.value {
            "In" => Operator::In,
            "NotIn" => Operator::NotIn,
            "Exists" => Operator::Exists,
            "DoesNotExist" => Operator::DoesNotExist,
            _ => {
                let reason = Text::new(
                    "the operator must be In, NotIn, Exists or DoesNotExist; the line is ignored here",
                    "演算子は In・NotIn・Exists・DoesNotExist のいずれかです。ここではこの行を無視しました",
                );
                self.problem(written.place, ProblemKind::WrongType, reason);
                return None;
            }
        };
        let values = self.strings(node, "values").into_iter().map(|value| value.value).collect();
        Some(Requirement { key, operator, values })
    }

    fn wrong_type(&mut self, node: Ref<'a>, wanted: &str, wanted_ja: &str) {
        // A template that happens to be YAML is reported once, as a template.
        let quoted = node.style() != Some(Style::Plain);
        let hint = quoted && node.text().is_some() && wanted != "string";
        let reason = if hint {
            text!("this must be a {wanted}, without quotes", "ここは引用符なしの{wanted_ja}でなければなりません")
        } else if wanted == "string" && node.text().is_some() {
            text!(
                "this must be a {wanted}: put it into quotes",
                "ここは{wanted_ja}でなければなりません。引用符で囲んでください"
            )
        } else {
            text!("this must be a {wanted}", "ここは{wanted_ja}でなければなりません")
        };
        self.problem(self.place(node), ProblemKind::WrongType, reason);
    }

    fn problem(&mut self, place: Place, kind: ProblemKind, reason: Text) {
        let span = self.document.tree.node(place.node).span;
        self.found.problems.push(Problem {
            kind,
            origin: self.origin.id(),
            span,
            place: Some(place),
            other: None,
            reason,
        });
    }

    fn duplicates(&mut self) {
        for key in self.document.tree.duplicates() {
            let reason = Text::new(
                "this key stands a second time in its mapping: strict readers refuse it, others take the later one",
                "同じキーが二度書かれています。厳格な処理系は拒否し、ほかは後の値を使います",
            );
            self.problem(Place::new(self.document.id, *key), ProblemKind::DuplicateKey, reason);
        }
    }

    /// `a: {{ .Values.x }}` is YAML: a mapping whose key is a mapping. Kubernetes has no such thing.
    fn unrendered(&mut self, root: Ref<'a>) -> bool {
        if !root.source().contains("{{") {
            return false;
        }
        let Some(place) = template_node(root, 0) else { return false };
        self.problem(self.place(place), ProblemKind::UnrenderedTemplate, template_reason());
        true
    }
}

/// Deeper no tree goes.
const MAX_DEPTH: usize = 256;

fn template_node(node: Ref<'_>, depth: usize) -> Option<Ref<'_>> {
    if depth > MAX_DEPTH {
        return None;
    }
    if node.is_sequence() {
        return node.items().find_map(|item| template_node(item, depth + 1));
    }
    node.raw_entries().find_map(|(key, value)| {
        if key.is_mapping() && node.source().starts_with("{{") { Some(node) } else { template_node(value, depth + 1) }
    })
}
