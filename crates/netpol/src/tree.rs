//! Reading what the model leaves as a tree: policies of kinds that only this room understands.

use lang::{Text, text};
use model::{Documents, LabelSelector, Located, Operator, Place, Requirement};
use yaml::Ref;
use yaml::scalar::Scalar;

/// A document of which one object is read.
pub(crate) struct Reader<'a> {
    documents: &'a Documents,
    object: Place,
}

/// Why the API server would refuse a policy.
pub(crate) type Refusal = Text;

impl<'a> Reader<'a> {
    pub(crate) fn new(documents: &'a Documents, object: Place) -> Reader<'a> {
        Reader { documents, object }
    }

    /// The object itself.
    pub(crate) fn root(&self) -> Ref<'a> {
        self.documents.node(self.object)
    }

    pub(crate) fn place(&self, node: Ref<'a>) -> Place {
        Place::new(self.object.doc, node.id())
    }

    /// A label selector, or why it is none.
    pub(crate) fn selector(&self, node: Ref<'a>) -> Result<LabelSelector, Refusal> {
        let mut selector =
            LabelSelector { match_labels: Vec::new(), match_expressions: Vec::new(), place: self.place(node) };
        if let Some((key, _)) =
            node.entries().find(|(key, _)| !matches!(key.name(), Some("matchLabels" | "matchExpressions")))
        {
            let key = key.name().unwrap_or("?");
            return Err(text!(
                "a label selector has no field `{key}`",
                "ラベルセレクターに `{key}` という項目はありません"
            ));
        }
        for (key, value) in node.get("matchLabels").into_iter().flat_map(Ref::entries) {
            let (Some(key), Some(Scalar::Str(text))) = (key.name(), value.scalar()) else {
                return Err(Text::new("a label is not a string", "ラベルの値が文字列ではありません"));
            };
            selector.match_labels.push((key.into(), Located::new(text.into(), self.place(value))));
        }
        for item in node.get("matchExpressions").into_iter().flat_map(Ref::items) {
            let requirement = Requirement {
                key: item.get("key").and_then(Ref::text).unwrap_or("").into(),
                operator: operator(item.get("operator").and_then(Ref::text).unwrap_or(""))?,
                values: item
                    .get("values")
                    .into_iter()
                    .flat_map(Ref::items)
                    .filter_map(Ref::text)
                    .map(Into::into)
                    .collect(),
            };
            selector.match_expressions.push(requirement);
        }
        check_selector(&selector)?;
        Ok(selector)
    }
}

fn operator(name: &str) -> Result<Operator, Refusal> {
    match name {
        "In" => Ok(Operator::In),
        "NotIn" => Ok(Operator::NotIn),
        "Exists" => Ok(Operator::Exists),
        "DoesNotExist" => Ok(Operator::DoesNotExist),
        _ => Err(text!(
            "the operator `{name}` is none of In, NotIn, Exists, DoesNotExist",
            "演算子 `{name}` は In・NotIn・Exists・DoesNotExist のいずれでもありません"
        )),
    }
}

/// What apimachinery's `ValidateLabelSelector` asks of a selector beyond its types.
pub(crate) fn check_selector(selector: &LabelSelector) -> Result<(), Refusal> {
    for requirement in &selector.match_expressions {
        let key = &requirement.key;
        let wants_values = matches!(requirement.operator, Operator::In | Operator::NotIn);
        if key.is_empty() {
            return Err(Text::new("a selector expression has no key", "セレクターの条件にキーがありません"));
        }
        if wants_values && requirement.values.is_empty() {
            return Err(text!("the expression on `{key}` needs values", "`{key}` の条件には値が必要です"));
        }
        if !wants_values && !requirement.values.is_empty() {
            return Err(text!("the expression on `{key}` takes no values", "`{key}` の条件に値は書けません"));
        }
    }
    Ok(())
}
