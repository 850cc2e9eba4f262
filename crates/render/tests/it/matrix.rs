//! Every environment, version and profile.

use dify::Component;
use invariants::{Cluster, Roster, Verdict, dify_pack, needs, prove};
use lang::Lang;
use netpol::{Network, PodSketch, PortQuery};
use pss::{Level, Version};
use render::{Environment, SANDBOX_NAMESPACE};
use rules::{Judgement, Severity};

use crate::support::{every, plan, read, rendered};

/// Stores elsewhere, and everything else that settings can say.
const EXTERNAL: &str = "\
render:
  registry: harbor.example.com/mirror
  ingress: {class: haproxy, namespace: edge, tlsSecret: wildcard}
  storage: {class: fast, sharedClass: shared, sizes: {plugins: 100Gi}}
  external:
    postgres: {host: db.example.com, addresses: [10.20.0.0/24], user: dify}
    redis: {host: cache.example.com, port: 6380, addresses: [10.21.0.5/32], tls: false}
    vectorStore: {kind: qdrant, host: vectors.example.com, addresses: [10.22.0.0/24]}
    objectStorage: {host: s3.example.com, addresses: [203.0.113.0/24], bucket: dify}
  environments:
    production: {host: dify.example.org, replicas: {api: 4}}
";

/// The holes that are open in each version, by the findings that name them.
const HOLES: &[(&str, &[&str])] = &[
    ("1.17.1", &["plugin-daemon 0.6.10 has 1 known hole, the worst langgenius/dify-plugin-daemon#796"]),
    ("1.16.1", &["plugin-daemon 0.6.3 has 1 known hole, the worst langgenius/dify-plugin-daemon#796"]),
    (
        "1.15.0",
        &[
            "api 1.15.0 has 2 known holes, the worst CVE-2026-105761",
            "web 1.15.0 has 1 known hole, the worst langgenius/dify#39384",
            "plugin-daemon 0.6.3 has 1 known hole, the worst langgenius/dify-plugin-daemon#796",
        ],
    ),
    (
        "1.14.2",
        &[
            "api 1.14.2 has 4 known holes, the worst CVE-2026-41948",
            "web 1.14.2 has 1 known hole, the worst langgenius/dify#39384",
            "plugin-daemon 0.6.1 has 1 known hole, the worst langgenius/dify-plugin-daemon#796",
        ],
    ),
];

fn assert_clean(name: &str, text: &str, version: &str, fails: &[&str]) {
    let inventory = read(text);
    let audit = rules::audit(&inventory);
    let worse: Vec<String> = audit
        .findings
        .iter()
        .filter(|it| it.severity > Severity::Low)
        .map(|it| it.reason.get(Lang::En).to_owned())
        .collect();
    let (_, holes) = HOLES.iter().find(|(it, _)| *it == version).expect("a known version");
    assert_eq!(worse.len(), holes.len(), "{name}: {worse:#?}");
    assert!(worse.iter().zip(*holes).all(|(found, hole)| found.starts_with(hole)), "{name}: {worse:#?}");
    let failed: Vec<String> = audit
        .verdicts
        .iter()
        .filter(|it| it.judgement == Judgement::Fail)
        .map(|it| format!("{:?}", it.control))
        .collect();
    assert_eq!(failed, fails, "{name}");
}

#[test]
fn audits_clean() {
    for (name, plan) in every("") {
        assert_clean(&name, &rendered(&plan), &plan.version.to_string(), &["Img2", "Img5"]);
    }
}

#[test]
fn audits_clean_with_stores_elsewhere() {
    for lists in [false, true] {
        let text = rendered(&plan(EXTERNAL, Environment::Production, "1.16.1", lists));
        let inventory = read(&text);
        let stores = inventory.workloads.iter().filter(|it| it.component.is_some_and(Component::is_store));
        assert_eq!(stores.count(), 0);
        // The registry is the person's own: `sekisho.yaml` names it where the audit reads that.
        assert_clean("external", &text.replace("harbor.example.com/mirror/", ""), "1.16.1", &["Img2", "Img5"]);
        for word in ["ingressClassName: haproxy", "wildcard", "100Gi", "replicas: 4", "rediss://", "6380"] {
            assert_eq!(text.contains(word), word != "rediss://", "{word}");
        }
        assert!(text.contains("image: harbor.example.com/mirror/langgenius/dify-api:1.16.1"));
    }
}

#[test]
fn stores_elsewhere_are_spoken_to_over_tls_unless_said_otherwise() {
    let text = EXTERNAL.replace(", tls: false", "");
    let text = rendered(&plan(&text, Environment::Production, "1.16.1", false));
    for line in [
        "\"rediss://:$(REDIS_PASSWORD)@cache.example.com:6380/1\"",
        "DB_EXTRAS: \"sslmode=require\"",
        "REDIS_USE_SSL: \"true\"",
        "QDRANT_URL: https://vectors.example.com:6333",
        "S3_ENDPOINT: https://s3.example.com",
    ] {
        assert!(text.contains(line), "{line}");
    }
}

#[test]
fn the_policies_open_the_port_that_the_endpoint_means() {
    for (storage, endpoint, open, shut) in [
        ("", "https://s3.example.com", 443, 80),
        (", tls: false", "http://s3.example.com", 80, 443),
        (", tls: false, port: 9000", "http://s3.example.com:9000", 9000, 443),
    ] {
        let settings = EXTERNAL.replace("bucket: dify", &format!("bucket: dify{storage}"));
        let text = rendered(&plan(&settings, Environment::Production, "1.16.1", false));
        assert!(text.contains(&format!("S3_ENDPOINT: {endpoint}\n")), "{endpoint}");
        let inventory = read(&text);
        let network = Network::new(&inventory, &netpol::Options::default());
        let (from, to) =
            (network.find("worker").expect("a workload"), network.find("203.0.113.9").expect("an address"));
        let can = |port: u16| {
            let port = PortQuery::parse(&format!("{port}/TCP")).expect("a port");
            matches!(network.can(&from, &to, port).verdict, netpol::Verdict::Possible)
        };
        assert_eq!((can(open), can(shut)), (true, false), "{endpoint}");
    }
}

/// Nothing is handed out whose policies are not proved.
#[test]
fn a_store_at_the_metadata_address_is_refused() {
    let text = EXTERNAL.replace("10.20.0.0/24", "169.254.169.254/32");
    let plan = plan(&text, Environment::Production, "1.16.1", false);
    let unproved = render::render(&plan, Lang::En).expect_err("refused");
    assert!(unproved.0.iter().any(|it| it.contains("metadata")), "{unproved:?}");
}

#[test]
fn the_profile_decides_what_leaves_the_cluster() {
    for (name, plan) in every("").into_iter().filter(|(name, _)| name.starts_with("production")) {
        let inventory = read(&rendered(&plan));
        let network = Network::new(&inventory, &netpol::Options::default());
        let holds = |sentence: &str| {
            let invariant = invariants::parse(sentence).expect(sentence);
            let statement = invariants::Statement { invariant, why: None, moot: None, doubt: None };
            let proofs = prove(&network, &Cluster::default(), &[statement]);
            matches!(proofs[0].verdict, Verdict::Proved(_))
        };
        let lists = name.ends_with("lists");
        let needed = ["plugin-daemon -> needs internet:443", "ssrf-proxy -> needs internet:80, internet:443"];
        for sentence in needed.into_iter().chain(["api -> needs internet:443", "worker -> needs internet:587"]) {
            assert_eq!(holds(sentence), lists, "{name}: {sentence}");
        }
        assert_eq!(holds("dify -> never internet"), !lists, "{name}");
        for sentence in ["dify -> never private", "dify -> never metadata", "sandbox -> never internet"] {
            assert!(holds(sentence), "{name}: {sentence}");
        }
    }
}

#[test]
fn digests_pin_every_image() {
    let repositories = [
        "langgenius/dify-api",
        "langgenius/dify-web",
        "langgenius/dify-plugin-daemon",
        "langgenius/dify-sandbox",
        "langgenius/dify-agent-backend",
        "langgenius/dify-agent-local-sandbox",
        "nginx",
        "ubuntu/squid",
        "postgres",
        "redis",
        "semitechnologies/weaviate",
    ];
    let digest = "0123456789abcdef".repeat(4);
    let lines: String = repositories.iter().map(|it| format!("    {it}: sha256:{digest}\n")).collect();
    let text = format!("render:\n  digests:\n{lines}");
    assert_clean("digests", &rendered(&plan(&text, Environment::Production, "1.16.1", false)), "1.16.1", &["Img5"]);
}

#[test]
fn every_workload_meets_the_level_of_its_namespace() {
    for (name, plan) in every("") {
        let inventory = read(&rendered(&plan));
        for workload in &inventory.workloads {
            let caged = &*workload.meta.namespace == SANDBOX_NAMESPACE;
            let level = if caged { Level::Baseline } else { Level::Restricted };
            let violations = pss::evaluate(&workload.pod, level, Version::Latest);
            assert!(violations.is_empty(), "{name}: {}", workload.meta.name.value);
        }
        let caged: Vec<&str> = inventory
            .workloads
            .iter()
            .filter(|it| &*it.meta.namespace == SANDBOX_NAMESPACE)
            .map(|it| &**it.meta.name)
            .collect();
        let expected: &[&str] =
            if name.contains("1.16") || name.contains("1.17") { &["sandbox", "agent-sandbox"] } else { &["sandbox"] };
        assert_eq!(caged, expected, "{name}");
    }
}

/// The pack is proved on the text as a person gets it, and every flow that Dify needs is possible, asked one by one.
#[test]
fn the_network_pack_is_proved() {
    let dns = PodSketch {
        namespace: "kube-system".to_owned(),
        namespace_labels: Vec::new(),
        labels: vec![("k8s-app".to_owned(), "kube-dns".to_owned())],
    };
    let cluster = Cluster { dns: vec![dns], ..Cluster::default() };
    for (name, plan) in every("") {
        let inventory = read(&rendered(&plan));
        let network = Network::new(&inventory, &netpol::Options::default());
        let proofs = prove(&network, &cluster, &dify_pack(&network));
        let bad: Vec<String> = proofs
            .iter()
            .filter(|it| matches!(it.verdict, Verdict::Refuted(_) | Verdict::Unknown(_)))
            .map(|it| it.statement.invariant.to_string())
            .collect();
        assert!(bad.is_empty(), "{name}: {bad:#?}");
        assert!(proofs.iter().filter(|it| it.word() == "proved").count() > 30, "{name}");
        let roster = Roster::new(&network);
        let needs = needs(&network, &roster);
        assert!(needs.len() > 15, "{name}: {}", needs.len());
        for need in needs {
            let ends = |peer: &netpol::Peer| network.find(&peer.to_string()).expect("a workload");
            if let Some((protocol, port)) = need.conn.first() {
                let port = PortQuery::parse(&format!("{port}/{}", protocol.name())).expect("a port");
                let verdict = network.can(&ends(&need.from), &ends(&need.to), port).verdict;
                assert!(matches!(verdict, netpol::Verdict::Possible), "{name}: {} to {}", need.from, need.to);
            }
        }
    }
}

#[test]
fn the_same_settings_give_the_same_bytes_in_both_languages() {
    for (name, plan) in every("").into_iter().take(2) {
        assert_eq!(rendered(&plan), rendered(&plan), "{name}");
        let japanese = render::render(&plan, Lang::Ja).expect("proved");
        let bare = |text: &str| {
            text.lines()
                .filter(|line| !line.trim_start().starts_with('#'))
                .map(|it| format!("{it}\n"))
                .collect::<String>()
        };
        // Squid's and nginx's own comments are the same in both.
        assert_eq!(bare(&rendered(&plan)), bare(&japanese), "{name}");
        assert_ne!(rendered(&plan), japanese);
    }
}

#[test]
fn an_unknown_version_is_refused() {
    let flaw = render::Plan::new(&settings::Render::default(), Environment::Production, Some("1.13.0"), None);
    assert!(flaw.is_err_and(|flaw| flaw.0.get(Lang::En).contains("1.16.1")));
}
