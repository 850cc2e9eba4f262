//! From settings to decisions: after this nobody asks whether something was set.

use dify::Version;
use lang::{Text, text};
use settings::Render;

/// The versions of Dify that can be written: the newest of the last minors.
pub const VERSIONS: &[&str] = &["1.17.1", "1.16.1", "1.15.0", "1.14.2"];

/// The version that is written where none is named.
pub const DEFAULT_VERSION: &str = "1.16.1";

/// Which deployment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Environment {
    /// What users depend on.
    Production,
    /// The same, to try changes on.
    Staging,
    /// One replica of everything.
    Development,
}

impl Environment {
    /// Every environment.
    pub const ALL: [Environment; 3] = [Environment::Production, Environment::Staging, Environment::Development];

    /// The word of the command line and of `sekisho.yaml`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Environment::Production => "production",
            Environment::Staging => "staging",
            Environment::Development => "development",
        }
    }

    /// The environment with this [`id`](Environment::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Environment> {
        Environment::ALL.into_iter().find(|it| it.id() == id)
    }

    /// The host where none is set: `example.com` is kept for documentation and resolves to nobody's Dify.
    #[must_use]
    pub const fn example_host(self) -> &'static str {
        match self {
            Environment::Production => "dify.example.com",
            Environment::Staging => "dify-staging.example.com",
            Environment::Development => "dify-development.example.com",
        }
    }
}

/// Everything that is decided about one deployment.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Which deployment.
    pub environment: Environment,
    /// The version of Dify.
    pub version: Version,
    /// The host under which users reach it.
    pub host: String,
    /// Whether egress lists replace the strict profile.
    pub egress_lists: bool,
    pub(crate) settings: Render,
}

/// Why nothing can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw(pub Text);

impl Plan {
    /// Decides. A version or profile that is given beats the settings.
    ///
    /// # Errors
    /// When the version is none that can be written.
    pub fn new(
        settings: &Render,
        environment: Environment,
        version: Option<&str>,
        egress_lists: Option<bool>,
    ) -> Result<Plan, Flaw> {
        let named = version.or(settings.dify_version.as_deref()).unwrap_or(DEFAULT_VERSION);
        let known = VERSIONS.iter().find(|it| **it == named.trim_start_matches('v'));
        let Some(version) = known.and_then(|it| Version::parse(it)) else {
            let list = lang::list(VERSIONS);
            let (en, ja) = list.both();
            return Err(Flaw(text!(
                "Dify `{named}` cannot be rendered. Known: {en}",
                "Dify `{named}` は出力できません。使えるもの: {ja}"
            )));
        };
        let own = settings.environments.iter().find(|it| it.name == environment.id());
        let host = own.and_then(|it| it.host.clone()).unwrap_or_else(|| environment.example_host().to_owned());
        let egress_lists = egress_lists.or(settings.egress_lists).unwrap_or(false);
        Ok(Plan { environment, version, host, egress_lists, settings: settings.clone() })
    }

    /// Whether nobody said under which host users reach it.
    #[must_use]
    pub fn has_example_host(&self) -> bool {
        self.host == self.environment.example_host()
    }

    /// `https://` and the host.
    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.host)
    }

    /// Whether this version has the agents.
    pub(crate) fn has_agents(&self) -> bool {
        self.version >= Version::new(1, 16, 0)
    }

    /// Whether the agents' settings have the names of 1.17 (the older ones are still read, langgenius/dify-docs#952).
    pub(crate) fn has_local_sandbox_names(&self) -> bool {
        self.version >= Version::new(1, 17, 0)
    }

    /// How many pods of a workload: what is set, one in development, two otherwise.
    pub(crate) fn replicas(&self, workload: &str) -> u32 {
        let own = self.settings.environments.iter().find(|it| it.name == self.environment.id());
        let set = own.and_then(|it| it.replicas.iter().find(|(name, _)| name == workload));
        match set {
            Some((_, count)) => *count,
            None if self.environment == Environment::Development => 1,
            // One holds state that it does not share: a plugin's debug session, an agent's shell.
            None if matches!(workload, "plugin-daemon" | "agent-sandbox") => 1,
            None => 2,
        }
    }

    /// The size of a volume.
    pub(crate) fn size(&self, volume: &str) -> &str {
        let set = self.settings.storage.sizes.iter().find(|(name, _)| name == volume);
        set.map_or(if volume == "redis" { "5Gi" } else { "20Gi" }, |(_, size)| size)
    }

    /// Where users' requests come from.
    pub(crate) fn ingress_namespace(&self) -> &str {
        self.settings.ingress.namespace.as_deref().unwrap_or("ingress-nginx")
    }
}
