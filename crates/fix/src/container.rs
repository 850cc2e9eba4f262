//! What a container's own `securityContext` says.

use dify::known::Mark;
use dify::profile::Root;
use edit::{Change, Value};
use lang::Text;
use model::{Container, ContainerRole, Workload};
use rules::needs::waits_only;

use crate::case::{Case, is_confirmed, is_known, is_sandbox, safe_if};
use crate::user::changes_its_user;

pub(crate) fn no_escalation(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in &workload.pod.spec.containers {
        let security = &container.security;
        // The API server refuses the two together.
        let needs_more = is_privileged(container) || adds(container, &["SYS_ADMIN", "CAP_SYS_ADMIN"]);
        if needs_more {
            case.keep(Text::new(
                "it asks for more rights than that allows, and the API server refuses the two together",
                "それより強い権限を要求しており、両方を指定すると API サーバーに拒否されるため",
            ));
        }
        if security.allow_privilege_escalation.is_some_and(|it| !it.value) || needs_more {
            continue;
        }
        let change = case.set(container.place, &["securityContext", "allowPrivilegeEscalation"], Value::Bool(false));
        let known = workload.component.is_some() && !is_sandbox(workload);
        let why = Text::new(
            "only programs that become another user by a mark of their file (setuid) notice, and no part of Dify is known to need one",
            "影響を受けるのは setuid のプログラムだけで、Dify がそれを必要とするという情報はないため",
        );
        case.add(known, safe_if(known), container.place, vec![change], why);
    }
}

fn adds(container: &Container, names: &[&str]) -> bool {
    container.security.capabilities.iter().flat_map(|it| &it.add).any(|name| names.contains(&&*name.value))
}

/// An unknown container that asks for it sets up the node, and is of no use without: that is left to a person, but for one that only
/// sets sysctls of the node, which belongs to the node's own set-up.
pub(crate) fn not_privileged(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in workload.pod.spec.containers.iter().filter(|it| is_privileged(it)) {
        let capabilities = case.needs(workload, container).and_then(|it| it.profile.capabilities);
        if capabilities.is_some() {
            let change = case.set(container.place, &["securityContext", "privileged"], Value::Bool(false));
            let why = Text::new(
                "nothing that this image does needs the node's devices",
                "このイメージの処理にノードのデバイスは必要ないため",
            );
            case.add(is_known(workload), safe_if(false), container.place, vec![change], why);
        } else if container.role == ContainerRole::Init && only_sets_sysctls(container) {
            let inits = workload.pod.spec.containers.iter().filter(|it| it.role == ContainerRole::Init).count();
            let path = if inits == 1 {
                case.path(workload.pod.spec.place, &["initContainers"])
            } else {
                case.path(container.place, &[])
            };
            let why = Text::new(
                "it only sets sysctls of the node, which belong to the node's own set-up",
                "ノードの sysctl を設定するだけで、これはノード側で設定すべきものであるため",
            );
            let note = Text::new(
                "the init container that set sysctls of the node is gone: set them on the nodes before they are replaced or restarted",
                "ノードの sysctl を設定していた init コンテナを取り除きました。ノードの入れ替えや再起動の前に、ノード側で設定してください",
            );
            if let Some(fix) = case.add(false, safe_if(false), container.place, vec![Change::Remove(path)], why) {
                fix.notes.push(note);
            }
        } else {
            case.keep(Text::new(
                "what it does with the node is not known, and it would be of no use without",
                "ノードに対して何をしているかがわからず、外すと動かなくなる可能性があるため",
            ));
        }
    }
}

/// `sysctl -w name=value...`, alone or as the lines of a shell's script.
fn only_sets_sysctls(container: &Container) -> bool {
    let words: Vec<&str> = container.command.iter().chain(&container.args).map(|it| it.expose()).collect();
    let script = match words.as_slice() {
        ["sh" | "bash" | "/bin/sh" | "/bin/bash", flags, script] if flags.starts_with('-') => (*script).to_owned(),
        words => words.join(" "),
    };
    let is_sysctl = |line: &str| {
        let mut words = line.split_whitespace();
        words.next().is_some_and(|it| it.rsplit('/').next() == Some("sysctl"))
            && words.all(|it| it.starts_with('-') || it.contains('='))
    };
    let mut lines = script.split(['\n', ';', '&']).map(str::trim).filter(|it| !it.is_empty()).peekable();
    lines.peek().is_some() && lines.all(is_sysctl)
}

fn is_privileged(container: &Container) -> bool {
    container.security.privileged.is_some_and(|it| it.value)
}

/// Who is not root has none of them to lose. Who starts as root may use what the runtime grants: only what is known to do without is
/// changed.
pub(crate) fn drop_capabilities(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in &workload.pod.spec.containers {
        let kept = container.security.capabilities.as_ref();
        let dropped = kept.is_some_and(|it| it.drop.iter().any(|name| &*name.value == "ALL"));
        if dropped || changes_its_user(workload, container) {
            continue;
        }
        if is_privileged(container) {
            case.keep(Text::new("it is privileged", "特権コンテナであるため"));
            continue;
        }
        match droppable(case, workload, container) {
            Ok((needed, mark, class)) => {
                let own: Vec<&str> = kept
                    .into_iter()
                    .flat_map(|it| &it.add)
                    .map(|it| &*it.value)
                    .filter(|it| !needed.contains(it))
                    .collect();
                let way = |last| ["securityContext", "capabilities", last];
                let mut changes = vec![case.set(container.place, &way("drop"), Value::texts(["ALL"]))];
                if !needed.is_empty() {
                    if !own.iter().all(|it| is_capability(it)) {
                        continue;
                    }
                    let add = Value::texts(own.into_iter().chain(needed.iter().copied()));
                    changes.push(case.set(container.place, &way("add"), add));
                }
                let why = match (needed.is_empty(), mark) {
                    (false, _) => Text::new(
                        "these are what its code uses at start and for each run",
                        "起動時と実行ごとにコードが使うのはこれだけであるため",
                    ),
                    (true, Mark::Tried) => {
                        Text::new("it was tried without any", "権限なしで動くことが試されているため")
                    }
                    (true, _) => Text::new(
                        "it is not root, and another user has none of them by itself",
                        "root ではなく、ほかのユーザーはもともとケーパビリティを持たないため",
                    ),
                };
                case.add(is_confirmed(mark), class, container.place, changes, why);
            }
            Err(why) => case.keep(why),
        }
    }
}

/// What has to be added after dropping ALL, how that is known, and whether it may be done without a look.
fn droppable(
    case: &Case<'_>,
    workload: &Workload,
    container: &Container,
) -> Result<(&'static [&'static str], Mark, rules::FixClass), Text> {
    let needs = case.needs(workload, container);
    let (own, pod) = (&container.security, &workload.pod.spec.security);
    let user = own.run_as_user.or(pod.run_as_user).map(|it| it.value);
    let enforced = own.run_as_non_root.or(pod.run_as_non_root).is_some_and(|it| it.value);
    let not_root = user.is_some_and(|it| it != 0) || user.is_none() && enforced;
    if let Some(needs) = &needs {
        let shipped = needs.user().is_ok_and(|it| it.as_shipped);
        let required = needs.profile.root.is_some_and(|it| matches!(it.value, Root::Required(_)));
        if let Some(fact) = needs.profile.capabilities {
            let as_known = not_root || user.is_none() && shipped || required && !fact.value.is_empty();
            if as_known && (fact.value.is_empty() || required) {
                let safe = is_known(workload) && fact.value.is_empty();
                return Ok((fact.value, fact.known.mark, safe_if(safe)));
            }
        }
    }
    if not_root || waits_only(container) {
        return Ok((&[], Mark::General, safe_if(false)));
    }
    Err(Text::new(
        "it starts as root or may, and which capabilities its start uses is not known",
        "root で起動する、またはその可能性があり、起動時にどのケーパビリティを使うかわからないため",
    ))
}

/// Whether it has the form of a capability's name: only that is written a second time.
fn is_capability(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}
