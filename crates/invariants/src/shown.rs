//! What a deployment shows of itself, for the conditions of the catalogue's flows.

use dify::condition::{Deployment, Value};
use dify::{Component, Truth, Version};
use inventory::environment::{self, Index};
use model::{ConfigKind, Container, ContainerRole, EnvFromKind};
use netpol::Network;

use crate::roster::{Member, Roster};

/// The objects of the input, looked at from the workload that begins a flow.
pub(crate) struct Shown<'s, 'a> {
    roster: &'s Roster<'a>,
    index: &'s Index<'a>,
    network: &'s Network<'a>,
    /// Whose flow is asked about. Its own environment decides, and what belongs to its installation.
    from: &'s Member<'a>,
}

impl<'s, 'a> Shown<'s, 'a> {
    pub(crate) fn new(
        network: &'s Network<'a>,
        roster: &'s Roster<'a>,
        index: &'s Index<'a>,
        from: &'s Member<'a>,
    ) -> Shown<'s, 'a> {
        Shown { roster, index, network, from }
    }

    /// The workloads of a component that belong to the same installation.
    fn related(&self, component: Component) -> impl Iterator<Item = &'s Member<'a>> {
        self.roster.of(component).filter(|it| self.from.is_related(it))
    }

    fn value(&self, member: &'s Member<'a>, name: &str) -> Value {
        let Some(container) = member.workload.main() else { return Value::Unknown };
        let namespace = &member.workload.meta.namespace;
        let variable = environment::one(container, namespace, self.index, name);
        match variable.map(|it| it.value) {
            // What kubelet puts together is not read here.
            Some(Some(value)) if value.expose().contains("$(") => Value::Unknown,
            Some(Some(value)) => Value::Is(value.expose().to_owned()),
            Some(None) => Value::Unknown,
            None if takes_unseen(container, namespace, self.index) => Value::Unknown,
            None => Value::Unset,
        }
    }
}

impl Deployment for Shown<'_, '_> {
    fn setting(&self, of: Component, name: &str) -> Value {
        if self.from.component == Some(of) {
            return self.value(self.from, name);
        }
        let mut values = self.related(of).map(|member| self.value(member, name));
        let Some(first) = values.next() else { return Value::Unknown };
        if values.all(|it| it == first) { first } else { Value::Unknown }
    }

    fn has(&self, component: Component) -> Truth {
        Truth::from(self.related(component).next().is_some())
    }

    fn has_replicas(&self, component: Component) -> Truth {
        let mut pods = 0;
        for member in self.roster.of(component) {
            let meta = &member.workload.meta;
            let grows = self.network.inventory().autoscalers.iter().any(|it| {
                it.meta.namespace == meta.namespace
                    && it.target.as_ref().is_some_and(|(kind, name)| **kind == *meta.kind && **name == *meta.name.value)
            });
            pods += if grows { 2 } else { member.workload.replicas.as_ref().map_or(1, |it| it.value) };
        }
        Truth::from(pods > 1)
    }

    fn waits(&self, component: Component, other: Component) -> Truth {
        let mut waiting = self.related(component).chain((self.from.component == Some(component)).then_some(self.from));
        Truth::from(waiting.any(|member| waits_for(member, other)))
    }

    fn version(&self) -> Option<Version> {
        let mut versions =
            self.related(Component::Api).filter_map(|it| it.workload.version.as_ref().ok().and_then(|it| it.parsed));
        let first = versions.next()?;
        versions.all(|it| it == first).then_some(first)
    }
}

/// Whether a container takes whole ConfigMaps or Secrets that are not in the input: any variable may come from there.
fn takes_unseen(container: &Container, namespace: &str, index: &Index<'_>) -> bool {
    container.env_from.iter().any(|from| {
        let kind = match from.kind {
            EnvFromKind::ConfigMap => ConfigKind::ConfigMap,
            EnvFromKind::Secret => ConfigKind::Secret,
        };
        from.prefix.is_none() && index.config(kind, namespace, &from.name).is_none()
    })
}

/// An init container that asks another component whether it is well, by its name or by its port (BP:worker-deployment.yaml).
fn waits_for(member: &Member<'_>, other: Component) -> bool {
    let ports = dify::ports(other).iter().map(|port| format!(":{}", port.number)).collect::<Vec<_>>();
    member.workload.pod.spec.containers_of(ContainerRole::Init).any(|container| {
        let mut words = container.command.iter().chain(&container.args).map(|word| word.expose());
        container.name.value.contains(other.id())
            || words.any(|word| word.contains("/health") || ports.iter().any(|port| word.contains(&**port)))
    })
}
