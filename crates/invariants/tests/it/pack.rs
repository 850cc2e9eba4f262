//! The built-in pack: complete against the matrix, and rendered for people and machines.

use dify::{FLOWS, NEVER, flow};
use invariants::{Claim, impossible, parse};

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
