//! `ssrf-proxy-without-destination-rules`.

use std::collections::HashSet;

use dify::Component;
use lang::{Text, text};
use model::{Place, Workload};

use crate::directive;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::proxy::{self, SquidConfig};
use crate::squid::{self, Answer};
use crate::subject::Subject;
use crate::value;

crate::rule! {
    /// SSRF proxy that reaches private addresses
    ///
    /// ## What it finds
    /// A `squid.conf` that lets a pod's request to a private, link-local or loopback address by. The `http_access` lines are read in order as Squid
    /// reads them. An `include` of `/etc/squid/conf.d/` counts as the image's own file there, which allows all local clients.
    ///
    /// ## Why it matters
    /// The proxy exists to keep addresses that users choose away from the inside. The rules that Dify shipped before 1.15, which charts still
    /// copy, look only at who asks and at the port: the metadata service, Redis and every Service of the cluster are a request away.
    ///
    /// ## Fix
    /// Deny the destinations before anything is allowed, as Dify 1.15 does:
    ///
    /// ```text
    /// acl private_targets dst 0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16
    /// acl private_targets dst 172.16.0.0/12 192.168.0.0/16 224.0.0.0/4 240.0.0.0/4 ::1 fc00::/7 fe80::/10
    /// http_access deny private_targets
    /// ```
    ///
    /// Internal services that workflows need are allowed one by one above these lines.
    ///
    /// ---
    ///
    /// プライベートアドレスに接続する SSRF プロキシ
    ///
    /// ## 見つけるもの
    /// プライベート、リンクローカル、ループバックのアドレスへの要求を通す `squid.conf`。`http_access` は Squid と同じく上から順に読みます。
    /// `/etc/squid/conf.d/` の `include` は、ローカルのクライアントをすべて許すイメージ付属の設定とみなします。
    ///
    /// ## なぜ問題か
    /// プロキシの役目は、利用者が指定した宛先から内側を守ることです。Dify 1.15 より前に配布され、今もチャートに写されているルールは、要求元とポートしか見ません。
    /// メタデータサービス、Redis、クラスターのすべての Service に、要求一つで届いてしまいます。
    ///
    /// ## 直し方
    /// Dify 1.15 と同じように、何かを許可する前に宛先を拒否してください。
    ///
    /// ```text
    /// acl private_targets dst 0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16
    /// acl private_targets dst 172.16.0.0/12 192.168.0.0/16 224.0.0.0/4 240.0.0.0/4 ::1 fc00::/7 fe80::/10
    /// http_access deny private_targets
    /// ```
    ///
    /// ワークフローに必要な内部のサービスは、これらの行より上で一つずつ許可します。
    SSRF_PROXY_WITHOUT_DESTINATION_RULES = "ssrf-proxy-without-destination-rules", High, Medium, Operator,
    controls: [Net3],
    topics: [METADATA_API],
    check: check,
}

/// One address of each range that must be refused.
const INSIDE: &[(&str, &str)] = &[
    ("169.254.169.254", "169.254.0.0/16"),
    ("10.96.0.1", "10.0.0.0/8"),
    ("172.20.0.1", "172.16.0.0/12"),
    ("192.168.1.1", "192.168.0.0/16"),
    ("127.0.0.1", "127.0.0.0/8"),
];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut said: HashSet<Place> = HashSet::new();
    let proxies = facts.components().filter(|(it, _)| it.is_outlet());
    for (component, workload) in proxies {
        findings.look(1);
        let configs = proxy::squid_configs(facts, workload);
        if configs.is_empty() {
            findings.blind(&text!(
                "the configuration of {component} is not in the input",
                "{component} の設定が入力にありません"
            ));
        }
        for config in configs {
            if said.insert(config.place) {
                judge(facts, findings, workload, component, &config);
            }
        }
    }
}

fn judge(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    workload: &Workload,
    component: Component,
    config: &SquidConfig<'_>,
) {
    let directives = directive::squid(config.text);
    let mut open = Vec::new();
    let mut line = None;
    let mut unknown = false;
    for (address, range) in INSIDE {
        let Some(target) = squid::block(address) else { continue };
        match squid::ask(&directives, &target) {
            Answer::Denied => {}
            Answer::Unknown => unknown = true,
            Answer::Allowed(by) => {
                line.get_or_insert(by);
                open.push(*range);
            }
        }
    }
    let Some(line) = line else {
        if unknown {
            findings.blind(&Text::new(
                "whether the SSRF proxy refuses private addresses depends on files that are not in the input",
                "SSRF プロキシがプライベートアドレスを拒否するかどうかは、入力にないファイルに左右されます",
            ));
        }
        return;
    };
    let place = value::part(&facts.inventory.documents, config.place, config.text, line);
    let subject = config.holder.map_or(Subject::Workload(workload), |it| Subject::Of(it, component));
    let ranges = lang::list(open);
    let (en, ja) = ranges.both();
    findings
        .report(
            subject,
            place,
            text!("{component} connects to addresses of the inside", "{component} が内側のアドレスにも接続します"),
        )
        .detail(text!("this line lets {en} by", "この行が {ja} を通します"));
}
