//! `writable-root-filesystem`.

use dify::known::Mark;
use dify::profile::ReadOnlyRoot;
use lang::Text;
use model::{Container, Place, Workload};

use crate::facts::Facts;
use crate::finding::{Findings, Lower as _};
use crate::needs::{Needs, ReadOnlyNeeds};
use crate::pod_check::{is_main, is_windows, names};
use findings::Severity;

crate::rule! {
    /// Writable root file system
    ///
    /// ## What it finds
    /// Containers without `readOnlyRootFilesystem: true`. The sandbox and the agents' sandbox are documented exceptions;
    /// parts of which it is not known, or that need a preparation first, are of low severity.
    ///
    /// ## Why it matters
    /// Who gets in can change the program, add tools and stay until the pod is replaced. With a read-only root only the
    /// volumes can be written to, and those are known. For Dify nobody has published a tested set: which parts can, and where
    /// they write, follows from their code, and the detail says so. Try it on a copy first.
    ///
    /// ## Fix
    /// Give the paths that the detail names as volumes:
    /// ```yaml
    /// containers:
    ///   - name: api
    ///     securityContext: {readOnlyRootFilesystem: true}
    ///     volumeMounts:
    ///       - {name: tmp, mountPath: /tmp}
    ///       - {name: logs, mountPath: /app/logs}
    /// volumes:
    ///   - {name: tmp, emptyDir: {}}
    ///   - {name: logs, emptyDir: {}}
    /// ```
    ///
    /// ---
    ///
    /// 書き込み可能なルートファイルシステム
    ///
    /// ## 見つけるもの
    /// `readOnlyRootFilesystem: true` のないコンテナ。サンドボックスとエージェント用サンドボックスは文書化された例外です。可否が分かっていないものや事前の準備が必要なものは通知にとどめます。
    ///
    /// ## なぜ問題か
    /// 侵入者は、プログラムの書き換えやツールの追加を行い、Pod が入れ替わるまで居座れます。読み取り専用にすれば、書き込めるのは把握済みのボリュームだけになります。
    /// Dify で検証済みの設定は公開されていません。どれが読み取り専用にできるか、どこに書き込むかはコードからの推定で、詳細にもそう示しています。まず複製した環境で試してください。
    ///
    /// ## 直し方
    /// 詳細に示したパスをボリュームにしてください。
    /// ```yaml
    /// containers:
    ///   - name: api
    ///     securityContext: {readOnlyRootFilesystem: true}
    ///     volumeMounts:
    ///       - {name: tmp, mountPath: /tmp}
    ///       - {name: logs, mountPath: /app/logs}
    /// volumes:
    ///   - {name: tmp, emptyDir: {}}
    ///   - {name: logs, emptyDir: {}}
    /// ```
    WRITABLE_ROOT_FILESYSTEM = "writable-root-filesystem", Medium, High, Developer,
    controls: [Ctr2],
    topics: [READ_ONLY_ROOT],
    fix: Review,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for &workload in facts.tops.iter().filter(|workload| !is_windows(workload)) {
        findings.look(1);
        judge(facts, workload, findings);
    }
}

fn judge<'a>(facts: &Facts<'a>, workload: &'a Workload, findings: &mut Findings<'_>) {
    let profile = workload.component.map(dify::profile);
    let mut writable: Vec<&'a Container> = Vec::new();
    for container in workload.pod.spec.containers.iter().filter(|container| !is_read_only(container)) {
        match profile.as_ref().map(|profile| &profile.read_only_root) {
            Some(ReadOnlyRoot::No(why)) if is_main(workload, container) => {
                let (en, ja) = why.both();
                let reason = lang::text!(
                    "it needs a writable root file system: {en}",
                    "書き込み可能なルートファイルシステムが必要です: {ja}"
                );
                findings.except(workload, place_of(container), reason);
            }
            _ => writable.push(container),
        }
    }
    let Some(first) = writable.first() else { return };
    let names = names(&writable);
    let (en, ja) = names.both();
    let reason =
        lang::text!("the root file system can be written to: {en}", "ルートファイルシステムに書き込めるコンテナ: {ja}");
    let finding = findings.report(workload, place_of(first), reason).lower_for_hook(workload);
    let main = writable.iter().copied().find(|container| is_main(workload, container));
    let Some(needs) = main.and_then(|it| Needs::of(facts, workload, it)) else { return };
    match needs.read_only_root() {
        Ok(known) => finding.detail(how(&known)),
        Err(why) => {
            let (en, ja) = why.both();
            finding.detail(lang::text!("nobody is known to have done it: {en}", "実績は知られていない。{ja}"));
            finding.at_most(Severity::Low)
        }
    };
}

fn is_read_only(container: &Container) -> bool {
    container.security.read_only_root.is_some_and(|it| it.value)
}

fn place_of(container: &Container) -> Place {
    container.security.read_only_root.map_or(container.name.place, |it| it.place)
}

/// What has to be done for a read-only root, and how that is known.
fn how(known: &ReadOnlyNeeds) -> Text {
    let paths = lang::list(known.paths.iter().map(|it| it.path.as_str()));
    let variables = lang::list(known.variables.iter().map(|(name, value)| format!("{name}={value}")));
    let (mut en, mut ja) = (String::new(), String::new());
    if known.mark != Mark::Tried {
        en.push_str("inferred, not tried; ");
        ja.push_str("推定であり未検証。");
    }
    if known.paths.is_empty() {
        en.push_str("everything that it writes to is a volume already");
        ja.push_str("書き込み先はすべてボリューム");
    } else {
        en.push_str(&format!("writes to {}", paths.both().0));
        ja.push_str(&format!("書き込み先: {}", paths.both().1));
    }
    if !known.variables.is_empty() {
        en.push_str(&format!("; set {}", variables.both().0));
        ja.push_str(&format!("。設定する変数: {}", variables.both().1));
    }
    Text::owned(en, ja)
}
