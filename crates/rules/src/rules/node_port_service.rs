//! `node-port-service`.

use dify::Component;
use lang::text;

use crate::exposure::{self, DoorKind};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;
use findings::Severity;

crate::rule! {
    /// NodePort Service
    ///
    /// ## What it finds
    /// A Service of type `NodePort`. Stores and internal parts of Dify behind one are errors of rules of their own. A Service that leads to no
    /// part of Dify is of low severity.
    ///
    /// ## Why it matters
    /// The port is open on every node, on every network that the node is on, without TLS and past the ingress with its limits and logs. Dify's
    /// login page, with its cookies, then goes over plain HTTP.
    ///
    /// ## Fix
    /// Use `ClusterIP` and an Ingress or HTTPRoute with TLS in front of it:
    ///
    /// ```yaml
    /// spec:
    ///   type: ClusterIP
    /// ```
    ///
    /// ---
    ///
    /// すべてのノードのポートで公開する Service
    ///
    /// ## 見つけるもの
    /// `NodePort` 型の Service。データストアや Dify の内部コンポーネントを公開している場合は、専用のルールで報告します。Dify のコンポーネントにつながらないものは重大度「低」になります。
    ///
    /// ## なぜ問題か
    /// ノードがつながっているすべてのネットワークで、すべてのノードのポートが開きます。TLS はなく、Ingress の制限やログも通りません。
    /// Dify のログイン画面とその Cookie が平文の HTTP で流れます。
    ///
    /// ## 直し方
    /// `ClusterIP` にし、TLS を設定した Ingress または HTTPRoute を前に置いてください。
    ///
    /// ```yaml
    /// spec:
    ///   type: ClusterIP
    /// ```
    NODE_PORT_SERVICE = "node-port-service", Medium, High, Operator,
    controls: [Net5],
    topics: [EXPOSURE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.look(facts.inventory.services.len());
    for service in &facts.inventory.services {
        if exposure::kind_of(service) != Some(DoorKind::NodePort) {
            continue;
        }
        let behind = facts.wires().network().led_to_by(service);
        let part = behind.iter().find_map(|it| it.component);
        // Said by `exposed-store`, `exposed-internal-component` and `exposed-inner-api`.
        if part.is_some_and(|it| it.is_store() || exposure::is_internal_part(it) || it == Component::Api) {
            continue;
        }
        let place = service.service_type.as_ref().map_or(service.meta.name.place, |it| it.place);
        let name = &service.meta.name.value;
        let subject = Subject::perhaps(&service.meta, part);
        let finding = findings.report(
            subject,
            place,
            text!(
                "Service `{name}` is open on every node",
                "Service `{name}` がすべてのノードのポートで公開されています"
            ),
        );
        if part.is_none() {
            finding.at_most(Severity::Low);
        }
    }
}
