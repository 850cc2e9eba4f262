//! Policies over the pods of the cluster, by hand: each case for one thing.

use crate::cluster::hosts;

/// A case: its name and its objects. The address of a pod stands in an annotation, for the enforcer.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) yaml: String,
}

pub(crate) const NAMESPACES: [&str; 3] = ["red", "blue", "green"];

/// Where each pod is, and its labels.
pub(crate) struct Pod {
    pub(crate) namespace: &'static str,
    pub(crate) labels: String,
    pub(crate) ports: String,
}

pub(crate) fn objects(pods: &[Pod], policies: &[String]) -> String {
    let mut out = String::new();
    for (at, name) in NAMESPACES.iter().enumerate() {
        let team = ["a", "b", "a"][at];
        out.push_str(&format!(
            "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, labels: {{team: {team}}}}}\n"
        ));
    }
    for (pod, host) in pods.iter().zip(hosts()) {
        let Pod { namespace, labels, ports } = pod;
        out.push_str(&format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {}\n  namespace: {namespace}\n  labels: {labels}\n  annotations: {{addresses: \"{},{}\"}}\n\
             spec: {{containers: [{{name: c, image: i, ports: [{ports}]}}]}}\n",
            host.name, host.v4, host.v6
        ));
    }
    for (at, policy) in policies.iter().enumerate() {
        out.push_str(&format!(
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n{}",
            policy.replace("NAME", &format!("n{at}"))
        ));
    }
    out
}

/// p0, p1 in red; p2, p3 in blue; p4 in green; their `app` is a, b, a, b, c.
fn plain(name: &str, policies: &[&str]) -> Case {
    let pods: Vec<Pod> = [("red", "a"), ("red", "b"), ("blue", "a"), ("blue", "b"), ("green", "c")]
        .into_iter()
        .enumerate()
        .map(|(at, (namespace, app))| Pod {
            namespace,
            labels: format!("{{app: {app}}}"),
            ports: format!("{{name: http, protocol: TCP, containerPort: {}}}", if at == 1 { 81 } else { 80 }),
        })
        .collect();
    let policies: Vec<String> = policies.iter().map(|it| (*it).to_owned()).collect();
    Case { name: name.to_owned(), yaml: objects(&pods, &policies) }
}

pub(crate) fn by_hand() -> Vec<Case> {
    vec![
        plain("no policy", &[]),
        plain(
            "default deny",
            &["metadata: {name: NAME, namespace: red}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n"],
        ),
        plain(
            "absent policyTypes with egress rules, and a range of ports",
            &[
                "metadata: {name: NAME, namespace: red}\nspec: {podSelector: {matchLabels: {app: a}}, egress: [{to: [{podSelector: {}}], ports: [{port: 80, endPort: 81, protocol: TCP}]}]}\n",
            ],
        ),
        plain(
            "a named port is another number on another pod",
            &[
                "metadata: {name: NAME, namespace: red}\nspec: {podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: http, protocol: TCP}]}]}\n",
            ],
        ),
        plain(
            "namespaces and pods together, and apart",
            &[
                "metadata: {name: NAME, namespace: blue}\nspec: {podSelector: {matchLabels: {app: a}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: b}}}]}]}\n",
                "metadata: {name: NAME, namespace: blue}\nspec: {podSelector: {matchLabels: {app: b}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}, {podSelector: {matchLabels: {app: a}}}]}]}\n",
            ],
        ),
        plain(
            "blocks outside, with an exception, both families",
            &[
                "metadata: {name: NAME, namespace: red}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.8/32]}}], ports: [{port: 443, protocol: TCP}]}, {to: [{ipBlock: {cidr: \"2001:db8::/32\", except: [\"2001:db8::7/128\"]}}], ports: [{port: 53, protocol: UDP}]}]}\n",
                "metadata: {name: NAME, namespace: green}\nspec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 203.0.113.7/32}}]}]}\n",
            ],
        ),
        plain(
            "policies add up",
            &[
                "metadata: {name: NAME, namespace: green}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n",
                "metadata: {name: NAME, namespace: green}\nspec: {podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: team, operator: In, values: [a]}]}}], ports: [{port: 80, protocol: TCP}]}]}\n",
                "metadata: {name: NAME, namespace: green}\nspec: {podSelector: {matchExpressions: [{key: app, operator: Exists}]}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: b}}}], ports: [{port: 53, protocol: UDP}]}]}\n",
            ],
        ),
    ]
}
