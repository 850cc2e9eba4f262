//! `service-named-dify`.

use std::collections::{BTreeMap, HashMap};

use dify::Component;
use model::{Service, Workload};

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Service named `dify` breaks the API
    ///
    /// ## What it finds
    /// A Service with the name `dify` in a namespace where an api has neither `enableServiceLinks: false` nor a `DIFY_PORT`
    /// of its own.
    ///
    /// ## Why it matters
    /// For each Service Kubernetes gives every pod variables in the old style of Docker links: for one named `dify` this is
    /// `DIFY_PORT=tcp://10.0.0.1:80`. Dify's start script takes `DIFY_PORT` for the number to listen on, and gunicorn ends
    /// with `'tcp' is not a valid port number`. It appears only when the pod is restarted after the Service, so often in the
    /// middle of an incident.
    ///
    /// ## Fix
    /// Name the Service otherwise, or:
    /// ```yaml
    /// spec:
    ///   enableServiceLinks: false
    /// ```
    /// which also keeps the addresses of all other Services out of the environment.
    ///
    /// ---
    ///
    /// api を起動できなくする `dify` という名前の Service
    ///
    /// ## 見つけるもの
    /// 名前が `dify` の Service がある名前空間で、api に `enableServiceLinks: false` も独自の `DIFY_PORT` もないもの。
    ///
    /// ## なぜ問題か
    /// Kubernetes は Service ごとに、昔の Docker リンクの形式の環境変数を Pod に渡します。`dify` という Service があると `DIFY_PORT=tcp://10.0.0.1:80` になります。
    /// Dify の起動スクリプトは `DIFY_PORT` を待ち受けポートの番号とみなすため、gunicorn が `'tcp' is not a valid port number` で終了します。
    /// 症状は Service の作成後に Pod が再起動したときに初めて現れるため、障害対応の最中に起こりがちです。
    ///
    /// ## 直し方
    /// Service の名前を変えるか、次のように設定してください。ほかの Service のアドレスも環境変数に入らなくなります。
    /// ```yaml
    /// spec:
    ///   enableServiceLinks: false
    /// ```
    SERVICE_NAMED_DIFY = "service-named-dify", Medium, High, Developer,
    controls: [],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let linked = facts.inventory.services.iter().filter(|service| is_linked(service));
    let services: HashMap<&str, &Service> = linked.map(|service| (&*service.meta.namespace, service)).collect();
    if services.is_empty() {
        return;
    }
    let mut broken: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for &workload in facts.tops.iter().filter(|workload| listens_where_told(facts, workload)) {
        broken.entry(&*workload.meta.namespace).or_default().push(&*workload.meta.name.value);
    }
    for (namespace, broken) in broken {
        let Some(service) = services.get(namespace) else { continue };
        let names = lang::list(broken.iter().map(|name| format!("`{name}`")));
        let (en, ja) = names.both();
        let reason = lang::text!(
            "a Service named `dify` sets DIFY_PORT, and {en} cannot start with it",
            "`dify` という名前の Service が DIFY_PORT を設定するため、{ja} が起動できなくなります"
        );
        findings.report(&service.meta, service.meta.name.place, reason);
    }
}

/// Whether Kubernetes makes variables for it: not for a headless one.
fn is_linked(service: &Service) -> bool {
    &*service.meta.name.value == "dify" && !service.headless && service.external_name.is_none()
}

fn listens_where_told<'a>(facts: &Facts<'a>, workload: &'a Workload) -> bool {
    let serves = matches!(workload.component, Some(Component::Api | Component::ApiWebsocket));
    let links = workload.pod.spec.service_links.is_none_or(|links| links.value);
    let own = |container| facts.variable(workload, container, "DIFY_PORT").is_some();
    serves && links && workload.main().is_some_and(|container| !own(container))
}
