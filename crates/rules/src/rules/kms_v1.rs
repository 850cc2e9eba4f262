//! `kms-v1`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// KMS v1 provider
    ///
    /// ## What it finds
    /// A `kms` provider with `apiVersion: v1`, or without `apiVersion`, which means the same. Behind another provider, as during a migration, it
    /// is told all the same.
    ///
    /// ## Why it matters
    /// KMS v1 is deprecated since Kubernetes 1.28 and off since 1.29: after an upgrade the API server does not start. It also asks the key service
    /// for each object, and a slow service makes a slow cluster.
    ///
    /// ## Fix
    /// Use version 2, under a new name, and keep the old provider behind it until every Secret has been rewritten:
    ///
    /// ```yaml
    /// - kms:
    ///     apiVersion: v2
    ///     name: dify-kms-v2
    ///     endpoint: unix:///var/run/kms/kms.sock
    /// ```
    ///
    /// ---
    ///
    /// 旧版の KMS
    ///
    /// ## 見つけるもの
    /// `apiVersion: v1`、または同じ意味になる `apiVersion` のない `kms` プロバイダー。移行中のように別のプロバイダーの後ろにあるものも報告します。
    ///
    /// ## なぜ問題か
    /// KMS v1 は Kubernetes 1.28 で非推奨となり、1.29 から既定で無効です。アップグレードすると API サーバーが起動しません。
    /// また、オブジェクトごとに鍵管理サービスへ問い合わせるため、サービスが遅いとクラスター全体が遅くなります。
    ///
    /// ## 直し方
    /// 新しい名前で v2 を使い、すべての Secret を書き直すまでは古いプロバイダーを後ろに残してください。
    ///
    /// ```yaml
    /// - kms:
    ///     apiVersion: v2
    ///     name: dify-kms-v2
    ///     endpoint: unix:///var/run/kms/kms.sock
    /// ```
    KMS_V1 = "kms-v1", Low, High, Platform,
    controls: [Etcd1],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        findings.look(1);
        for rule in &config.rules {
            for provider in rule.providers.iter().filter(|it| &*it.kind.value == "kms") {
                let version = provider.kms_version.as_ref();
                if version.is_some_and(|it| &*it.value != "v1") {
                    continue;
                }
                let place = version.map_or(provider.kind.place, |it| it.place);
                let reason =
                    Text::new("KMS v1 is off since Kubernetes 1.29", "KMS v1 は Kubernetes 1.29 から既定で無効です");
                findings.report(&config.meta, place, reason);
            }
        }
    }
}
