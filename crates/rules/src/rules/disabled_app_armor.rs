//! `disabled-app-armor`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;

crate::rule! {
    /// AppArmor disabled
    ///
    /// ## What it finds
    /// An AppArmor profile other than the runtime's own or one of the node, by field or by annotation: `Unconfined`.
    ///
    /// ## Why it matters
    /// AppArmor keeps a container from what its user and capabilities would allow. For the sandbox, which is root and enters
    /// a chroot for each run, it is one of the few walls around users' code.
    ///
    /// ## Fix
    /// Remove the field or annotation, or name the runtime's profile:
    /// ```yaml
    /// securityContext:
    ///   appArmorProfile: {type: RuntimeDefault}
    /// ```
    ///
    /// ---
    ///
    /// AppArmor の無効化
    ///
    /// ## 見つけるもの
    /// AppArmor のプロファイルとして、ランタイム既定のものでもノードのものでもない指定(`Unconfined`)をしているもの。フィールドと注釈の両方を見ます。
    ///
    /// ## なぜ問題か
    /// AppArmor は、ユーザーやケーパビリティが許す範囲よりもさらに狭くコンテナを制限します。
    /// root で動き、実行のたびに chroot に入るサンドボックスでは、利用者のコードを囲む数少ない壁の一つです。
    ///
    /// ## 直し方
    /// フィールドや注釈を削除するか、ランタイムのプロファイルを指定してください。
    /// ```yaml
    /// securityContext:
    ///   appArmorProfile: {type: RuntimeDefault}
    /// ```
    DISABLED_APP_ARMOR = "disabled-app-armor", Medium, High, Developer,
    controls: [Pss2],
    topics: [APP_ARMOR],
    fix: Review,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "appArmorProfile") {
        let reason = Text::new("AppArmor disabled", "AppArmor が無効化されています");
        found.report(findings, reason);
    }
}
