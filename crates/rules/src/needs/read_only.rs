//! A root file system that is only read, and what has to be there for it.

use dify::Component;
use dify::known::Mark;
use dify::profile::ReadOnlyRoot;
use lang::Text;

use super::paths::Writable;
use super::start::{Start, waits_only};
use super::{Needs, Told};

/// What a read-only root needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOnlyNeeds {
    /// Directories that need a volume each.
    pub paths: Vec<Writable>,
    /// Variables that have to be set.
    pub variables: Vec<(&'static str, &'static str)>,
    /// How all of it is known.
    pub mark: Mark,
}

impl Needs<'_> {
    /// What a read-only root needs.
    ///
    /// # Errors
    /// Why it cannot be, or why that is not known.
    pub fn read_only_root(&self) -> Result<ReadOnlyNeeds, Text> {
        if waits_only(self.container) && self.container.role == model::ContainerRole::Init {
            return Ok(ReadOnlyNeeds { paths: Vec::new(), variables: self.homes(), mark: Mark::Inferred });
        }
        if let Some(why) = self.unknown_image().or_else(|| self.other_program()) {
            return Err(why);
        }
        let Some(fact) = self.profile.read_only_root else { return Err(self.missing()) };
        match &fact.value {
            ReadOnlyRoot::No(why) => return Err(why.clone()),
            ReadOnlyRoot::Unknown => return Err(self.missing()),
            ReadOnlyRoot::Prepared(why) if !self.is_prepared() => return Err(why.clone()),
            ReadOnlyRoot::Yes | ReadOnlyRoot::Inferred | ReadOnlyRoot::Prepared(_) => {}
        }
        if self.start() == Start::Server && matches!(self.component, Component::Mysql) {
            return Err(self.missing());
        }
        let mut paths = self.paths()?;
        if self.component == Component::Nginx {
            paths.extend(self.rendered_templates());
        }
        Ok(ReadOnlyNeeds { paths, variables: self.read_only_variables()?, mark: fact.known.mark })
    }

    /// What has to be prepared is prepared here: pm2 is given a home. Squid is another user's first, see `fix`; beat cannot be told
    /// where its schedule goes.
    fn is_prepared(&self) -> bool {
        self.component == Component::Web && self.version().is_some()
    }

    /// nginx renders templates into `conf.d`.
    fn rendered_templates(&self) -> Option<Writable> {
        let templates = self.mounts().any(|(path, _)| path.contains("/nginx/templates"));
        let path = "/etc/nginx/conf.d".to_owned();
        (templates && !self.is_covered(&path)).then_some(Writable { path, keeps: dify::entry::Keeps::Scratch })
    }

    fn read_only_variables(&self) -> Result<Vec<(&'static str, &'static str)>, Text> {
        let mut found = self.homes();
        if self.component == Component::Web && !self.is_since(dify::Version::new(1, 13, 1)) {
            match self.told("PM2_HOME") {
                Told::Unset => found.push(("PM2_HOME", "/tmp/.pm2")),
                Told::Value(at) if self.is_covered(at) || at.starts_with("/tmp/") => {}
                Told::Value(_) => {
                    return Err(Text::new(
                        "pm2 is told to write to a home that no volume holds (PM2_HOME)",
                        "pm2 のホームディレクトリ(PM2_HOME)がボリューム上にないため",
                    ));
                }
                Told::Hidden(why) => return Err(why),
            }
        }
        found.extend(self.database_below()?);
        if self.component == Component::Qdrant {
            match self.told("QDRANT_INIT_FILE_PATH") {
                // It panics where it cannot make this file in its working directory; as there, it is gone with the container.
                Told::Unset => found.push(("QDRANT_INIT_FILE_PATH", "/tmp/.qdrant-initialized")),
                Told::Value(at) if self.is_covered(at) || at.starts_with("/tmp/") => {}
                Told::Value(_) => return Err(self.missing()),
                Told::Hidden(why) => return Err(why),
            }
        }
        Ok(found)
    }

    /// PostgreSQL until 17 without a volume: one that is made for it belongs to root at its top, where no other user can make a
    /// database (`initdb` changes the mode of its directory), but below it can.
    fn database_below(&self) -> Result<Option<(&'static str, &'static str)>, Text> {
        let is_postgres = matches!(self.component, Component::Postgres | Component::Pgvector);
        let old = self.version().is_some_and(|it| it < dify::Version::new(18, 0, 0));
        let own = self.profile.family != dify::Family::Bitnami;
        let empty =
            is_postgres && old && own && !self.is_covered("/var/lib/postgresql/data") && self.word("PGDATA")?.is_none();
        Ok(empty.then_some(("PGDATA", "/var/lib/postgresql/data/pgdata")))
    }

    /// A home for what writes to it: users of these images have none, or root's.
    pub(crate) fn homes(&self) -> Vec<(&'static str, &'static str)> {
        // Before 1.10.1 the data of nltk is in root's home, which has to stay the home.
        let homeless = self.component.runs_api_image() && self.is_since(dify::Version::new(1, 10, 1))
            || matches!(self.component, Component::Web | Component::AgentBackend)
            || self.component == Component::PluginDaemon && self.runs_as_another();
        let unset = matches!(self.told("HOME"), Told::Unset);
        if homeless && unset { vec![("HOME", "/tmp")] } else { Vec::new() }
    }

    /// What a user that is not root needs: a home that is not root's, and for Qdrant a file that it may make.
    #[must_use]
    pub fn variables_of_another_user(&self) -> Vec<(&'static str, &'static str)> {
        let unset = |name| matches!(self.told(name), Told::Unset);
        match self.component {
            Component::PluginDaemon | Component::AgentBackend | Component::ObjectStore if unset("HOME") => {
                vec![("HOME", "/tmp")]
            }
            Component::Qdrant if unset("QDRANT_INIT_FILE_PATH") => {
                vec![("QDRANT_INIT_FILE_PATH", "/qdrant/storage/.qdrant-initialized")]
            }
            _ => Vec::new(),
        }
    }
}
