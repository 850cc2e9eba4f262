//! The same deployment as a kustomize base with an overlay for each environment.
//!
//! What is equal in every environment is the base. What differs in its replicas alone is in the base too, with the number in the
//! overlay; what differs otherwise, or is not everywhere, is in the overlay as a whole. So an overlay gives the objects that
//! [`crate::render`] gives, and nobody has to read patches to know what runs.

use lang::{Lang, Text, text};

use crate::node::{Entry, Node, entry, map};
use crate::object::Object;
use crate::plan::{Environment, Plan};
use crate::{File, Unproved, network, yaml};

/// The files of the base and the overlays, one plan for each environment.
///
/// # Errors
/// When the network policies of an environment cannot be proved.
pub fn kustomize(plans: &[Plan], lang: Lang) -> Result<Vec<File>, Unproved> {
    let sets: Vec<Vec<Object>> = plans.iter().map(crate::objects).collect();
    let mut policies = Vec::new();
    for (plan, objects) in plans.iter().zip(&sets) {
        policies.push(network::policies(plan, &crate::text(objects, lang), lang)?);
    }
    let shared_policies = policies.windows(2).all(|it| it[0] == it[1]);
    let first = sets.first().map_or(&[][..], Vec::as_slice);
    let base: Vec<&Object> = first.iter().filter(|it| sets.iter().all(|set| twin(set, it))).collect();

    let mut files = Vec::new();
    let mut resources = vec!["dify.yaml"];
    files.push(file("base/dify.yaml", documents(base.iter().copied(), lang)));
    if shared_policies && let Some(text) = policies.first() {
        files.push(file("base/network-policies.yaml", format!("---\n{text}")));
        resources.push("network-policies.yaml");
    }
    let about = Text::new(
        "What is the same in every environment. Apply an overlay, not this.",
        "すべての環境に共通するもの。これではなく overlay を適用してください。",
    );
    files.push(kustomization("base", &about, vec![entry("resources", crate::node::texts(&resources))], lang));
    for ((plan, set), policies) in plans.iter().zip(&sets).zip(&policies) {
        let folder = format!("overlays/{}", plan.environment.id());
        let own: Vec<&Object> = set.iter().filter(|it| !base.iter().any(|base| same(base, it))).collect();
        let mut resources = vec!["../../base"];
        if !own.is_empty() {
            files.push(file(&format!("{folder}/dify.yaml"), documents(own.into_iter(), lang)));
            resources.push("dify.yaml");
        }
        if !shared_policies {
            files.push(file(&format!("{folder}/network-policies.yaml"), format!("---\n{policies}")));
            resources.push("network-policies.yaml");
        }
        let mut body = vec![entry("resources", crate::node::texts(&resources))];
        let replicas: Vec<Node> = base.iter().filter_map(|it| replicas(it, set)).collect();
        if !replicas.is_empty() {
            body.push(entry("replicas", replicas));
        }
        files.push(kustomization(&folder, &overlay(plan.environment), body, lang));
    }
    Ok(files)
}

fn overlay(environment: Environment) -> Text {
    let name = environment.id();
    text!("kubectl apply -k overlays/{name}", "適用: kubectl apply -k overlays/{name}")
}

fn file(path: &str, text: String) -> File {
    File { path: path.to_owned(), text }
}

fn documents<'o>(objects: impl Iterator<Item = &'o Object>, lang: Lang) -> String {
    objects.map(|object| format!("---\n{}", object.yaml(lang))).collect()
}

fn kustomization(folder: &str, about: &Text, body: Vec<Entry>, lang: Lang) -> File {
    let mut entries = vec![entry("apiVersion", "kustomize.config.k8s.io/v1beta1"), entry("kind", "Kustomization")];
    entries.extend(body);
    file(&format!("{folder}/kustomization.yaml"), format!("# {}\n{}", about.get(lang), yaml::write(&entries, lang)))
}

fn same(one: &Object, other: &Object) -> bool {
    (one.kind, &one.namespace, &one.name) == (other.kind, &other.namespace, &other.name)
}

/// Whether a set has the same object, but for its replicas.
fn twin(set: &[Object], object: &Object) -> bool {
    set.iter().find(|it| same(it, object)).is_some_and(|it| without_replicas(it) == without_replicas(object))
}

fn without_replicas(object: &Object) -> Object {
    let mut object = object.clone();
    if let Some(Node::Map(spec)) = object.rest.iter_mut().find(|it| it.key == "spec").map(|it| &mut it.value) {
        spec.retain(|it| it.key != "replicas");
    }
    object
}

/// The entry of `replicas` for an object of the base whose number is another one here.
fn replicas(base: &Object, set: &[Object]) -> Option<Node> {
    let number = |object: &Object| match object.rest.iter().find(|it| it.key == "spec").map(|it| &it.value) {
        Some(Node::Map(spec)) => spec.iter().find(|it| it.key == "replicas").map(|it| it.value.clone()),
        _ => None,
    };
    let here = number(set.iter().find(|it| same(it, base))?)?;
    (number(base)? != here).then(|| map([("name", Node::from(base.name.as_str())), ("count", here)]))
}
