//! Another user than root, and a root file system that is only read.

use dify::entry::Keeps;
use dify::known::Mark;
use edit::{Change, Value};
use lang::Text;
use model::{Container, Workload};
use rules::needs::ReadOnlyNeeds;

use crate::case::{Case, is_confirmed, safe_if};
use crate::scratch::Scratch;
use crate::user::{SQUID_PATHS, changes_its_user, is_proxy, preparation, set_variables, user};

/// `runAsNonRoot` where a user that is not root is already there.
pub(crate) fn enforce(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let pod = &workload.pod.spec.security;
    let mut scratch = Scratch::of(&workload.pod.spec);
    // What brings volumes is one fix, since two containers may share one.
    let mut prepared = Vec::new();
    let why = Text::new("the user is not root already", "すでに root 以外のユーザーであるため");
    for container in &workload.pod.spec.containers {
        let own = &container.security;
        if own.run_as_non_root.or(pod.run_as_non_root).is_some_and(|it| it.value) {
            continue;
        }
        let mut changes = vec![case.set(container.place, &["securityContext", "runAsNonRoot"], Value::Bool(true))];
        match own.run_as_user.or(pod.run_as_user) {
            Some(uid) if uid.value != 0 => {
                case.add(true, safe_if(true), container.place, changes, why.clone());
            }
            Some(_) => {}
            // Kubelet cannot judge the name of a user, so the number is written too.
            None => match user(case, workload, container) {
                Ok(user) => {
                    changes.push(case.set(container.place, &["securityContext", "runAsUser"], Value::Int(user.uid)));
                    changes.push(case.set(container.place, &["securityContext", "runAsGroup"], Value::Int(user.gid)));
                    changes.extend(set_variables(case, container, &user.variables));
                    if changes_its_user(workload, container) {
                        prepared.append(&mut changes);
                        prepared.extend(preparation(case, &mut scratch, workload, container));
                    }
                    let confirmed = is_confirmed(user.mark);
                    let safe = safe_if(confirmed && user.as_shipped);
                    if let Some(fix) = case.add(confirmed, safe, container.place, changes, user.why) {
                        fix.notes.extend(user.notes);
                    }
                }
                Err(kept) => case.keep_as(kept),
            },
        }
    }
    let why =
        Text::new("with these paths it starts as that user", "これらのパスがあれば、このユーザーで起動できるため");
    case.add(false, safe_if(false), workload.pod.spec.place, prepared, why);
}

pub(crate) fn other_user(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut changes: Vec<Change> = Vec::new();
    let mut all = true;
    let mut first = None;
    let (mut confirmed, mut why, mut notes) = (true, None, Vec::new());
    let mut scratch = Scratch::of(spec);
    let mut grouped = spec.security.fs_group.is_some();
    for container in &spec.containers {
        let own = &container.security;
        let uid = own.run_as_user.or(spec.security.run_as_user);
        let non_root = own.run_as_non_root.or(spec.security.run_as_non_root);
        if uid.is_some_and(|it| it.value != 0) || (uid.is_none() && non_root.is_some_and(|it| it.value)) {
            continue;
        }
        let user = match user(case, workload, container) {
            Ok(user) => user,
            Err(kept) => {
                case.keep_as(kept);
                all = false;
                continue;
            }
        };
        let mut set = |key, value| changes.push(case.set(container.place, &["securityContext", key], value));
        set("runAsNonRoot", Value::Bool(true));
        set("runAsUser", Value::Int(user.uid));
        set("runAsGroup", Value::Int(user.gid));
        changes.extend(set_variables(case, container, &user.variables));
        changes.extend(preparation(case, &mut scratch, workload, container));
        // Of a proxy the user was read; that it starts as one with these paths and ports was not.
        confirmed &= is_confirmed(user.mark) && !is_proxy(workload, container);
        why.get_or_insert(user.why);
        notes.extend(user.notes);
        first = first.or(Some(user.uid));
        if user.has_volumes && !grouped {
            grouped = true;
            changes.push(case.set(spec.place, &["securityContext", "fsGroup"], Value::Int(user.gid)));
        }
    }
    let (Some(uid), Some(why)) = (first, why) else { return };
    if all && spec.security.run_as_user.is_some_and(|it| it.value == 0) {
        changes.push(case.set(spec.place, &["securityContext", "runAsUser"], Value::Int(uid)));
    }
    if let Some(fix) = case.add(confirmed, safe_if(false), spec.place, changes, why) {
        fix.notes.extend(notes);
    }
}

/// With a volume for each path that this image is known to write to and that has none.
pub(crate) fn read_only(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut scratch = Scratch::of(spec);
    let (mut changes, mut confirmed, mut notes) = (Vec::new(), true, Vec::new());
    let mut written: Vec<String> = Vec::new();
    for container in spec.containers.iter().filter(|it| !it.security.read_only_root.is_some_and(|it| it.value)) {
        let needs = match read_only_needs(case, workload, container) {
            Ok(needs) => needs,
            Err(why) => {
                case.keep(why);
                continue;
            }
        };
        changes.push(case.set(container.place, &["securityContext", "readOnlyRootFilesystem"], Value::Bool(true)));
        for path in &needs.paths {
            changes.extend(scratch.at(case, container, &path.path));
            written.push(path.path.clone());
            if path.keeps == Keeps::Data {
                let (name, path) = (&*container.name.value, &path.path);
                notes.push(lang::text!(
                    "`{name}` keeps data at {path}, where no volume is: it is lost with the pod, as before; give it a volume that stays",
                    "`{name}` は {path} にデータを保存しますが、ボリュームがありません。これまでどおりPodとともに失われるため、永続ボリュームを用意してください"
                ));
            }
        }
        changes.extend(set_variables(case, container, &needs.variables));
        confirmed &= needs.mark == Mark::Tried;
    }
    written.dedup();
    let list = lang::list(&written);
    let (en, ja) = list.both();
    let how = if confirmed {
        Text::new("tried by others", "第三者が試している")
    } else {
        Text::new(
            "it follows from what was read, and nobody reported a trial",
            "読んだ内容からの推定で、試したという報告はない",
        )
    };
    let (how_en, how_ja) = how.both();
    let why = if written.is_empty() {
        lang::text!(
            "every path that this image writes to is a volume already ({how_en})",
            "このイメージの書き込み先はすべてボリュームであるため({how_ja})"
        )
    } else {
        lang::text!(
            "beyond its volumes this image writes to {en} ({how_en})",
            "ボリュームのほかにこのイメージが書き込むのは {ja} であるため({how_ja})"
        )
    };
    if let Some(fix) = case.add(confirmed, safe_if(false), spec.place, changes, why) {
        fix.notes.extend(notes);
    }
}

fn read_only_needs<'a>(
    case: &Case<'a>,
    workload: &'a Workload,
    container: &'a Container,
) -> Result<ReadOnlyNeeds, Text> {
    let Some(needs) = case.needs(workload, container) else {
        return Err(Text::new("where this image writes is not known", "このイメージがどこに書き込むかわからないため"));
    };
    if is_proxy(workload, container) {
        // Another user comes first, with volumes of its own.
        if changes_its_user(workload, container) {
            return Err(user(case, workload, container).map_or_else(
                |kept| kept.because,
                |_| Text::new("its user comes first", "先に実行ユーザーを変える必要があるため"),
            ));
        }
        // What had to be prepared is prepared: Squid is started directly.
        if needs.component.is_outlet() && user(case, workload, container).is_ok() {
            let scratch = |path: &&str| rules::needs::Writable { path: (*path).to_owned(), keeps: Keeps::Scratch };
            let paths = SQUID_PATHS.iter().map(scratch).collect();
            return Ok(ReadOnlyNeeds { paths, variables: Vec::new(), mark: Mark::Inferred });
        }
    }
    needs.read_only_root()
}
