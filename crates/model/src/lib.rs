//! The inventory of one deployment as plain data: what there is, and where each piece came from.
//!
//! Responsible for: the types ([`Inventory`], [`Workload`], [`NetworkPolicy`], ...), places ([`Place`], [`Documents`]) and the one
//! type for values that may be secrets ([`Opaque`]).
//!
//! Left to others: reading files (`source`), turning documents into these types (`inventory`), and all judgement. Nothing
//! here knows a file system, a clock, a cluster or a rule.

mod access;
mod cidr;
mod config;
mod date;
mod document;
mod encoded;
mod inventory;
mod judged;
mod left_out;
mod meta;
mod moment;
mod network;
mod object;
mod opaque;
mod origin;
mod parsed;
mod place;
mod pod;
mod problem;
mod selector;
mod suppression;
mod taken;
mod workload;
pub mod written;

pub use access::{PolicyVerbs, Subject};
pub use cidr::cidr;
pub use config::{ConfigKind, Encoding, Entry, Setting, SettingsFile, SettingsFormat};
pub use date::Date;
pub use document::{Documents, Location};
pub use encoded::decode_base64;
pub use inventory::{Declared, Environment, Inventory};
pub use judged::{
    Autoscaler, Binding, Claim, Config, DisruptionBudget, EncryptionConfig, Namespace, NetworkPolicy, Object, Other,
    Role, Route, Service, ServiceAccount, Workload,
};
pub use left_out::{LeftOut, Omission};
pub use meta::{Head, Meta};
pub use moment::Moment;
pub use network::{
    Backend, IntOrString, PolicyPeer, PolicyPort, PolicyRule, PolicyType, Protocol, RouteKind, ServicePort,
};
pub use object::{EncryptionRule, Key, OtherKind, Provider};
pub use opaque::Opaque;
pub use origin::{Document, Origin, OriginKind, Placed};
pub use parsed::{Found, NamespaceHints, Parsed, Piece, Stretch};
pub use place::{DocId, Located, OriginId, Place};
pub use pod::{
    Capabilities, Container, ContainerPort, ContainerRole, ContainerSecurity, EnvFrom, EnvFromKind, EnvSource, EnvVar,
    Handler, HandlerKind, Lifecycle, Mount, PodSecurity, PodSpec, Probe, ProbeKind, Profile, Resources, SeLinux,
    Volume, VolumeSource, Windows,
};
pub use problem::{Problem, ProblemKind};
pub use selector::{LabelSelector, Labels, Operator, Requirement};
pub use suppression::{Covers, Named, Suppression};
pub use taken::Taken;
pub use workload::{Pod, RunningVersion, WorkloadKind};
