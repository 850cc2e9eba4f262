//! `sandbox-cannot-start`.

use dify::Component;
use dify::profile::{ReadOnlyRoot, Root};
use lang::{Lang, Text};
use model::{Container, Located, Place, Workload};

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Pod hardened beyond what its image can run with
    ///
    /// ## What it finds
    /// A part of Dify that by its entry in the catalogue cannot run as it is configured: the sandbox without root, or with every capability dropped and
    /// without those that it needs, or a sandbox whose root file system is read-only.
    ///
    /// ## Why it matters
    /// Such a pod fails at start or at the first run of code. The controls about containers pass for it, but they say nothing: whoever gets it to run
    /// will take these settings back, often all at once.
    ///
    /// ## Fix
    /// Give it what it needs and no more: root in the container, a writable root file system, and after `drop: [ALL]` the capabilities of the catalogue.
    /// Put it into a namespace of its own at `baseline`; `sekisho harden --sandbox-namespace` writes that. If it does run as it is, say so in an issue of Sekisho.
    ///
    /// ---
    ///
    /// イメージが動作できないほど強化された Pod
    ///
    /// ## 見つけるもの
    /// カタログによれば、その設定では動作しない Dify の構成要素。root でない sandbox、すべてのケーパビリティを落として必要なものを加えていない sandbox、
    /// ルートファイルシステムが読み取り専用の sandbox です。
    ///
    /// ## なぜ問題か
    /// このような Pod は起動時、または最初にコードを実行したときに失敗します。コンテナに関する統制は PASS になりますが、意味のある PASS ではありません。
    /// 動かすために、設定がまとめて元に戻されがちです。
    ///
    /// ## 直し方
    /// 必要なものだけを与えてください。コンテナ内の root、書き込み可能なルートファイルシステム、`drop: [ALL]` のうえでカタログにあるケーパビリティです。
    /// 専用の名前空間に `baseline` で置きます(`sekisho harden --sandbox-namespace` で書き出せます)。この設定のまま動いている場合は、Sekisho の issue でお知らせください。
    SANDBOX_CANNOT_START = "sandbox-cannot-start", Medium, Medium, Operator,
    controls: [],
    topics: [MISCONFIGURED],
    check: check,
}

/// The sandbox runs without the others of the catalogue.
const ESSENTIAL: [&str; 4] = ["CHOWN", "SETGID", "SETUID", "SYS_CHROOT"];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for &workload in &facts.tops {
        let Some((component, container)) = workload.component.zip(workload.main()) else { continue };
        if !component.is_sandbox() {
            continue;
        }
        findings.look(1);
        let faults: Vec<(Place, Text)> = [
            without_root(workload, container, component),
            read_only(container, component),
            without_capabilities(container, component),
        ]
        .into_iter()
        .flatten()
        .collect();
        let Some((place, first)) = faults.first() else { continue };
        let name = &*container.name.value;
        let (en, ja) = first.both();
        let reason = lang::text!("`{name}` cannot run like this: {en}", "`{name}` はこの設定では動作しません: {ja}");
        findings.report(workload, *place, reason).detail(lang::Text::owned(
            faults.iter().map(|(_, it)| it.get(Lang::En)).collect::<Vec<_>>().join("; "),
            faults.iter().map(|(_, it)| it.get(Lang::Ja)).collect::<Vec<_>>().join("、"),
        ));
    }
}

/// The kubelet's own refusal is a rule of its own: `non-root-cannot-start`.
fn without_root(workload: &Workload, container: &Container, component: Component) -> Option<(Place, Text)> {
    let Root::Required(_) = dify::profile(component).root else { return None };
    let user = container.security.run_as_user.or(workload.pod.spec.security.run_as_user).filter(|it| it.value != 0)?;
    Some((user.place, Text::new("it needs root in its container", "コンテナ内の root が必要です")))
}

fn read_only(container: &Container, component: Component) -> Option<(Place, Text)> {
    let ReadOnlyRoot::No(_) = dify::profile(component).read_only_root else { return None };
    let written = container.security.read_only_root.filter(|it| it.value)?;
    Some((
        written.place,
        Text::new("it needs a writable root file system", "書き込み可能なルートファイルシステムが必要です"),
    ))
}

fn without_capabilities(container: &Container, component: Component) -> Option<(Place, Text)> {
    let written = container.security.capabilities.as_ref().filter(|_| component == Component::Sandbox)?;
    let has = |list: &[Located<Box<str>>], name: &str| {
        list.iter().any(|it| it.value.trim_start_matches("CAP_").eq_ignore_ascii_case(name))
    };
    let lost = |name: &&str| {
        let dropped = has(&written.drop, "ALL") || has(&written.drop, name);
        dropped && !has(&written.add, name) && !has(&written.add, "ALL")
    };
    let lacks: Vec<&str> = ESSENTIAL.iter().filter(|it| lost(it)).copied().collect();
    let list = lang::list(&lacks);
    let (en, ja) = list.both();
    (!lacks.is_empty())
        .then(|| (written.place, lang::text!("it lacks the capabilities {en}", "ケーパビリティ {ja} がありません")))
}
