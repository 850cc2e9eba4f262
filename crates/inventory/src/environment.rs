//! The environment that a container really sees.

use std::collections::HashMap;

use model::{
    Config, ConfigKind, Container, Encoding, EnvFrom, EnvFromKind, EnvSource, Inventory, Opaque, OtherKind, Place,
};

/// ConfigMaps, Secrets and what makes Secrets, by namespace and name. Built once for many questions.
pub struct Index<'a> {
    configs: HashMap<(IsSecret, &'a str, &'a str), usize>,
    external: HashMap<(&'a str, &'a str), usize>,
    inventory: &'a Inventory,
}

/// [`ConfigKind`] as a key: whether it is a Secret.
type IsSecret = bool;

fn kind_key(kind: ConfigKind) -> IsSecret {
    kind == ConfigKind::Secret
}

impl<'a> Index<'a> {
    /// Indexes an inventory. Where a name stands twice, the later object is the one that was applied last.
    #[must_use]
    pub fn new(inventory: &'a Inventory) -> Index<'a> {
        let mut configs = HashMap::new();
        for (at, config) in inventory.configs.iter().enumerate() {
            configs.insert((kind_key(config.kind), &*config.meta.namespace, &**config.meta.name), at);
        }
        let mut external = HashMap::new();
        for (at, other) in inventory.others.iter().enumerate() {
            let name = match &other.kind {
                OtherKind::ExternalSecret { target, .. } => &**target,
                OtherKind::SealedSecret { .. } => &**other.meta.name,
                _ => continue,
            };
            external.insert((&*other.meta.namespace, name), at);
        }
        Index { configs, external, inventory }
    }

    /// A ConfigMap or Secret.
    #[must_use]
    pub fn config(&self, kind: ConfigKind, namespace: &str, name: &str) -> Option<&'a Config> {
        self.configs.get(&(kind_key(kind), namespace, name)).map(|at| &self.inventory.configs[*at])
    }

    /// The ExternalSecret or SealedSecret that makes a Secret.
    #[must_use]
    pub fn maker(&self, namespace: &str, name: &str) -> Option<&'a OtherKind> {
        self.external.get(&(namespace, name)).map(|at| &self.inventory.others[*at].kind)
    }
}

/// Where the value of a variable comes from.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    /// It is written in the pod template.
    Literal,
    /// A key of a ConfigMap or Secret that is in the inventory.
    Config(&'a Config),
    /// A key of a Secret whose value is kept elsewhere, or that is not in the inventory.
    Elsewhere {
        /// ConfigMap or Secret.
        kind: ConfigKind,
        /// Its name.
        name: &'a str,
        /// The key in it.
        key: &'a str,
    },
    /// A field of the pod.
    Field,
}

impl Origin<'_> {
    /// Whether the value stands in a Secret, or is brought into one.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        match self {
            Origin::Config(config) => config.kind == ConfigKind::Secret,
            Origin::Elsewhere { kind, .. } => *kind == ConfigKind::Secret,
            Origin::Literal | Origin::Field => false,
        }
    }
}

/// A variable as the container sees it.
#[derive(Clone, Copy)]
pub struct Variable<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value, where it is known.
    pub value: Option<&'a Opaque>,
    /// Where the value stands; for one that is kept elsewhere, where it is asked for.
    pub place: Place,
    /// Where the container asks for it.
    pub asked: Place,
    /// Where it comes from.
    pub origin: Origin<'a>,
}

/// The variables of a container: `env` beats `envFrom`, the later beats the earlier (as kubelet composes them).
///
/// In the order of their first appearance. What a whole external Secret brings by `envFrom` cannot be named and is not here.
#[must_use]
pub fn of<'a>(container: &'a Container, namespace: &'a str, index: &Index<'a>) -> Vec<Variable<'a>> {
    let mut seen = Seen::default();
    for from in &container.env_from {
        for variable in whole(from, namespace, index) {
            seen.put(variable);
        }
    }
    for variable in &container.env {
        seen.put(resolve(variable, namespace, index));
    }
    seen.variables
}

/// One variable of a container, as [`of`] has it, without looking at the others.
#[must_use]
pub fn one<'a>(container: &'a Container, namespace: &'a str, index: &Index<'a>, name: &str) -> Option<Variable<'a>> {
    let own = container.env.iter().rev().find(|variable| *variable.name.value == *name);
    own.map(|variable| resolve(variable, namespace, index)).or_else(|| {
        let of_name = |from: &'a EnvFrom| whole(from, namespace, index).filter(|it| it.name == name).last();
        container.env_from.iter().rev().find_map(of_name)
    })
}

/// Variables in order, and where each name stands among them.
#[derive(Default)]
struct Seen<'a> {
    variables: Vec<Variable<'a>>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Seen<'a> {
    fn put(&mut self, variable: Variable<'a>) {
        match self.places.get(variable.name) {
            Some(at) => self.variables[*at] = variable,
            None => {
                self.places.insert(variable.name, self.variables.len());
                self.variables.push(variable);
            }
        }
    }
}

/// What an entry of `envFrom` brings.
///
/// A prefix makes new names; nothing in Dify's charts has one, and no setting would be recognised under it.
fn whole<'a>(from: &'a EnvFrom, namespace: &'a str, index: &Index<'a>) -> impl Iterator<Item = Variable<'a>> + use<'a> {
    let kind = match from.kind {
        EnvFromKind::ConfigMap => ConfigKind::ConfigMap,
        EnvFromKind::Secret => ConfigKind::Secret,
    };
    let asked = from.place;
    let config = index.config(kind, namespace, &from.name).filter(|_| from.prefix.is_none());
    let maker = index.maker(namespace, &from.name).filter(|_| config.is_none() && from.prefix.is_none());
    let written = config.into_iter().flat_map(move |config| {
        config.entries.iter().map(move |entry| {
            let known = matches!(entry.encoding, Encoding::Plain | Encoding::Base64);
            Variable {
                name: &entry.key,
                value: known.then_some(&entry.value.value),
                place: entry.value.place,
                asked,
                origin: Origin::Config(config),
            }
        })
    });
    let keys = match maker {
        Some(OtherKind::ExternalSecret { keys, .. }) => keys.as_deref().unwrap_or(&[]),
        Some(OtherKind::SealedSecret { keys }) => keys,
        _ => &[],
    };
    let made = keys.iter().map(move |key| {
        let origin = Origin::Elsewhere { kind: ConfigKind::Secret, name: &from.name.value, key };
        Variable { name: key, value: None, place: asked, asked, origin }
    });
    written.chain(made)
}

fn resolve<'a>(variable: &'a model::EnvVar, namespace: &'a str, index: &Index<'a>) -> Variable<'a> {
    let name = &*variable.name.value;
    let from = |kind, object: &'a str, key: &'a str| {
        let entry = index.config(kind, namespace, object).and_then(|config| Some((config, config.entry(key)?)));
        match entry {
            Some((config, entry)) if matches!(entry.encoding, Encoding::Plain | Encoding::Base64) => Variable {
                name,
                value: Some(&entry.value.value),
                place: entry.value.place,
                asked: variable.place,
                origin: Origin::Config(config),
            },
            _ => Variable {
                name,
                value: None,
                place: variable.place,
                asked: variable.place,
                origin: Origin::Elsewhere { kind, name: object, key },
            },
        }
    };
    match &variable.source {
        EnvSource::Literal(value) => Variable {
            name,
            value: Some(&value.value),
            place: value.place,
            asked: variable.place,
            origin: Origin::Literal,
        },
        EnvSource::SecretKey { name, key, .. } => from(ConfigKind::Secret, &name.value, &key.value),
        EnvSource::ConfigMapKey { name, key, .. } => from(ConfigKind::ConfigMap, &name.value, &key.value),
        EnvSource::Field(place) => {
            Variable { name, value: None, place: *place, asked: variable.place, origin: Origin::Field }
        }
    }
}

/// The value of one variable, where it is written down.
#[must_use]
pub fn value<'a>(variables: &[Variable<'a>], name: &str) -> Option<&'a str> {
    variables.iter().find(|variable| variable.name == name)?.value.map(Opaque::expose)
}
