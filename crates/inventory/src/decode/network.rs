//! Services, routes and network policies.

use model::written::{NetworkPolicy, Route, Service};
use model::{
    Backend, IntOrString, LabelSelector, Located, PolicyPeer, PolicyPort, PolicyRule, PolicyType, RouteKind,
    ServicePort,
};
use yaml::Ref;

use super::{Decoder, Str};

impl<'a> Decoder<'a, '_> {
    pub(super) fn service(&mut self, object: Ref<'a>) -> Service {
        let spec = object.get("spec").unwrap_or(object);
        let ports: Vec<_> = self.list(spec, "ports").collect();
        let selector = spec.get("selector").map(|it| self.labels(it).0).filter(|labels| !labels.is_empty());
        Service {
            service_type: self.string(spec, "type"),
            selector,
            ports: ports.into_iter().map(|it| self.service_port(it)).collect(),
            headless: spec.get("clusterIP").and_then(Ref::text) == Some("None"),
            external_name: self.string(spec, "externalName"),
            external_ips: self.strings(spec, "externalIPs"),
            source_ranges: self.strings(spec, "loadBalancerSourceRanges"),
        }
    }

    fn service_port(&mut self, node: Ref<'a>) -> ServicePort {
        ServicePort {
            place: self.place(node),
            name: self.string(node, "name"),
            port: self.int(node, "port"),
            target: self.int_or_string(node, "targetPort"),
            node_port: self.int(node, "nodePort"),
            protocol: self.protocol(node),
        }
    }

    pub(super) fn ingress(&mut self, object: Ref<'a>) -> Route {
        let spec = object.get("spec").unwrap_or(object);
        let mut hosts = Vec::new();
        let mut backends: Vec<Backend> =
            spec.get("defaultBackend").and_then(|it| self.ingress_backend(it, "/")).into_iter().collect();
        for rule in self.list(spec, "rules") {
            hosts.extend(self.string(rule, "host"));
            let Some(http) = rule.get("http") else { continue };
            for path in self.list(http, "paths") {
                let prefix = path.get("path").and_then(Ref::text).unwrap_or("/");
                backends.extend(path.get("backend").and_then(|it| self.ingress_backend(it, prefix)));
            }
        }
        let tls = spec.get("tls").is_some_and(|it| it.items().next().is_some());
        Route { kind: RouteKind::Ingress, hosts, backends, tls: Some(tls) }
    }

    fn ingress_backend(&mut self, node: Ref<'a>, path: &str) -> Option<Backend> {
        // networking/v1 has `service.name`; the older form had `serviceName`.
        let (service, port) = match node.get("service") {
            Some(service) => {
                let port = service.get("port");
                let number =
                    port.and_then(|it| self.int_or_string(it, "number").or_else(|| self.int_or_string(it, "name")));
                (self.string(service, "name")?, number)
            }
            None => (self.string(node, "serviceName")?, self.int_or_string(node, "servicePort")),
        };
        let port = port.map(|it| it.value);
        Some(Backend { place: self.place(node), path: path.into(), service, namespace: None, port })
    }

    /// route.openshift.io/v1: `spec.to` and `spec.alternateBackends` are Services; a port that is named is the Service's.
    pub(super) fn openshift_route(&mut self, object: Ref<'a>) -> Route {
        let spec = object.get("spec").unwrap_or(object);
        let hosts = self.string(spec, "host").into_iter().collect();
        let path = spec.get("path").and_then(Ref::text).unwrap_or("/");
        let port = spec.get("port").and_then(|it| self.int_or_string(it, "targetPort")).map(|it| it.value);
        // A number is a port of the pods, and does not say which of the Service's.
        let port = port.filter(|it| matches!(it, IntOrString::Name(_)));
        let alternate: Vec<Ref<'a>> = self.list(spec, "alternateBackends").collect();
        let ends = spec.get("to").into_iter().chain(alternate);
        let backends = ends.filter_map(|end| {
            let is_service = end.get("kind").and_then(Ref::text).is_none_or(|kind| kind == "Service");
            let service = self.string(end, "name").filter(|_| is_service)?;
            Some(Backend { place: self.place(end), path: path.into(), service, namespace: None, port: port.clone() })
        });
        let backends = backends.collect();
        Route { kind: RouteKind::OpenShift, hosts, backends, tls: Some(spec.get("tls").is_some()) }
    }

    pub(super) fn gateway_route(&mut self, object: Ref<'a>) -> Route {
        let spec = object.get("spec").unwrap_or(object);
        let hosts = self.strings(spec, "hostnames");
        let mut backends = Vec::new();
        for rule in self.list(spec, "rules") {
            let paths: Vec<&str> = rule
                .get("matches")
                .into_iter()
                .flat_map(Ref::items)
                .filter_map(|it| it.get("path")?.get("value")?.text())
                .collect();
            let paths = if paths.is_empty() { vec!["/"] } else { paths };
            for reference in self.list(rule, "backendRefs") {
                let service = reference.get("kind").and_then(Ref::text).is_none_or(|kind| kind == "Service");
                if !service {
                    continue;
                }
                let Some(name) = self.string(reference, "name") else { continue };
                let port = self.int(reference, "port").map(|it| IntOrString::Int(it.value));
                let namespace = self.string(reference, "namespace").map(|it| it.value);
                backends.extend(paths.iter().map(|path| Backend {
                    place: self.place(reference),
                    path: (*path).into(),
                    service: name.clone(),
                    namespace: namespace.clone(),
                    port: port.clone(),
                }));
            }
        }
        Route { kind: RouteKind::Gateway, hosts, backends, tls: None }
    }

    pub(super) fn network_policy(&mut self, object: Ref<'a>) -> NetworkPolicy {
        let spec = object.get("spec").unwrap_or(object);
        let everything =
            LabelSelector { match_labels: Vec::new(), match_expressions: Vec::new(), place: self.place(spec) };
        let pod_selector = spec.get("podSelector").map_or(everything, |it| self.label_selector(it));
        let types = spec.get("policyTypes").map(|_| self.strings(spec, "policyTypes"));
        NetworkPolicy {
            pod_selector,
            policy_types: types
                .filter(|types| !types.is_empty())
                .map(|types| types.iter().filter_map(policy_type).collect()),
            ingress: self.policy_rules(spec, "ingress", "from"),
            egress: spec.get("egress").map(|_| self.policy_rules(spec, "egress", "to")),
        }
    }

    fn policy_rules(&mut self, spec: Ref<'a>, key: &str, peers: &str) -> Vec<PolicyRule> {
        let rules: Vec<_> = self.list(spec, key).collect();
        rules
            .into_iter()
            .map(|rule| {
                let peers: Vec<_> = self.list(rule, peers).collect();
                let ports: Vec<_> = self.list(rule, "ports").collect();
                PolicyRule {
                    place: self.place(rule),
                    peers: peers.into_iter().map(|it| self.policy_peer(it)).collect(),
                    ports: ports.into_iter().map(|it| self.policy_port(it)).collect(),
                }
            })
            .collect()
    }

    fn policy_peer(&mut self, node: Ref<'a>) -> PolicyPeer {
        let place = self.place(node);
        if let Some(block) = node.get("ipBlock") {
            let cidr = self.string(block, "cidr").unwrap_or_else(|| self.located("".into(), block));
            return PolicyPeer::Block { place, cidr, except: self.strings(block, "except") };
        }
        PolicyPeer::Pods {
            place,
            namespaces: node.get("namespaceSelector").map(|it| self.label_selector(it)),
            pods: node.get("podSelector").map(|it| self.label_selector(it)),
        }
    }

    fn policy_port(&mut self, node: Ref<'a>) -> PolicyPort {
        PolicyPort {
            place: self.place(node),
            protocol: self.protocol(node),
            port: self.int_or_string(node, "port"),
            end_port: self.int(node, "endPort"),
        }
    }
}

fn policy_type(written: &Str) -> Option<Located<PolicyType>> {
    let kind = match &*written.value {
        "Ingress" => PolicyType::Ingress,
        "Egress" => PolicyType::Egress,
        _ => return None,
    };
    Some(Located::new(kind, written.place))
}
