//! The catalogue of Dify: what it consists of, what it needs, and what is publicly known about it.
//!
//! Pure data and pure lookups. Nothing here reads a file, talks to a cluster or knows a rule; whoever judges a deployment asks
//! this room what is true of Dify and of its parts. Each fact stands in one place and names its source. The texts are made to
//! stand in lists and in the middle of other sentences: no full stop at the end, and in Japanese the plain form.
//!
//! Sources have short names: `D` is langgenius/dify (1.15.0 unless another version is named), `P` langgenius/dify-plugin-daemon,
//! `S` langgenius/dify-sandbox, `BP` the chart BorisPolonsky/dify-helm, `DC` the chart of douban/charts, `WL` the manifests
//! Winson-030/dify-kubernetes, `MS` the chart of magicsong/ai-charts. `general` marks well-known behaviour of PostgreSQL, Redis,
//! nginx, Squid or Kubernetes that no source of Dify states; `inferred` what follows from code but was not tried.

mod backend;
mod catalogue;
pub mod component;
mod components;
pub mod condition;
#[cfg(test)]
mod condition_tests;
pub mod credential;
pub mod defaults;
pub mod entry;
mod family;
pub mod flow;
pub mod image;
mod image_profile;
mod judgement;
pub mod known;
mod limits;
mod links;
mod need;
pub mod nested;
mod port;
pub mod profile;
pub mod registry;
pub mod releases;
mod running;
mod secret_key;
pub mod settings;
mod shared;
mod truth;
pub mod version;
pub mod vulnerability;
mod weakness;
pub mod words;

pub use backend::{Choice, choice_of, choosers};
pub use component::Component;
pub use condition::Condition;
pub use credential::{CREDENTIALS, Credential, Form, Purpose, credential};
pub use defaults::{Published, placeholder, published, published_for, unique_in};
pub use entry::Entry;
pub use family::Family;
pub use flow::{FLOWS, Flow, NEVER, Never, Peer, Port, Protocol, ports};
pub use image::{Image, ImageKind, candidates};
pub use image_profile::{ImageProfile, image_profile};
pub use judgement::looks_like_credential;
pub use links::{PortSetting, link_of, port_settings};
pub use need::needs;
pub use nested::credential_at;
pub use profile::{Profile, SQUID_COMMAND, profile};
pub use releases::{RELEASES, Release, release};
pub use running::{role_of, run, starts_as, told_by};
pub use secret_key::{SANDBOX_SECRET, SECRET, secret_key};
pub use settings::is_public;
pub use shared::shared_by;
pub use truth::Truth;
pub use version::Version;
pub use vulnerability::{Vulnerability, vulnerabilities};
pub use weakness::{weakness, weakness_among};
