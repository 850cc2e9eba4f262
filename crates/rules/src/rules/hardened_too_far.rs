//! `hardened-too-far`.

use dify::profile::{ReadOnlyRoot, Root};
use dify::{Component, Version};
use lang::Text;
use model::{Container, HandlerKind, IntOrString, Place, Workload};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::needs::{Needs, NoProbe, Question};
use crate::pod_check::is_windows;

crate::rule! {
    /// Pod hardened so far that it cannot run
    ///
    /// ## What it finds
    /// Parts of Dify whose own settings keep this version of the image from starting or from staying: a user that is not root where it
    /// needs root, a read-only root without a volume for each path that it writes to, capabilities dropped that it uses, probes that
    /// this version does not answer (Celery's before 1.14, the sandbox's `/health` before 0.2.5) or on a port that nobody listens on,
    /// and a migration with an image that does not know that mode (before 1.7.1), which never ends.
    ///
    /// ## Why it matters
    /// The pod fails at its next start, which may be the next drain of a node: `Read-only file system`, `Operation not permitted`, or
    /// a liveness probe that ends a healthy process again and again. A sandbox that cannot start also passes every check of its
    /// security context. People then tend to take all of the hardening back.
    ///
    /// ## Fix
    /// The reason says what is missing. `sekisho harden` writes only what is known to work for the image and the version, for the
    /// sandbox this:
    /// ```yaml
    /// securityContext:
    ///   allowPrivilegeEscalation: false
    ///   capabilities:
    ///     drop: [ALL]
    ///     add: [CHOWN, DAC_OVERRIDE, KILL, SETGID, SETUID, SYS_CHROOT]
    /// ```
    ///
    /// ---
    ///
    /// 強化しすぎて動かない Pod
    ///
    /// ## 見つけるもの
    /// 自身の設定のために、この版のイメージが起動できない、または動き続けられない Dify のコンポーネント。root が必要なのに別のユーザーを指定している、
    /// 書き込み先すべてにボリュームがないまま読み取り専用ルートにしている、必要なケーパビリティを落としている、この版が答えないプローブ(1.14 より前の Celery、0.2.5 より前のサンドボックスの `/health`)や
    /// 誰も待ち受けていないポートへのプローブ、そのモードを知らないイメージ(1.7.1 より前)での終わらない移行ジョブ。
    ///
    /// ## なぜ問題か
    /// 次に起動するとき(ノードの drain かもしれません)に失敗します。`Read-only file system`、`Operation not permitted` で終了するか、正常なプロセスを liveness プローブが繰り返し再起動します。
    /// 起動できないサンドボックスも、セキュリティコンテキストの検査にはすべて合格します。そして、強化をすべて元に戻してしまいがちです。
    ///
    /// ## 直し方
    /// 不足しているものは理由に示しています。`sekisho harden` は、そのイメージと版で動くとわかっている設定だけを書きます。サンドボックスでは次のとおりです。
    /// ```yaml
    /// securityContext:
    ///   allowPrivilegeEscalation: false
    ///   capabilities:
    ///     drop: [ALL]
    ///     add: [CHOWN, DAC_OVERRIDE, KILL, SETGID, SETUID, SYS_CHROOT]
    /// ```
    HARDENED_TOO_FAR = "hardened-too-far", Medium, Medium, Developer,
    controls: [],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for &workload in facts.tops.iter().filter(|workload| !is_windows(workload)) {
        let Some(container) = workload.main() else { continue };
        let Some(needs) = Needs::of(facts, workload, container) else { continue };
        findings.look(1);
        for (place, why) in faults(&needs, workload, container) {
            let name = &*container.name.value;
            let (en, ja) = why.both();
            let reason = lang::text!("`{name}` cannot run like this: {en}", "`{name}` はこの設定では動きません: {ja}");
            findings.report(workload, place, reason);
        }
    }
}

fn faults(needs: &Needs<'_>, workload: &Workload, container: &Container) -> Vec<(Place, Text)> {
    let found = [
        root(needs, workload, container),
        read_only(needs, container),
        capabilities(needs, container),
        mode(needs, container),
    ];
    found.into_iter().flatten().chain(probes(needs, container)).collect()
}

fn root(needs: &Needs<'_>, workload: &Workload, container: &Container) -> Option<(Place, Text)> {
    let Some(Root::Required(why)) = needs.profile.root.map(|it| &it.value) else { return None };
    let uid = container.security.run_as_user.or(workload.pod.spec.security.run_as_user).filter(|it| it.value != 0)?;
    let (en, ja) = why.both();
    Some((uid.place, lang::text!("it needs root, since {en}", "root が必要です({ja})")))
}

fn read_only(needs: &Needs<'_>, container: &Container) -> Option<(Place, Text)> {
    let place = container.security.read_only_root.filter(|it| it.value)?.place;
    let told = needs.profile.read_only_root.map(|it| &it.value)?;
    if let ReadOnlyRoot::No(why) = told {
        return Some((place, why.clone()));
    }
    let missing: Vec<String> = needs.read_only_root().ok()?.paths.into_iter().map(|it| it.path).collect();
    // What a store's image declares as a volume is made by the runtime.
    if missing.is_empty() || !needs.component.is_dify_own() {
        return None;
    }
    let list = lang::list(&missing);
    let (en, ja) = list.both();
    Some((
        place,
        lang::text!("it writes to {en}, where no volume is", "{ja} に書き込みますが、そこにボリュームがありません"),
    ))
}

fn capabilities(needs: &Needs<'_>, container: &Container) -> Option<(Place, Text)> {
    let needed = needs.profile.capabilities?.value;
    let kept = container.security.capabilities.as_ref()?;
    let all = kept.drop.iter().any(|it| &*it.value == "ALL");
    let has = |name: &str| kept.add.iter().any(|it| it.value.trim_start_matches("CAP_") == name);
    let gone = |name: &str| all || kept.drop.iter().any(|it| it.value.trim_start_matches("CAP_") == name);
    let missing: Vec<&str> =
        needed.iter().copied().filter(|it| gone(it) && !has(it)).filter(|it| !is_spare(it)).collect();
    let list = lang::list(&missing);
    let (en, ja) = list.both();
    (!missing.is_empty())
        .then(|| (kept.place, lang::text!("it uses {en}, which are dropped", "使用する {ja} が落とされています")))
}

/// Without these it starts and runs: FOWNER was tried to be needless, KILL only ends what runs too long.
fn is_spare(name: &str) -> bool {
    matches!(name, "FOWNER" | "KILL")
}

fn mode(needs: &Needs<'_>, container: &Container) -> Option<(Place, Text)> {
    let old = needs.component == Component::Migration && needs.version().is_some_and(|it| it < Version::new(1, 7, 1));
    old.then(|| {
        let why = Text::new(
            "images before 1.7.1 do not know MODE=migration and start the api server, which never ends",
            "1.7.1 より前のイメージは MODE=migration を知らず、終わらない api サーバーを起動します",
        );
        (container.name.place, why)
    })
}

/// Probes that this image is known not to answer.
fn probes(needs: &Needs<'_>, container: &Container) -> Vec<(Place, Text)> {
    let known = needs.probe();
    let mut found = Vec::new();
    for probe in &container.probes {
        let handler = &probe.handler;
        let words: Vec<&str> = handler.command.iter().map(|it| it.expose()).collect();
        let celery = words.iter().any(|it| it.contains("celery_healthcheck"));
        let why = match &known {
            Err(NoProbe::None(_)) if celery && needs.component.runs_api_image() && needs.version().is_some() => {
                Text::new(
                    "the probe asks a module that came with 1.14.0",
                    "プローブが 1.14.0 で追加されたモジュールを使っています",
                )
            }
            Ok((Question::Tcp { .. }, _)) if handler.kind == HandlerKind::Http && is_old_sandbox(needs) => Text::new(
                "the probe asks a path that came with 0.2.5, and gets 404",
                "プローブが 0.2.5 で追加されたパスを使っており、404 になります",
            ),
            Ok((Question::Http { port, .. } | Question::Tcp { port }, _)) => match asked_port(handler, container) {
                Some(asked) if listens_elsewhere(needs, asked, *port) => lang::text!(
                    "the probe asks port {asked}, and it listens on {port}",
                    "プローブはポート {asked} に問い合わせますが、待ち受けは {port} です"
                ),
                _ => continue,
            },
            _ => continue,
        };
        found.push((handler.place, why));
    }
    found
}

fn is_old_sandbox(needs: &Needs<'_>) -> bool {
    needs.component == Component::Sandbox && needs.version().is_some_and(|it| it < Version::new(0, 2, 5))
}

/// Only of Dify's own parts, which listen on what their settings say and nowhere else.
fn listens_elsewhere(needs: &Needs<'_>, asked: i64, port: u16) -> bool {
    let others: Vec<u16> = needs.component.entry().ports.iter().skip(1).map(|it| it.number).collect();
    needs.component.is_dify_own() && asked != i64::from(port) && !others.iter().any(|it| i64::from(*it) == asked)
}

fn asked_port(handler: &model::Handler, container: &Container) -> Option<i64> {
    match &handler.port.as_ref()?.value {
        IntOrString::Int(number) => Some(*number),
        IntOrString::Name(name) => {
            let named = container.ports.iter().find(|it| it.name.as_ref().is_some_and(|it| *it.value == **name))?;
            named.container_port.as_ref().map(|it| it.value)
        }
    }
}
