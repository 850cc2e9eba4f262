//! The user that a container can run as instead of root, and what has to be prepared for it.

use dify::known::Mark;
use dify::{Component, Family, Image, ImageKind};
use edit::{Change, Value};
use lang::Text;
use model::{Container, ContainerRole, Workload};
use rules::needs::{Volumes, waits_only};

use crate::case::{Case, Kept};
use crate::scratch::Scratch;

/// The numbers of a user, and how they are known.
pub(crate) struct User {
    pub(crate) uid: i64,
    pub(crate) gid: i64,
    pub(crate) mark: Mark,
    /// The image runs as that user by itself.
    pub(crate) as_shipped: bool,
    /// It works on volumes, which must be the group's.
    pub(crate) has_volumes: bool,
    /// Variables without which it does not start.
    pub(crate) variables: Vec<(&'static str, &'static str)>,
    pub(crate) why: Text,
    pub(crate) notes: Vec<Text>,
}

/// `nobody` of Debian and Alpine: owns nothing.
const NOBODY: i64 = 65534;

/// nginx and Squid start as root and become another user: as that user from the start they need no capability, but a few paths.
pub(crate) fn changes_its_user(workload: &Workload, container: &Container) -> bool {
    let (own, pod) = (&container.security, &workload.pod.spec.security);
    let user = own.run_as_user.or(pod.run_as_user).is_some_and(|it| it.value != 0);
    let non_root = own.run_as_non_root.or(pod.run_as_non_root).is_some_and(|it| it.value);
    is_proxy(workload, container) && !user && !non_root
}

/// Whether it is the nginx or the Squid of a Dify.
pub(crate) fn is_proxy(workload: &Workload, container: &Container) -> bool {
    workload.component.is_some_and(Component::is_proxy) && workload.main().is_some_and(|it| std::ptr::eq(it, container))
}

/// A user for a container, where one is known to do; why not, where none is. `was_root`: it ran as root until now, so that its data may
/// be root's.
pub(crate) fn user<'a>(case: &Case<'a>, workload: &'a Workload, container: &'a Container) -> Result<User, Kept> {
    let plain = |because| Kept { because, awaits_owner: false };
    let Some(needs) = case.needs(workload, container) else { return of_client(workload, container).map_err(plain) };
    if let (Some(component), true) = (workload.component, is_proxy(workload, container)) {
        proxy_is_ready(&needs, component, container).map_err(plain)?;
    }
    let ids = needs.user().map_err(|because| plain(before_its_user(&needs).unwrap_or(because)))?;
    let as_root =
        container.security.run_as_user.or(workload.pod.spec.security.run_as_user).is_some_and(|it| it.value == 0);
    if (!ids.as_shipped || as_root)
        && !waits_only(container)
        && let Some(because) = needs.other_program()
    {
        return Err(plain(because));
    }
    let mut notes = Vec::new();
    // A wait of an init container keeps nothing.
    if !waits_only(container) {
        let owns = ids.owns_data && !(as_root && ids.as_shipped);
        if let Some(because) = needs.new_database_needs_owner(ids.uid, ids.gid).filter(|_| !case.choices.owned_volumes)
        {
            return Err(Kept { because, awaits_owner: true });
        }
        match needs.volumes(ids.uid, ids.gid) {
            Volumes::New => {}
            Volumes::Likely(_) if owns => {}
            Volumes::Likely(what) => notes.push(what),
            Volumes::Stay(_) if ids.as_shipped && !as_root => {}
            Volumes::Stay(what) if owns => notes.push(what),
            Volumes::Stay(_) if case.choices.owned_volumes => {}
            Volumes::Stay(because) => return Err(Kept { because, awaits_owner: true }),
        }
    }
    let (uid, name) =
        (ids.uid, container.image.as_ref().and_then(|it| Image::parse(&it.value)).map_or("", |it| it.name()));
    let why = if ids.as_shipped {
        lang::text!("{name} of this version runs as {uid} by itself", "この版の {name} はもともと {uid} で動くため")
    } else if ids.owns_data {
        lang::text!(
            "as root this build of {name} hands its data to {uid} and becomes it",
            "root で起動したこのビルドの {name} は、データを {uid} の所有にしてから {uid} に切り替わるため"
        )
    } else {
        lang::text!(
            "this build of {name} runs as {uid} once its volumes are that user's",
            "ボリュームがこのユーザーの所有であれば、このビルドの {name} は {uid} で動くため"
        )
    };
    Ok(User {
        uid,
        gid: ids.gid,
        mark: ids.mark,
        as_shipped: ids.as_shipped && !as_root,
        has_volumes: true,
        variables: needs.variables_of_another_user(),
        why,
        notes,
    })
}

/// The api image has a user of its own since 1.10.1, which cannot write to what root wrote before.
fn before_its_user(needs: &rules::needs::Needs<'_>) -> Option<Text> {
    let old = needs.component.runs_api_image() && needs.version().is_some_and(|it| it < dify::Version::new(1, 10, 1));
    match needs.volumes(1001, 1001) {
        Volumes::Stay(what) if old => {
            let (en, ja) = what.both();
            Some(lang::text!(
                "this version needs root, and from 1.10.1 on it is 1001; before that upgrade: {en}",
                "この版は root が必要で、1.10.1 以降は 1001 で動くため。更新の前に: {ja}"
            ))
        }
        _ => None,
    }
}

/// What a proxy has to have before another user can start it.
fn proxy_is_ready(needs: &rules::needs::Needs<'_>, component: Component, container: &Container) -> Result<(), Text> {
    if !starts_directly(container) {
        return Err(Text::new(
            "it is started by a script, which may write as root",
            "スクリプトで起動しており、root として書き込む可能性があるため",
        ));
    }
    if component.is_outlet() && !needs.has_file("/etc/squid/squid.conf") {
        return Err(Text::new(
            "its entrypoint makes the configuration of what is mounted in /etc/squid, and writes there as root",
            "エントリーポイントが /etc/squid にマウントされたものから設定を作り、root として書き込むため",
        ));
    }
    Ok(())
}

/// A tool, or a store's image that is run for its client, keeps nothing: no volume, and nothing that it writes outlives it. Any
/// user will do for one that only waits and asks.
fn of_client(workload: &Workload, container: &Container) -> Result<User, Text> {
    let unknown = || Text::new("what this image needs is not known", "このイメージに何が必要かわからないため");
    let image = container.image.as_ref().and_then(|it| Image::parse(&it.value)).ok_or_else(unknown)?;
    let client = match dify::candidates(&image) {
        ImageKind::Helper => true,
        ImageKind::Component(component) => component.is_store() && workload.component.is_none(),
        _ => false,
    };
    let kept = !container.mounts.is_empty() || container.security.privileged.is_some_and(|it| it.value);
    let idle = container.command.is_empty() && container.args.is_empty();
    if !client || kept || !(idle || waits_only(container)) {
        return Err(unknown());
    }
    let uid = if Family::of(&image) == Family::Bitnami { 1001 } else { NOBODY };
    Ok(User {
        uid,
        gid: uid,
        mark: Mark::Inferred,
        as_shipped: false,
        has_volumes: false,
        variables: Vec::new(),
        why: Text::new("it only asks others, and keeps nothing", "ほかに問い合わせるだけで、何も保存しないため"),
        notes: Vec::new(),
    })
}

/// Whether the image's own entrypoint or the program itself runs: a script of somebody else's may write anywhere.
fn starts_directly(container: &Container) -> bool {
    match container.command.first().map(|it| it.expose()) {
        None => container.args.is_empty(),
        Some(program) => matches!(program.rsplit('/').next(), Some("nginx" | "squid")),
    }
}

/// What has to be there before a proxy can start as another user than root; nothing for anybody else.
pub(crate) fn preparation<'a>(
    case: &Case<'a>,
    scratch: &mut Scratch,
    workload: &'a Workload,
    container: &'a Container,
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
fn low_ports<'a>(case: &Case<'a>, workload: &'a Workload, container: &'a Container) -> Vec<Change> {
    const SYSCTL: &str = "net.ipv4.ip_unprivileged_port_start";
    let spec = &workload.pod.spec;
    let high = case.needs(workload, container).is_some_and(|it| it.listener().is_ok_and(|port| port >= 1024))
        && !container.ports.iter().any(|port| port.container_port.is_none_or(|it| it.value < 1024));
    if high || spec.security.sysctls.iter().any(|it| &*it.value == SYSCTL) || container.role != ContainerRole::Regular {
        return Vec::new();
    }
    let sysctl = Value::map([("name", SYSCTL.into()), ("value", "0".into())]);
    vec![Change::Push(case.path(spec.place, &["securityContext", "sysctls"]), sysctl)]
}

/// The entries of `env` that set variables.
pub(crate) fn set_variables(
    case: &Case<'_>,
    container: &Container,
    variables: &[(&'static str, &'static str)],
) -> Vec<Change> {
    let entry = |(name, value): &(&'static str, &'static str)| {
        let own = container.env.iter().find(|it| &*it.name.value == *name);
        match own {
            // Set to nothing, which is no value.
            Some(own) => case.set(own.place, &["value"], (*value).into()),
            None => {
                let entry = Value::map([("name", (*name).into()), ("value", (*value).into())]);
                Change::Push(case.path(container.place, &["env"]), entry)
            }
        }
    };
    variables.iter().map(entry).collect()
}
