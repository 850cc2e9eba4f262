//! What a container needs to keep running as it is set up: the catalogue's facts of its image's family and version, moved by its own
//! variables, volumes and command.
//!
//! Responsible for: the user ([`Needs::user`]), the read-only root with its volumes ([`Needs::read_only_root`]), the question of a
//! probe with the port that is really listened on ([`Needs::probe`]), and who owns the volumes ([`Needs::volumes`]). Each answer is
//! what is known to work, or why nothing is: no answer is borrowed from another family or version.
//!
//! A reason is the end of a sentence that begins with "because" in English, and a clause of its own in Japanese.

mod listener;
mod mounted;
mod paths;
mod probe;
mod read_only;
mod start;
mod user;
mod volumes;

use std::borrow::Cow;
use std::cell::OnceCell;

use dify::{Component, Family, Image, ImageProfile, Version, image_profile};
use inventory::environment::Variable;
use lang::Text;
use model::{Container, Workload};

use crate::facts::Facts;
use crate::part::is_whole;

pub use paths::Writable;
pub use probe::{NoProbe, Question};
pub use read_only::ReadOnlyNeeds;
pub use start::waits_only;
pub use user::Ids;
pub use volumes::Volumes;

use start::Start;

/// What a container needs, asked piece by piece.
pub struct Needs<'a> {
    /// The component whose program it runs.
    pub component: Component,
    /// What the catalogue knows of its image.
    pub profile: ImageProfile,
    facts: &'a Facts<'a>,
    workload: &'a Workload,
    container: &'a Container,
    image: Image<'a>,
    variables: OnceCell<Cow<'a, [Variable<'a>]>>,
}

/// What a setting is in a container.
pub(crate) enum Told<'a> {
    /// Its value, which is not empty.
    Value(&'a str),
    /// It is not set, or set to nothing.
    Unset,
    /// That cannot be told.
    Hidden(Text),
}

impl<'a> Needs<'a> {
    /// Of a container that runs a component's own image; `None` for everybody else's, of which nothing is known.
    #[must_use]
    pub fn of(facts: &'a Facts<'a>, workload: &'a Workload, container: &'a Container) -> Option<Needs<'a>> {
        let component = component_of(facts, workload, container)?;
        let image = Image::parse(&container.image.as_ref()?.value)?;
        let profile = image_profile(component, &image);
        Some(Needs { component, profile, facts, workload, container, image, variables: OnceCell::new() })
    }

    /// The version, where its tag tells one that the catalogue knows.
    #[must_use]
    pub const fn version(&self) -> Option<Version> {
        self.profile.version
    }

    /// Whether a version at least this one runs, for sure.
    pub(crate) fn is_since(&self, version: Version) -> bool {
        self.profile.version.is_some_and(|it| it >= version)
    }

    fn start(&self) -> Start {
        start::start(self.component, self.profile.family, self.container)
    }

    /// Why nothing is known of the image as it stands, where that is so.
    fn unknown_image(&self) -> Option<Text> {
        let name = self.image.name();
        if self.profile.family == Family::Unknown {
            return Some(lang::text!(
                "which build of {name} this image is cannot be told from its name",
                "このイメージがどのビルドの {name} かを名前から判断できないため"
            ));
        }
        let described = self.component.entry().runs.iter().any(|run| run.family == self.profile.family);
        (!described).then(|| {
            lang::text!(
                "nobody has looked into this build of {name} for the catalogue",
                "このビルドの {name} はカタログで調査されていないため"
            )
        })
    }

    /// Why a fact is missing of an image whose family is known.
    fn missing(&self) -> Text {
        if let Some(why) = self.unknown_image() {
            return why;
        }
        let name = self.image.name();
        match self.profile.version {
            Some(version) => lang::text!(
                "what {name} {version} needs for it is not known",
                "{name} {version} に何が必要かがわかっていないため"
            ),
            None => lang::text!(
                "its tag tells no version of {name} that the catalogue knows, and versions differ",
                "タグからカタログにある {name} の版を判断できず、版によって異なるため"
            ),
        }
    }

    /// Why nothing can be concluded from the image alone, where another program than its own is started.
    #[must_use]
    pub fn other_program(&self) -> Option<Text> {
        (self.start() == Start::Other).then(|| {
            Text::new(
                "its command is not the image's own, and what that needs is not known",
                "イメージ本来のものではないコマンドで起動しており、何が必要かわからないため",
            )
        })
    }

    /// A setting of the container.
    pub(crate) fn told(&self, name: &str) -> Told<'a> {
        let variables = self.variables.get_or_init(|| self.facts.environment(self.workload, self.container));
        match variables.iter().find(|it| it.name == name) {
            Some(variable) => match variable.value.map(|it| it.expose().trim()) {
                Some("") => Told::Unset,
                // Another variable's value, which kubelet puts in.
                Some(value) if value.contains("$(") => Told::Hidden(hidden(name)),
                Some(value) => Told::Value(value),
                None => Told::Hidden(hidden(name)),
            },
            None => match is_whole(&self.facts.index, self.workload, self.container) {
                // A Secret beside the manifests holds credentials, not paths or ports.
                Err(_) if !self.hides_settings() => Told::Unset,
                Err(_) => Told::Hidden(hidden(name)),
                Ok(()) => Told::Unset,
            },
        }
    }

    /// Whether more than credentials may come from what is not in the input.
    fn hides_settings(&self) -> bool {
        use model::{ConfigKind, EnvFromKind};
        let unseen = |it: &model::EnvFrom| {
            let is_map = it.kind == EnvFromKind::ConfigMap;
            it.prefix.is_some()
                || is_map
                    && self.facts.index.config(ConfigKind::ConfigMap, &self.workload.meta.namespace, &it.name).is_none()
        };
        self.container.env_from.iter().any(unseen)
    }
}

fn hidden(name: &str) -> Text {
    lang::text!("the value of `{name}` is not in the input", "`{name}` の値が入力に含まれていないため")
}

/// The component whose program a container runs: the workload's for its main container; for another one of the same image the role
/// that its own variables tell.
fn component_of<'a>(facts: &'a Facts<'a>, workload: &'a Workload, container: &'a Container) -> Option<Component> {
    let component = workload.component?;
    let main = workload.main()?;
    if std::ptr::eq(main, container) {
        return Some(component);
    }
    let same =
        main.image.is_some() && container.image.as_ref().map(|it| &it.value) == main.image.as_ref().map(|it| &it.value);
    if !same {
        return None;
    }
    if !component.runs_api_image() {
        return Some(component);
    }
    let mode = facts.variable(workload, container, "MODE").and_then(|it| it.value).map(|it| it.expose().trim());
    Some(mode.and_then(dify::role_of).unwrap_or(component))
}
