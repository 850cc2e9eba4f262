//! A real PostgreSQL takes every value as a role's password: psql reads it from a password file, and from a URI.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use credentials::notation;
use tempfile::TempDir;
use testkit::not_run;

use crate::programs::run;
use crate::values::{self, written};

/// Who may enter without a password: the superuser of the test.
const ACCESS: &str = "local all owner trust\nlocal all all scram-sha-256\n";

/// A server of the test's own, reached by a socket in its folder alone.
struct Cluster {
    programs: PathBuf,
    folder: TempDir,
}

impl Cluster {
    fn start(programs: PathBuf) -> Cluster {
        let folder = tempfile::tempdir().expect("a folder");
        // PostgreSQL refuses to run as root, and whoever it runs as has to write here.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("permissions");
        let cluster = Cluster { programs, folder };
        cluster.call("initdb", &["--username=owner", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        fs::write(cluster.data().join("pg_hba.conf"), ACCESS).expect("settings");
        let options = format!("-F -c listen_addresses= -k {}", cluster.socket());
        let log = cluster.folder.path().join("log");
        cluster.call("pg_ctl", &["start", "-w", "-l", &log.to_string_lossy(), "-o", &options]);
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn socket(&self) -> String {
        self.folder.path().to_string_lossy().into_owned()
    }

    /// Runs one of the server's programs, as nobody where we are root.
    fn call(&self, name: &str, arguments: &[&str]) {
        let program = self.programs.join(name);
        let mut command = if run(Command::new("id").arg("-u"), "").is_ok_and(|it| it.trim() == "0") {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.folder).env("PGDATA", self.data()).args(arguments);
        run(&mut command, "").expect("the server's program works");
    }

    /// What psql prints for a script on its standard input.
    fn psql(&self, script: &str, passfile: Option<&Path>) -> Result<String, String> {
        let mut command = Command::new("psql");
        command.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--no-password"]);
        command.args(["--set=ON_ERROR_STOP=1", "--dbname=postgres", "--username=owner", "--host", &self.socket()]);
        command.env("PGPASSFILE", passfile.unwrap_or(Path::new("/dev/null")));
        run(&mut command, script)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.call("pg_ctl", &["stop", "-m", "immediate"]);
    }
}

/// The folder of the server's programs, which Debian keeps out of PATH: the newest that is there.
fn programs() -> Result<PathBuf, &'static str> {
    const HOW: &str = "It needs PostgreSQL: apt-get install postgresql.";
    run(Command::new("psql").arg("--version"), "").map_err(|_| HOW)?;
    if run(Command::new("initdb").arg("--version"), "").is_ok() {
        return Ok(PathBuf::new());
    }
    let versions = fs::read_dir("/usr/lib/postgresql").map_err(|_| HOW)?.flatten();
    let folders = versions.map(|it| it.path().join("bin")).filter(|it| it.join("initdb").is_file());
    folders.max_by_key(|it| version(it)).ok_or(HOW)
}

fn version(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}

#[test]
fn psql_gives_back_the_password() {
    let programs = match programs() {
        Ok(programs) => programs,
        Err(how) => return not_run("passwords through psql", how),
    };
    let cluster = Cluster::start(programs);
    let pairs = written(values::of_one_line(), notation::passfile);
    let host = cluster.socket();
    let mut create = String::from("BEGIN;\n");
    let (mut passfile, mut by_file, mut by_uri) = (String::new(), String::new(), String::new());
    for (at, (word, value)) in pairs.iter().enumerate() {
        create.push_str(&format!("CREATE ROLE r{at} LOGIN PASSWORD '{}';\n", value.replace('\'', "''")));
        passfile.push_str(&format!("{host}:5432:*:r{at}:{word}\n"));
        by_file.push_str(&format!("\\connect postgres r{at}\nSELECT current_user;\n"));
        let uri = format!("postgresql://r{at}:{}@/postgres?host={host}", *notation::userinfo(value));
        by_uri.push_str(&format!("\\connect '{uri}'\nSELECT current_user;\n"));
    }
    cluster.psql(&(create + "COMMIT;\n"), None).expect("the roles are made");
    let secrets = tempfile::tempdir().expect("a folder");
    let file = secrets.path().join("pgpass");
    fs::write(&file, passfile).expect("a password file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("permissions");
    let everyone: String = (0..pairs.len()).map(|at| format!("r{at}\n")).collect();
    assert_eq!(cluster.psql(&by_file, Some(&file)).as_deref(), Ok(&*everyone), "the password file");
    assert_eq!(cluster.psql(&by_uri, None).as_deref(), Ok(&*everyone), "the URI");
    assert!(cluster.psql("\\connect postgres r0\n", None).is_err(), "the server asks for a password");
}
