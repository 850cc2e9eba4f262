//! No control of the network passes over what opens it: a deployment whose network is proved, and ways to open it, each in many disguises.

use findings::{Audit, Control, Judgement};
use model::Date;

use crate::one_answer::{judgement, read};

const HARDENED: &str = include_str!("deployments/hardened.yaml");

const ALL: [Control; 6] = [Control::Net1, Control::Net2, Control::Net3, Control::Net4, Control::Net5, Control::Net6];

fn audit_of(text: &str) -> Audit {
    rules::audit_on(&read(text), Date::parse("2026-11-24").expect("a day"))
}

/// Asserts that no way leaves any of the controls at PASS.
fn check(controls: &[Control], ways: &[(&str, String)]) {
    assert!(ways.len() >= 10, "{} ways to hide it", ways.len());
    let base = audit_of(HARDENED);
    for control in controls {
        assert_eq!(judgement(&base, *control), Judgement::Pass, "{} of the deployment itself", control.id());
    }
    let mut found = Vec::new();
    for (name, text) in ways {
        let audit = audit_of(&format!("{HARDENED}---\n{text}"));
        let passes = controls.iter().filter(|it| judgement(&audit, **it) == Judgement::Pass);
        found.extend(passes.map(|it| format!("{} passes: {name}\n{text}", it.id())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A policy that opens everything, in both namespaces, as the text of one object each.
fn in_both(object: impl Fn(&str) -> String) -> String {
    ["dify", "dify-sandbox"].map(object).join("---\n")
}

const OPEN: &str = "{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}], egress: [{}]}";

/// A NetworkPolicy that opens everything, written in every way that the API server takes or that looks like one.
fn policies() -> Vec<(&'static str, String)> {
    let head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n";
    let policy = |namespace: &str| format!("{head}metadata: {{name: open, namespace: {namespace}}}\nspec: {OPEN}\n");
    let flow = |namespace: &str| {
        format!(
            "{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: open, namespace: {namespace}}}, spec: {OPEN}}}"
        )
    };
    let bare = |namespace: &str| format!("{{metadata: {{name: open, namespace: {namespace}}}, spec: {OPEN}}}");
    let replaced = |from: &'static str, to: &'static str| in_both(move |it| policy(it).replace(from, to));
    vec![
        ("a policy", in_both(policy)),
        ("a typed list", in_both(|it| format!("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems: [{}]\n", bare(it)))),
        ("a list", in_both(|it| format!("apiVersion: v1\nkind: List\nitems: [{}]\n", flow(it)))),
        ("a list of lists", in_both(|it| format!("apiVersion: v1\nkind: List\nitems: [{{kind: List, apiVersion: v1, items: [{}]}}]\n", flow(it)))),
        ("JSON", in_both(|it| format!("{}\n", flow(it)))),
        ("the old group", replaced("networking.k8s.io/v1", "extensions/v1beta1")),
        ("a kind in base64", replaced("kind: NetworkPolicy", "kind: !!binary TmV0d29ya1BvbGljeQ==")),
        ("a key in base64", replaced("spec:", "!!binary c3BlYw==:")),
        ("a tag", replaced("kind: NetworkPolicy", "kind: !!str NetworkPolicy")),
        ("an escaped key", replaced("spec:", "\"sp\\x65c\":")),
        ("a merge", replaced("spec:", "<<:\n  spec:")),
        ("a merge behind a key", in_both(|it| policy(it).replace(&format!("spec: {OPEN}"), &format!("spec:\n  podSelector: {{}}\n  egress: []\n  ingress: []\n  <<: {OPEN}")))),
        ("an alias", in_both(|it| policy(it).replace("spec:", "x-hidden: &a").replace(OPEN, &format!("{OPEN}\nspec: *a")))),
        ("a generated name", replaced("name: open", "generateName: open-")),
        ("labels of the system", replaced("name: open", "name: open, labels: {kubernetes.io/bootstrapping: rbac-defaults, app.kubernetes.io/part-of: kube-system}")),
        ("an owner", replaced("name: open", "name: open, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: x, uid: u, controller: true}]")),
        ("a hook", replaced("name: open", "name: open, annotations: {helm.sh/hook: pre-install}")),
        ("in place of the default deny", replaced("name: open", "name: default-deny-all")),
        ("line breaks of Windows", in_both(|it| policy(it).replace('\n', "\r\n"))),
        ("a later document", in_both(|it| format!("# nothing\n---\n\n--- # more\n{}", policy(it)))),
        ("every address", replaced(OPEN, "{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}, {namespaceSelector: {}}]}], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}, {namespaceSelector: {}}]}]}")),
        ("both halves of every address", replaced(OPEN, "{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1}}, {namespaceSelector: {}}]}], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1}}, {namespaceSelector: {}}]}]}")),
        ("a range of ports", replaced(OPEN, "{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{ports: [{port: 1, endPort: 65535}]}], egress: [{ports: [{port: 1, endPort: 65535}]}]}")),
        ("an expression that holds for all", replaced("podSelector: {}", "podSelector: {matchExpressions: [{key: absent-label, operator: DoesNotExist}]}")),
        ("types that follow from the fields", replaced("policyTypes: [Ingress, Egress], ", "")),
        ("an admin policy", "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: open}\nspec: {priority: 1, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: {}}]}], egress: [{action: Allow, to: [{namespaces: {}}, {networks: [0.0.0.0/0]}]}]}\n".to_owned()),
        ("a cluster policy", "apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: open}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Accept, from: [{namespaces: {}}]}], egress: [{action: Accept, to: [{namespaces: {}}, {networks: [0.0.0.0/0]}]}]}\n".to_owned()),
        ("a policy of Calico", "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: open}\nspec: {order: 1, types: [Ingress, Egress], ingress: [{action: Allow}], egress: [{action: Allow}]}\n".to_owned()),
        ("a policy of Cilium", "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: open}\nspec: {endpointSelector: {}, ingress: [{fromEntities: [all]}], egress: [{toEntities: [all]}]}\n".to_owned()),
        ("what cannot be read", "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: open, namespace: dify\n".to_owned()),
        ("a template", "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: {{ .Release.Name }}}\nspec: {}\n".to_owned()),
    ]
}

#[test]
fn policies_that_open_everything_are_seen_in_every_disguise() {
    let (limited, unlimited): (Vec<_>, Vec<_>) = policies().into_iter().partition(|it| it.0 == "a range of ports");
    check(&ALL, &unlimited);
    // The default deny stands: the flows are what breaks.
    check(&ALL[1..], &[unlimited, limited].concat());
}

/// The port of a pod of Dify's, open to outsiders by what is no policy.
#[test]
fn entry_points_are_seen_whatever_makes_them() {
    let meta = "metadata: {name: x, namespace: dify}";
    let of = |api: &str, kind: &str, spec: &str| format!("apiVersion: {api}\nkind: {kind}\n{meta}\nspec: {spec}\n");
    let service =
        |spec: &str| of("v1", "Service", &format!("{{selector: {{app: postgres}}, ports: [{{port: 5432}}], {spec}}}"));
    let ingress = |more: &str, backend: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: x, namespace: dify{more}}}\nspec: {{tls: [{{hosts: [x]}}], {backend}}}\n"
        )
    };
    let snippet = |key: &str, lines: &str| {
        ingress(
            &format!(", annotations: {{{key}: '{lines}'}}"),
            "defaultBackend: {service: {name: nginx, port: {number: 8080}}}",
        )
    };
    let gateway = |kind: &str| {
        of("gateway.networking.k8s.io/v1", kind, "{rules: [{backendRefs: [{name: postgres, port: 5432}]}]}")
    };
    let ways = [
        ("a node port", service("type: NodePort")),
        ("a load balancer", service("type: LoadBalancer")),
        ("an Ingress", ingress("", "defaultBackend: {service: {name: postgres, port: {number: 5432}}}")),
        ("the old Ingress", "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: x, namespace: dify}\nspec: {backend: {serviceName: postgres, servicePort: 5432}, rules: [{http: {paths: [{backend: {serviceName: postgres, servicePort: 5432}}]}}]}\n".to_owned()),
        ("an HTTPRoute", gateway("HTTPRoute")),
        ("a TCPRoute", gateway("TCPRoute")),
        ("a UDPRoute", gateway("UDPRoute")),
        ("a route of OpenShift", of("route.openshift.io/v1", "Route", "{to: {kind: Service, name: postgres}}")),
        ("another end of OpenShift's", of("route.openshift.io/v1", "Route", "{to: {kind: Service, name: nginx}, alternateBackends: [{kind: Service, name: postgres}]}")),
        ("an IngressRoute", of("traefik.io/v1alpha1", "IngressRoute", "{routes: [{match: PathPrefix(`/`), services: [{name: postgres, port: 5432}]}]}")),
        ("an IngressRouteTCP", of("traefik.containo.us/v1alpha1", "IngressRouteTCP", "{routes: [{services: [{name: postgres, port: 5432}]}]}")),
        ("a VirtualService", of("networking.istio.io/v1", "VirtualService", "{tcp: [{route: [{destination: {host: postgres}}]}]}")),
        ("an HTTPProxy", of("projectcontour.io/v1", "HTTPProxy", "{routes: [{services: [{name: postgres, port: 5432}]}]}")),
        ("a VirtualServer", of("k8s.nginx.org/v1", "VirtualServer", "{upstreams: [{service: postgres, port: 5432}]}")),
        ("a TransportServer", of("k8s.nginx.org/v1", "TransportServer", "{upstreams: [{service: postgres, port: 5432}]}")),
        ("a TCPIngress", of("configuration.konghq.com/v1beta1", "TCPIngress", "{rules: [{port: 1, backend: {serviceName: postgres, servicePort: 5432}}]}")),
        ("an ApisixRoute", of("apisix.apache.org/v2", "ApisixRoute", "{stream: [{backend: {serviceName: postgres, servicePort: 5432}}]}")),
        ("a Mapping", of("getambassador.io/v3alpha1", "TCPMapping", "{service: postgres, port: 5432}")),
        ("a list of IngressRoutes", "apiVersion: traefik.io/v1alpha1\nkind: IngressRouteList\nitems: [{metadata: {name: x}, spec: {}}]\n".to_owned()),
        ("a piece of nginx", snippet("nginx.ingress.kubernetes.io/server-snippet", "location /db { proxy_pass http://postgres:5432; }")),
        ("a rewriting piece of nginx", snippet("nginx.ingress.kubernetes.io/configuration-snippet", "rewrite ^/x(.*) /inner/api$1;")),
        ("a piece of the other nginx", snippet("nginx.org/location-snippets", "include /etc/nginx/more.conf;")),
        ("a port of the host", "apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: dify, labels: {app: redis}}\nspec: {containers: [{name: redis, image: 'redis:7', ports: [{containerPort: 6379, hostPort: 6379}]}]}\n".to_owned()),
    ];
    check(&[Control::Net5], &ways);
}
