//! `secret-values-in-file`.

use model::{Config, ConfigKind, OriginId};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::written;

crate::rule! {
    /// Secret manifest with values in a file
    ///
    /// ## What it finds
    /// A file with manifests of kind Secret that hold values. One finding for each file. Standard input is left out (a chart's
    /// output that is only piped is stored nowhere), and so are SealedSecrets, ExternalSecrets and values encrypted by SOPS.
    ///
    /// ## Why it matters
    /// base64 is no encryption: whoever reads the file reads Dify's credentials, and in git it stays readable for ever.
    ///
    /// ## Fix
    /// Keep such a file out of git and off shared disks, and delete it after use; better, let the cluster bring the values with
    /// External Secrets or SealedSecrets, or encrypt the file with SOPS.
    ///
    /// ```sh
    /// sops --encrypt --encrypted-regex '^(data|stringData)$' --in-place secret.yaml
    /// ```
    ///
    /// ---
    ///
    /// 値の入った Secret のマニフェストファイル
    ///
    /// ## 見つけるもの
    /// 値の入った Secret のマニフェストを含むファイル。ファイルごとに一件です。標準入力は、チャートの出力を渡すだけでどこにも保存されないため
    /// 対象にしません。SealedSecret、ExternalSecret、SOPS で暗号化した値も対象にしません。
    ///
    /// ## なぜ問題か
    /// base64 は暗号化ではありません。ファイルを読める人は Dify の認証情報を読めます。git に入れれば、ずっと読める状態で残ります。
    ///
    /// ## 直し方
    /// git や共有ディスクに置かず、使い終えたら消してください。できれば External Secrets や SealedSecret でクラスター側に用意するか、
    /// SOPS で暗号化してください。
    ///
    /// ```sh
    /// sops --encrypt --encrypted-regex '^(data|stringData)$' --in-place secret.yaml
    /// ```
    SECRET_VALUES_IN_FILE = "secret-values-in-file", Medium, High, Developer,
    controls: [Sec5],
    topics: [SECRET_STORE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let documents = &facts.inventory.documents;
    // In the order of the texts, so that those of one stand together.
    let mut found: Vec<(OriginId, &Config)> = Vec::new();
    for config in facts.inventory.configs.iter().filter(|config| config.kind == ConfigKind::Secret) {
        if !written::is_in_file(documents, config.meta.place) {
            continue;
        }
        findings.look(1);
        if written::has_values(config) {
            found.push((documents.origin(config.meta.place.doc).id(), config));
        }
    }
    for secrets in found.chunk_by(|one, other| one.0 == other.0) {
        let Some((_, first)) = secrets.first() else { continue };
        let n = secrets.len();
        let reason = if n == 1 {
            lang::text!("the values of a Secret stand in this file", "Secret の値がこのファイルに書かれています")
        } else {
            lang::text!(
                "the values of {n} Secrets stand in this file",
                "{n} 個の Secret の値がこのファイルに書かれています"
            )
        };
        let names = lang::list(secrets.iter().map(|(_, config)| &**config.meta.name));
        findings.report(&first.meta, first.meta.name.place, reason).detail(names);
    }
}
