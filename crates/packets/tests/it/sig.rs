//! The same packets through kube-network-policies (sigs.k8s.io/kube-network-policies), built from its Go module: an
//! implementation of the API that others run in clusters, judged by nothing but which packets arrive.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use netpol::{Network, Options};
use testkit::{go_build, not_run};

use crate::cases;
use crate::cluster::Cluster;
use crate::enforced::{Count, compare, missing, read};
use crate::random;

fn build() -> Result<PathBuf, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("enforcer");
    go_build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("enforcer"), ".", &target)?;
    Ok(target)
}

/// The controller at work in a router.
struct Enforcer(Child);

impl Enforcer {
    fn start(program: &Path, cluster: &Cluster, objects: &Path) -> Enforcer {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &cluster.router()]).arg(program).arg(objects);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut enforcer = Enforcer(child.expect("it starts"));
        let mut line = String::new();
        let output = enforcer.0.stdout.take().expect("piped");
        BufReader::new(output).read_line(&mut line).expect("it speaks");
        assert_eq!(line.trim(), "ready");
        enforcer
    }
}

impl Drop for Enforcer {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What is new goes to the queue; what the controller has let through before goes on.
fn lay_queue(cluster: &Cluster) {
    for program in ["iptables", "ip6tables"] {
        cluster.in_router(
            &[program, "-A", "FORWARD", "-m", "conntrack", "--ctstate", "ESTABLISHED,RELATED", "-j", "ACCEPT"],
            "",
        );
        cluster.in_router(&[program, "-A", "FORWARD", "-j", "NFQUEUE", "--queue-num", "100"], "");
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "the numbers are the result")]
fn packets_go_where_kube_network_policies_lets_them() {
    const WHAT: &str = "packets through kube-network-policies";
    if let Some(how) = missing(&["ip", "iptables", "ip6tables"]) {
        return not_run(WHAT, &how);
    }
    let program = match build() {
        Ok(program) => program,
        Err(error) => return not_run(WHAT, &format!("Its Go module could not be built:\n{error}")),
    };
    let start = Instant::now();
    let folder = tempfile::tempdir().expect("a folder");
    let objects = folder.path().join("objects.yaml");
    let mut cluster = Cluster::start("s");
    lay_queue(&cluster);
    let mut count = Count::default();
    let mut n = 0;
    for case in cases::by_hand().into_iter().chain((100..120).map(|seed| random::case(seed, seed % 2 == 1))) {
        std::fs::write(&objects, &case.yaml).expect("written");
        let inventory = read(&case);
        let network = Network::new(&inventory, &Options::default());
        let enforcer = Enforcer::start(&program, &cluster, &objects);
        compare(&mut cluster, &network, &case, &mut count);
        drop(enforcer);
        n += 1;
    }
    let Count { sent, arrived, open } = count;
    eprintln!(
        "kube-network-policies: {n} cases, {sent} packets, {arrived} arrived, {open} left open, {:.1} s",
        start.elapsed().as_secs_f32()
    );
}
