//! What the input leaves open is answered as unknown, with the reason, and never guessed.

use lang::Lang;
use netpol::{Network, Options};

use crate::support::{ask, ask_with, policy, read, workload};

fn pair(more: &str) -> String {
    workload("shop/web", &["http:8080"]) + &workload("shop/db", &["sql:5432"]) + more
}

#[track_caller]
fn unknown(yaml: &str, question: &str, because: &str) {
    let answer = ask(yaml, question);
    assert!(answer.starts_with("unknown") && answer.contains(because), "{question}: {answer}");
}

fn notices(yaml: &str) -> Vec<String> {
    let inventory = read(yaml);
    let network = Network::new(&inventory, &Options::default());
    network.notices().iter().map(|it| it.text.get(Lang::En).to_owned()).collect()
}

#[test]
fn a_port_name_that_nobody_has() {
    let yaml = pair(&policy("shop/in", "podSelector: {}, ingress: [{ports: [{port: metrics}]}]"));
    assert_eq!(ask(&yaml, "web -> db 9090"), "impossible", "the names of db's ports are known");
    assert_eq!(ask(&yaml, "web -> db 53/UDP"), "impossible");
    assert_eq!(notices(&yaml).len(), 1);
    let address = pair(&policy(
        "shop/out",
        "podSelector: {}, egress: [{to: [{ipBlock: {cidr: 1.0.0.0/8}}], ports: [{port: http}]}]",
    ));
    assert_eq!(ask(&address, "web -> 1.2.3.4 8080"), "impossible");
    assert!(notices(&address)[0].contains("only pods name their ports"), "{:?}", notices(&address));
}

#[test]
fn labels_of_a_namespace_that_is_not_here() {
    let by = |selector: &str| {
        pair(&policy(
            "shop/in",
            &format!("podSelector: {{}}, ingress: [{{from: [{{namespaceSelector: {selector}}}]}}]"),
        ))
    };
    let object =
        |labels: &str| format!("---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {labels}}}\n");
    for selector in [
        "{matchLabels: {team: a}}",
        "{matchExpressions: [{key: team, operator: In, values: [a]}]}",
        "{matchExpressions: [{key: team, operator: NotIn, values: [a]}]}",
        "{matchExpressions: [{key: team, operator: Exists}]}",
        "{matchExpressions: [{key: team, operator: DoesNotExist}]}",
    ] {
        unknown(&by(selector), "web -> db 80", "labels of the pod or of its namespace");
        for labels in ["{team: a}", "{team: b}", "{}"] {
            let answer = ask(&(by(selector) + &object(labels)), "web -> db 80");
            assert!(answer == "possible" || answer == "impossible", "{selector} with {labels}: {answer}");
        }
    }
    let name = "{matchLabels: {kubernetes.io/metadata.name: shop}}";
    assert_eq!(ask(&by(name), "web -> db 80"), "possible", "every namespace has its name");
    assert_eq!(ask(&by(&name.replace("shop", "lab")), "web -> db 80"), "impossible");
}

#[test]
fn labels_that_controllers_give() {
    let kind = |kind: &str, spec: &str| {
        format!(
            "---\napiVersion: v1\nkind: {kind}\nmetadata: {{name: made, namespace: shop}}\nspec: {{{spec}template: {{metadata: {{labels: {{app: made}}}}, spec: {{containers: []}}}}}}\n"
        )
        .replace("apiVersion: v1", if kind == "Job" { "apiVersion: batch/v1" } else { "apiVersion: apps/v1" })
    };
    let cases = [
        (kind("Job", ""), "{job-name: made}", "possible"),
        (kind("Job", ""), "{batch.kubernetes.io/job-name: made}", "possible"),
        (kind("Job", ""), "{job-name: other}", "impossible"),
        (kind("Job", ""), "{controller-uid: x}", "unknown"),
        (kind("StatefulSet", ""), "{statefulset.kubernetes.io/pod-name: made-0}", "possible"),
        (kind("StatefulSet", ""), "{statefulset.kubernetes.io/pod-name: made-1}", "impossible"),
        (kind("StatefulSet", "replicas: 3, "), "{statefulset.kubernetes.io/pod-name: made-1}", "unknown"),
        (kind("StatefulSet", "replicas: 3, "), "{apps.kubernetes.io/pod-index: '3'}", "impossible"),
        (kind("StatefulSet", ""), "{controller-revision-hash: x}", "unknown"),
        (kind("DaemonSet", ""), "{controller-revision-hash: x}", "unknown"),
        (kind("Deployment", ""), "{pod-template-hash: x}", "unknown"),
        (kind("ReplicaSet", ""), "{pod-template-hash: x}", "impossible"),
    ];
    for (workload, labels, wanted) in cases {
        let into = policy(
            "shop/in",
            &format!(
                "podSelector: {{matchLabels: {{app: db}}}}, ingress: [{{from: [{{podSelector: {{matchLabels: {labels}}}}}]}}]"
            ),
        );
        let answer = ask(&pair(&(workload + &into)), "made -> db 80");
        assert!(answer.starts_with(wanted), "{labels}: {answer}");
    }
    // A policy may itself select by such a label.
    let governs = policy("shop/in", "podSelector: {matchLabels: {pod-template-hash: x}}");
    unknown(&pair(&governs), "web -> db 80", "so it may apply or not");
    let exists = policy("shop/in", "podSelector: {matchExpressions: [{key: pod-template-hash, operator: Exists}]}");
    assert_eq!(ask(&pair(&exists), "web -> db 80"), "impossible");
}

#[test]
fn plugins_own_policies_on_either_side() {
    let cilium = "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: c, namespace: shop}\nspec: {endpointSelector: {matchLabels: {app: db}}, ingress: [{}]}\n";
    unknown(&pair(cilium), "web -> db 80", "CiliumNetworkPolicy shop/c");
    assert_eq!(ask(&pair(cilium), "db -> web 80"), "possible", "it has no egress section and selects only db");
    let calico = "---\napiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: g}\nspec: {selector: \"app == 'web'\", types: [Egress]}\n";
    unknown(&pair(calico), "web -> db 80", "GlobalNetworkPolicy g");
    assert_eq!(ask(&pair(calico), "db -> web 80"), "possible");
    let complex = "---\napiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: n, namespace: shop}\nspec: {selector: \"app == 'x' || has(y)\"}\n";
    unknown(&pair(complex), "web -> db 80", "NetworkPolicy shop/n");
    let elsewhere =
        "---\napiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: n, namespace: lab}\nspec: {}\n";
    assert_eq!(ask(&pair(elsewhere), "web -> db 80"), "possible");
    let staged = "---\napiVersion: projectcalico.org/v3\nkind: StagedNetworkPolicy\nmetadata: {name: n, namespace: shop}\nspec: {}\n";
    assert_eq!(ask(&pair(staged), "web -> db 80"), "possible");
    assert!(notices(&pair(complex))[0].contains("is not judged"));
}

#[test]
fn policies_that_the_api_server_refuses() {
    for (spec, because) in [
        ("podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0}}]}]", "`10.0.0.0` is not a range of addresses"),
        (
            "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/8]}}]}]",
            "`11.0.0.0/8` is not a smaller part",
        ),
        (
            "podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: a, operator: Is, values: [b]}]}}]}]",
            "the operator must be",
        ),
        (
            "podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: a, operator: In}]}}]}]",
            "needs values",
        ),
        (
            "podSelector: {}, ingress: [{from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]",
            "`ipBlock` and a selector",
        ),
        ("podSelector: {}, ingress: [{from: [{}]}]", "neither a selector nor `ipBlock`"),
        ("podSelector: {}, ingress: [{ports: [{port: 90, endPort: 80}]}]", "`endPort` is smaller"),
        ("podSelector: {}, ingress: [{ports: [{port: http, endPort: 80}]}]", "named port `http`"),
        ("podSelector: {}, ingress: [{ports: [{port: 70000}]}]", "70000"),
        ("podSelector: {}, ingress: [{ports: [{port: 80, protocol: ICMP}]}]", "protocol must be"),
        ("podSelector: {}, ingress: [{ports: [{port: \"80\"}]}]", "`80` is not a port name"),
        ("podSelector: {}, policyTypes: [Inbound]", "`Inbound`"),
    ] {
        let yaml = pair(&policy("shop/bad", spec));
        unknown(&yaml, "web -> db 80", because);
        assert!(notices(&yaml)[0].contains("NetworkPolicy shop/bad is not judged"), "{:?}", notices(&yaml));
        // What another policy allows stays allowed: policies only add up.
        let beside = yaml
            + &policy(
                "shop/good",
                "podSelector: {}, ingress: [{ports: [{port: 80}]}], egress: [{}], policyTypes: [Ingress, Egress]",
            );
        assert_eq!(ask(&beside, "web -> db 80"), "possible");
        unknown(&beside, "web -> db 81", because);
    }
}

#[test]
fn pods_in_the_hosts_network() {
    let host = "---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent, namespace: shop}\nspec: {template: {metadata: {labels: {app: agent}}, spec: {hostNetwork: true, containers: []}}}\n";
    assert_eq!(ask(&pair(host), "agent -> db 80"), "possible");
    let deny = policy("shop/deny", "podSelector: {}, policyTypes: [Ingress, Egress]");
    for question in ["agent -> db 80", "web -> agent 80", "agent -> 1.2.3.4 80"] {
        let answer = ask(&pair(&(host.to_owned() + &deny)), question);
        assert!(notices(&pair(&(host.to_owned() + &deny)))[0].contains("shop/agent runs in the host's network"));
        assert!(answer.starts_with("unknown: one side is a pod in the host's network"), "{question}: {answer}");
    }
}

#[test]
fn blocks_that_cover_addresses_of_pods() {
    let to = |cidr: &str, except: &str| {
        pair(&policy(
            "shop/out",
            &format!(
                "podSelector: {{}}, policyTypes: [Egress], egress: [{{to: [{{ipBlock: {{cidr: {cidr}, except: [{except}]}}}}]}}]"
            ),
        ))
    };
    let wide = to("0.0.0.0/0", "");
    assert!(
        ask_with(&wide, &Options::default(), "web -> db 80")
            .starts_with("unknown: NetworkPolicy shop/out: its `ipBlock`")
    );
    assert_eq!(ask_with(&wide, &Options::blocks_are_external(), "web -> db 80"), "impossible");
    let inventory = read(&wide);
    let network = Network::new(&inventory, &Options::blocks_are_external());
    let ends = ["web", "db"].map(|name| network.find(name).unwrap());
    let answer = network.can(&ends[0], &ends[1], netpol::PortQuery::Any);
    assert!(answer.assumption.get(Lang::En).contains("is taken to mean addresses outside"), "{answer:?}");
    assert!(network.notices()[0].text.get(Lang::En).starts_with("NetworkPolicy shop/out: an `ipBlock` here covers"));
    let public = to("0.0.0.0/0", "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10");
    assert_eq!(ask_with(&public, &Options::default(), "web -> db 80"), "impossible");
}

#[test]
fn equal_priorities_and_unknown_peers() {
    let policy = |name: &str, action: &str, to: &str| {
        format!(
            "---\napiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {{name: {name}}}\n\
             spec: {{tier: Admin, priority: 1, subject: {{namespaces: {{}}}}, egress: [{{action: {action}, to: [{to}]}}]}}\n"
        )
    };
    let all = "{namespaces: {}}";
    let both = pair(&(policy("a", "Accept", all) + &policy("b", "Deny", all)));
    unknown(&both, "web -> db 80", "have the same priority");
    assert_eq!(ask(&pair(&(policy("a", "Deny", all) + &policy("b", "Deny", all))), "web -> db 80"), "impossible");
    let on = |port: u16| format!("{{namespaces: {{}}}}], protocols: [{{tcp: {{destinationPort: {{number: {port}}}}}}}");
    let apart = pair(&(policy("a", "Deny", &on(80)) + &policy("b", "Accept", &on(443))));
    assert_eq!(ask(&apart, "web -> db 80"), "impossible", "only one of them matches");
    assert_eq!(ask(&apart, "web -> db 443"), "possible");
    let names = pair(
        &(policy("a", "Accept", "{domainNames: [example.com]}")
            + "---\napiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: z}\nspec: {tier: Admin, priority: 9, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [0.0.0.0/0]}]}]}\n"),
    );
    unknown(&names, "web -> 1.2.3.4 443", "it names hosts");
    assert_eq!(ask(&names, "web -> db 80"), "impossible");
    let nodes = pair(&policy("a", "Deny", "{nodes: {}}"));
    unknown(&nodes, "web -> 1.2.3.4 443", "it selects nodes");
    assert_eq!(ask(&nodes, "web -> db 80"), "possible");
    let part = pair(&policy("a", "Deny", "{networks: [10.0.0.0/8]}"));
    unknown(&part, "web -> db 80", "its `networks` cover a part");
    let newer = pair(&policy("a", "Deny", "{galaxies: {}}"));
    unknown(&newer, "web -> db 80", "not known here");
    for (action, to, because) in [
        ("Deny", "{domainNames: [example.com]}", "does not accept"),
        ("Deny", "{networks: [10.0.0.0]}", "`10.0.0.0` is not a range"),
        ("Deny", "{namespaces: {}, pods: {}}", "exactly one"),
        ("Deny", "{namespaces: {notSelf: x}}", "no field `notSelf`"),
        ("Deny", "{networks: [10.0.0.0/8]}], protocols: [{destinationNamedPort: http}", "only pods name their ports"),
    ] {
        unknown(&pair(&policy("a", action, to)), "web -> db 80", because);
    }
    let broken = pair(&policy("a", "Forbid", all));
    unknown(&broken, "web -> db 80", "no action `Forbid`");
}

#[test]
fn admin_policies_that_the_schema_refuses() {
    let object = |kind: &str, name: &str, spec: &str| {
        let version = if kind == "ClusterNetworkPolicy" { "v1alpha2" } else { "v1alpha1" };
        format!(
            "---\napiVersion: policy.networking.k8s.io/{version}\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {spec}\n"
        )
    };
    let cnp = |rule: &str| {
        format!(
            "{{tier: Admin, priority: 5, subject: {{namespaces: {{}}}}, ingress: [{{action: Deny, from: [{{namespaces: {{}}}}]{rule}}}]}}"
        )
    };
    let anp = |subject: &str, rule: &str| {
        format!("{{priority: 5, subject: {subject}, ingress: [{{action: Deny, from: [{{namespaces: {{}}}}]{rule}}}]}}")
    };
    let many = |n: usize| vec!["{action: Deny, from: [{namespaces: {}}]}"; n].join(", ");
    let refused = [
        object(
            "BaselineAdminNetworkPolicy",
            "other",
            "{subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}",
        ),
        object("AdminNetworkPolicy", "x", &anp("{pods: {podSelector: {}}}", "")),
        object(
            "ClusterNetworkPolicy",
            "x",
            &cnp(", protocols: [{tcp: {destinationPort: {range: {start: 80, end: 80}}}}]"),
        ),
        object("ClusterNetworkPolicy", "x", &cnp(", protocols: [{tcp: {}}]")),
        object("ClusterNetworkPolicy", "x", &cnp(", protocols: []")),
        object(
            "ClusterNetworkPolicy",
            "x",
            &cnp(", protocols: [{tcp: {destinationPort: {number: 80, range: {start: 1, end: 2}}}}]"),
        ),
        object(
            "ClusterNetworkPolicy",
            "x",
            &cnp(", protocols: [{tcp: {destinationPort: {number: 80}}, udp: {destinationPort: {number: 80}}}]"),
        ),
        object(
            "ClusterNetworkPolicy",
            "x",
            &format!("{{tier: Admin, priority: 5, subject: {{namespaces: {{}}}}, ingress: [{}]}}", many(26)),
        ),
        object(
            "AdminNetworkPolicy",
            "x",
            &format!("{{priority: 5, subject: {{namespaces: {{}}}}, ingress: [{}]}}", many(101)),
        ),
        object(
            "AdminNetworkPolicy",
            "x",
            &anp("{namespaces: {}}", ", ports: [{portNumber: {port: 1}, portRange: {start: 1, end: 2}}]"),
        ),
    ];
    for text in refused {
        unknown(&pair(&text), "web -> db 80", "refused by the API server");
    }
    let taken = [
        object(
            "BaselineAdminNetworkPolicy",
            "default",
            "{subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}",
        ),
        object(
            "ClusterNetworkPolicy",
            "x",
            &format!("{{tier: Admin, priority: 5, subject: {{namespaces: {{}}}}, ingress: [{}]}}", many(25)),
        ),
        object(
            "ClusterNetworkPolicy",
            "x",
            &cnp("").replace("namespaces: {}}, ingress", "pods: {podSelector: {}}}, ingress"),
        ),
        object("AdminNetworkPolicy", "x", &anp("{namespaces: {}}", ", ports: []")),
        object(
            "AdminNetworkPolicy",
            "x",
            &format!("{{priority: 5, subject: {{namespaces: {{}}}}, ingress: [{}]}}", many(100)),
        ),
    ];
    for text in taken {
        assert_eq!(ask(&pair(&text), "web -> db 80"), "impossible", "{text}");
    }
}

#[test]
fn addresses_of_the_older_kind_written_as_the_newer() {
    for block in ["203.0.113.0/24", "::ffff:203.0.113.0/120", "::ffff:cb00:7100/120"] {
        let yaml = pair(&policy(
            "shop/out",
            &format!("podSelector: {{}}, egress: [{{to: [{{ipBlock: {{cidr: '{block}'}}}}]}}]"),
        ));
        for (address, wanted) in
            [("203.0.113.7", "possible"), ("::ffff:203.0.113.7", "possible"), ("203.0.114.7", "impossible")]
        {
            assert_eq!(ask(&yaml, &format!("web -> {address} 80")), wanted, "{block}");
        }
    }
}

#[test]
fn pods_that_have_ended_exchange_nothing() {
    let pod = |phase: &str| {
        format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: once, namespace: shop}}\nspec: {{containers: []}}\nstatus: {{phase: {phase}}}\n"
        )
    };
    assert_eq!(ask(&pair(&pod("Running")), "once -> db 80"), "possible");
    for phase in ["Succeeded", "Failed"] {
        let inventory = read(&pair(&pod(phase)));
        assert_eq!(Network::new(&inventory, &Options::default()).workloads().count(), 2, "{phase}");
    }
}
