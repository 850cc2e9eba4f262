//! A complete, hardened Dify: settings in, manifests out.
//!
//! Responsible for: every object of a deployment in the guide's names ([`render`]), their text with comments in the person's
//! language, the same as a kustomize base with overlays ([`kustomize`]), and the folder that a new deployment begins with
//! ([`scaffold`]).
//!
//! Left to others: what is true of Dify (`dify`: profiles, ports, flows, versions), the network policies and their proof
//! (`policies`), judging the result (`rules`), files (`cli`). Pure: no I/O, no clock, no randomness; the same settings give the
//! same bytes. No credential is written, not even an empty one: containers take single keys of Secrets that somebody else makes
//! ([`secret_keys`]).

mod access;
mod addition;
mod agent;
mod api;
mod edge;
mod images;
mod kustomize;
mod network;
mod nginx;
mod node;
mod object;
mod part;
mod part_objects;
mod plan;
mod plugin;
mod pod;
mod remote;
mod sandbox;
mod scaffold;
mod secret;
mod squid;
mod stores;
mod yaml;

pub use addition::{Addition, addition, namespace};
pub use dify::{SANDBOX_SECRET, SECRET};
pub use kustomize::kustomize;
pub use network::Unproved;
pub use plan::{DEFAULT_VERSION, Environment, Flaw, Plan, VERSIONS};
pub use scaffold::{Blocked, scaffold};
pub use secret::{SecretKey, secret_keys};
pub use squid::Inside;

use lang::Lang;
use object::Object;

/// The namespace of the guide.
pub const NAMESPACE: &str = "dify";

/// The namespace of what cannot meet `restricted`.
pub const SANDBOX_NAMESPACE: &str = "dify-sandbox";

/// A file, by its path relative to the folder that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path, with `/`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// The whole deployment as one stream of YAML documents.
///
/// # Errors
/// When the network policies cannot be proved: nothing is handed out then.
pub fn render(plan: &Plan, lang: Lang) -> Result<String, Unproved> {
    let objects = objects(plan);
    let policies = network::policies(plan, &text(&objects, lang), lang)?;
    Ok(format!("{}{}---\n{policies}", head(plan).get(lang), text(&objects, lang)))
}

/// Every object but the network policies, in the order in which they are applied.
fn objects(plan: &Plan) -> Vec<Object> {
    let mut found = access::namespaces();
    found.extend(access::operator());
    found.extend(api::config(plan));
    found.extend(edge::config(plan));
    found.extend(agent::config(plan));
    found.extend(stores::config(plan));
    for part in parts(plan) {
        found.extend(part.objects(plan));
    }
    found.extend(edge::ingress(plan));
    found
}

fn parts(plan: &Plan) -> Vec<part::Part> {
    let mut found = stores::parts(plan);
    found.extend(api::parts(plan));
    found.extend(edge::parts(plan));
    found.extend(plugin::parts(plan));
    found.extend(sandbox::parts(plan));
    found.extend(agent::parts(plan));
    found
}

fn text(objects: &[Object], lang: Lang) -> String {
    objects.iter().map(|object| format!("---\n{}", object.yaml(lang))).collect()
}

fn head(plan: &Plan) -> lang::Text {
    let (environment, version) = (plan.environment.id(), &plan.version);
    lang::text!(
        "# Dify {version} for {environment}, written by `sekisho render`: change sekisho.yaml and render again.\n# The credentials are in the Secrets {SECRET} and {SANDBOX_SECRET}, which are not in this file.\n",
        "# Dify {version}({environment})。`sekisho render` の出力です。変更は sekisho.yaml に書き、もう一度実行してください。\n# 認証情報は Secret {SECRET} と {SANDBOX_SECRET} にあり、このファイルには含まれません。\n"
    )
}
