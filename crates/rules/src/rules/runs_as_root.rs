//! `runs-as-root`.

use dify::Component;
use dify::profile::{Mark, Root};
use lang::Text;
use model::{Container, Place, Workload};

use crate::facts::Facts;
use crate::finding::{Findings, Lower as _};
use crate::pod_check::{is_main, is_windows, names};
use crate::run_as::{User, user};
use findings::Severity;

crate::rule! {
    /// Container runs as root
    ///
    /// ## What it finds
    /// Containers that run as user 0 because the manifest says so or because their image starts as root, and containers of
    /// which neither says who they are. The sandbox is a documented exception: it does not work otherwise.
    ///
    /// ## Why it matters
    /// Root in a container is one missing wall away from root on the node, and it may change every file of the image. Dify's
    /// api, worker and web images have had a user of their own (1001) since 1.10.1; api images before that, the `-local`
    /// plugin daemon, `ubuntu/squid` and `nginx` start as root. The plugin daemon runs the code of strangers.
    ///
    /// ## Fix
    /// Name the user by number and forbid root, for the whole pod:
    /// ```yaml
    /// spec:
    ///   securityContext:
    ///     runAsNonRoot: true
    ///     runAsUser: 1001     # dify-api, dify-web
    ///     runAsGroup: 1001
    ///     fsGroup: 1001       # the storage volume must belong to it
    /// ```
    /// The number is needed: `dify-api` names its user (`USER dify`), and the kubelet cannot tell that a name is not root.
    /// nginx runs as 101 when it listens on 8080; what the others need is in the finding's detail.
    ///
    /// ---
    ///
    /// root で動くコンテナ
    ///
    /// ## 見つけるもの
    /// マニフェストの指定やイメージの初期設定によりユーザー 0 で動くコンテナと、どのユーザーで動くかがどこにも示されていないコンテナ。
    /// サンドボックスは root でなければ動かないため、文書化された例外として扱います。
    ///
    /// ## なぜ問題か
    /// コンテナの root とノードの root の間には、壁が一枚しかありません。イメージ内のすべてのファイルも変更できます。
    /// Dify の api、worker、web のイメージは 1.10.1 から専用のユーザー(1001)で動きます。それより前の api、`-local` のプラグインデーモン、`ubuntu/squid`、`nginx` は root で起動します。
    /// プラグインデーモンは第三者のコードを動かすため、特に注意が必要です。
    ///
    /// ## 直し方
    /// ユーザーを番号で指定し、root を禁止してください。Pod 全体に指定できます。
    /// ```yaml
    /// spec:
    ///   securityContext:
    ///     runAsNonRoot: true
    ///     runAsUser: 1001     # dify-api、dify-web
    ///     runAsGroup: 1001
    ///     fsGroup: 1001       # ストレージのボリュームをこのグループの所有にする
    /// ```
    /// 番号は必須です。`dify-api` は実行ユーザーを名前(`USER dify`)で指定しており、kubelet は名前だけでは root でないと判断できません。
    /// nginx は 8080 番で待ち受ければ 101 で動きます。ほかのコンポーネントに必要な準備は、指摘の詳細に書いています。
    RUNS_AS_ROOT = "runs-as-root", Medium, Medium, Developer,
    controls: [Ctr1, Pss2],
    topics: [NON_ROOT, ROOT_UID],
    fix: Review,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for workload in facts.tops.iter().filter(|workload| !is_windows(workload) && !has_user_namespace(workload)) {
        findings.look(1);
        judge(workload, findings);
    }
}

/// Root inside is nobody outside: the standards ask nothing more of such a pod since 1.35.
fn has_user_namespace(workload: &Workload) -> bool {
    workload.pod.spec.host_users.is_some_and(|shared| !shared.value)
}

fn judge(workload: &Workload, findings: &mut Findings<'_>) {
    let profile = workload.component.map(dify::profile);
    let mut roots: Vec<(&Container, User)> = Vec::new();
    for container in &workload.pod.spec.containers {
        let user = user(workload, container);
        if !matches!(user, User::RootByManifest(_) | User::RootByImage | User::Unknown) {
            continue;
        }
        match profile.as_ref().map(|profile| &profile.root) {
            Some(Root::Required(why)) if is_main(workload, container) => {
                findings.except(workload, place_of(container, user), needed(why));
            }
            _ => roots.push((container, user)),
        }
    }
    let Some((container, user)) = roots.first().copied() else { return };
    let all: Vec<&Container> = roots.iter().map(|(container, _)| *container).collect();
    let certain = roots.iter().any(|(_, user)| *user != User::Unknown);
    let finding = findings.report(workload, place_of(container, user), reason(&names(&all), certain));
    finding.lower_for_hook(workload);
    if user == User::RootByImage && workload.component.is_some_and(Component::runs_api_image) {
        finding.detail(Text::new(
            "the api image has a user of its own (1001) since 1.10.1",
            "api のイメージは 1.10.1 から専用のユーザー(1001)で動く",
        ));
    }
    if let Some(profile) = profile {
        if let Root::AsShipped(how) = &profile.root {
            finding.detail(how.clone());
        }
        if profile.confidence.user == Mark::Unknown {
            finding.at_most(Severity::Low);
        }
    }
}

fn place_of(container: &Container, user: User) -> Place {
    match user {
        User::RootByManifest(place) => place,
        _ => container.name.place,
    }
}

fn needed(why: &Text) -> Text {
    let (en, ja) = why.both();
    lang::text!("it needs root: {en}", "root が必要です: {ja}")
}

fn reason(names: &Text, certain: bool) -> Text {
    let (en, ja) = names.both();
    if certain {
        lang::text!("runs as root: {en}", "root で動くコンテナ: {ja}")
    } else {
        lang::text!(
            "nothing keeps the container from running as root: {en}",
            "root で動くことを妨げる指定のないコンテナ: {ja}"
        )
    }
}
