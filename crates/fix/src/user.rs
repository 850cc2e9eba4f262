//! The user that a container can run as instead of root, and what has to be prepared for it.

use dify::profile::{Mark, Root};
use dify::{Component, Family, Image, ImageKind, Profile};
use edit::{Change, Value};
use model::{Container, ContainerRole, Workload};

use crate::case::{Case, profile_of};
use crate::scratch::Scratch;

/// The numbers of a user, and how they are known.
pub(crate) struct User {
    pub(crate) uid: i64,
    pub(crate) gid: i64,
    /// Read in a source of Dify's; else inferred.
    pub(crate) confirmed: bool,
    /// The image runs as that user by itself.
    pub(crate) as_shipped: bool,
    /// It works on volumes, which must be the group's.
    pub(crate) has_volumes: bool,
}

/// `nobody` of Debian and Alpine: owns nothing.
const NOBODY: i64 = 65534;

/// Programs that only root has a use for.
const ROOT_TOOLS: &[&str] =
    &["apk", "apt", "apt-get", "chown", "dnf", "ip", "iptables", "mount", "sysctl", "useradd", "yum"];

/// nginx and Squid start as root and become another user: as that user from the start they need no capability, but a few paths.
pub(crate) fn changes_its_user(workload: &Workload, container: &Container) -> bool {
    let (own, pod) = (&container.security, &workload.pod.spec.security);
    let user = own.run_as_user.or(pod.run_as_user).is_some_and(|it| it.value != 0);
    let non_root = own.run_as_non_root.or(pod.run_as_non_root).is_some_and(|it| it.value);
    is_proxy(workload, container) && !user && !non_root
}

/// Whether it is the nginx or the Squid of a Dify.
pub(crate) fn is_proxy(workload: &Workload, container: &Container) -> bool {
    let proxy = workload.component.is_some_and(Component::is_proxy);
    proxy && profile_of(workload, container).is_some()
}

/// A user for a container, where one is known to do.
pub(crate) fn user(workload: &Workload, container: &Container) -> Option<User> {
    if is_proxy(workload, container) && !starts_directly(container) {
        return None;
    }
    match profile_of(workload, container) {
        Some(profile) => of_profile(container, &profile),
        None => of_client(workload, container),
    }
}

fn of_profile(container: &Container, profile: &Profile) -> Option<User> {
    if matches!(profile.root, Root::Required(_)) {
        return None;
    }
    // Bitnami's images of the same software have one user for all.
    let (uid, gid) = if is_bitnami(container) { (1001, 1001) } else { (profile.uid?, profile.gid?) };
    (uid > 0).then(|| User {
        uid: i64::from(uid),
        gid: i64::from(gid),
        confirmed: profile.confidence.user == Mark::Code,
        as_shipped: profile.root == Root::No,
        has_volumes: true,
    })
}

/// A tool, or a store's image that is run for its client, keeps nothing: no volume, and nothing that it writes outlives it. Any
/// user will do, unless it calls what only root can use.
fn of_client(workload: &Workload, container: &Container) -> Option<User> {
    let image = Image::parse(&container.image.as_ref()?.value)?;
    let client = match dify::candidates(&image) {
        ImageKind::Helper => true,
        ImageKind::Component(component) => component.is_store() && workload.component.is_none(),
        _ => false,
    };
    if !client || !container.mounts.is_empty() || container.security.privileged.is_some_and(|it| it.value) {
        return None;
    }
    let words = container.command.iter().chain(&container.args).flat_map(|it| it.expose().split(|c: char| !is_name(c)));
    if words.into_iter().any(|word| ROOT_TOOLS.contains(&word)) {
        return None;
    }
    let uid = if is_bitnami(container) { 1001 } else { NOBODY };
    Some(User { uid, gid: uid, confirmed: false, as_shipped: false, has_volumes: false })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

fn is_bitnami(container: &Container) -> bool {
    let image = container.image.as_ref().and_then(|it| Image::parse(&it.value));
    image.is_some_and(|it| Family::of(&it) == Family::Bitnami)
}

/// Whether the image's own entrypoint or the program itself runs: a script of somebody else's may write anywhere.
fn starts_directly(container: &Container) -> bool {
    match container.command.first().map(|it| it.expose()) {
        None => container.args.is_empty(),
        Some(program) => matches!(program.rsplit('/').next(), Some("nginx" | "squid")),
    }
}

/// What has to be there before a proxy can start as another user than root; nothing for anybody else.
pub(crate) fn preparation(
    case: &Case<'_>,
    scratch: &mut Scratch,
    workload: &Workload,
    container: &Container,
) -> Vec<Change> {
    if !changes_its_user(workload, container) {
        return Vec::new();
    }
    if workload.component == Some(Component::Nginx) {
        let mut changes = low_ports(case, workload, container);
        // Its number of process, and the bodies of requests.
        changes.extend(["/run", "/var/cache/nginx"].iter().flat_map(|path| scratch.at(case, container, path)));
        if container.mounts.iter().any(|it| it.path.as_ref().is_some_and(|it| it.value.contains("/nginx/templates"))) {
            changes.extend(scratch.at(case, container, "/etc/nginx/conf.d"));
        }
        return changes;
    }
    let mut changes = Vec::new();
    if container.command.is_empty() {
        // The image's entrypoint writes below /etc/squid and takes what it wrote to `proxy`: neither is needed with a configuration
        // that is mounted.
        let command = Value::texts(dify::SQUID_COMMAND.iter().copied());
        changes.push(case.set(container.place, &["command"], command));
    }
    changes.extend(SQUID_PATHS.iter().flat_map(|path| scratch.at(case, container, path)));
    changes
}

/// What Squid writes when it is started directly (`squid.conf.documented`: `pid_filename`, `coredump_dir`, `cache_log`).
pub(crate) const SQUID_PATHS: &[&str] = &["/run", "/var/spool/squid", "/var/log/squid", "/tmp"];

/// Ports below 1024 are root's, unless the pod's own network says otherwise: a sysctl that is namespaced and that `restricted` allows
/// (Pod Security Standards, "Sysctls"; Kubernetes 1.22).
fn low_ports(case: &Case<'_>, workload: &Workload, container: &Container) -> Vec<Change> {
    const SYSCTL: &str = "net.ipv4.ip_unprivileged_port_start";
    let spec = &workload.pod.spec;
    let low = |port: &model::ContainerPort| port.container_port.is_none_or(|it| it.value < 1024);
    let said = !container.ports.is_empty() && !container.ports.iter().any(low);
    if said || spec.security.sysctls.iter().any(|it| &*it.value == SYSCTL) || container.role != ContainerRole::Regular {
        return Vec::new();
    }
    let sysctl = Value::map([("name", SYSCTL.into()), ("value", "0".into())]);
    vec![Change::Push(case.path(spec.place, &["securityContext", "sysctls"]), sysctl)]
}
