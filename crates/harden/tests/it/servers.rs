//! What the catalogue says of PostgreSQL, Redis, nginx and Squid, tried with Debian's: as that user, without any capability, on a root
//! file system that is only read, with volumes as Kubernetes makes them at the paths that it names and nowhere else; on new data and
//! again on what was left. Each is tried without one of its paths, too, so that a path that is named is needed.

use std::process::{Command, Output};

use dify::{Component, Image, image_profile};

/// A server, and how it is asked whether it serves.
struct Server {
    component: Component,
    image: &'static str,
    /// Run once on new data, as the user.
    prepare: &'static str,
    /// Run in the foreground, as the user.
    serve: &'static str,
    /// Ends with 0 once it serves what it should: `$1` is `new` or `again`.
    ask: &'static str,
    /// Without a volume here it does not start.
    needed: &'static str,
}

const SERVERS: &[Server] = &[
    Server {
        component: Component::Postgres,
        image: "postgres:15",
        prepare: "mkdir -p /var/lib/postgresql/data/pgdata && initdb -A trust -D /var/lib/postgresql/data/pgdata",
        serve: "exec postgres -D /var/lib/postgresql/data/pgdata",
        ask: "pg_isready -q -h 127.0.0.1 -p 5432 && if [ $1 = new ]; then psql -h 127.0.0.1 -d postgres -c 'create table t()'; else psql -h 127.0.0.1 -d postgres -c 'select from t'; fi",
        needed: "/var/run/postgresql",
    },
    Server {
        component: Component::Postgres,
        image: "postgres:18",
        prepare: "mkdir -p /var/lib/postgresql/18/docker && initdb -A trust -D /var/lib/postgresql/18/docker",
        serve: "exec postgres -D /var/lib/postgresql/18/docker",
        ask: "pg_isready -q -h 127.0.0.1 -p 5432 && if [ $1 = new ]; then psql -h 127.0.0.1 -d postgres -c 'create table t()'; else psql -h 127.0.0.1 -d postgres -c 'select from t'; fi",
        needed: "/var/lib/postgresql",
    },
    Server {
        component: Component::Redis,
        image: "redis:7",
        prepare: "true",
        serve: "cd /data && exec redis-server --appendonly yes --save ''",
        ask: "redis-cli ping | grep -q PONG && if [ $1 = new ]; then redis-cli set a 1 | grep -q OK; else redis-cli get a | grep -q 1; fi",
        needed: "/data",
    },
    Server {
        component: Component::Nginx,
        image: "nginx:1.27",
        prepare: "true",
        // The paths of the image's own configuration; Debian's package has others.
        serve: "printf '%s' 'pid /run/nginx.pid; daemon off; events {} http { access_log /dev/null; client_body_temp_path /var/cache/nginx/client_temp; proxy_temp_path /var/cache/nginx/proxy_temp; fastcgi_temp_path /var/cache/nginx/fastcgi_temp; uwsgi_temp_path /var/cache/nginx/uwsgi_temp; scgi_temp_path /var/cache/nginx/scgi_temp; server { listen 80; location / { return 204; } } }' > /tmp/nginx.conf && exec nginx -e stderr -c /tmp/nginx.conf",
        ask: "exec 3<>/dev/tcp/127.0.0.1/80",
        needed: "/var/cache/nginx",
    },
    Server {
        component: Component::SsrfProxy,
        image: "ubuntu/squid:6.6-24.04_beta",
        prepare: "true",
        serve: "printf 'http_port 3128\\nhttp_access allow all\\naccess_log stdio:/var/log/squid/access.log\\npid_filename /run/squid.pid\\n' > /tmp/squid.conf && exec squid -N -f /tmp/squid.conf",
        ask: "exec 3<>/dev/tcp/127.0.0.1/3128",
        needed: "/var/log/squid",
    },
];

/// Runs in namespaces of its own: an overlay of this machine's root that is only read, and a `tmpfs` with the mode of an `emptyDir`
/// for each path. `$1` user, `$2` group, `$3` paths, `$4` prepare, `$5` serve, `$6` ask, `$7` folder.
const SCRIPT: &str = r#"
set -eu
uid=$1 gid=$2 paths=$3 prepare=$4 serve=$5 ask=$6 folder=$7
mount --make-rprivate /
ip link set lo up
sysctl -qw net.ipv4.ip_unprivileged_port_start=0
mount -t tmpfs tmpfs "$folder"
root=$folder/root
mkdir "$folder/up" "$folder/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/up,workdir=$folder/work" "$root"
for path in $paths; do mkdir -p "$root$path"; done
# The image's own accounts.
printf 'root:x:0:0::/:/bin/sh\nserver:x:%s:%s::/:/bin/sh\n' "$uid" "$gid" > "$root/etc/passwd"
printf 'root:x:0:\nserver:x:%s:\n' "$gid" > "$root/etc/group"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -o remount,ro "$root"
for path in $paths; do mount -t tmpfs -o "mode=2777,uid=0,gid=$gid" tmpfs "$root$path"; done
as() { chroot "$root" setpriv --reuid "$uid" --regid "$gid" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- bash -c "export PATH=$(echo /usr/lib/postgresql/*/bin):\$PATH LC_ALL=C HOME=/tmp; $1" x "$2"; }
as "touch /written 2>/dev/null" x && { echo "the root can be written to"; exit 3; }
as "$prepare" x || { echo "it does not prepare"; exit 4; }
for round in new again; do
  as "$serve" x > "$folder/log" 2>&1 &
  server=$!
  ok=
  for try in $(seq 100); do
    if as "$ask" $round > /dev/null 2>&1; then ok=yes; break; fi
    kill -0 $server 2>/dev/null || break
    sleep 0.1
  done
  [ -n "$ok" ] || { echo "round $round: it does not serve"; cat "$folder/log"; exit 5; }
  kill -TERM $(pgrep -P $$ -x postgres -x redis-server -x nginx -x squid 2>/dev/null || true) 2>/dev/null || true
  kill -TERM $server 2>/dev/null || true
  wait $server || true
done
echo served twice
"#;

/// As [`SCRIPT`] says; `None` after saying loudly what cannot be run here. In CI that is a failure.
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a test says what it did not run, and knows CI")]
fn may_run() -> bool {
    let works =
        |program: &str, words: &[&str]| Command::new(program).args(words).output().is_ok_and(|it| it.status.success());
    let installed = |program: &&str| {
        works("sh", &["-c", &format!("ls /usr/lib/postgresql/*/bin/{program} || command -v {program}")])
    };
    let programs = ["initdb", "redis-server", "redis-cli", "nginx", "squid", "setpriv", "ip", "pg_isready"];
    let missing: Vec<&str> = programs.into_iter().filter(|it| !installed(it)).collect();
    let apart = works("unshare", &["--mount", "--net", "--pid", "--fork", "true"]);
    if missing.is_empty() && apart {
        return true;
    }
    let why = if missing.is_empty() { "namespaces of its own need root".to_owned() } else { missing.join(", ") };
    assert!(std::env::var("CI").is_err(), "in CI this must run: {why}");
    eprintln!(
        "harden: NOT RUN: Debian's servers under their profiles; missing: {why} (apt-get install postgresql redis-server nginx-light squid iproute2, as root)"
    );
    false
}

fn run(server: &Server, uid: u32, gid: u32, paths: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    // A link in the image, which would lead out of the new root.
    let paths: Vec<String> = paths.iter().map(|it| it.replacen("/var/run", "/run", 1)).collect();
    let mut command = Command::new("unshare");
    command.args(["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", SCRIPT, "run"]);
    command.args([uid.to_string(), gid.to_string(), paths.join(" ")]);
    command.args([server.prepare, server.serve, server.ask]).arg(folder.path());
    command.output().expect("unshare starts")
}

#[test]
fn servers_start_on_new_and_on_existing_data_as_their_profiles_say() {
    if !may_run() {
        return;
    }
    for server in SERVERS {
        let profile = image_profile(server.component, &Image::parse(server.image).expect("an image"));
        let ids = profile.ids.expect("a user").value;
        let mut paths: Vec<&str> =
            profile.paths.iter().map(|it| it.path).filter(|it| !it.starts_with("/etc/")).collect();
        paths.push("/tmp");
        paths.sort_unstable();
        paths.dedup();
        let said = |output: &Output| {
            format!(
                "{}: {}{}",
                server.image,
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            )
        };
        let whole = run(server, ids.uid, ids.gid, &paths);
        assert!(whole.status.success(), "{}", said(&whole));
        let lacking: Vec<&str> = paths.iter().copied().filter(|it| *it != server.needed).collect();
        let lacking = run(server, ids.uid, ids.gid, &lacking);
        assert!(!lacking.status.success(), "without {}: {}", server.needed, said(&lacking));
    }
}

/// Why the user is left where the top of a volume is the data directory itself.
#[test]
fn a_new_database_is_not_made_at_the_top_of_a_volume_that_is_roots() {
    if !may_run() {
        return;
    }
    let server = Server {
        prepare: "initdb -A trust -D /var/lib/postgresql/data",
        serve: "exec postgres -D /var/lib/postgresql/data",
        ..SERVERS[0]
    };
    let output = run(&server, 999, 999, &["/var/lib/postgresql/data", "/run/postgresql", "/tmp"]);
    assert_eq!(output.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.stdout));
}
