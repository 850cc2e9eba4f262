//! `ssrf-proxy-opens-sandbox`.

use std::collections::HashSet;

use dify::Component;
use lang::Text;
use model::Place;

use crate::directive;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::proxy;
use crate::subject::Subject;
use crate::value;

crate::rule! {
    /// SSRF proxy that reaches the sandbox
    ///
    /// ## What it finds
    /// A `squid.conf` with a second listener that hands every request to the sandbox (`http_port 8194 accel`, `cache_peer ... originserver`).
    ///
    /// ## Why it matters
    /// It was made for developers who run the sandbox in Docker beside an api on their own machine. In a cluster nobody uses it, and it is a way
    /// to the sandbox around the NetworkPolicy that protects it: whoever reaches the proxy reaches the sandbox.
    ///
    /// ## Fix
    /// Delete the section `Reverse Proxy To Sandbox` from the configuration, and port 8194 from the proxy's Service. Dify 1.15 dropped it.
    ///
    /// ---
    ///
    /// サンドボックスへ通じる SSRF プロキシ
    ///
    /// ## 見つけるもの
    /// すべての要求をサンドボックスに渡す第二の待ち受け(`http_port 8194 accel`、`cache_peer ... originserver`)がある `squid.conf`。
    ///
    /// ## なぜ問題か
    /// 手元のマシンで api を動かし、サンドボックスだけを Docker で動かす開発者のための設定です。クラスターでは使われず、サンドボックスを守る NetworkPolicy を迂回する道になります。
    /// プロキシに接続できれば、サンドボックスにも届いてしまいます。
    ///
    /// ## 直し方
    /// 設定から `Reverse Proxy To Sandbox` の部分を、プロキシの Service から 8194 番ポートを削除してください。Dify 1.15 ではなくなっています。
    SSRF_PROXY_OPENS_SANDBOX = "ssrf-proxy-opens-sandbox", Medium, High, Operator,
    controls: [Net3],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut said: HashSet<Place> = HashSet::new();
    for workload in facts.of(Component::SsrfProxy) {
        for config in proxy::squid_configs(facts, workload) {
            if !said.insert(config.place) {
                continue;
            }
            findings.look(1);
            let directives = directive::squid(config.text);
            let listener = directives.iter().find(|it| it.name() == "http_port" && it.words.contains(&"accel"));
            let peer = directives.iter().any(|it| it.name() == "cache_peer" && it.words.contains(&"originserver"));
            let Some(listener) = listener.filter(|_| peer) else { continue };
            let place = value::part(&facts.inventory.documents, config.place, config.text, listener.range.clone());
            let subject = config.holder.map_or(Subject::Workload(workload), |it| Subject::Of(it, Component::SsrfProxy));
            let finding = findings.report(
                subject,
                place,
                Text::new(
                    "a second listener of the SSRF proxy leads to the sandbox",
                    "SSRF プロキシの第二の待ち受けがサンドボックスに通じています",
                ),
            );
            for sandbox in facts.of(Component::Sandbox).take(1) {
                let there = Text::new("the sandbox", "サンドボックス");
                finding.related(facts.location(sandbox.meta.name.place), there);
            }
        }
    }
}
