//! `missing-secrets-encryption`.

use lang::Text;

use crate::encryption;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Encryption at rest without Secrets
    ///
    /// ## What it finds
    /// An EncryptionConfiguration in which no list names `secrets` (or `*.`, `*.*`), or whose list for Secrets has no provider.
    ///
    /// ## Why it matters
    /// What is not listed is stored in the clear. Dify's keys and passwords are in Secrets; a copy of etcd or of its backup shows them all.
    ///
    /// ## Fix
    /// ```yaml
    /// resources:
    ///   - resources: ["secrets"]
    ///     providers:
    ///       - secretbox:
    ///           keys: [{name: k-20261124-a1, secret: ...}]
    /// ```
    ///
    /// ---
    ///
    /// Secret が対象に入っていない暗号化設定
    ///
    /// ## 見つけるもの
    /// どの一覧にも `secrets`(または `*.`、`*.*`)がない EncryptionConfiguration。あるいは、Secret の一覧にプロバイダーがないもの。
    ///
    /// ## なぜ問題か
    /// 一覧にないものは平文で保存されます。Dify の鍵やパスワードは Secret にあるため、etcd やそのバックアップの複製を見られると、すべて読まれます。
    ///
    /// ## 直し方
    /// `secrets` を加え、暗号化するプロバイダーを指定してください。
    ///
    /// ```yaml
    /// resources:
    ///   - resources: ["secrets"]
    ///     providers:
    ///       - secretbox:
    ///           keys: [{name: k-20261124-a1, secret: ...}]
    /// ```
    MISSING_SECRETS_ENCRYPTION = "missing-secrets-encryption", High, High, Platform,
    controls: [Etcd1],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        findings.look(1);
        match encryption::of_secrets(config) {
            None => {
                let lists = config.rules.first();
                let list = lists.and_then(|it| it.resources.first()).map(|it| it.place);
                let place = list.or(lists.map(|it| it.place)).unwrap_or(config.meta.place);
                findings.report(
                    &config.meta,
                    place,
                    Text::new(
                        "no list of this configuration covers Secrets",
                        "この設定のどの一覧にも Secret が含まれていません",
                    ),
                );
            }
            Some(rule) if rule.providers.is_empty() => {
                findings.report(
                    &config.meta,
                    rule.place,
                    Text::new(
                        "the list that covers Secrets has no provider",
                        "Secret を含む一覧にプロバイダーがありません",
                    ),
                );
            }
            Some(_) => {}
        }
    }
}
