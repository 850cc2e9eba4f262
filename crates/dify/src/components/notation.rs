//! The words that the components' files are written with. A file says what is known; how it is stored is said here once.

pub(crate) use lang::Text;

pub(crate) use crate::component::Component;
pub(crate) use crate::condition::{Condition, Setting, own};
pub(crate) use crate::credential::Purpose;
pub(crate) use crate::entry::{
    Class, Entry, Ids, ImageName, Keeps, Line, Needs, Run, Share, Shipped, Sign, Size, StartsAs, Stop, Tag, Tier,
    WritablePath,
};
pub(crate) use crate::family::Family;
pub(crate) use crate::flow::{Peer, at, at_if, flow, flow_if, never};
pub(crate) use crate::known::{Fact, Known, fact, general, inferred, read, tried};
pub(crate) use crate::limits::{Level, Probe, ReadOnlyRoot, Root};
pub(crate) use crate::port::{clients, peers, people};
pub(crate) use crate::truth::Truth;
pub(crate) use crate::version::Version;

pub(crate) const fn v(major: u32, minor: u32, patch: u32) -> Version {
    Version::new(major, minor, patch)
}

/// An image that its name alone tells.
pub(crate) const fn named(name: &'static str, known: Known) -> ImageName {
    ImageName { publisher: None, name, known }
}

/// An image that only its publisher's name tells.
pub(crate) const fn published(publisher: &'static str, name: &'static str, known: Known) -> ImageName {
    ImageName { publisher: Some(publisher), name, known }
}

/// The other components' end of a flow.
pub(crate) const fn c(component: Component) -> Peer {
    Peer::Component(component)
}

pub(crate) const fn ids(uid: u32, gid: u32) -> Ids {
    Ids { uid, gid }
}

/// A place for what outlives nothing.
pub(crate) const fn scratch(path: &'static str, known: Known) -> WritablePath {
    WritablePath { path, moved_by: None, keeps: Keeps::Scratch, known }
}

/// A place for data.
pub(crate) const fn data(path: &'static str, known: Known) -> WritablePath {
    WritablePath { path, moved_by: None, keeps: Keeps::Data, known }
}

impl WritablePath {
    /// The variable that moves it.
    pub(crate) const fn moved_by(self, variable: &'static str) -> WritablePath {
        WritablePath { moved_by: Some(variable), ..self }
    }
}

/// It compares what others present with its own.
pub(crate) const fn checks(purpose: Purpose, setting: &'static str) -> Share {
    Share { purpose, setting, checks: true }
}

/// It presents its own to another component.
pub(crate) const fn presents(purpose: Purpose, setting: &'static str) -> Share {
    Share { purpose, setting, checks: false }
}

/// SIGTERM reaches the process.
pub(crate) const fn stops(grace: u32) -> Stop {
    Stop { delivered: true, signal: None, grace }
}

/// SIGTERM ends at a shell that does not hand it on: the process is killed after the grace period.
pub(crate) const fn is_killed(grace: u32) -> Stop {
    Stop { delivered: false, signal: None, grace }
}

/// Another signal ends it gracefully.
pub(crate) const fn stops_with(signal: &'static str, grace: u32) -> Stop {
    Stop { delivered: true, signal: Some(signal), grace }
}

/// Nothing has to be added after dropping ALL.
pub(crate) const NO_CAPABILITIES: &[&str] = &[];

/// What no store has a use for: what belongs to Dify's own parts. Some names of stores' settings serve several stores, so the
/// other stores' credentials are not refused.
pub(crate) const NOTHING_OF_DIFYS: Needs = Needs::AllBut(&[
    Purpose::AppSecret,
    Purpose::SandboxKey,
    Purpose::PluginServerKey,
    Purpose::PluginInnerKey,
    Purpose::AgentRunToken,
    Purpose::AgentStubKey,
    Purpose::ShellToken,
    Purpose::BrokerUrl,
    Purpose::Mail,
    Purpose::OAuth,
    Purpose::Integration,
    Purpose::HostedModel,
]);

/// A store whose image nobody of those who wrote the sources has looked into.
pub(crate) const NOT_LOOKED_INTO: &[Run] = &[];

/// The api and the worker choose a vector store by its name.
pub(crate) const fn chosen_as(component: Component, names: &'static [&'static str]) -> Option<Condition> {
    Some(Condition::Chosen(own("VECTOR_STORE", Truth::Unknown), names, component))
}

/// Stores that copy their data among their replicas.
pub(crate) const REPLICAS: Condition = Condition::Replicas;
pub(crate) const MEMBERSHIP: Text = Text::new("membership and data", "メンバー管理とデータの受け渡し");

pub(crate) const IMAGE_STARTS_AS_ROOT: Root = Root::AsShipped(Text::new(
    "the image starts as root; as another user its data directory must belong to that user",
    "イメージは root で起動する。別のユーザーで動かすには、データの置き場所をそのユーザーの所有にする必要がある",
));
