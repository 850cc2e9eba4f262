//! `lingering-identity`.

use lang::Text;

use crate::encryption;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// identity provider left: plain text still readable
    ///
    /// ## What it finds
    /// `identity` behind another provider of the list for Secrets.
    ///
    /// ## Why it matters
    /// It is needed while old Secrets are still stored in the clear. Left there, it hides them: the API server reads them without a word, and
    /// nobody notices that a Secret of Dify was never rewritten.
    ///
    /// ## Fix
    /// Rewrite every Secret, then delete the line; what then cannot be read was still in the clear.
    ///
    /// ```sh
    /// kubectl get secrets --all-namespaces -o json | kubectl replace -f -
    /// ```
    ///
    /// ---
    ///
    /// 読めるまま残っている平文
    ///
    /// ## 見つけるもの
    /// Secret の一覧で、別のプロバイダーの後ろにある `identity`。
    ///
    /// ## なぜ問題か
    /// 平文で保存された古い Secret が残っている間は必要です。しかし残したままにすると、API サーバーは平文の Secret も黙って読み続け、書き直していない Dify の Secret があっても誰も気付きません。
    ///
    /// ## 直し方
    /// すべての Secret を書き直してから、この行を削除してください。その後に読めないものがあれば、平文のまま残っていたものです。
    ///
    /// ```sh
    /// kubectl get secrets --all-namespaces -o json | kubectl replace -f -
    /// ```
    LINGERING_IDENTITY = "lingering-identity", Low, High, Platform,
    controls: [],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        let Some(rule) = encryption::of_secrets(config) else { continue };
        let Some(identity) = rule.providers.iter().skip(1).find(|it| &*it.kind.value == "identity") else { continue };
        // `identity-first-provider` has said the worse thing.
        if rule.providers.first().is_some_and(|it| &*it.kind.value == "identity") {
            continue;
        }
        findings.report(
            &config.meta,
            identity.kind.place,
            Text::new(
                "Secrets that are still in the clear are read without a word",
                "平文のまま残った Secret も、気付かれないまま読み込まれます",
            ),
        );
    }
}
