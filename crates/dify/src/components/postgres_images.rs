//! How the builds of PostgreSQL run, which some vector stores are too (docker-library/postgres, bitnami/containers).

use super::notation::*;

const LIBRARY: Known = read("docker-library/postgres");
const CONTAINERS: Known = read("bitnami/containers: postgresql-env.sh `9982b9ad`");

const SOCKETS: WritablePath = scratch("/var/run/postgresql", LIBRARY);
const TMP: WritablePath = scratch("/tmp", LIBRARY);

/// Until 17. While PGDATA is the default of 18 and later, whatever is mounted at `data` stops a first start.
const DATA: WritablePath = data("/var/lib/postgresql/data", LIBRARY.until(v(18, 0, 0))).moved_by("PGDATA");
const DATA_OF_18: WritablePath = data("/var/lib/postgresql", LIBRARY.since(v(18, 0, 0))).moved_by("PGDATA");

/// SIGINT is the fast shutdown.
const STOP: &[Fact<Stop>] = &[fact(stops_with("SIGINT", 60), LIBRARY)];

/// The official image on Alpine: another user than on Debian, and another collation.
pub(crate) const ALPINE: Run = Run {
    family: Family::Alpine,
    starts_as: &[fact(StartsAs::RootThenAnother, LIBRARY)],
    ids: &[fact(ids(70, 70), LIBRARY)],
    root: &[fact(Root::No, LIBRARY)],
    read_only_root: &[fact(ReadOnlyRoot::Inferred, inferred("docker-library/postgres"))],
    paths: &[DATA, DATA_OF_18, SOCKETS, TMP],
    capabilities: &[fact(NO_CAPABILITIES, general())],
    stop: STOP,
};

/// The official image on Debian.
pub(crate) const DEBIAN: Run = Run { family: Family::Debian, ids: &[fact(ids(999, 999), LIBRARY)], ..ALPINE };

/// pgvector/pgvector is built on the official image on Debian.
pub(crate) const PGVECTOR: Run = Run { family: Family::Original, ids: &[fact(ids(999, 999), general())], ..DEBIAN };

/// Bitnami's, its archive's and its successor's. `conf` is filled at start, so a volume there is right.
pub(crate) const BITNAMI: Run = Run {
    family: Family::Bitnami,
    starts_as: &[fact(StartsAs::Number, CONTAINERS)],
    ids: &[fact(ids(1001, 1001), CONTAINERS)],
    root: &[fact(Root::No, CONTAINERS)],
    read_only_root: &[fact(ReadOnlyRoot::Inferred, read("bitnami/charts: the emptyDirs of postgresql `0068ed9`"))],
    paths: &[
        data("/bitnami/postgresql", CONTAINERS),
        scratch("/opt/bitnami/postgresql/conf", CONTAINERS),
        scratch("/opt/bitnami/postgresql/tmp", CONTAINERS),
        scratch("/opt/bitnami/postgresql/logs", CONTAINERS),
        scratch("/tmp", CONTAINERS),
    ],
    capabilities: &[fact(NO_CAPABILITIES, inferred("it never is root"))],
    stop: &[fact(stops_with("SIGINT", 60), general())],
};

pub(crate) const PROBES: &[Fact<Probe>] = &[fact(Probe::Exec(&["pg_isready"]), read("D:docker/docker-compose.yaml"))];
