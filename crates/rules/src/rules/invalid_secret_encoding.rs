//! `invalid-secret-encoding`.

use inventory::credentials::is_reference;
use inventory::environment::Origin;
use model::{Config, ConfigKind, Encoding, Entry};

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Secret data is not valid base64
    ///
    /// ## What it finds
    /// A value under `data` of a Secret that cannot be decoded as base64. Values that another tool replaces before they reach
    /// the cluster (SOPS, argocd-vault-plugin, `${...}`) are left out. Also a value that a container takes as a variable, or that
    /// bears the name of one of Dify's credentials, and decodes to bytes that no variable can hold (no UTF-8, or a NUL): often a
    /// plain value that was written under `data` and happens to be base64.
    ///
    /// ## Why it matters
    /// The API server refuses the whole Secret. On an update the old Secret stays, so a rotation seems done and is not. A value that no
    /// variable can hold is taken by the API server, and the container does not start, or gets another value than was meant.
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
    /// `${...}`)は対象にしません。また、コンテナが環境変数として使う値や Dify の認証情報の名前を持つ値のうち、復号すると環境変数に
    /// 入れられないバイト列(UTF-8 でないもの、NUL を含むもの)になる値。平文をそのまま `data` に書いた場合によく起こります。
    ///
    /// ## なぜ問題か
    /// API サーバーは Secret 全体を拒否します。更新のときは古い Secret が残るため、入れ替えたつもりの認証情報が変わっていません。
    /// 環境変数に入れられない値は API サーバーを通りますが、コンテナが起動しないか、意図と違う値が渡ります。
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
            if is_unusable(entry) && (dify::credential(&entry.key.value).is_some() || is_variable(facts, config, entry))
            {
                let key = &*entry.key.value;
                let reason = lang::text!(
                    "the value of `{key}` decodes to bytes that no variable can hold",
                    "`{key}` の値を復号すると、環境変数に入れられないバイト列になります"
                );
                findings.report(&config.meta, entry.value.place, reason);
                continue;
            }
            if entry.encoding != Encoding::Invalid || is_reference(value) || value.starts_with('<') {
                continue;
            }
            let key = &*entry.key.value;
            let reason = lang::text!("the value of `{key}` is not base64", "`{key}` の値が base64 になっていません");
            findings.report(&config.meta, entry.value.place, reason);
        }
    }
}

/// Whether no variable can hold a value.
fn is_unusable(entry: &Entry) -> bool {
    entry.encoding == Encoding::Binary || entry.value.expose().contains('\0')
}

/// Whether a container takes a value as a variable.
fn is_variable(facts: &Facts<'_>, config: &Config, entry: &Entry) -> bool {
    let (own, key) = (&config.meta, &*entry.key.value);
    let near = facts.tops.iter().filter(|it| it.meta.namespace == own.namespace);
    near.flat_map(|it| it.pod.spec.containers.iter().map(move |container| (*it, container))).any(
        |(workload, container)| {
            // What cannot be decoded to text is asked for by its key, and has no value.
            facts.environment(workload, container).iter().any(|it| {
                let by_key = matches!(it.origin, Origin::Elsewhere { kind: ConfigKind::Secret, name, key: asked }
                if *name == *own.name.value && asked == key);
                by_key || it.place == entry.value.place
            })
        },
    )
}
