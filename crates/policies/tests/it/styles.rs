//! Charts in other styles than the public ones: other labels, Services with other ports, split namespaces, stores elsewhere,
//! two releases in one namespace, pods of other people.

use dify::Component;
use lang::{Lang, Text};
use model::Protocol;
use netpol::{ConnSet, PortSet};
use policies::{Allow, Egress, Form, Ingress, NoteKind, Options};

use crate::builder::{Part, dify, yaml};
use crate::support::{assert_proved, can, notes, plan};

fn plain(name: &str) -> Vec<(&'static str, String)> {
    vec![("app", format!("dify-{name}"))]
}

fn every_way(name: &str, text: &str, options: &Options) {
    for egress in [Egress::Strict, Egress::Lists(None)] {
        for form in [Form::NetworkPolicy, Form::ClusterNetworkPolicy { priority: 50 }] {
            for only_dify in [false, true] {
                let options = Options { egress: egress.clone(), form, only_dify, ..options.clone() };
                assert_proved(&format!("{name}, {egress:?}, {form:?}, {only_dify}"), &plan(text, &options));
            }
        }
    }
}

#[test]
fn plain_labels_and_services_on_port_80() {
    let text = yaml(&dify("dify", "", plain));
    every_way("plain", &text, &Options::default());
    let plan = plan(&text, &Options::default());
    assert_eq!(can(&plan, "code", "squid", "3128"), "possible");
    assert_eq!(can(&plan, "code", "api", "5001"), "impossible");
    assert_eq!(can(&plan, "api", "db", "5432"), "possible");
    assert_eq!(can(&plan, "web", "db", "5432"), "impossible");
    assert_eq!(can(&plan, "api", "1.1.1.1", "443"), "impossible");
    assert!(plan.yaml(Lang::En).contains("name: default-deny-all"), "the name of DESIGN 7");
    let names: Vec<&str> = plan.policies.iter().map(|it| it.name.as_str()).collect();
    let expected = [
        "default-deny-all",
        "api",
        "worker",
        "worker-beat",
        "web",
        "plugin-daemon",
        "sandbox",
        "ssrf-proxy",
        "postgres",
        "redis",
        "qdrant",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_sandbox_in_a_namespace_of_its_own() {
    let mut parts = dify("dify", "", plain);
    parts.iter_mut().filter(|it| it.name == "code").for_each(|it| it.namespace = "dify-sandbox");
    let text = yaml(&parts);
    every_way("split", &text, &Options::default());
    let plan = plan(&text, &Options::default());
    assert_eq!(can(&plan, "dify-sandbox/code", "dify/squid", "3128"), "possible");
    assert_eq!(can(&plan, "dify/worker", "dify-sandbox/code", "8194"), "possible");
    assert_eq!(plan.policies.iter().filter(|it| it.name == "default-deny-all").count(), 2);
}

#[test]
fn two_releases_in_one_namespace_stay_apart() {
    let labels = |release: &'static str| {
        move |name: &str| {
            vec![
                ("app.kubernetes.io/name", "dify".to_owned()),
                ("app.kubernetes.io/component", name.to_owned()),
                ("app.kubernetes.io/instance", release.to_owned()),
                ("helm.sh/chart", "dify-9.9.9".to_owned()),
                ("pod-template-hash", format!("{release}{name}")),
            ]
        }
    };
    let mut parts = dify("dify", "one-", labels("one"));
    parts.extend(dify("dify", "two-", labels("two")));
    let text = yaml(&parts);
    every_way("two releases", &text, &Options::default());
    let plan = plan(&text, &Options::default());
    assert_eq!(can(&plan, "one-api", "one-db", "5432"), "possible");
    assert_eq!(can(&plan, "one-api", "two-db", "5432"), "impossible");
    let written = plan.yaml(Lang::En);
    assert!(
        written.contains("name: api-one")
            && !written.contains("helm.sh/chart")
            && !written.contains("pod-template-hash")
    );
}

#[test]
fn stores_elsewhere_are_named_and_can_be_allowed() {
    let mut parts = dify("dify", "", plain);
    parts.retain(|it| it.name != "db" && it.name != "cache");
    let api = parts.remove(0).with_env("DB_HOST", "pg.example.internal");
    parts.insert(0, api);
    let text = yaml(&parts);
    every_way("external", &text, &Options::default());
    let strict = plan(&text, &Options::default());
    let said = notes(&strict);
    assert!(
        said.contains("the database at pg.example.internal:5432 (DB_HOST) is out of reach of api:")
            && said.contains("outside: Redis is not in the input"),
        "{said}"
    );
    let reason = |sentence: &str| {
        let proof =
            strict.proofs.iter().find(|it| it.statement.invariant.to_string() == sentence).expect("in the pack");
        (proof.word(), proof.reason().map_or(String::new(), |it| it.get(Lang::En).to_owned()))
    };
    let (word, why) = reason("api -> needs database");
    assert!(word == "not-applicable" && why.contains("it runs elsewhere, at pg.example.internal (DB_HOST)"), "{why}");
    let users = [Component::Api, Component::Worker, Component::WorkerBeat, Component::PluginDaemon];
    let allow = Allow {
        from: users.to_vec(),
        block: "10.20.0.5/32".to_owned(),
        conn: ConnSet::of(Protocol::Tcp, PortSet::point(5432)),
        why: Text::same("PostgreSQL"),
    };
    let options = Options {
        allow: vec![allow],
        cluster: invariants::Cluster {
            nodes: netpol::IpSet::from_cidr("10.0.0.0/24"),
            ..invariants::Cluster::default()
        },
        ..Options::default()
    };
    let allowed = plan(&text, &options);
    assert_proved("external, allowed", &allowed);
    assert_eq!(can(&allowed, "api", "10.20.0.5", "5432"), "possible");
    assert_eq!(can(&allowed, "web", "10.20.0.5", "5432"), "impossible");
    // Where the nodes are is not said: perhaps one of them has this address.
    let unsure = plan(&text, &Options { cluster: invariants::Cluster::default(), ..options });
    let unproved: Vec<String> = unsure.unproved().map(|it| it.statement.invariant.to_string()).collect();
    assert_eq!(unproved, ["dify -> never nodes"]);
}

#[test]
fn ports_that_the_chart_chose_are_followed() {
    let parts = dify("dify", "", plain).into_iter().map(|it| match it.name.as_str() {
        "api" => it.listens_on(8080),
        "db" => it.listens_on(5433),
        _ => it,
    });
    let text = yaml(&parts.collect::<Vec<_>>());
    every_way("ports", &text, &Options::default());
    let plan = plan(&text, &Options::default());
    assert_eq!(can(&plan, "web", "api", "8080"), "possible");
    assert_eq!(can(&plan, "web", "api", "5001"), "impossible");
    assert_eq!(can(&plan, "worker", "db", "5433"), "possible");
}

#[test]
fn pods_of_others_are_listed_or_left_alone() {
    let mut parts = dify("dify", "", plain);
    parts.push(Part::other("dify", "exporter", "quay.io/prometheuscommunity/postgres-exporter:v0.15.0"));
    let text = yaml(&parts);
    every_way("exporter", &text, &Options::default());
    let cut = plan(&text, &Options::default());
    assert!(notes(&cut).contains("cut-off: dify/exporter[Deployment] is not recognised"), "{}", notes(&cut));
    assert_eq!(can(&cut, "exporter", "1.1.1.1", "443"), "impossible");
    let left = plan(&text, &Options { only_dify: true, ..Options::default() });
    assert!(!left.notes.iter().any(|it| it.kind == NoteKind::Cut));
    assert_eq!(can(&left, "exporter", "1.1.1.1", "443"), "possible");
    assert_eq!(can(&left, "exporter", "db", "5432"), "impossible");
}

#[test]
fn routes_say_where_users_come_in() {
    let mut text = yaml(&dify("dify", "", plain));
    text.push_str(
        "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: dify, namespace: dify}\nspec:\n  rules:\n    - http:\n        paths:\n          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}\n          - {path: /api, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}\n          - {path: /e, pathType: Prefix, backend: {service: {name: plugins, port: {number: 80}}}}\n",
    );
    every_way("routes", &text, &Options::default());
    let ingress = Ingress::Namespace { name: "ingress-nginx".to_owned(), labels: Vec::new() };
    let options = Options { ingress, ..Options::default() };
    every_way("routes from a namespace", &text, &options);
    let open = plan(&text, &Options::default());
    assert_eq!(can(&open, "1.1.1.1", "web", "3000"), "possible");
    assert_eq!(can(&open, "1.1.1.1", "plugins", "5002"), "impossible");
    let closed = plan(&text, &options);
    assert_eq!(can(&closed, "1.1.1.1", "web", "3000"), "impossible");
    assert!(!closed.notes.iter().any(|it| it.kind == NoteKind::Open), "{}", notes(&closed));
}

#[test]
fn egress_lists_open_the_internet_alone() {
    let text = yaml(&dify("dify", "", plain));
    for form in [Form::NetworkPolicy, Form::ClusterNetworkPolicy { priority: 0 }] {
        let cluster_blocks = vec!["203.0.112.0/22".to_owned(), "34.118.224.0/20".to_owned()];
        let options = Options { egress: Egress::Lists(None), form, cluster_blocks, ..Options::default() };
        let plan = plan(&text, &options);
        assert_proved("lists", &plan);
        for (to, port, expected) in [
            ("1.1.1.1", "443", "possible"),
            ("2606:4700:4700::1111", "443", "possible"),
            ("1.1.1.1", "22", "impossible"),
            ("169.254.169.254", "443", "impossible"),
            ("168.63.129.16", "443", "impossible"),
            ("100.64.0.1", "443", "impossible"),
            ("10.0.0.1", "443", "impossible"),
            ("34.118.224.1", "443", "impossible"),
            ("224.0.0.1", "443", "impossible"),
            ("fd00:ec2::254", "443", "impossible"),
            ("fe80::1", "443", "impossible"),
            ("64:ff9b::a9fe:a9fe", "443", "impossible"),
            ("::ffff:169.254.169.254", "443", "impossible"),
        ] {
            assert_eq!(can(&plan, "plugins", to, port), expected, "{to} {form:?}");
        }
        let written = plan.yaml(Lang::En);
        assert!(!written.contains("::ffff"), "Go takes it for IPv4, and the API server refuses it beside IPv6");
        assert_eq!(can(&plan, "code", "1.1.1.1", "443"), "impossible");
        assert_eq!(can(&plan, "squid", "1.1.1.1", "80"), "possible");
    }
}

#[test]
fn the_users_own_policies_stay_open_and_are_named() {
    let mut text = yaml(&dify("dify", "", plain));
    text.push_str(
        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: theirs, namespace: dify}\nspec: {podSelector: {matchLabels: {app: dify-db}}, policyTypes: [Ingress], ingress: [{ports: [{port: 5432}]}]}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: harmless, namespace: dify}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n",
    );
    let merged = plan(&text, &Options { merge: true, ..Options::default() });
    let said = notes(&merged);
    assert!(said.contains("NetworkPolicy dify/theirs opens more than the pack allows"), "{said}");
    assert!(!said.contains("harmless"), "{said}");
    assert_eq!(merged.unproved().count(), 1);
    let replaced = plan(&text, &Options::default());
    assert_proved("replaced", &replaced);
    assert!(notes(&replaced).contains("remove NetworkPolicy dify/theirs"));
}

#[test]
fn twins_that_no_label_tells_apart_are_said() {
    let mut parts = dify("dify", "", plain);
    parts.iter_mut().filter(|it| it.name == "web" || it.name == "code").for_each(|it| it.labels = plain("same"));
    let plan = plan(&yaml(&parts), &Options::default());
    assert!(plan.unproved().count() > 0, "what covers both cannot keep the sandbox in");
    assert!(plan.notes.iter().any(|it| it.kind == NoteKind::Selector), "{}", notes(&plan));
}

#[test]
fn equal_input_gives_equal_bytes_in_both_languages() {
    let text = yaml(&dify("dify", "", plain));
    let (one, two) = (plan(&text, &Options::default()), plan(&text, &Options::default()));
    for lang in Lang::ALL {
        assert_eq!(one.yaml(lang), two.yaml(lang));
    }
    assert!(one.yaml(Lang::Ja).contains("# 名前解決(クラスターの DNS)"));
    let strip = |text: String| -> Vec<String> {
        text.lines().filter(|it| !it.trim_start().starts_with('#')).map(str::to_owned).collect()
    };
    assert_eq!(strip(one.yaml(Lang::Ja)), strip(one.yaml(Lang::En)), "only comments differ");
}

#[test]
fn two_namespaces_with_a_dify_each_stay_apart() {
    let mut parts = dify("staging", "", plain);
    parts.extend(dify("production", "", plain));
    let text = yaml(&parts);
    every_way("two namespaces", &text, &Options::default());
    let plan = plan(&text, &Options::default());
    assert_eq!(can(&plan, "production/api", "production/db", "5432"), "possible");
    assert_eq!(can(&plan, "staging/api", "production/db", "5432"), "impossible");
    assert!(plan.policies.iter().all(|it| !it.name.contains("production")), "one of each in its namespace");
}

#[test]
fn replicas_reach_each_other_and_single_pods_do_not() {
    let with = |replicas: u32| {
        let parts = dify("dify", "", plain).into_iter().map(|it| match it.name.as_str() {
            "vectors" => it.runs("semitechnologies/weaviate:1.27.0").listens_on(8080).replicated(replicas),
            "plugins" | "cache" => it.replicated(replicas),
            _ => it,
        });
        yaml(&parts.collect::<Vec<_>>())
    };
    every_way("replicas", &with(3), &Options::default());
    let many = plan(&with(3), &Options::default());
    assert_eq!(can(&many, "vectors", "vectors", "7000/UDP"), "possible");
    assert_eq!(can(&many, "vectors", "vectors", "8300"), "possible");
    assert_eq!(can(&many, "plugins", "plugins", "5002"), "possible");
    assert_eq!(can(&many, "cache", "cache", "6379"), "possible");
    assert_eq!(can(&many, "api", "vectors", "50051"), "possible");
    assert_eq!(can(&many, "api", "vectors", "7000"), "impossible");
    let one = plan(&with(1), &Options::default());
    assert_eq!(can(&one, "vectors", "vectors", "7000/UDP"), "impossible");
    assert_eq!(can(&one, "plugins", "plugins", "5002"), "impossible");
}

#[test]
fn a_load_balancer_brings_users_in_itself() {
    let parts = dify("dify", "", plain).into_iter().map(|it| match it.name.as_str() {
        "web" => it.served_as("LoadBalancer"),
        "db" => it.served_as("NodePort"),
        _ => it,
    });
    let text = yaml(&parts.collect::<Vec<_>>());
    let ingress = Ingress::Namespace { name: "ingress-nginx".to_owned(), labels: Vec::new() };
    let options = Options { ingress, ..Options::default() };
    every_way("load balancer", &text, &options);
    let plan = plan(&text, &options);
    assert_eq!(can(&plan, "1.1.1.1", "web", "3000"), "possible");
    assert_eq!(can(&plan, "1.1.1.1", "db", "5432"), "impossible");
}

#[test]
fn pods_that_an_operator_makes_are_said() {
    let mut parts = dify("dify", "", plain);
    parts.retain(|it| it.name != "db");
    let mut text = yaml(&parts);
    text.push_str("---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: dify}\nspec: {instances: 3}\n");
    let plan = plan(&text, &Options::default());
    assert!(notes(&plan).contains("cut-off: the pods of the CloudNativePG cluster dify/pg"), "{}", notes(&plan));
}

/// Two vector stores, of which the api names one: the other is cut off, and the proof does not ask for it.
#[test]
fn the_vector_store_that_is_not_chosen_is_not_let_in() {
    let of = |store: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api, namespace: dify}}\nspec: {{template: {{metadata: {{labels: {{app: api}}}}, spec: {{containers: [{{name: main, image: 'langgenius/dify-api:1.15.0', env: [{{name: MODE, value: api}}, {{name: VECTOR_STORE, value: {store}}}], ports: [{{containerPort: 5001}}]}}]}}}}}}\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: weaviate, namespace: dify}}\nspec: {{template: {{metadata: {{labels: {{app: weaviate}}}}, spec: {{containers: [{{name: main, image: 'semitechnologies/weaviate:1.27.0', ports: [{{containerPort: 8080}}]}}]}}}}}}\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: qdrant, namespace: dify}}\nspec: {{template: {{metadata: {{labels: {{app: qdrant}}}}, spec: {{containers: [{{name: main, image: 'langgenius/qdrant:v1.8.3', ports: [{{containerPort: 6333}}]}}]}}}}}}\n"
        )
    };
    for (store, weaviate, qdrant) in [("qdrant", "impossible", "possible"), ("weaviate", "possible", "impossible")] {
        let plan = plan(&of(store), &Options::default());
        assert_eq!(plan.unproved().count(), 0, "{store}");
        assert_eq!(can(&plan, "api", "weaviate", "8080"), weaviate, "{store}");
        assert_eq!(can(&plan, "api", "qdrant", "6333"), qdrant, "{store}");
    }
}
