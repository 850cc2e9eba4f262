//! What is known of the environment of Dify's parts.

use dify::{Component, Version};
use inventory::environment::{self, Index, Variable};
use lang::Text;
use model::{ConfigKind, Container, ContainerRole, EnvFromKind, Inventory, OtherKind, Place, Workload};

/// A part of Dify as it runs: the container that makes a workload a component, and what that container sees.
pub(crate) struct Part<'a> {
    /// What it is.
    pub(crate) component: Component,
    /// The workload.
    pub(crate) workload: &'a Workload,
    /// The container.
    pub(crate) container: &'a Container,
    /// Its environment.
    pub(crate) variables: Vec<Variable<'a>>,
}

/// What a container holds under a name.
pub(crate) enum Held {
    /// A value, known or not.
    Something,
    /// Nothing: the value is empty, or the variable is not set. With the place to point to.
    Nothing(Place),
    /// That cannot be told, for this reason.
    Unknown(Text),
}

impl<'a> Part<'a> {
    /// Every part, in order.
    pub(crate) fn all(inventory: &'a Inventory, index: &Index<'a>) -> Vec<Part<'a>> {
        let part = |workload: &'a Workload| {
            let component = workload.component?;
            let containers = &workload.pod.spec.containers;
            let container = match workload.main_container {
                Some(at) => containers.get(at),
                None => workload.pod.spec.containers_of(ContainerRole::Regular).next(),
            }?;
            let variables = environment::of(container, &workload.meta.namespace, index);
            Some(Part { component, workload, container, variables })
        };
        inventory.workloads.iter().filter_map(part).collect()
    }

    /// The variable of this name.
    pub(crate) fn variable(&self, name: &str) -> Option<&Variable<'a>> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// The value of a variable, trimmed, where it is written down.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.variable(name)?.value.map(|value| value.expose().trim())
    }

    /// What the container holds under a name.
    pub(crate) fn held(&self, index: &Index<'_>, name: &str) -> Held {
        match self.variable(name) {
            Some(variable) => match variable.value {
                Some(value) if value.expose().trim().is_empty() => Held::Nothing(variable.place),
                Some(_) => Held::Something,
                None => Held::Unknown(lang::text!(
                    "the value of `{name}` is not in the input",
                    "`{name}` の値は入力に含まれていません"
                )),
            },
            None => match self.is_whole(index) {
                Ok(()) => Held::Nothing(self.container.name.place),
                Err(reason) => Held::Unknown(reason),
            },
        }
    }

    /// Whether a variable that is not found is really not set. `Err` says what hides it.
    pub(crate) fn is_whole(&self, index: &Index<'_>) -> Result<(), Text> {
        is_whole(index, self.workload, self.container)
    }

    /// The version of Dify that runs, where the tag tells it.
    pub(crate) fn version(&self) -> Option<Version> {
        self.workload.version.as_ref().ok()?.parsed
    }
}

/// Whether a variable that is not found in the environment is really not set. `Err` says what hides it.
pub(crate) fn is_whole(index: &Index<'_>, workload: &Workload, container: &Container) -> Result<(), Text> {
    if container.image.is_none() {
        let name = &*workload.meta.name.value;
        return Err(lang::text!("`{name}` is only a part of a manifest", "`{name}` はマニフェストの一部だけです"));
    }
    let injected = workload.pod.annotations.iter().any(|(key, _)| key.contains("vault"))
        || container.command.iter().chain(&container.args).any(|word| word.expose().contains("/vault/"));
    if injected {
        return Err(Text::new(
            "a Vault agent brings variables that are not in the input",
            "入力に含まれない環境変数を Vault のエージェントが渡しています",
        ));
    }
    for from in &container.env_from {
        let namespace = &*workload.meta.namespace;
        let name = &*from.name.value;
        let kind = if from.kind == EnvFromKind::Secret { ConfigKind::Secret } else { ConfigKind::ConfigMap };
        let named = match index.maker(namespace, name) {
            Some(OtherKind::ExternalSecret { keys, .. }) => keys.is_some(),
            Some(OtherKind::SealedSecret { .. }) => true,
            _ => false,
        };
        if from.prefix.is_some() || !(named || index.config(kind, namespace, name).is_some()) {
            let kind = if kind == ConfigKind::Secret { "Secret" } else { "ConfigMap" };
            return Err(lang::text!("{kind} `{name}` is not in the input", "{kind} `{name}` が入力に含まれていません"));
        }
    }
    Ok(())
}
