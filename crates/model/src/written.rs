//! Objects as one text says them: decoded once, and shared by every inventory that the text is in.

use std::sync::Arc;

pub use crate::access::{Binding, Role, ServiceAccount};
pub use crate::config::Config;
pub use crate::network::{NetworkPolicy, Route, Service};
pub use crate::object::{Autoscaler, Claim, DisruptionBudget, EncryptionConfig, Namespace, Other};
pub use crate::workload::Workload;

use crate::Head;

/// One decoded object. Nothing in it depends on another text.
pub struct Decoded {
    /// What every object has.
    pub head: Arc<Head>,
    /// What it says of its namespace.
    pub home: Home,
    /// The rest, by kind.
    pub body: Body,
}

/// What an object itself says of its namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// Its kind has none.
    Cluster,
    /// It is written.
    Written,
    /// It is not, and labels say that Helm made the object.
    Helm,
    /// Nothing.
    Silent,
}

/// What is decoded of an object, by kind.
pub enum Body {
    /// All kinds that run pods.
    Workload(Arc<Workload>),
    /// A Service.
    Service(Arc<Service>),
    /// A ConfigMap or Secret.
    Config(Arc<Config>),
    /// A NetworkPolicy.
    NetworkPolicy(Arc<NetworkPolicy>),
    /// A Role or ClusterRole.
    Role(Arc<Role>),
    /// A binding.
    Binding(Arc<Binding>),
    /// A service account.
    ServiceAccount(Arc<ServiceAccount>),
    /// An Ingress or a route of the Gateway API.
    Route(Arc<Route>),
    /// An autoscaler.
    Autoscaler(Arc<Autoscaler>),
    /// A disruption budget.
    DisruptionBudget(Arc<DisruptionBudget>),
    /// A claim.
    Claim(Arc<Claim>),
    /// A namespace.
    Namespace(Arc<Namespace>),
    /// An encryption configuration.
    Encryption(Arc<EncryptionConfig>),
    /// Every other object.
    Other(Arc<Other>),
}
