//! What a workload takes of a ConfigMap or Secret.

use crate::{Config, ConfigKind, EnvFromKind, EnvSource, VolumeSource, Workload};

/// What a workload takes of a ConfigMap or Secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken<'a> {
    /// All of it: by `envFrom` or as a volume.
    Whole,
    /// Single keys, in order; none where it takes nothing.
    Keys(Vec<&'a str>),
}

impl Workload {
    /// What its containers and volumes take of a ConfigMap or Secret. Nothing of one in another namespace.
    #[must_use]
    pub fn takes<'a>(&'a self, config: &Config) -> Taken<'a> {
        if self.meta.namespace != config.meta.namespace {
            return Taken::Keys(Vec::new());
        }
        let secret = config.kind == ConfigKind::Secret;
        let name = &*config.meta.name.value;
        let spec = &self.pod.spec;
        let from = |it: &crate::EnvFrom| (it.kind == EnvFromKind::Secret) == secret && *it.name.value == *name;
        let mut from_whole = spec.containers.iter().flat_map(|it| &it.env_from);
        if from_whole.any(from) || spec.volumes.iter().any(|it| it.source.brings(config)) {
            return Taken::Whole;
        }
        let keys = spec.containers.iter().flat_map(|it| &it.env).filter_map(|it| match &it.source {
            EnvSource::SecretKey { name: of, key, .. } if secret && *of.value == *name => Some(&*key.value),
            EnvSource::ConfigMapKey { name: of, key, .. } if !secret && *of.value == *name => Some(&*key.value),
            _ => None,
        });
        Taken::Keys(keys.collect())
    }
}

impl VolumeSource {
    /// Whether it brings a ConfigMap or Secret of the pod's namespace.
    #[must_use]
    pub fn brings(&self, config: &Config) -> bool {
        let name = &*config.meta.name.value;
        match (self, config.kind) {
            (VolumeSource::Secret(Some(it)), ConfigKind::Secret)
            | (VolumeSource::ConfigMap(Some(it)), ConfigKind::ConfigMap) => *it.value == *name,
            (VolumeSource::Projected { secrets, .. }, ConfigKind::Secret) => {
                secrets.iter().any(|it| *it.value == *name)
            }
            (VolumeSource::Projected { config_maps, .. }, ConfigKind::ConfigMap) => {
                config_maps.iter().any(|it| *it.value == *name)
            }
            _ => false,
        }
    }
}
