//! `invalid-secret-encoding`.

use inventory::credentials::is_reference;
use model::{ConfigKind, Encoding};

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Secret data is not valid base64
    ///
    /// ## What it finds
    /// A value under `data` of a Secret that cannot be decoded as base64. Values that another tool replaces before they reach
    /// the cluster (SOPS, argocd-vault-plugin, `${...}`) are left out.
    ///
    /// ## Why it matters
    /// The API server refuses the whole Secret. On an update the old Secret stays, so a rotation seems done and is not.
    ///
    /// ## Fix
    /// Write plain values under `stringData`, or encode them without a line break:
    ///
    /// ```yaml
    /// stringData:
    ///   SECRET_KEY: "..."
    /// ```
    ///
    /// ---
    ///
    /// base64 になっていない Secret の値
    ///
    /// ## 見つけるもの
    /// Secret の `data` のうち、base64 として復号できない値。クラスターに届く前に別のツールが置き換える値(SOPS、argocd-vault-plugin、
    /// `${...}`)は対象にしません。
    ///
    /// ## なぜ問題か
    /// API サーバーは Secret 全体を拒否します。更新のときは古い Secret が残るため、入れ替えたつもりの認証情報が変わっていません。
    ///
    /// ## 直し方
    /// そのままの値は `stringData` に書くか、改行を入れずに base64 にしてください。
    ///
    /// ```yaml
    /// stringData:
    ///   SECRET_KEY: "..."
    /// ```
    INVALID_SECRET_ENCODING = "invalid-secret-encoding", Medium, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in facts.inventory.configs.iter().filter(|config| config.kind == ConfigKind::Secret) {
        for entry in &config.entries {
            let value = entry.value.expose();
            if entry.encoding != Encoding::Invalid || is_reference(value) || value.starts_with('<') {
                continue;
            }
            let key = &*entry.key.value;
            let reason = lang::text!("the value of `{key}` is not base64", "`{key}` の値が base64 になっていません");
            findings.report(&config.meta, entry.value.place, reason);
        }
    }
}
