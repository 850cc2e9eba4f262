//! Namespaces for pods and for hosts outside, each on a wire of its own to a router. Needs root.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// An end of a wire.
pub(crate) struct Host {
    pub(crate) name: String,
    pub(crate) v4: String,
    pub(crate) v6: String,
}

pub(crate) const N_PODS: usize = 5;
pub(crate) const N_OUTSIDE: usize = 2;
/// The ports that everybody answers on, TCP and UDP.
pub(crate) const PORTS: [u16; 4] = [53, 80, 81, 443];

/// A try: who, by which protocol, to whom, at which port.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Try {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) v6: bool,
    pub(crate) tcp: bool,
    pub(crate) port: u16,
}

struct End {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

pub(crate) struct Cluster {
    pub(crate) hosts: Vec<Host>,
    prefix: String,
    ends: Vec<End>,
}

/// Pods have private addresses, hosts outside those that are reserved for documentation (RFC 5737, 3849).
pub(crate) fn hosts() -> Vec<Host> {
    let pod =
        |n: usize| Host { name: format!("p{n}"), v4: format!("10.77.0.{}", n + 10), v6: format!("fd77::{:x}", n + 16) };
    let outside = |n: usize| Host {
        name: format!("x{n}"),
        v4: format!("203.0.113.{}", n + 7),
        v6: format!("2001:db8::{}", n + 7),
    };
    (0..N_PODS).map(pod).chain((0..N_OUTSIDE).map(outside)).collect()
}

/// Runs a command to its end.
pub(crate) fn run(program: &str, arguments: &[&str], input: &str) -> Result<String, String> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{program}: {error}"))?;
    let written = child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if !output.status.success() || written.is_none() {
        return Err(format!("{program} {arguments:?}: {}{input}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn ip(namespace: &str, commands: &str) {
    run("ip", &["-n", namespace, "-batch", "-"], commands).unwrap_or_else(|error| panic!("{error}"));
}

impl Cluster {
    pub(crate) fn start(label: &str) -> Cluster {
        let prefix = format!("skpk-{}-{label}", std::process::id());
        remove_leftovers();
        let mut cluster = Cluster { hosts: hosts(), prefix, ends: Vec::new() };
        let router = cluster.router();
        run("ip", &["netns", "add", &router], "").unwrap_or_else(|error| panic!("{error}"));
        cluster.in_router(
            &[
                "sysctl",
                "-qw",
                "net.ipv4.ip_forward=1",
                "net.ipv6.conf.all.forwarding=1",
                "net.ipv4.conf.all.rp_filter=0",
                "net.ipv4.conf.default.rp_filter=0",
            ],
            "",
        );
        for at in 0..cluster.hosts.len() {
            cluster.connect(at);
        }
        cluster.ends = (0..cluster.hosts.len()).map(|at| cluster.end(at)).collect();
        cluster
    }

    pub(crate) fn router(&self) -> String {
        format!("{}-r", self.prefix)
    }

    pub(crate) fn in_router(&self, command: &[&str], input: &str) -> String {
        let router = self.router();
        let arguments: Vec<&str> = ["netns", "exec", &router].into_iter().chain(command.iter().copied()).collect();
        run("ip", &arguments, input).unwrap_or_else(|error| panic!("{error}"))
    }

    fn namespace(&self, at: usize) -> String {
        format!("{}-{at}", self.prefix)
    }

    /// A wire as most plugins lay it: the pod knows one neighbour, and the router has a route for the one address.
    fn connect(&self, at: usize) {
        let (namespace, router) = (self.namespace(at), self.router());
        let Host { v4, v6, .. } = &self.hosts[at];
        run("ip", &["netns", "add", &namespace], "").unwrap_or_else(|error| panic!("{error}"));
        ip(&router, &format!("link add v{at} type veth peer name e0 netns {namespace}\n"));
        ip(
            &namespace,
            &format!(
                "link set lo up\nlink set e0 up\naddr add {v4}/32 dev e0\naddr add {v6}/128 dev e0 nodad\n\
                 route add 169.254.1.1 dev e0 scope link\nroute add default via 169.254.1.1 dev e0\n\
                 route add fe80::1 dev e0\nroute add default via fe80::1 dev e0\n"
            ),
        );
        ip(
            &router,
            &format!(
                "addr add 169.254.1.1/32 dev v{at}\naddr add fe80::1/64 dev v{at} nodad\nlink set v{at} up\n\
                 route add {v4}/32 dev v{at}\nroute add {v6}/128 dev v{at}\n"
            ),
        );
    }

    fn end(&self, at: usize) -> End {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.namespace(at), env!("CARGO_BIN_EXE_packets-end"), &self.hosts[at].name]);
        command.args(PORTS.map(|port| port.to_string()));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let (send, lines) = channel();
        let output = child.stdout.take().expect("piped");
        std::thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
        });
        let input = child.stdin.take();
        let end = End { child, input, lines };
        let first = end.lines.recv_timeout(Duration::from_secs(10));
        assert_eq!(first.as_deref(), Ok("ready"), "{}", self.hosts[at].name);
        end
    }

    /// Tries all at once; says for each who answered.
    pub(crate) fn try_all(&mut self, tries: &[Try], wait: Duration) -> Vec<Option<String>> {
        let mut answers = vec![None; tries.len()];
        let mut open = vec![0_usize; self.ends.len()];
        for (id, it) in tries.iter().enumerate() {
            let Try { from, to, v6, tcp, port } = *it;
            let address = if v6 { &self.hosts[to].v6 } else { &self.hosts[to].v4 };
            let protocol = if tcp { "tcp" } else { "udp" };
            let input = self.ends[from].input.as_mut().expect("it is open");
            writeln!(input, "{id} {protocol} {address} {port} {}", wait.as_millis()).expect("it listens");
            open[from] += 1;
        }
        for (end, open) in self.ends.iter().zip(open) {
            for _ in 0..open {
                let line = match end.lines.recv_timeout(Duration::from_secs(60)) {
                    Ok(line) => line,
                    Err(error @ (RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)) => {
                        panic!("no answer: {error}")
                    }
                };
                let (id, who) = line.split_once(' ').expect("two words");
                let id: usize = id.parse().expect("a number");
                answers[id] = (who != "-").then(|| who.to_owned());
            }
        }
        answers
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for end in &mut self.ends {
            drop(end.input.take());
            let _ = end.child.kill();
            let _ = end.child.wait();
        }
        let names = (0..self.hosts.len()).map(|at| self.namespace(at)).chain([self.router()]);
        for name in names {
            let _ = run("ip", &["netns", "del", &name], "");
        }
    }
}

/// Namespaces of a run that was killed before it could clean up.
fn remove_leftovers() {
    let listed = run("ip", &["netns", "list"], "").unwrap_or_default();
    for name in listed.lines().filter_map(|line| line.split(' ').next()) {
        let owner = name.strip_prefix("skpk-").and_then(|rest| rest.split('-').next());
        if owner.is_some_and(|pid| !std::path::Path::new("/proc").join(pid).exists()) {
            let _ = run("ip", &["netns", "del", name], "");
        }
    }
}
