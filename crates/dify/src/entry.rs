//! What the catalogue holds of each component: one [`Entry`], in one file, for everything that is known of it.
//!
//! No field has a default. A new component states each of them, if only as an empty list, which says that nobody knows.

use lang::Text;

use crate::condition::Condition;
use crate::credential::Purpose;
use crate::family::Family;
use crate::flow::{Flow, Never};
use crate::known::{Fact, Known};
use crate::limits::{Level, Probe, ReadOnlyRoot, Root};
use crate::port::Port;
use crate::vulnerability::Vulnerability;

/// Everything that is known of one component.
#[derive(Debug)]
pub struct Entry {
    /// The one spelling, in kebab-case.
    pub id: &'static str,
    /// One line on what it does, without a full stop.
    pub about: Text,
    /// What a sentence calls it.
    pub called: Text,
    /// What kind of part it is.
    pub class: Class,
    /// Where it stands between the users and the data.
    pub tier: Tier,
    /// Whose versions its image's tag counts.
    pub line: Line,
    /// Whether it exists to run code that users or agents wrote.
    pub runs_foreign_code: bool,
    /// The versions of Dify that have it.
    pub known: Known,

    /// The images that are this component.
    pub images: &'static [ImageName],
    /// The image of Dify's compose file.
    pub shipped: Shipped,
    /// The values of `MODE` that make this role of `dify-api`.
    pub modes: &'static [&'static str],
    /// The settings that tell it where the image does not.
    pub told_by: Option<Sign>,
    /// The variables in which Dify's other parts name its address.
    pub named_by: &'static [&'static str],
    /// The names that charts give it in their values, written together in small letters.
    pub chart_names: &'static [&'static str],
    /// When the others use it, beyond that it is there.
    pub used_when: Option<Condition>,

    /// The ports that it listens on.
    pub ports: &'static [Port],
    /// Whether its ports for clients are choices and not all there.
    pub ports_are_choices: bool,
    /// How to ask whether it is well.
    pub probes: &'static [Fact<Probe>],
    /// The level of the Pod Security Standards that it meets; where nobody knows, no more than `baseline` is asked of it.
    pub level: Option<Fact<Level>>,
    /// How it runs, by the family of its image; the first is that of Dify's compose file.
    pub runs: &'static [Run],
    /// Where to start measuring what it takes.
    pub size: Size,

    /// The risky settings that it reads, of [`crate::settings::SETTINGS`].
    pub reads: &'static [&'static str],
    /// The credentials that it shares with other components, and what it calls them.
    pub shares: &'static [Share],
    /// What the api and the worker call the credential of a vector store, which they ask it with.
    pub asked_with: Option<&'static str>,
    /// Which credentials it has a use for.
    pub needs: Needs,

    /// The flows that it begins, and those that begin outside Dify and end at it.
    pub flows: &'static [Flow],
    /// What must be impossible for it, beyond what holds for its kind.
    pub never: &'static [Never],
    /// Its known security problems.
    pub vulnerabilities: &'static [Vulnerability],
}

/// What kind of part a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A role of the image `dify-api` (D:api/docker/entrypoint.sh).
    ApiRole,
    /// Another part that langgenius publishes.
    Own,
    /// nginx and Squid: general software with a configuration of Dify's.
    Proxy,
    /// It keeps data.
    Store,
    /// It keeps data, and Dify can use it as `VECTOR_STORE`.
    VectorStore,
}

/// Where a component stands between the users and the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// It takes users' requests in and hands them on.
    Edge,
    /// It answers users.
    Front,
    /// It works for the others.
    Inner,
    /// Through it the others go out.
    Outlet,
    /// It keeps data.
    Data,
}

/// Whose versions an image's tag counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// Dify's.
    Dify,
    /// A line of langgenius' own, which goes with Dify's by `companions`.
    Companion,
    /// Somebody else's.
    Other,
}

/// An image that is a component, whatever registry it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageName {
    /// The part in front of the name, where the name alone says too little.
    pub publisher: Option<&'static str>,
    /// The last part of the repository.
    pub name: &'static str,
    /// How it is known.
    pub known: Known,
}

/// The image of Dify's compose file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// The repository, with the registry where it is not Docker Hub.
    pub repository: &'static str,
    /// How its tag is made.
    pub tag: Tag,
}

/// How the tag of a shipped image is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// The version of Dify.
    Dify,
    /// The version that goes with Dify's, and what stands behind it.
    Companion(&'static str),
    /// The compose file's tags, by version of Dify; and a tag of the same line that does not move, where one was chosen to be
    /// written into manifests.
    Listed(&'static [Fact<&'static str>], Option<&'static str>),
}

/// Settings that tell a component under an image of somebody's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Which sign is asked for first where several fit: the lower number. No two have the same.
    pub rank: u8,
    /// All of these are set.
    pub all: &'static [&'static str],
    /// At least so many of these are set.
    pub some: (usize, &'static [&'static str]),
    /// None of these is set.
    pub none: &'static [&'static str],
}

/// How the images of one family run.
#[derive(Debug)]
pub struct Run {
    /// The family.
    pub family: Family,
    /// The user that the image starts as.
    pub starts_as: &'static [Fact<StartsAs>],
    /// The user and the group that it can run as instead of root, numbers both.
    pub ids: &'static [Fact<Ids>],
    /// Whether it needs root.
    pub root: &'static [Fact<Root>],
    /// Whether its root file system can be read-only.
    pub read_only_root: &'static [Fact<ReadOnlyRoot>],
    /// Where it writes.
    pub paths: &'static [WritablePath],
    /// What to add after dropping ALL.
    pub capabilities: &'static [Fact<&'static [&'static str]>],
    /// How it ends.
    pub stop: &'static [Fact<Stop>],
}

/// The user that an image starts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StartsAs {
    /// Root.
    Root,
    /// Root, which becomes another one before it serves.
    RootThenAnother,
    /// Another one, by number.
    Number,
    /// Another one, by name: kubelet cannot tell that it is not root.
    Name,
}

/// A user and a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ids {
    /// The user.
    pub uid: u32,
    /// The group, also for `fsGroup`.
    pub gid: u32,
}

/// A place that a component writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WritablePath {
    /// The directory, or the file.
    pub path: &'static str,
    /// The variable that moves it; what it names may be a file in it.
    pub moved_by: Option<&'static str>,
    /// What is lost with it.
    pub keeps: Keeps,
    /// How it is known.
    pub known: Known,
}

/// What a writable path holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keeps {
    /// Nothing that outlives the container: an `emptyDir` will do.
    Scratch,
    /// Data: it needs a volume that stays.
    Data,
}

/// How a component ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stop {
    /// Whether the signal of Kubernetes reaches the process.
    pub delivered: bool,
    /// The signal that ends it gracefully, where it is not SIGTERM.
    pub signal: Option<&'static str>,
    /// For how many seconds it should be waited for.
    pub grace: u32,
}

/// Where to start measuring. No figure of these is published by Dify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// It passes requests on.
    Small,
    /// It holds documents, models' answers, or data.
    Large,
}

/// One end of a credential that several components hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Share {
    /// What it opens.
    pub purpose: Purpose,
    /// What this component calls it.
    pub setting: &'static str,
    /// Whether this component compares others' with its own; else it presents its own.
    pub checks: bool,
}

/// Which credentials a component has a use for: what it holds beyond that only helps whoever breaks into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Only these.
    Only(&'static [Purpose]),
    /// All but these: what is not known to be needless counts as needed.
    AllBut(&'static [Purpose]),
}
