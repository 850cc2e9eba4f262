//! The network policies, made from the deployment itself and proved before they are handed out.

use dify::Component;
use invariants::{Cluster, PRIVATE, set_of};
use inventory::Input;
use lang::{Lang, Text, text};
use netpol::{ConnSet, PortSet};
use policies::{Allow, Egress, Ingress, Options};
use settings::Outside;

use crate::plan::Plan;

/// Sentences that do not hold of the deployment with its policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unproved(pub Vec<String>);

/// The policies of a deployment, whose objects are `manifests`.
pub(crate) fn policies(plan: &Plan, manifests: &str, lang: Lang) -> Result<String, Unproved> {
    let read = inventory::Options::default();
    let inventory = inventory::read(vec![Input::file("<render>", manifests)], &read);
    let made = policies::generate(&inventory, &read, &options(plan));
    let unproved: Vec<String> = made.unproved().map(|it| it.statement.invariant.to_string()).collect();
    if unproved.is_empty() { Ok(made.yaml(lang)) } else { Err(Unproved(unproved)) }
}

fn options(plan: &Plan) -> Options {
    let allow = allowed(plan);
    Options {
        egress: if plan.egress_lists { Egress::Lists(None) } else { Egress::Strict },
        ingress: Ingress::Namespace { name: plan.ingress_namespace().to_owned(), labels: Vec::new() },
        cluster: cluster(&allow),
        allow,
        ..Options::default()
    }
}

/// Who names a store's addresses says that no node and no API server is there; of all other private addresses it is proved.
fn cluster(allow: &[Allow]) -> Cluster {
    if allow.is_empty() {
        return Cluster::default();
    }
    let blocks: Vec<&str> = allow.iter().map(|it| it.block.as_str()).collect();
    let rest = set_of(PRIVATE).difference(&set_of(&blocks));
    Cluster { nodes: Some(rest.clone()), kubernetes_api: Some(rest), ..Cluster::default() }
}

/// The ways to stores that run elsewhere.
fn allowed(plan: &Plan) -> Vec<Allow> {
    use Component::{AgentBackend, Api, ApiWebsocket, PluginDaemon, Worker, WorkerBeat};
    let external = &plan.settings.external;
    let data = vec![Api, ApiWebsocket, Worker, WorkerBeat, PluginDaemon];
    let cache = [data.clone(), vec![AgentBackend]].concat();
    let mut found = Vec::new();
    let mut add = |outside: &Option<Outside>, from: &[Component], ports: &[u16], why: Text| {
        let Some(it) = outside else { return };
        let conn = ports.iter().fold(ConnSet::empty(), |all, port| all.union(&tcp(*port)));
        found.extend(it.addresses.iter().map(|block| Allow {
            from: from.to_vec(),
            block: block.clone(),
            conn: conn.clone(),
            why: why.clone(),
        }));
    };
    let outside = |en: &str, ja: &str| text!("{en}, which runs elsewhere", "{ja}(別の場所で動いているもの)");
    add(&external.postgres, &data, &[plan.postgres().port], outside("PostgreSQL", "PostgreSQL"));
    add(&external.redis, &cache, &[plan.redis().port], outside("Redis", "Redis"));
    let vectors = plan.vectors();
    let vectors = [vectors.store.port, vectors.grpc];
    add(&external.vector_store, &[Api, Worker], &vectors, outside("the vector store", "ベクトルストア"));
    let files = [Api, Worker, WorkerBeat, PluginDaemon];
    let objects: Vec<u16> = plan.objects().into_iter().map(|it| it.port).collect();
    add(&external.object_storage, &files, &objects, outside("object storage", "オブジェクトストレージ"));
    found
}

fn tcp(port: u16) -> ConnSet {
    ConnSet::of(model::Protocol::Tcp, PortSet::point(port))
}
