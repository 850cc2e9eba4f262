//! `weak-encryption-provider`.

use lang::text;

use crate::encryption;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Weak encryption provider
    ///
    /// ## What it finds
    /// An EncryptionConfiguration that writes Secrets with `aescbc` or `aesgcm`.
    ///
    /// ## Why it matters
    /// Kubernetes calls `aescbc` weak and recommends against it: it does not notice that data was changed, and a wrong key can pass unnoticed.
    /// `aesgcm` is safe only if the key is replaced after 200,000 writes, which nobody counts.
    ///
    /// ## Fix
    /// Use KMS v2 where there is a key service, else `secretbox`. Keep the old provider behind it until every Secret has been rewritten:
    ///
    /// ```yaml
    /// providers:
    ///   - secretbox:
    ///       keys: [{name: k-20261124-a1, secret: ...}]
    ///   - aescbc:
    ///       keys: [{name: key1, secret: ...}]
    /// ```
    ///
    /// ---
    ///
    /// 弱い暗号化プロバイダー
    ///
    /// ## 見つけるもの
    /// Secret の書き込みに `aescbc` または `aesgcm` を使う EncryptionConfiguration。
    ///
    /// ## なぜ問題か
    /// Kubernetes は `aescbc` を弱いものとし、使用を勧めていません。データの改ざんに気付けず、誤った鍵がそのまま通ることもあります。
    /// `aesgcm` が安全なのは 20 万回の書き込みごとに鍵を替える場合だけで、それを数えている人はいません。
    ///
    /// ## 直し方
    /// 鍵管理サービスがあれば KMS v2、なければ `secretbox` を使ってください。すべての Secret を書き直すまでは、古いプロバイダーを後ろに残します。
    ///
    /// ```yaml
    /// providers:
    ///   - secretbox:
    ///       keys: [{name: k-20261124-a1, secret: ...}]
    ///   - aescbc:
    ///       keys: [{name: key1, secret: ...}]
    /// ```
    WEAK_ENCRYPTION_PROVIDER = "weak-encryption-provider", Medium, High, Platform,
    controls: [Etcd1],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        findings.look(1);
        let weak = encryption::writer(config).filter(|it| matches!(&*it.kind.value, "aescbc" | "aesgcm"));
        let Some(provider) = weak else { continue };
        let kind = &provider.kind.value;
        findings.report(
            &config.meta,
            provider.kind.place,
            text!("Secrets are written with `{kind}`", "Secret の書き込みに `{kind}` が使われています"),
        );
    }
}
