//! `missing-ssrf-proxy`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::proxy::{self, Way};

crate::rule! {
    /// Missing SSRF proxy
    ///
    /// ## What it finds
    /// A deployment in which neither an SSRF proxy (Squid) runs nor any api or worker is told of one by `SSRF_PROXY_ALL_URL`,
    /// `SSRF_PROXY_HTTP_URL` and `SSRF_PROXY_HTTPS_URL`.
    ///
    /// ## Why it matters
    /// HTTP nodes, custom tools, MCP servers and remote files fetch the address that a user names. Without the proxy api and worker connect
    /// themselves: to Redis, to the Kubernetes API, to the metadata service. Several public charts ship Dify without it, or with it turned off.
    ///
    /// ## Fix
    /// Turn it on (`ssrfProxy.enabled: true` in BorisPolonsky/dify-helm) with the rules of Dify 1.15 or later, and tell api **and** worker:
    ///
    /// ```yaml
    /// - {name: SSRF_PROXY_HTTP_URL, value: "http://ssrf-proxy:3128"}
    /// - {name: SSRF_PROXY_HTTPS_URL, value: "http://ssrf-proxy:3128"}
    /// ```
    ///
    /// ---
    ///
    /// SSRF プロキシのない Dify
    ///
    /// ## 見つけるもの
    /// SSRF プロキシ(Squid)が動いておらず、どの api・worker にも `SSRF_PROXY_ALL_URL`、`SSRF_PROXY_HTTP_URL`、`SSRF_PROXY_HTTPS_URL` でプロキシが指定されていないデプロイ。
    ///
    /// ## なぜ問題か
    /// HTTP ノード、カスタムツール、MCP サーバー、リモートファイルは、利用者が指定した宛先にアクセスします。プロキシがなければ api と worker が直接接続し、
    /// Redis、Kubernetes API、メタデータサービスにも届きます。公開されているチャートには、プロキシがないものや、初期状態で無効のものがあります。
    ///
    /// ## 直し方
    /// Dify 1.15 以降のルールで有効にし(BorisPolonsky/dify-helm では `ssrfProxy.enabled: true`)、api と worker の**両方**に指定してください。
    ///
    /// ```yaml
    /// - {name: SSRF_PROXY_HTTP_URL, value: "http://ssrf-proxy:3128"}
    /// - {name: SSRF_PROXY_HTTPS_URL, value: "http://ssrf-proxy:3128"}
    /// ```
    MISSING_SSRF_PROXY = "missing-ssrf-proxy", High, High, Operator,
    controls: [Net3],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for here in proxy::fetching(facts) {
        findings.look(here.ways.len());
        let Some((_, first, _)) = here.ways.first() else { continue };
        if here.proxy || here.is_told() {
            continue;
        }
        if here.ways.iter().any(|(_, _, way)| matches!(way, Way::Unseen)) {
            findings.blind(&Text::new(
                "whether api and worker use an SSRF proxy stands in a ConfigMap that is not in the input",
                "api と worker が SSRF プロキシを使うかどうかは、入力にない ConfigMap に書かれています",
            ));
            continue;
        }
        let place = proxy::main(first).map_or(first.meta.name.place, |it| it.name.place);
        findings.report(
            *first,
            place,
            Text::new(
                "there is no SSRF proxy, and addresses that users choose are fetched directly",
                "SSRF プロキシがなく、利用者が指定した宛先に直接接続します",
            ),
        );
    }
}
