//! The built-in pack: complete against the matrix, and rendered for people and machines.

use dify::{FLOWS, NEVER, flow};
use invariants::{Claim, impossible, parse, render};
use lang::Lang;

use crate::support::{pack, read};

#[test]
fn every_forbidden_pair_is_in_some_sentence() {
    let sentences: Vec<String> = impossible().iter().map(|it| it.invariant.to_string()).collect();
    let expected = [
        "dify -> never metadata",
        "dify -> never nodes",
        "dify -> never kubernetes-api",
        "only api, api-websocket, worker, worker-beat, plugin-daemon, migration -> database",
        "only api, worker -> vector-store",
        "database -> never internet",
        "vector-store -> never internet",
        "dify -> never worker",
        "worker-beat -> never sandbox",
        "dify -> never worker-beat",
        "web -> never dify except api",
        "nginx -> never dify except api, api-websocket, web, plugin-daemon",
        "internet -> never plugin-daemon",
        "sandbox -> only ssrf-proxy, dns",
        "outside -> never sandbox",
        "ssrf-proxy -> never dify",
        "outside -> never ssrf-proxy",
        "outside -> never agent-backend",
        "agent-sandbox -> only agent-backend, agent-ssrf-proxy, dns",
        "outside -> never agent-sandbox",
        "agent-ssrf-proxy -> never dify except api, agent-backend",
        "agent-ssrf-proxy -> never private",
        "only api, api-websocket, worker, worker-beat, plugin-daemon, agent-backend, migration -> redis",
        "redis -> never internet",
    ];
    assert_eq!(sentences, expected);
    assert!(NEVER.len() >= sentences.len());
    for sentence in &sentences {
        assert_eq!(parse(sentence).map(|it| it.to_string()).as_ref(), Ok(sentence), "a person can write it too");
    }
}

#[test]
fn every_flow_between_components_is_needed_or_moot() {
    let inventory = read("");
    let needed: Vec<String> = pack(&inventory)
        .iter()
        .filter(|it| it.statement.invariant.claim == Claim::Needs)
        .map(|it| it.statement.invariant.to_string())
        .collect();
    let inside = FLOWS.iter().filter(|it| {
        let one = |peer| matches!(peer, flow::Peer::Component(_) | flow::Peer::Database | flow::Peer::VectorStore);
        one(it.to) && (one(it.from) || it.from == flow::Peer::Ingress)
    });
    assert_eq!(needed.len(), inside.count() + 1, "and names");
    assert!(pack(&inventory).iter().all(|it| it.word() == "not-applicable"), "nothing is proved of nothing");
}

const HOLE: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox, namespace: dify}
spec: {template: {metadata: {labels: {app: sandbox}}, spec: {containers: [{name: main, image: 'langgenius/dify-sandbox:0.2.12', ports: [{containerPort: 8194}]}]}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: hole, namespace: dify}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  egress:
    - to: [{ipBlock: {cidr: 169.254.0.0/16}}]
";

#[test]
fn a_refutation_names_the_rule_and_its_line() {
    let inventory = read(HOLE);
    let proofs = pack(&inventory);
    let json = render::json(&proofs, None, &inventory.documents, Lang::En);
    assert_eq!(json["schemaVersion"], 1);
    let entry = &json["invariants"][0];
    assert_eq!(entry["invariant"], "dify -> never metadata");
    assert_eq!(entry["verdict"], "refuted");
    assert_eq!(entry["flow"]["src"], "dify/sandbox[Deployment]");
    assert_eq!(entry["flow"]["dst"], "169.254.169.254");
    assert_eq!(entry["policies"].as_array().map(Vec::len), Some(1));
    assert_eq!(entry["policies"][0]["policy"], "NetworkPolicy dify/hole");
    assert_eq!((entry["policies"][0]["line"].as_u64(), entry["policies"][0]["column"].as_u64()), (Some(13), Some(7)));
    for lang in Lang::ALL {
        let text = render::human(&proofs, None, &inventory.documents, lang);
        assert!(text.contains("test.yaml:13:7: NetworkPolicy dify/hole"), "{text}");
    }
    let japanese = render::human(&proofs, None, &inventory.documents, Lang::Ja);
    assert!(
        japanese.contains("反証: dify -> never metadata") && japanese.contains("理由: メタデータサービス"),
        "{japanese}"
    );
}

#[test]
fn the_json_form_follows_its_schema() {
    let schema: serde_json::Value = serde_json::from_str(render::SCHEMA).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let inventory =
        read(&format!("{HOLE}---\n{}", HOLE.split("---\n").nth(1).unwrap_or("").replace("name: hole", "name: again")));
    let network = netpol::Network::new(&inventory, &netpol::Options::default());
    let idles = network.idle(100_000);
    assert!(!idles.found.is_empty());
    for lang in Lang::ALL {
        let json = render::json(&pack(&inventory), Some(&idles), &inventory.documents, lang);
        let errors: Vec<String> = validator.iter_errors(&json).map(|it| it.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}
