//! `missing-probe`.

use dify::Component;
use model::{Container, ContainerRole, ProbeKind, Workload};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::needs::{Needs, NoProbe};
use findings::Severity;

crate::rule! {
    /// Missing liveness or readiness probe
    ///
    /// ## What it finds
    /// Parts of Dify that answer requests and have no readiness or liveness probe; workers without a liveness probe;
    /// other workloads with ports and without any probe. Jobs and hooks are left out, and so is
    /// `worker-beat` and workers before 1.14, for which no cheap question is known.
    ///
    /// ## Why it matters
    /// Without a readiness probe a Service sends requests to an api that still migrates its database. Without a liveness
    /// probe a hung plugin daemon or a worker that lost its broker stays until somebody complains. A stopped log line and a
    /// hung process look alike from outside, so a watch needs the probe too.
    ///
    /// ## Fix
    /// The detail names the question that costs nothing and needs no login, for example for the api:
    /// ```yaml
    /// readinessProbe:
    ///   httpGet: {path: /health, port: 5001}
    /// livenessProbe:
    ///   httpGet: {path: /health, port: 5001}
    ///   periodSeconds: 30
    /// ```
    /// The port is the one that it listens on: `DIFY_PORT`, `SERVER_PORT`, `SANDBOX_PORT` and the configuration of nginx and Squid move it.
    /// For the worker, from 1.14.0 on (older images lack the module, and such a probe would end each worker again and again),
    /// and seldom, because each ping opens a connection to the broker:
    /// ```yaml
    /// livenessProbe:
    ///   exec: {command: [celery, -A, celery_healthcheck.celery, inspect, ping]}
    ///   periodSeconds: 120
    ///   timeoutSeconds: 30
    /// ```
    ///
    /// ---
    ///
    /// プローブのないコンポーネント
    ///
    /// ## 見つけるもの
    /// 要求に応答する Dify のコンポーネントで、readiness または liveness のプローブがないもの。liveness のない worker と、ポートがあるのにプローブが一つもないほかのワークロードは通知します。
    /// Job とフック、手軽な確認方法が知られていない `worker-beat` と 1.14 より前の worker は対象外です。
    ///
    /// ## なぜ問題か
    /// readiness がないと、データベースの移行中の api にも Service が要求を送ります。liveness がないと、止まったプラグインデーモンや、ブローカーとの接続を失った worker が、誰かが気付くまで放置されます。
    /// ログが途絶えただけでは異常かどうか区別できないため、監視にもプローブが必要です。
    ///
    /// ## 直し方
    /// 詳細に、ログインが不要で負荷の小さい確認方法を示しています。api の例です。
    /// ```yaml
    /// readinessProbe:
    ///   httpGet: {path: /health, port: 5001}
    /// livenessProbe:
    ///   httpGet: {path: /health, port: 5001}
    ///   periodSeconds: 30
    /// ```
    /// ポートには実際の待ち受け先を指定してください。`DIFY_PORT`、`SERVER_PORT`、`SANDBOX_PORT` や、nginx と Squid の設定で変わります。
    /// worker で使えるのは 1.14.0 以降です(それより前のイメージにはこのモジュールがなく、worker が繰り返し再起動されます)。確認のたびにブローカーへ接続するため、間隔を長くします。
    /// ```yaml
    /// livenessProbe:
    ///   exec: {command: [celery, -A, celery_healthcheck.celery, inspect, ping]}
    ///   periodSeconds: 120
    ///   timeoutSeconds: 30
    /// ```
    MISSING_PROBE = "missing-probe", Low, Medium, Developer,
    controls: [Ctr4],
    topics: [],
    fix: Review,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for &workload in facts.tops.iter().filter(|workload| workload.kind.runs_for_ever() && !workload.hook) {
        match (workload.component, workload.main()) {
            (Some(component), Some(container)) => judge_component(facts, findings, workload, component, container),
            _ => judge_other(findings, workload),
        }
    }
}

fn judge_component<'a>(
    facts: &Facts<'a>,
    findings: &mut Findings<'_>,
    workload: &'a Workload,
    component: Component,
    container: &'a Container,
) {
    let probe = Needs::of(facts, workload, container).map(|it| it.probe());
    let detail = match probe {
        // This version answers none, so none is asked of it.
        None | Some(Err(NoProbe::None(_))) => return,
        Some(Ok((question, _))) => question.words(),
        Some(Err(NoProbe::Unknown(why))) => {
            let (en, ja) = why.both();
            lang::text!("which question it answers is not known, because {en}", "何に応答するかはわからない({ja})")
        }
    };
    findings.look(1);
    let name = &*container.name.value;
    let is_client_of_queue = component.only_fetches();
    let (reason, severity) = match (has(container, ProbeKind::Readiness), has(container, ProbeKind::Liveness)) {
        (true, true) => return,
        (false, true) if is_client_of_queue => return,
        (_, false) if is_client_of_queue => {
            (lang::text!("`{name}` has no liveness probe", "`{name}` に liveness プローブがありません"), Severity::Low)
        }
        (false, false) => (
            lang::text!(
                "`{name}` has neither a readiness nor a liveness probe",
                "`{name}` に readiness プローブも liveness プローブもありません"
            ),
            Severity::Low,
        ),
        (false, true) => (
            lang::text!("`{name}` has no readiness probe", "`{name}` に readiness プローブがありません"),
            Severity::Low,
        ),
        (true, false) => {
            (lang::text!("`{name}` has no liveness probe", "`{name}` に liveness プローブがありません"), Severity::Low)
        }
    };
    findings.report(workload, container.name.place, reason).at_most(severity).detail(detail);
}

fn has(container: &Container, kind: ProbeKind) -> bool {
    container.probes.iter().any(|probe| probe.kind == kind)
}

/// A workload that the catalogue does not know: whether it is asked anything at all.
fn judge_other(findings: &mut Findings<'_>, workload: &Workload) {
    let mut serving =
        workload.pod.spec.containers_of(ContainerRole::Regular).filter(|it| !it.ports.is_empty()).peekable();
    let Some(first) = serving.peek().map(|container| container.name.place) else { return };
    findings.look(1);
    if serving.all(|container| container.probes.is_empty()) {
        let name = &*workload.meta.name.value;
        let reason = lang::text!("`{name}` has no probe", "`{name}` にプローブがありません");
        findings.report(workload, first, reason).at_most(Severity::Low);
    }
}
