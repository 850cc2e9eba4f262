//! The configurations of Squid and nginx, judged by Squid and nginx: in a network of the test's own, where addresses of every kind
//! exist and answer, so that a refusal is the proxy's and not the network's.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

use render::{DEFAULT_VERSION, Environment};

use crate::support::{plan, production, read, rendered};

/// Where everything that listens on all addresses can be reached.
const PROXY: &str = "10.99.0.1";

/// Addresses inside, each of which answers on port 80.
const INSIDE: &[&str] = &[
    "10.99.0.5",
    "100.64.0.5",
    "127.0.0.1",
    "169.254.169.254",
    "172.20.0.5",
    "192.168.99.5",
    "198.18.0.5",
    "240.0.0.5",
];

/// An address of the range that is kept for documentation; nothing but this network has it.
const OUTSIDE: &str = "203.0.113.5";

const HOSTS: &str = "\
127.0.0.1 localhost loop.example.org
203.0.113.5 public.example.org
10.99.0.5 rebound.example.org
169.254.169.254 metadata.google.internal cloud.example.org
192.168.99.5 router.example.org
10.99.0.6 api api.dify.svc.cluster.local
10.99.0.7 agent-backend.dify.svc.cluster.local
10.99.0.8 web
10.99.0.9 plugin-daemon
10.99.0.10 api-websocket
";

/// A network with its own names, gone when the test ends.
struct Net {
    name: String,
    folder: tempfile::TempDir,
    running: Vec<Child>,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Net {
    /// `None` after saying loudly why nothing is run. In CI that is a failure.
    #[expect(
        clippy::disallowed_methods,
        clippy::print_stderr,
        reason = "a test says what it did not run, and knows CI"
    )]
    fn new() -> Option<Net> {
        let name = format!("sekisho-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let programs = ["ip", "setpriv", "nginx", "squid"];
        let missing: Vec<&str> = programs.into_iter().filter(|it| !is_installed(it)).collect();
        let made = missing.is_empty() && call("ip", &["netns", "add", &name]).status.success();
        if !made {
            let why =
                if missing.is_empty() { "a network of its own needs root".to_owned() } else { missing.join(", ") };
            assert!(std::env::var("CI").is_err(), "in CI this must run: {why}");
            eprintln!(
                "render: NOT RUN: Squid and nginx on what is rendered; missing: {why} (apt-get install iproute2 nginx-light squid, as root)"
            );
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        // Squid and nginx give up root before they open some of their files.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("permissions");
        let net = Net { name, folder, running: Vec::new() };
        let names = net.names();
        fs::create_dir_all(&names).expect("a folder for names");
        fs::write(names.join("hosts"), HOSTS).expect("names");
        fs::write(names.join("resolv.conf"), "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n").expect("names");
        net.inside(&["ip", "link", "set", "lo", "up"]);
        let more = (6..=10).map(|last| format!("10.99.0.{last}"));
        let addresses = INSIDE.iter().filter(|it| **it != "127.0.0.1").map(|it| (*it).to_owned());
        for address in addresses.chain([OUTSIDE.to_owned(), PROXY.to_owned()]).chain(more) {
            net.inside(&["ip", "address", "add", &format!("{address}/32"), "dev", "lo"]);
        }
        Some(net)
    }

    /// Where `ip netns exec` takes `/etc/hosts` from.
    fn names(&self) -> PathBuf {
        Path::new("/etc/netns").join(&self.name)
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    fn inside(&self, words: &[&str]) -> Output {
        let words: Vec<&str> = ["netns", "exec", &self.name].iter().chain(words).copied().collect();
        call("ip", &words)
    }

    /// Starts a program whose output goes to `NAME.out`, and waits until it listens.
    fn start(&mut self, name: &str, words: &[&str], port: u16) {
        let output = self.path(&format!("{name}.out"));
        let file = fs::File::create(&output).expect("a file for the output");
        fs::set_permissions(&output, fs::Permissions::from_mode(0o666)).expect("permissions");
        let child = Command::new("ip")
            .args(["netns", "exec", &self.name])
            .args(words)
            .stdin(Stdio::null())
            .stdout(file.try_clone().expect("a second handle"))
            .stderr(file)
            .spawn()
            .expect("the program starts");
        self.running.push(child);
        for _ in 0..100 {
            if !self.ask(PROXY, port, "").is_empty() || self.listens(port) {
                return;
            }
            sleep(Duration::from_millis(100));
        }
        panic!("{name} does not listen on {port}: {}", self.output(name));
    }

    fn listens(&self, port: u16) -> bool {
        self.inside(&["bash", "-c", &format!("exec 3<>/dev/tcp/{PROXY}/{port}")]).status.success()
    }

    fn output(&self, name: &str) -> String {
        fs::read_to_string(self.path(&format!("{name}.out"))).unwrap_or_default()
    }

    /// Sends a request as it is; the whole answer.
    fn ask(&self, address: &str, port: u16, request: &str) -> String {
        let script = format!("exec 3<>/dev/tcp/{address}/{port} && printf %b '{request}' >&3 && timeout 10 cat <&3");
        if request.is_empty() {
            return String::new();
        }
        String::from_utf8_lossy(&self.inside(&["bash", "-c", &script]).stdout).into_owned()
    }

    /// The status with which the proxy answers.
    fn fetch(&self, url: &str) -> String {
        let host = url.split('/').nth(2).unwrap_or(url);
        let request = format!("GET {url} HTTP/1.1\\r\\nHost: {host}\\r\\nConnection: close\\r\\n\\r\\n");
        status(&self.ask(PROXY, 3128, &request))
    }

    fn connect(&self, target: &str) -> String {
        status(&self.ask(
            PROXY,
            3128,
            &format!("CONNECT {target} HTTP/1.1\\r\\nHost: {target}\\r\\nConnection: close\\r\\n\\r\\n"),
        ))
    }

    /// Something that answers on every address: 200 and the port.
    fn answer_everywhere(&mut self) {
        let ports = [80, 3000, 5001, 5002, 5050];
        let listen: String = ports.iter().map(|it| format!("listen {it}; listen [::]:{it};")).collect();
        let folder = self.path("");
        let config = format!(
            "pid {folder}target.pid; error_log stderr; events {{}} http {{ access_log off; client_body_temp_path {folder}t1; \
             proxy_temp_path {folder}t2; fastcgi_temp_path {folder}t3; uwsgi_temp_path {folder}t4; scgi_temp_path {folder}t5; \
             server {{ {listen} location / {{ return 200 \"port $server_port path $request_uri hook $http_dify_hook_url\"; }} }} }}"
        );
        let path = self.path("target.conf");
        fs::write(&path, config).expect("a configuration");
        self.start("target", &["nginx", "-c", &path, "-g", "daemon off;"], 80);
    }

    fn start_squid(&mut self, config: &str) {
        let path = self.path("squid.conf");
        fs::write(&path, config).expect("a configuration");
        let parsed = self.inside(&["squid", "-k", "parse", "-f", &path]);
        let said = String::from_utf8_lossy(&parsed.stderr).into_owned();
        assert!(parsed.status.success(), "{said}");
        for word in ["WARNING", "ERROR", "FATAL"] {
            assert!(!said.contains(word), "{said}");
        }
        // The user of the pod.
        let user = ["setpriv", "--reuid=13", "--regid=13", "--clear-groups"];
        let squid = ["squid", "-N", "-f", &path];
        self.start("squid", &[&user[..], &squid].concat(), 3128);
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        for child in &mut self.running {
            // The program itself: `ip netns exec` becomes it. nginx ends its workers on TERM.
            call("kill", &["-TERM", &child.id().to_string()]);
            for _ in 0..50 {
                if matches!(child.try_wait(), Ok(Some(_))) {
                    break;
                }
                sleep(Duration::from_millis(100));
            }
            let _ = child.kill();
            let _ = child.wait();
        }
        call("ip", &["netns", "delete", &self.name]);
        let _ = fs::remove_dir_all(self.names());
    }
}

fn is_installed(program: &str) -> bool {
    ["/usr/sbin", "/sbin", "/usr/bin", "/bin"].iter().any(|it| Path::new(it).join(program).exists())
}

fn call(program: &str, words: &[&str]) -> Output {
    Command::new(program).args(words).stdin(Stdio::null()).output().expect("the program starts")
}

fn status(answer: &str) -> String {
    answer.split_whitespace().nth(1).unwrap_or("none").to_owned()
}

/// A file of a ConfigMap of what is rendered.
fn config(text: &str, name: &str, key: &str) -> String {
    let inventory = read(text);
    let config = inventory.configs.iter().find(|it| &**it.meta.name == name).expect(name);
    let entry = config.entries.iter().find(|it| &*it.key.value == key).expect(key);
    entry.value.expose().to_owned()
}

#[test]
fn squid_refuses_the_inside_and_lets_the_outside_through() {
    let Some(mut net) = Net::new() else { return };
    net.answer_everywhere();
    net.start_squid(&config(&production(), "ssrf-proxy", "squid.conf"));
    for address in INSIDE.iter().chain(&[OUTSIDE]) {
        let direct = net.ask(address, 80, "GET / HTTP/1.0\\r\\n\\r\\n");
        assert!(direct.starts_with("HTTP/1.1 200"), "{address} must answer, or its refusal proves nothing: {direct}");
    }
    for address in INSIDE {
        assert_eq!(net.fetch(&format!("http://{address}/")), "403", "{address}");
        assert_eq!(net.connect(&format!("{address}:443")), "403", "{address}");
    }
    for host in [
        "loop.example.org",
        "rebound.example.org",
        "router.example.org",
        "cloud.example.org",
        "metadata.google.internal",
        "localhost",
        "[::1]",
        "[::ffff:10.99.0.5]",
        "[::ffff:169.254.169.254]",
        "[fe80::1]",
        "api.dify.svc.cluster.local:5001",
    ] {
        assert_eq!(net.fetch(&format!("http://{host}/")), "403", "{host}");
    }
    // Other ways to write 127.0.0.1 and 169.254.169.254: whatever they are taken for, they do not arrive.
    for host in ["2130706433", "0x7f000001", "2852039166", "127.1", "0"] {
        assert_ne!(net.fetch(&format!("http://{host}/")), "200", "{host}");
    }
    for host in [OUTSIDE, "public.example.org"] {
        assert_eq!(net.fetch(&format!("http://{host}/")), "200", "{host}");
    }
    assert_eq!(net.connect("203.0.113.5:22"), "403", "only HTTPS is tunnelled");
    let log = net.output("squid");
    assert!(log.contains("TCP_DENIED/403") && log.contains("http://169.254.169.254/"), "{log}");
    assert!(log.contains(&format!("{PROXY} TCP_MISS/200")), "who asked is in the log: {log}");
}

#[test]
fn agents_reach_two_paths_of_dify_and_nothing_else_inside() {
    let Some(mut net) = Net::new() else { return };
    net.answer_everywhere();
    net.start_squid(&config(&production(), "agent-ssrf-proxy", "squid.conf"));
    let (api, backend) = ("http://api.dify.svc.cluster.local", "http://agent-backend.dify.svc.cluster.local");
    for (url, expected) in [
        (format!("{api}:5001/files/x"), "200"),
        (format!("{backend}:5050/agent-stub/x"), "200"),
        (format!("{backend}:5050/agent-stub"), "200"),
        (format!("{api}:5001/inner/api/x"), "403"),
        (format!("{api}:5001/files/../inner/api/x"), "403"),
        (format!("{api}:5001/files/%2e%2e/inner/api/x"), "403"),
        (format!("{api}:80/files/x"), "403"),
        (format!("{backend}:5050/runs"), "403"),
        (format!("{backend}:5050/agent-stubs"), "403"),
        ("http://10.99.0.6:5001/files/x".to_owned(), "403"),
        ("http://169.254.169.254/".to_owned(), "403"),
        ("http://rebound.example.org/".to_owned(), "403"),
        ("http://public.example.org/".to_owned(), "200"),
    ] {
        assert_eq!(net.fetch(&url), expected, "{url}");
    }
    assert_eq!(net.connect("api.dify.svc.cluster.local:5001"), "403");
}

#[test]
fn nginx_accepts_routes_and_logs() {
    let Some(mut net) = Net::new() else { return };
    net.answer_everywhere();
    for version in render::VERSIONS {
        let text = config(&rendered(&plan("", Environment::Production, version, false)), "nginx", "nginx.conf");
        let folder = net.path(&format!("nginx-{version}/"));
        fs::create_dir_all(&folder).expect("a folder");
        let path = net.path(&format!("nginx-{version}.conf"));
        // The container's own /tmp.
        fs::write(&path, text.replace("/tmp/", &folder)).expect("a configuration");
        let tested = net.inside(&["nginx", "-t", "-c", &path]);
        let said = String::from_utf8_lossy(&tested.stderr).into_owned();
        assert!(tested.status.success() && !said.contains("[warn]"), "{version}: {said}");
    }
    let path = net.path(&format!("nginx-{DEFAULT_VERSION}.conf"));
    let folder = net.path(&format!("nginx-{DEFAULT_VERSION}/"));
    call("chown", &["-R", "101:101", &folder]);
    // The user of the pod.
    let user = ["setpriv", "--reuid=101", "--regid=101", "--clear-groups"];
    let nginx = ["nginx", "-c", &path, "-g", "daemon off;"];
    net.start("nginx", &[&user[..], &nginx].concat(), 8080);
    let get = |url: &str| {
        let request = "Host: dify.example.com\\r\\nX-Forwarded-For: 198.51.100.7\\r\\nConnection: close\\r\\n\\r\\n";
        net.ask(PROXY, 8080, &format!("GET {url} HTTP/1.1\\r\\n{request}"))
    };
    for (url, port) in [
        ("/console/api/x", 5001),
        ("/api/x", 5001),
        ("/v1/x", 5001),
        ("/openapi/x", 5001),
        ("/files/x", 5001),
        ("/mcp/x", 5001),
        ("/triggers/x", 5001),
        ("/socket.io/x", 5001),
        ("/e/x", 5002),
        ("/apps", 3000),
        ("/", 3000),
    ] {
        let answer = get(url);
        assert!(answer.contains(&format!("port {port} path {url} ")), "{url}: {answer}");
    }
    assert!(get("/e/x").contains("hook https://dify.example.com/e/x"), "{}", get("/e/x"));
    for url in ["/inner/api/x", "//inner/api/x", "/x/../inner/api/x", "/%69nner/api/x"] {
        assert_eq!(status(&get(url)), "404", "{url}");
    }
    let log = net.output("nginx");
    let line = log.lines().find(|it| it.contains("GET /v1/x ")).expect("a line");
    assert!(line.starts_with(PROXY) && line.ends_with("\"198.51.100.7\""), "{line}");
}
