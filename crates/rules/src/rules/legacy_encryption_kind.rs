//! `legacy-encryption-kind`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Encryption configuration of the old kind
    ///
    /// ## What it finds
    /// `kind: EncryptionConfig` or `apiVersion: v1` in a file for `--encryption-provider-config`.
    ///
    /// ## Why it matters
    /// The API server still reads it, by an alias that is kept for old documentation only. Tools that check or rotate the file look for the present
    /// kind, and may not see it.
    ///
    /// ## Fix
    /// ```yaml
    /// apiVersion: apiserver.config.k8s.io/v1
    /// kind: EncryptionConfiguration
    /// ```
    ///
    /// ---
    ///
    /// 古い種類の暗号化設定
    ///
    /// ## 見つけるもの
    /// `--encryption-provider-config` のファイルにある `kind: EncryptionConfig` または `apiVersion: v1`。
    ///
    /// ## なぜ問題か
    /// 古いドキュメントのために残された別名として、API サーバーは今も読み込みます。ただし、このファイルを検査・更新するツールは現在の種類しか見ないため、見落とされることがあります。
    ///
    /// ## 直し方
    /// 現在の書き方に直してください。
    ///
    /// ```yaml
    /// apiVersion: apiserver.config.k8s.io/v1
    /// kind: EncryptionConfiguration
    /// ```
    LEGACY_ENCRYPTION_KIND = "legacy-encryption-kind", Low, High, Platform,
    controls: [],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        let meta = &config.meta;
        if &*meta.kind == "EncryptionConfig" || !meta.api_version.contains('/') {
            findings.report(
                meta,
                meta.place,
                Text::new(
                    "the kind is a legacy alias of EncryptionConfiguration",
                    "EncryptionConfiguration の古い別名が使われています",
                ),
            );
        }
    }
}
