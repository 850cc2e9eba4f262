//! The smaller objects.

use lang::Text;

use crate::{LabelSelector, Located, Opaque, Place, RunningVersion};

/// v1 Namespace; its Pod Security labels are in [`crate::Head::labels`].
pub struct Namespace;

/// autoscaling HorizontalPodAutoscaler.
pub struct Autoscaler {
    /// `scaleTargetRef` as kind and name.
    pub target: Option<(Box<str>, Box<str>)>,
}

/// policy PodDisruptionBudget.
pub struct DisruptionBudget {
    /// `spec.selector`.
    pub selector: Option<LabelSelector>,
}

/// v1 PersistentVolumeClaim.
pub struct Claim;

/// A kind that is recognised, but not looked into by the types here.
pub struct Other {
    /// What it is.
    pub kind: OtherKind,
    /// Every text in it, but for its head, its pods and what is encrypted.
    pub texts: Vec<Located<Opaque>>,
}

/// Kinds of [`Other`] that change how something is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherKind {
    /// external-secrets.io ExternalSecret: makes this Secret, with these keys where they can be told.
    ExternalSecret {
        /// The Secret that it makes.
        target: Box<str>,
        /// Its keys; `None` where a whole remote secret is taken.
        keys: Option<Vec<Box<str>>>,
    },
    /// bitnami.com SealedSecret: makes the Secret of its own name, with these keys.
    SealedSecret {
        /// The keys.
        keys: Vec<Box<str>>,
    },
    /// postgresql.cnpg.io Cluster.
    CloudNativePg {
        /// The version of PostgreSQL that it runs, or why none can be read.
        version: Result<RunningVersion, Text>,
    },
    /// security.openshift.io SecurityContextConstraints.
    SecurityConstraints {
        /// The fields by which it lets pods reach for their node.
        allows: Vec<Box<str>>,
        /// Whom it names itself, as users and groups.
        whom: Vec<Box<str>>,
    },
    /// A network policy that is not Kubernetes' own (Cilium, Calico, ...).
    ForeignPolicy,
    /// policy.networking.k8s.io AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy.
    AdminPolicy,
    /// A route of a controller that is not looked into (Traefik, Istio, Contour, ...).
    EntryPoint,
    /// Anything else.
    Unknown,
}

/// apiserver.config.k8s.io EncryptionConfiguration: a file on the control plane.
pub struct EncryptionConfig {
    /// `resources`.
    pub rules: Vec<EncryptionRule>,
}

/// An entry of `resources`.
pub struct EncryptionRule {
    /// The whole entry.
    pub place: Place,
    /// `resources`: what is encrypted.
    pub resources: Vec<Located<Box<str>>>,
    /// `providers`: the first one writes.
    pub providers: Vec<Provider>,
}

/// A provider of encryption.
pub struct Provider {
    /// `identity`, `aescbc`, `aesgcm`, `secretbox` or `kms`, with its place.
    pub kind: Located<Box<str>>,
    /// The keys: the first one writes.
    pub keys: Vec<Key>,
    /// `kms.apiVersion`.
    pub kms_version: Option<Located<Box<str>>>,
    /// `kms.name`.
    pub kms_name: Option<Located<Box<str>>>,
}

/// A key of a provider.
pub struct Key {
    /// Its name.
    pub name: Option<Located<Box<str>>>,
    /// The key in base64, as written.
    pub secret: Option<Located<Opaque>>,
}
