//! `bypassed-ssrf-proxy`.

use dify::Component;
use findings::Finding;
use lang::{Text, text};
use model::{Place, PolicyType, Workload};
use netpol::Peer;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::proxy::{self, Way};

crate::rule! {
    /// SSRF proxy bypassed by a component
    ///
    /// ## What it finds
    /// An api or worker without the proxy's variables although there is a proxy, or with only one of `SSRF_PROXY_HTTP_URL` and
    /// `SSRF_PROXY_HTTPS_URL`; and a sandbox without `HTTP_PROXY` and `HTTPS_PROXY` whose egress nothing else limits.
    ///
    /// ## Why it matters
    /// Dify uses the proxy only if both variables are set; one alone is ignored without a word. Workers run the same HTTP nodes and tools as the
    /// api, so that a proxy on the api alone protects only a part of the workflows. That is what one public chart does.
    ///
    /// ## Fix
    /// Give the same variables to api and worker, and the usual ones to the sandbox:
    ///
    /// ```yaml
    /// # api and worker
    /// - {name: SSRF_PROXY_HTTP_URL, value: "http://ssrf-proxy:3128"}
    /// - {name: SSRF_PROXY_HTTPS_URL, value: "http://ssrf-proxy:3128"}
    /// # sandbox
    /// - {name: HTTP_PROXY, value: "http://ssrf-proxy:3128"}
    /// - {name: HTTPS_PROXY, value: "http://ssrf-proxy:3128"}
    /// ```
    ///
    /// ---
    ///
    /// SSRF プロキシを通らないコンポーネント
    ///
    /// ## 見つけるもの
    /// プロキシがあるのに変数が設定されていない api・worker、または `SSRF_PROXY_HTTP_URL` と `SSRF_PROXY_HTTPS_URL` の片方だけが設定されているもの。
    /// および、`HTTP_PROXY` と `HTTPS_PROXY` がなく、ほかに外向きの制限もないサンドボックス。
    ///
    /// ## なぜ問題か
    /// Dify がプロキシを使うのは、両方の変数が設定されている場合だけです。片方だけでは、何の警告もなく無視されます。worker も api と同じ HTTP ノードやツールを実行するため、
    /// api だけにプロキシを設定しても、守られるのはワークフローの一部だけです。実際にそうなっている公開チャートがあります。
    ///
    /// ## 直し方
    /// api と worker に同じ変数を、サンドボックスには一般的なプロキシ変数を設定してください。
    ///
    /// ```yaml
    /// # api と worker
    /// - {name: SSRF_PROXY_HTTP_URL, value: "http://ssrf-proxy:3128"}
    /// - {name: SSRF_PROXY_HTTPS_URL, value: "http://ssrf-proxy:3128"}
    /// # sandbox
    /// - {name: HTTP_PROXY, value: "http://ssrf-proxy:3128"}
    /// - {name: HTTPS_PROXY, value: "http://ssrf-proxy:3128"}
    /// ```
    BYPASSED_SSRF_PROXY = "bypassed-ssrf-proxy", High, High, Operator,
    controls: [Net3],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut proxied = false;
    for here in proxy::fetching(facts) {
        findings.look(here.ways.len());
        // Without any proxy `missing-ssrf-proxy` says so.
        if here.proxy || here.is_told() {
            proxied = true;
            for (component, workload, way) in &here.ways {
                if let Some(finding) = judge(findings, *component, workload, way) {
                    name_proxy(facts, workload, finding);
                }
            }
        }
    }
    if proxied {
        sandboxes(facts, findings);
    }
}

fn judge<'f>(
    findings: &'f mut Findings<'_>,
    component: Component,
    workload: &Workload,
    way: &Way,
) -> Option<&'f mut Finding> {
    match way {
        Way::Proxied => None,
        Way::Unseen => {
            findings.blind(&text!(
                "the environment of {component} is not in the input",
                "{component} の環境変数が入力にありません"
            ));
            None
        }
        Way::Half(place, name) => {
            let reason = text!(
                "{component} ignores its proxy: `{name}` is set without the other one",
                "`{name}` だけが設定されており、{component} はプロキシを使いません"
            );
            Some(findings.report(workload, *place, reason))
        }
        Way::Direct => {
            let reason = text!("{component} goes around the SSRF proxy", "{component} が SSRF プロキシを通りません");
            Some(findings.report(workload, head(workload), reason))
        }
    }
}

/// The other end: the proxy that is gone around, where the input holds it.
fn name_proxy(facts: &Facts<'_>, workload: &Workload, finding: &mut Finding) {
    let mut proxies: Vec<&Workload> = facts.of(Component::SsrfProxy).collect();
    proxies.sort_by_key(|it| it.meta.namespace != workload.meta.namespace);
    if let Some(proxy) = proxies.first() {
        finding.related(facts.location(proxy.meta.name.place), Text::new("the SSRF proxy", "SSRF プロキシ"));
    }
}

/// A policy that governs the sandbox's egress is judged by itself.
fn sandboxes(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wires = facts.wires();
    let open =
        |peer: &Peer| wires.network().kinds_of(peer).iter().all(|it| wires.network().is_free(PolicyType::Egress, *it));
    for (peer, workload) in wires.workloads().filter(|(_, it)| it.component == Some(Component::Sandbox)) {
        if open(peer) && matches!(proxy::of_sandbox(facts, workload), Way::Direct) {
            let reason = Text::new(
                "the sandbox is not told of the SSRF proxy",
                "サンドボックスに SSRF プロキシが設定されていません",
            );
            name_proxy(facts, workload, findings.report(workload, head(workload), reason));
        }
    }
}

fn head(workload: &Workload) -> Place {
    proxy::main(workload).map_or(workload.meta.name.place, |it| it.name.place)
}
