//! `unneeded-port`.

use dify::Component;
use lang::text;
use model::{Place, Service};
use netpol::Network;

use crate::exposure;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;

crate::rule! {
    /// Service port that is not needed
    ///
    /// ## What it finds
    /// A Service that leads to a worker, worker-beat or migration, which listen to nobody, or to port 8194 of the SSRF proxy, the old way to the
    /// sandbox.
    ///
    /// ## Why it matters
    /// Every port on a Service invites a policy that opens it and a client that depends on it. Workers fetch their tasks from Redis; nothing
    /// connects to them.
    ///
    /// ## Fix
    /// Delete the Service, or the port from it.
    ///
    /// ---
    ///
    /// 誰も必要としないポートの Service
    ///
    /// ## 見つけるもの
    /// 待ち受けをしない worker、worker-beat、migration につながる Service。および、サンドボックスへの古い経路である SSRF プロキシの 8194 番ポートを載せた Service。
    ///
    /// ## なぜ問題か
    /// Service に載ったポートは、いずれそれを開けるポリシーや、それに頼るクライアントを生みます。worker は処理を Redis から取り出すため、worker に接続するものはありません。
    ///
    /// ## 直し方
    /// Service ごと、または該当のポートだけを削除してください。
    UNNEEDED_PORT = "unneeded-port", Low, High, Operator,
    controls: [Net5],
    topics: [EXPOSURE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.look(facts.inventory.services.len());
    for service in &facts.inventory.services {
        let Some((component, place)) = unneeded(facts.wires().network(), service) else { continue };
        let name = &service.meta.name.value;
        findings.report(
            Subject::Of(&service.meta, component),
            place,
            text!(
                "Service `{name}` offers a port of {component} that nobody needs",
                "Service `{name}` が、誰も必要としない {component} のポートを公開しています"
            ),
        );
    }
}

fn unneeded(network: &Network<'_>, service: &Service) -> Option<(Component, Place)> {
    let behind = network.led_to_by(service);
    let mut parts = behind.iter().map(|it| it.component);
    let component = parts.next()??;
    // A selector that holds for several parts may mean another one.
    if parts.any(|it| it != Some(component)) {
        return None;
    }
    if dify::ports(component).is_empty() {
        // A headless Service names the pods of a StatefulSet; the API server wants it to have a port.
        return (!service.headless).then_some((component, service.meta.name.place));
    }
    let to_sandbox = exposure::known_port(Component::Sandbox, "http");
    let leads = network.behind(service, None);
    let port = service
        .ports
        .iter()
        .find(|it| leads.iter().any(|led| led.number == to_sandbox && std::ptr::eq(led.port, *it)))?;
    (component == Component::SsrfProxy).then_some((component, port.place))
}
