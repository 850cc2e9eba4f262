//! `identity-first-provider`.

use lang::Text;

use crate::encryption;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// identity provider first: Secrets stored in plain text
    ///
    /// ## What it finds
    /// An EncryptionConfiguration whose first provider for Secrets is `identity`. The first provider writes.
    ///
    /// ## Why it matters
    /// Every new Secret goes to etcd in plain text, Dify's included, although the file looks as if they were encrypted. The other providers only
    /// read what was written before.
    ///
    /// ## Fix
    /// Put the provider that encrypts first; leave `identity` last only until every Secret has been rewritten:
    ///
    /// ```yaml
    /// providers:
    ///   - secretbox:
    ///       keys: [{name: k-20261124-a1, secret: ...}]
    ///   - identity: {}
    /// ```
    ///
    /// ---
    ///
    /// 平文で保存される Secret
    ///
    /// ## 見つけるもの
    /// Secret に対する先頭のプロバイダーが `identity` になっている EncryptionConfiguration。書き込みには先頭のプロバイダーが使われます。
    ///
    /// ## なぜ問題か
    /// 暗号化しているように見えて、Dify のものを含むすべての新しい Secret が平文で etcd に書き込まれます。二番目以降のプロバイダーは、以前に書かれたものを読むためにだけ使われます。
    ///
    /// ## 直し方
    /// 暗号化するプロバイダーを先頭にしてください。`identity` を末尾に残すのは、すべての Secret を書き直すまでの間だけです。
    ///
    /// ```yaml
    /// providers:
    ///   - secretbox:
    ///       keys: [{name: k-20261124-a1, secret: ...}]
    ///   - identity: {}
    /// ```
    IDENTITY_FIRST_PROVIDER = "identity-first-provider", High, High, Platform,
    controls: [Etcd1],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        findings.look(1);
        let Some(writer) = encryption::writer(config).filter(|it| &*it.kind.value == "identity") else { continue };
        findings.report(
            &config.meta,
            writer.kind.place,
            Text::new(
                "Secrets are stored in the clear: `identity` comes first",
                "`identity` が先頭にあり、Secret が平文で保存されます",
            ),
        );
    }
}
