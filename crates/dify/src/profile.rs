//! What each component needs to run, and so what hardening can take away from it.
//!
//! One entry for each component, with a mark at each group of statements: what the images' source says is not what follows
//! from it, and neither was tried for every combination. A documented need is an exception that an audit names; everything
//! else is what the component must be able to do without.
//!
//! Sources: D:api/Dockerfile, D:web/Dockerfile, P:docker/*.dockerfile, S:docker/ and S:internal/core (what the sandbox does at
//! start and at each run), D:docker/ssrf_proxy/docker-entrypoint.sh, BP:values.yaml; the stores' images are general knowledge.

use lang::Text;

use crate::component::Component;

/// The level of the Pod Security Standards that the component can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `baseline`
    Baseline,
    /// `restricted`
    Restricted,
}

/// Whether the component needs to be root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// The image runs as another user, or any user will do.
    No,
    /// The image starts as root, but need not: what has to be prepared.
    AsShipped(Text),
    /// It does not work otherwise.
    Required(Text),
}

/// Whether the root file system can be read-only, given volumes at the writable paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnlyRoot {
    /// It can.
    Yes,
    /// By what was read it can; nobody reported it.
    Inferred,
    /// It can after a preparation: what has to be prepared. Not tried either.
    Prepared(Text),
    /// Nobody knows.
    Unknown,
    /// It cannot.
    No(Text),
}

/// How a statement is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Not known.
    Unknown,
    /// Well-known behaviour of the software, not taken from a source of Dify.
    General,
    /// Follows from code that was read; not tried on a cluster.
    Inferred,
    /// Read in the named source.
    Code,
}

/// The marks of one profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confidence {
    /// Of user, group and need for root.
    pub user: Mark,
    /// Of the read-only root and the writable paths.
    pub files: Mark,
    /// Of the capabilities.
    pub capabilities: Mark,
}

impl Confidence {
    /// The weakest of the marks.
    #[must_use]
    pub fn weakest(&self) -> Mark {
        self.user.min(self.files).min(self.capabilities)
    }
}

/// How to ask the component whether it is well, without a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Probe {
    /// `GET` answers 200.
    Http {
        /// The path.
        path: &'static str,
        /// The container's port.
        port: u16,
    },
    /// The port accepts connections.
    Tcp {
        /// The container's port.
        port: u16,
    },
    /// The command ends with 0.
    Exec(&'static [&'static str]),
}

/// What a component needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The highest level that it meets.
    pub level: Level,
    /// The user that the image expects; a number, because `runAsNonRoot` cannot judge a name.
    pub uid: Option<u32>,
    /// The group, also for `fsGroup`.
    pub gid: Option<u32>,
    /// Whether it needs root.
    pub root: Root,
    /// Whether its root file system can be read-only.
    pub read_only_root: ReadOnlyRoot,
    /// Where it writes: volumes, or an `emptyDir` for what may be lost.
    pub writable_paths: &'static [&'static str],
    /// What to add after dropping ALL.
    pub capabilities: &'static [&'static str],
    /// Whether it speaks to the Kubernetes API. No part of Dify does.
    pub api_token_needed: bool,
    /// How to ask it; `None` where no cheap way is known.
    pub probe: Option<Probe>,
    /// How the statements are known.
    pub confidence: Confidence,
}

/// The capabilities that the sandbox uses at start and for each run: chown of the script, chroot, change of user and group,
/// ending what runs too long. Inferred from S:internal/core, not tried; `privileged` is not needed.
pub const SANDBOX_CAPABILITIES: &[&str] =
    &["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID", "SYS_CHROOT"];

/// Squid without its image's entrypoint: in the foreground, with a configuration that is mounted.
pub const SQUID_COMMAND: &[&str] = &["/usr/sbin/squid", "-N", "-f", "/etc/squid/squid.conf"];

/// The user `dify` of the images dify-api (since 1.10.1), dify-web and dify-agent-backend.
const DIFY_UID: u32 = 1001;

const fn marks(user: Mark, files: Mark, capabilities: Mark) -> Confidence {
    Confidence { user, files, capabilities }
}

/// A component that needs nothing special: no root, no capabilities.
const fn plain(uid: u32, paths: &'static [&'static str], confidence: Confidence) -> Profile {
    Profile {
        level: Level::Restricted,
        uid: Some(uid),
        gid: Some(uid),
        root: Root::No,
        read_only_root: ReadOnlyRoot::Inferred,
        writable_paths: paths,
        capabilities: &[],
        api_token_needed: false,
        probe: None,
        confidence,
    }
}

/// What a component needs to run.
///
/// ```
/// use dify::{profile, profile::{Level, Root}, Component};
/// assert_eq!(profile(Component::Api).uid, Some(1001));
/// assert_eq!(profile(Component::Sandbox).level, Level::Baseline);
/// assert!(matches!(profile(Component::Sandbox).root, Root::Required(_)));
/// ```
#[must_use]
pub fn profile(component: Component) -> Profile {
    match component {
        Component::Api => Profile { probe: Some(Probe::Http { path: "/health", port: 5001 }), ..api_image(&API_PATHS) },
        Component::ApiWebsocket => {
            Profile { probe: Some(Probe::Http { path: "/health", port: 5001 }), ..api_image(&["/tmp"]) }
        }
        Component::Worker => Profile { probe: Some(CELERY_PING), ..api_image(&API_PATHS) },
        Component::WorkerBeat => Profile {
            read_only_root: ReadOnlyRoot::Prepared(Text::new(
                "beat keeps its schedule in /app/api, and no setting moves it: start it with --schedule /tmp/celerybeat-schedule",
                "beat は予定ファイルを /app/api に書き、設定では変えられない。--schedule /tmp/celerybeat-schedule を付けて起動する必要がある",
            )),
            ..api_image(&["/tmp"])
        },
        Component::Migration => api_image(&["/tmp"]),
        Component::Web => Profile {
            probe: Some(Probe::Http { path: "/apps", port: 3000 }),
            ..plain(DIFY_UID, &["/app/web/.next/cache", "/tmp"], marks(Mark::Code, Mark::Inferred, Mark::Inferred))
        },
        Component::Nginx => Profile {
            root: Root::AsShipped(Text::new(
                "the image starts as root; as user 101 it needs a configuration that listens on 8080",
                "イメージは root で起動する。ユーザー 101 で動かすには、8080 番で待ち受ける設定が必要",
            )),
            probe: Some(Probe::Tcp { port: 8080 }),
            ..plain(
                101,
                &["/var/cache/nginx", "/var/run/nginx", "/tmp"],
                marks(Mark::Code, Mark::Inferred, Mark::General),
            )
        },
        // `$HOME` must be writable too: uv keeps its cache there. It is /root as long as the user is.
        Component::PluginDaemon => Profile {
            root: Root::AsShipped(Text::new(
                "the -local image has no user; as another user all its writable paths must belong to that user",
                "-local イメージには実行ユーザーの指定がない。別のユーザーで動かすには、書き込み先すべてをそのユーザーの所有にする必要がある",
            )),
            probe: Some(Probe::Http { path: "/health/check", port: 5002 }),
            ..plain(
                DIFY_UID,
                &["/app/storage", "/app/cwd", "/root", "/tmp"],
                marks(Mark::Inferred, Mark::Inferred, Mark::Inferred),
            )
        },
        Component::Sandbox => sandbox(),
        Component::AgentSandbox => Profile {
            level: Level::Baseline,
            read_only_root: ReadOnlyRoot::No(Text::new(
                "agents install tools and keep their files and their terminal's socket in it",
                "エージェントがツールを導入し、ファイルや端末のソケットを置くため",
            )),
            probe: Some(Probe::Http { path: "/healthz", port: 5004 }),
            ..plain(1000, &["/home/dify", "/mnt/drive", "/tmp"], marks(Mark::Inferred, Mark::Code, Mark::Inferred))
        },
        Component::AgentBackend => Profile {
            read_only_root: ReadOnlyRoot::Unknown,
            probe: Some(Probe::Tcp { port: 5050 }),
            ..plain(DIFY_UID, &["/tmp"], marks(Mark::Code, Mark::Unknown, Mark::Inferred))
        },
        Component::SsrfProxy | Component::AgentSsrfProxy => squid(),
        _ => store(component),
    }
}

const API_PATHS: [&str; 3] = ["/app/api/storage", "/app/logs", "/tmp"];

/// D:docker/docker-compose.yaml; upstream disables it by default, since each ping costs a connection to the broker.
const CELERY_PING: Probe = Probe::Exec(&["celery", "-A", "celery_healthcheck.celery", "inspect", "ping"]);

/// dify-api since 1.10.1; before that the image ran as root.
fn api_image(paths: &'static [&'static str]) -> Profile {
    plain(DIFY_UID, paths, marks(Mark::Code, Mark::Inferred, Mark::Inferred))
}

fn sandbox() -> Profile {
    Profile {
        level: Level::Baseline,
        uid: Some(0),
        gid: Some(0),
        root: Root::Required(Text::new(
            "it creates users, changes the owner of each script, and enters a chroot as another user for each run",
            "ユーザーの作成、スクリプトごとの所有者の変更、実行ごとの chroot とユーザーの切り替えを行うため",
        )),
        read_only_root: ReadOnlyRoot::No(Text::new(
            "at start it unpacks Node.js, writes /etc/passwd and installs Python packages",
            "起動時に Node.js を展開し、/etc/passwd を書き換え、Python のパッケージを導入するため",
        )),
        writable_paths: &["/opt", "/usr/local/bin", "/etc/passwd", "/etc/shadow", "/var/sandbox", "/logs", "/tmp"],
        capabilities: SANDBOX_CAPABILITIES,
        api_token_needed: false,
        probe: Some(Probe::Http { path: "/health", port: 8194 }),
        confidence: marks(Mark::Code, Mark::Code, Mark::Inferred),
    }
}

/// `ubuntu/squid`. `proxy` is user 13 in Debian and Ubuntu.
fn squid() -> Profile {
    Profile {
        root: Root::AsShipped(Text::new(
            "the entrypoint writes /etc/squid as root and Squid then becomes proxy (13); without root it needs its own configuration and paths",
            "エントリーポイントが root で /etc/squid を書き、その後 Squid が proxy (13) に切り替わる。root なしで動かすには専用の設定とパスが必要",
        )),
        read_only_root: ReadOnlyRoot::Prepared(Text::new(
            "the image's entrypoint writes its configuration below /etc/squid: mount a finished one and start Squid directly",
            "イメージのエントリーポイントが /etc/squid 以下に設定を書き込む。完成した設定をマウントし、Squid を直接起動する必要がある",
        )),
        probe: Some(Probe::Tcp { port: 3128 }),
        ..plain(
            13,
            &["/etc/squid", "/etc/ssl/private", "/run", "/var/spool/squid", "/var/log/squid", "/tmp"],
            marks(Mark::Inferred, Mark::Code, Mark::Inferred),
        )
    }
}

/// Stores. The user is that of the image in Dify's compose file; bitnami's images use 1001 instead.
fn store(component: Component) -> Profile {
    let general = marks(Mark::General, Mark::General, Mark::General);
    match component {
        Component::Postgres => Profile {
            probe: Some(Probe::Exec(&["pg_isready"])),
            ..plain(70, &["/var/lib/postgresql/data", "/var/run/postgresql", "/tmp"], general)
        },
        Component::Pgvector | Component::PgvectoRs => Profile {
            probe: Some(Probe::Exec(&["pg_isready"])),
            ..plain(999, &["/var/lib/postgresql/data", "/var/run/postgresql", "/tmp"], general)
        },
        Component::Mysql => Profile {
            probe: Some(Probe::Tcp { port: 3306 }),
            ..plain(999, &["/var/lib/mysql", "/var/run/mysqld", "/tmp"], general)
        },
        // Without a password `redis-cli ping` answers NOAUTH and still ends with 0: alive is all that it proves.
        Component::Redis => {
            Profile { probe: Some(Probe::Exec(&["redis-cli", "ping"])), ..plain(999, &["/data", "/tmp"], general) }
        }
        Component::ObjectStore => Profile {
            root: Root::AsShipped(image_starts_as_root()),
            probe: Some(Probe::Http { path: "/minio/health/live", port: 9000 }),
            ..plain(1000, &["/data", "/tmp"], general)
        },
        Component::Weaviate => Profile {
            root: Root::AsShipped(image_starts_as_root()),
            probe: Some(Probe::Http { path: "/v1/.well-known/ready", port: 8080 }),
            ..plain(1000, &["/var/lib/weaviate", "/tmp"], general)
        },
        Component::Qdrant => Profile {
            root: Root::AsShipped(image_starts_as_root()),
            probe: Some(Probe::Http { path: "/readyz", port: 6333 }),
            ..plain(1000, &["/qdrant/storage", "/qdrant/snapshots", "/tmp"], general)
        },
        Component::Elasticsearch => Profile {
            probe: Some(Probe::Tcp { port: 9200 }),
            read_only_root: ReadOnlyRoot::Unknown,
            ..plain(1000, &["/usr/share/elasticsearch/data", "/usr/share/elasticsearch/logs", "/tmp"], general)
        },
        Component::Opensearch => Profile {
            probe: Some(Probe::Tcp { port: 9200 }),
            read_only_root: ReadOnlyRoot::Unknown,
            ..plain(1000, &["/usr/share/opensearch/data", "/usr/share/opensearch/logs", "/tmp"], general)
        },
        _ => unknown(),
    }
}

fn image_starts_as_root() -> Text {
    Text::new(
        "the image starts as root; as another user its data directory must belong to that user",
        "イメージは root で起動する。別のユーザーで動かすには、データの置き場所をそのユーザーの所有にする必要がある",
    )
}

/// Nothing is known, so nothing is demanded beyond `baseline`.
fn unknown() -> Profile {
    Profile {
        level: Level::Baseline,
        uid: None,
        gid: None,
        root: Root::AsShipped(Text::new(
            "whether the image runs without root is not known",
            "このイメージが root なしで動くかどうかは分かっていない",
        )),
        read_only_root: ReadOnlyRoot::Unknown,
        writable_paths: &[],
        capabilities: &[],
        api_token_needed: false,
        probe: None,
        confidence: marks(Mark::Unknown, Mark::Unknown, Mark::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use lang::Lang;

    use super::*;
    use crate::flow::ports;

    #[test]
    fn only_the_sandbox_needs_root_and_capabilities() {
        for &component in Component::ALL {
            let profile = profile(component);
            let needs = matches!(profile.root, Root::Required(_));
            assert_eq!(needs, component == Component::Sandbox, "{component}");
            assert_eq!(!profile.capabilities.is_empty(), component == Component::Sandbox, "{component}");
            assert!(!profile.api_token_needed, "{component}");
        }
        assert_eq!(SANDBOX_CAPABILITIES.len(), 7);
    }

    #[test]
    fn restricted_means_a_numeric_user_that_is_not_root() {
        for &component in Component::ALL {
            let profile = profile(component);
            if profile.level == Level::Restricted {
                assert!(profile.uid.is_some_and(|uid| uid > 0), "{component}");
            }
        }
    }

    #[test]
    fn dify_own_but_the_sandboxes_are_restricted() {
        for &component in Component::ALL {
            if component.is_dify_own() {
                let expected = if component.is_sandbox() { Level::Baseline } else { Level::Restricted };
                assert_eq!(profile(component).level, expected, "{component}");
            }
        }
    }

    #[test]
    fn probes_ask_ports_that_exist() {
        for &component in Component::ALL {
            let Some(Probe::Http { port, .. } | Probe::Tcp { port }) = profile(component).probe else { continue };
            assert!(ports(component).iter().any(|known| known.number == port), "{component}: {port}");
        }
    }

    #[test]
    fn paths_are_absolute_and_texts_complete() {
        for &component in Component::ALL {
            let profile = profile(component);
            assert!(profile.writable_paths.iter().all(|path| path.starts_with('/')), "{component}");
            for lang in Lang::ALL {
                if let Root::AsShipped(text) | Root::Required(text) = &profile.root {
                    assert!(!text.get(lang).is_empty());
                }
                if let ReadOnlyRoot::No(text) | ReadOnlyRoot::Prepared(text) = &profile.read_only_root {
                    assert!(!text.get(lang).is_empty());
                }
            }
        }
    }
}
