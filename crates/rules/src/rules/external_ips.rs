//! `external-ips`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Service with externalIPs
    ///
    /// ## What it finds
    /// A Service with `spec.externalIPs`.
    ///
    /// ## Why it matters
    /// Traffic of the nodes to these addresses is sent to the Service, whoever the addresses belong to (CVE-2020-8554). For Dify it is an
    /// entrance that no ingress, TLS or source range guards.
    ///
    /// ## Fix
    /// Use an Ingress, or a load balancer with `loadBalancerSourceRanges`. Clusters can refuse the field with the admission plugin
    /// `DenyServiceExternalIPs`.
    ///
    /// ---
    ///
    /// 外部アドレスを持つ Service
    ///
    /// ## 見つけるもの
    /// `spec.externalIPs` のある Service。
    ///
    /// ## なぜ問題か
    /// そのアドレスが誰のものであっても、ノードからの通信は Service に送られます(CVE-2020-8554)。Dify にとっては、Ingress にも TLS にも接続元の制限にも守られない入口です。
    ///
    /// ## 直し方
    /// Ingress か、`loadBalancerSourceRanges` を指定したロードバランサーを使ってください。アドミッションプラグイン `DenyServiceExternalIPs` を使えば、クラスター全体で禁止できます。
    EXTERNAL_IPS = "external-ips", Medium, High, Operator,
    controls: [Net5],
    topics: [EXPOSURE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.look(facts.inventory.services.len());
    for service in &facts.inventory.services {
        let Some(first) = service.external_ips.first() else { continue };
        let name = &service.meta.name.value;
        findings.report(
            &service.meta,
            first.place,
            text!(
                "Service `{name}` takes traffic of external addresses",
                "Service `{name}` が外部アドレス宛ての通信を受け取ります"
            ),
        );
    }
}
