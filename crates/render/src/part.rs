//! A part of Dify as it is to run.

use dify::{Component, profile};
use lang::Text;

use crate::node::{Entry, Node, entry, map};
use crate::object::Object;
use crate::plan::Plan;
use crate::{NAMESPACE, SANDBOX_NAMESPACE};

/// A part of Dify as it is to run.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) component: Component,
    pub(crate) env: Vec<Env>,
    /// A ConfigMap whose keys all become variables.
    pub(crate) config: Option<&'static str>,
    pub(crate) files: Vec<Mounted>,
    pub(crate) claims: Vec<Claim>,
    /// In place of the image's own.
    pub(crate) command: Vec<&'static str>,
    /// The ports that anybody needs, and no other.
    pub(crate) ports: &'static [u16],
    pub(crate) resources: Resources,
    /// Only one may run at a time.
    pub(crate) single: bool,
    /// Seconds to end what runs.
    pub(crate) grace: u32,
    /// The first start takes long.
    pub(crate) slow_start: bool,
    /// Why something is as it is, above the container.
    pub(crate) note: Option<Text>,
}

/// A variable.
#[derive(Clone, Debug)]
pub(crate) enum Env {
    /// Its value.
    Plain(&'static str, String, Option<Text>),
    /// A key of the Secret.
    Secret(&'static str, &'static str),
}

/// A key of a ConfigMap as a file.
#[derive(Clone, Debug)]
pub(crate) struct Mounted {
    pub(crate) config: &'static str,
    pub(crate) key: &'static str,
    pub(crate) path: &'static str,
    /// Its text, so that a change of it restarts the pods.
    pub(crate) text: String,
}

/// A volume that outlives the pod.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) size: String,
    /// Several pods use it at once, and another part makes it.
    pub(crate) borrowed: bool,
}

/// What a container may use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resources {
    pub(crate) cpu: &'static str,
    pub(crate) memory: &'static str,
    pub(crate) memory_limit: &'static str,
    pub(crate) cpu_limit: &'static str,
}

impl Part {
    pub(crate) fn new(component: Component, resources: Resources) -> Part {
        Part {
            component,
            env: Vec::new(),
            config: None,
            files: Vec::new(),
            claims: Vec::new(),
            command: Vec::new(),
            ports: &[],
            resources,
            single: false,
            grace: 30,
            slow_start: false,
            note: None,
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.component.id()
    }

    /// Whether it runs other people's code, apart from everything else.
    pub(crate) fn is_caged(&self) -> bool {
        self.component.is_sandbox()
    }

    pub(crate) fn namespace(&self) -> &'static str {
        if self.is_caged() { SANDBOX_NAMESPACE } else { NAMESPACE }
    }

    /// The keys that it takes of its Secret.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &'static str> {
        let key = |it: &Env| if let Env::Secret(_, key) = it { Some(*key) } else { None };
        self.env.iter().filter_map(key).collect::<Vec<_>>().into_iter()
    }

    /// A store keeps its volume with its pod.
    pub(crate) fn is_stateful(&self) -> bool {
        self.component.is_store()
    }

    pub(crate) fn replicas(&self, plan: &Plan) -> u32 {
        if self.single || self.is_stateful() { 1 } else { plan.replicas(self.name()) }
    }

    /// What it needs, by the catalogue.
    pub(crate) fn profile(&self) -> dify::Profile {
        profile(self.component)
    }
}

/// The name of a port, as the catalogue has it.
pub(crate) fn port_name(component: Component, number: u16) -> &'static str {
    match component {
        Component::Nginx => "http",
        _ => dify::ports(component).iter().find(|it| it.number == number).map_or("tcp", |it| it.name),
    }
}

/// A variable with a value.
pub(crate) fn plain(name: &'static str, value: impl Into<String>) -> Env {
    Env::Plain(name, value.into(), None)
}

/// A variable with a value and the reason for it.
pub(crate) fn because(name: &'static str, value: impl Into<String>, why: Text) -> Env {
    Env::Plain(name, value.into(), Some(why))
}

/// A variable from the key of the same name.
pub(crate) fn secret(name: &'static str) -> Env {
    Env::Secret(name, name)
}

impl Env {
    /// The entry of `env`.
    pub(crate) fn node(&self, secret: &str) -> Node {
        match self {
            Env::Plain(name, value, why) => {
                let first = entry("name", *name);
                let first = match why {
                    Some(why) => first.note(why.clone()),
                    None => first,
                };
                vec![first, entry("value", value.as_str())].into()
            }
            Env::Secret(name, key) => {
                let from = map([("name", Node::from(secret)), ("key", (*key).into())]);
                vec![entry("name", *name), entry("valueFrom", map([("secretKeyRef", from)]))].into()
            }
        }
    }
}

/// A ConfigMap.
pub(crate) fn config_map(name: &'static str, namespace: &'static str, about: Text, data: Vec<Entry>) -> Object {
    Object::new("v1", "ConfigMap", name).within(namespace).about(about).with(vec![entry("data", data)])
}
