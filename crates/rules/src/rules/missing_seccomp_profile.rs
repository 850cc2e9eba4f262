//! `missing-seccomp-profile`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;

crate::rule! {
    /// Missing seccomp profile
    ///
    /// ## What it finds
    /// Pods and containers without a seccomp profile, and such with the profile `Unconfined`.
    ///
    /// ## Why it matters
    /// Without a profile Kubernetes runs the container unfiltered, unlike Docker: in Dify's Compose setup every part has
    /// Docker's default profile, on Kubernetes none has until it is asked for. The filter closes the rare system calls that
    /// container escapes are made of, and it costs nothing. The sandbox works with it too: it adds its own, narrower filter
    /// for users' code.
    ///
    /// ## Fix
    /// Once for each pod:
    /// ```yaml
    /// spec:
    ///   securityContext:
    ///     seccompProfile: {type: RuntimeDefault}
    /// ```
    ///
    /// ---
    ///
    /// システムコールの無制限な許可
    ///
    /// ## 見つけるもの
    /// seccomp プロファイルの指定がない、または `Unconfined` の Pod とコンテナ。
    ///
    /// ## なぜ問題か
    /// プロファイルの指定がないと、Kubernetes は Docker と違ってコンテナを制限なしで動かします。Dify を Compose で動かすとすべてに Docker 既定のプロファイルが掛かりますが、Kubernetes では指定するまで何も掛かりません。
    /// このフィルターは、コンテナからの脱出に使われる特殊なシステムコールをふさぎ、性能への影響もほとんどありません。サンドボックスでも使えます。利用者のコードには、さらに狭い独自のフィルターが重ねて掛かります。
    ///
    /// ## 直し方
    /// Pod ごとに一度指定してください。
    /// ```yaml
    /// spec:
    ///   securityContext:
    ///     seccompProfile: {type: RuntimeDefault}
    /// ```
    MISSING_SECCOMP_PROFILE = "missing-seccomp-profile", Medium, High, Developer,
    controls: [Pss2],
    topics: [SECCOMP],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "seccompProfile_restricted") {
        let reason = Text::new(
            "system calls are not filtered by a seccomp profile",
            "seccomp プロファイルによるシステムコールの制限がありません",
        );
        found.report(findings, reason);
    }
}
