//! The objects that a part of Dify becomes.

use dify::Component;
use lang::{Text, text};

use crate::node::{Node, entry, map};
use crate::object::{Object, selector};
use crate::part::{Claim, Part, port_name};
use crate::plan::Plan;
use crate::pod;

impl Part {
    /// The objects, in the order in which they are applied.
    pub(crate) fn objects(&self, plan: &Plan) -> Vec<Object> {
        let mut found = vec![self.account()];
        if !self.is_stateful() {
            found.extend(self.claims.iter().filter(|it| !it.borrowed).map(|it| self.claim(it, plan)));
        }
        found.push(self.workload(plan));
        if !self.ports.is_empty() {
            found.push(self.service());
        }
        if self.replicas(plan) > 1 {
            found.push(self.budget());
        }
        found
    }

    fn object(&self, api: &'static str, kind: &'static str) -> Object {
        Object::new(api, kind, self.name()).within(self.namespace()).of(self.name())
    }

    fn account(&self) -> Object {
        self.object("v1", "ServiceAccount").with(vec![entry("automountServiceAccountToken", false)])
    }

    fn claim(&self, claim: &Claim, plan: &Plan) -> Object {
        let shared = claim.name == "dify-storage" || self.replicas(plan) > 1;
        let storage = &plan.settings.storage;
        let class =
            if shared { storage.shared_class.as_ref().or(storage.class.as_ref()) } else { storage.class.as_ref() };
        let mut spec = vec![entry("accessModes", [if shared { "ReadWriteMany" } else { "ReadWriteOnce" }])];
        spec.extend(class.map(|it| entry("storageClassName", it.as_str())));
        spec.push(entry("resources", map([("requests", map([("storage", Node::from(claim.size.as_str()))]))])));
        Object { name: claim.name.to_owned(), ..self.object("v1", "PersistentVolumeClaim") }
            .with(vec![entry("spec", spec)])
    }

    fn workload(&self, plan: &Plan) -> Object {
        let describe = self.component.describe();
        let (en, ja) = describe.both();
        let about = text!("{en}.", "{ja}。");
        let mut spec = vec![entry("replicas", self.replicas(plan))];
        if self.is_stateful() {
            spec.push(entry("serviceName", self.name()));
        }
        if self.single
            || (!self.is_stateful() && self.claims.iter().any(|it| !it.borrowed && it.name != "dify-storage"))
        {
            let why = Text::new("never two at a time", "同時に二つ動かさないため");
            spec.push(entry("strategy", map([("type", Node::from("Recreate"))])).note(why));
        }
        spec.push(entry("selector", map([("matchLabels", selector(self.name()))])));
        spec.push(entry("template", pod::template(self, plan)));
        if self.is_stateful() {
            spec.push(entry("volumeClaimTemplates", self.templates(plan)));
        }
        let kind = if self.is_stateful() { "StatefulSet" } else { "Deployment" };
        self.object("apps/v1", kind).about(about).with(vec![entry("spec", spec)])
    }

    fn templates(&self, plan: &Plan) -> Node {
        let template = |claim: &Claim| {
            let mut spec = vec![entry("accessModes", ["ReadWriteOnce"])];
            spec.extend(plan.settings.storage.class.as_ref().map(|it| entry("storageClassName", it.as_str())));
            let size = Node::from(claim.size.as_str());
            spec.push(entry("resources", map([("requests", map([("storage", size)]))])));
            map([("metadata", map([("name", Node::from(claim.name))])), ("spec", spec.into())])
        };
        Node::List(self.claims.iter().map(template).collect())
    }

    fn service(&self) -> Object {
        let port = |number: &u16| {
            let known = dify::ports(self.component).iter().find(|it| it.number == *number);
            let outside = if self.component == Component::Nginx { 80 } else { *number };
            map([
                ("name", Node::from(port_name(self.component, *number))),
                ("port", outside.into()),
                ("targetPort", known.map_or_else(|| (*number).into(), |_| port_name(self.component, *number).into())),
                ("protocol", "TCP".into()),
            ])
        };
        let ports: Vec<Node> = self.ports.iter().map(port).collect();
        let spec = vec![entry("type", "ClusterIP"), entry("selector", selector(self.name())), entry("ports", ports)];
        self.object("v1", "Service").with(vec![entry("spec", spec)])
    }

    fn budget(&self) -> Object {
        let spec = vec![entry("maxUnavailable", 1), entry("selector", map([("matchLabels", selector(self.name()))]))];
        self.object("policy/v1", "PodDisruptionBudget").with(vec![entry("spec", spec)])
    }
}
