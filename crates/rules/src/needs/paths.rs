//! Where a container writes, with its own settings and volumes.

use dify::entry::{Keeps, WritablePath};
use dify::{Component, Family, Version};
use lang::Text;

use super::mounted::is_below;
use super::start::Start;
use super::{Needs, Told};

/// A directory that is written to and that no volume holds yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writable {
    /// The directory.
    pub path: String,
    /// What is lost with it.
    pub keeps: Keeps,
}

/// Where code, programs and the system's own files stand: a volume there would hide them.
const HIDES: &[&str] = &[
    "/",
    "/app",
    "/app/api",
    "/app/web",
    "/app/targets",
    "/app/targets/next/web",
    "/bin",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/opt",
    "/proc",
    "/sbin",
    "/sys",
    "/usr",
    "/usr/local",
    "/var",
    "/var/lib",
];

fn scratch(path: impl Into<String>) -> Writable {
    Writable { path: path.into(), keeps: Keeps::Scratch }
}

/// What a program makes of a path that is not absolute.
fn absolute(home: &str, path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("{home}/{}", path.trim_start_matches("./")) }
}

impl Needs<'_> {
    /// Every directory that has to be written to and is not, the outermost first.
    ///
    /// # Errors
    /// Why that is not known.
    pub(crate) fn paths(&self) -> Result<Vec<Writable>, Text> {
        let mut wanted = Vec::new();
        for path in &self.profile.paths {
            wanted.extend(self.moved(path)?);
        }
        wanted.extend(self.own_log()?);
        let mut found: Vec<Writable> = Vec::new();
        wanted.sort_by_key(|it| it.path.len());
        for it in wanted {
            let known = found.iter().any(|known| is_below(&it.path, &known.path));
            if known || self.is_covered(&it.path) {
                continue;
            }
            let path = &it.path;
            if HIDES.contains(&path.as_str()) || path.split('/').any(|part| part == "..") {
                return Err(lang::text!(
                    "it writes to {path}, where a volume would hide the program",
                    "{path} に書き込むが、そこにボリュームを置くとプログラムが隠れるため"
                ));
            }
            if self.is_mount_point(path) {
                return Err(lang::text!(
                    "it writes to {path}, which is mounted read-only",
                    "{path} に書き込むが、読み取り専用でマウントされているため"
                ));
            }
            if it.keeps == Keeps::Scratch && self.has_below(path) && self.component.is_proxy() {
                return Err(lang::text!(
                    "it writes to {path}, and files are mounted in it",
                    "{path} に書き込むが、その中にファイルがマウントされているため"
                ));
            }
            found.push(it);
        }
        Ok(found)
    }

    /// Where a path of the catalogue is with the container's settings; nothing where it is not written to.
    fn moved(&self, path: &WritablePath) -> Result<Option<Writable>, Text> {
        let keep = |at: String| Ok(Some(Writable { path: at, keeps: path.keeps }));
        match (self.component, path.moved_by) {
            (_, Some("LOG_FILE")) => Ok(None),
            (component, Some("OPENDAL_FS_ROOT")) if component.runs_api_image() => self.storage(path),
            (Component::Postgres | Component::Pgvector, Some("PGDATA")) => self.data_of_postgres(path),
            (Component::PluginDaemon, Some("PLUGIN_STORAGE_LOCAL_ROOT")) => match self.word("PLUGIN_STORAGE_TYPE")? {
                None | Some("local") => {
                    keep(absolute("/app", self.word("PLUGIN_STORAGE_LOCAL_ROOT")?.unwrap_or(path.path)))
                }
                Some(_) => Ok(None),
            },
            (Component::PluginDaemon, Some(variable)) => {
                keep(absolute("/app", self.word(variable)?.unwrap_or(path.path)))
            }
            // The home of root, for caches; anybody else is given another one.
            (Component::PluginDaemon, None) if path.path == "/root" => {
                Ok((!self.runs_as_another()).then(|| Writable { path: path.path.to_owned(), keeps: path.keeps }))
            }
            (Component::Redis, None) if path.keeps == Keeps::Data => self.data_of_redis(path),
            (_, Some(variable)) => keep(absolute("", self.word(variable)?.unwrap_or(path.path))),
            (_, None) => keep(path.path.to_owned()),
        }
    }

    /// A setting's value; `None` where it is not set.
    pub(crate) fn word(&self, name: &str) -> Result<Option<&str>, Text> {
        match self.told(name) {
            Told::Value(value) => Ok(Some(value)),
            Told::Unset => Ok(None),
            Told::Hidden(why) => Err(why),
        }
    }

    /// Whether the manifest names a user that is not root.
    pub(crate) fn runs_as_another(&self) -> bool {
        let uid = self.container.security.run_as_user.or(self.workload.pod.spec.security.run_as_user);
        uid.is_some_and(|it| it.value != 0)
    }

    /// The storage of `dify-api` (D:api/extensions/ext_storage.py): a directory that every role makes at import since 0.14.0, unless
    /// the files are kept elsewhere.
    fn storage(&self, path: &WritablePath) -> Result<Option<Writable>, Text> {
        let root = match self.word("STORAGE_TYPE")? {
            Some("local") => self.word("STORAGE_LOCAL_PATH")?,
            None | Some("opendal") => match self.word("OPENDAL_SCHEME")? {
                None | Some("fs") => self.word("OPENDAL_FS_ROOT")?,
                Some(_) => return Ok(None),
            },
            Some(_) => return Ok(None),
        };
        Ok(Some(Writable { path: absolute("/app/api", root.unwrap_or("storage")), keeps: path.keeps }))
    }

    /// The directory of `LOG_FILE`, which api makes at start, and without which the plugin daemon panics (0.5.4 and later).
    fn own_log(&self) -> Result<Option<Writable>, Text> {
        let home = match self.component {
            component if component.runs_api_image() => "/app/api",
            Component::PluginDaemon => "/app",
            _ => return Ok(None),
        };
        let Some(file) = self.word("LOG_FILE")? else { return Ok(None) };
        let file = absolute(home, file);
        Ok(file.rsplit_once('/').map(|(directory, _)| scratch(directory)))
    }

    /// The data of PostgreSQL. Until 17 `/var/lib/postgresql/data`; since 18 a directory of the major version below
    /// `/var/lib/postgresql`, which has to be mounted as a whole, and a mount at `data` stops a first start.
    fn data_of_postgres(&self, path: &WritablePath) -> Result<Option<Writable>, Text> {
        if matches!(self.profile.family, Family::Bitnami) {
            return Ok(Some(Writable { path: path.path.to_owned(), keeps: path.keeps }));
        }
        let keep = |at: &str| Ok(Some(Writable { path: at.to_owned(), keeps: path.keeps }));
        if let Some(own) = self.word("PGDATA")? {
            let known = self.is_covered(own) || is_below(own, path.path);
            return if known { keep(if self.is_covered(own) { own } else { path.path }) } else { Err(self.missing()) };
        }
        let Some(version) = self.version() else {
            return Err(Text::new(
                "its tag does not tell which major version of PostgreSQL it is, and 18 keeps its data elsewhere",
                "タグから PostgreSQL のメジャー版がわからず、18 以降はデータの置き場所が異なるため",
            ));
        };
        if version < Version::new(18, 0, 0) {
            return keep(path.path);
        }
        if self.has_below("/var/lib/postgresql/data") {
            return Err(Text::new(
                "PostgreSQL 18 does not start a new database while something is mounted at /var/lib/postgresql/data",
                "PostgreSQL 18 は /var/lib/postgresql/data に何かがマウントされていると新しいデータベースを作れないため",
            ));
        }
        // `/var/lib/postgresql/18/docker`, or the whole.
        let major = version.to_string();
        let major = major.split('.').next().unwrap_or("18");
        if self.is_covered(&format!("/var/lib/postgresql/{major}/docker")) { Ok(None) } else { keep(path.path) }
    }

    fn data_of_redis(&self, path: &WritablePath) -> Result<Option<Writable>, Text> {
        if let Some(directory) = self.option(&["dir"]) {
            return Ok(Some(Writable { path: directory.to_owned(), keeps: path.keeps }));
        }
        let files = self.files();
        for file in self.words().into_iter().filter(|it| it.ends_with(".conf")) {
            let text = files.iter().find(|it| it.path == file).and_then(|it| it.text);
            let Some(text) = text else {
                if self.start() == Start::Image && self.profile.family == Family::Bitnami {
                    continue;
                }
                return Err(lang::text!(
                    "its configuration {file} is not in the input",
                    "設定ファイル {file} が入力に含まれていないため"
                ));
            };
            let directory = text.lines().find_map(|line| line.trim().strip_prefix("dir "));
            if let Some(directory) = directory {
                return Ok(Some(Writable { path: directory.trim().trim_matches('"').to_owned(), keeps: path.keeps }));
            }
        }
        Ok(Some(Writable { path: path.path.to_owned(), keeps: path.keeps }))
    }
}
