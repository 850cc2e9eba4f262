//! `ingress-without-tls`.

use std::collections::HashSet;

use lang::text;
use model::{Meta, RouteKind};

use crate::exposure::{self, DoorKind};
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Ingress without TLS
    ///
    /// ## What it finds
    /// An Ingress that leads to a part of Dify and has no `spec.tls`, nor an annotation by which its controller takes a certificate from elsewhere
    /// (AWS, Google, Azure, Traefik, OpenShift).
    ///
    /// ## Why it matters
    /// Passwords, session cookies and API keys of Dify go over the network in the clear, and without HTTPS the cookies cannot be marked as secure.
    ///
    /// ## Fix
    /// ```yaml
    /// spec:
    ///   tls:
    ///     - hosts: [dify.example.com]
    ///       secretName: dify-tls
    /// ```
    ///
    /// If TLS ends at a load balancer in front of the controller, there is nothing to do here.
    ///
    /// ---
    ///
    /// TLS のない Ingress
    ///
    /// ## 見つけるもの
    /// Dify のコンポーネントにつながり、`spec.tls` も、コントローラーが別の場所から証明書を取得するためのアノテーション(AWS、Google、Azure、Traefik、OpenShift)もない Ingress。
    ///
    /// ## なぜ問題か
    /// Dify のパスワード、セッションの Cookie、API キーが平文でネットワークを流れます。HTTPS でなければ Cookie を Secure にすることもできません。
    ///
    /// ## 直し方
    /// ```yaml
    /// spec:
    ///   tls:
    ///     - hosts: [dify.example.com]
    ///       secretName: dify-tls
    /// ```
    ///
    /// コントローラーの手前のロードバランサーで TLS を終端している場合、対応は要りません。
    INGRESS_WITHOUT_TLS = "ingress-without-tls", Medium, Medium, Operator,
    controls: [App1],
    topics: [INGRESS_TLS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let doors = exposure::doors(facts);
    let routes = doors.iter().filter(|it| it.kind == DoorKind::Route && it.workload.component.is_some());
    let leading: HashSet<_> = routes.map(|it| it.meta.place).collect();
    for route in &facts.inventory.routes {
        if route.kind == RouteKind::Gateway || !leading.contains(&route.meta.place) {
            continue;
        }
        findings.look(1);
        if route.tls == Some(false) && !has_certificate_elsewhere(&route.meta) {
            let (kind, name) = (&route.meta.kind, &route.meta.name.value);
            findings.report(
                &route.meta,
                route.meta.name.place,
                text!("{kind} `{name}` has no TLS", "{kind} `{name}` に TLS の設定がありません"),
            );
        }
    }
}

fn has_certificate_elsewhere(meta: &Meta) -> bool {
    const CERTIFICATES: &[&str] = &[
        "alb.ingress.kubernetes.io/certificate-arn",
        "ingress.gcp.kubernetes.io/pre-shared-cert",
        "networking.gke.io/managed-certificates",
        "networking.gke.io/certmap",
        "kubernetes.azure.com/tls-cert-keyvault-uri",
        "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
        "route.openshift.io/termination",
    ];
    meta.annotations.iter().any(|(key, value)| {
        let value = value.value.expose();
        match &**key {
            "traefik.ingress.kubernetes.io/router.tls" => value == "true",
            "traefik.ingress.kubernetes.io/router.entrypoints" => value == "websecure",
            "alb.ingress.kubernetes.io/listen-ports" => value.contains("HTTPS"),
            key => CERTIFICATES.contains(&key),
        }
    })
}
