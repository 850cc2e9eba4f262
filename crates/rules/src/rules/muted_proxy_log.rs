//! `muted-proxy-log`.

use std::collections::HashSet;

use dify::Component;
use lang::Text;
use model::{Config, Entry};

use crate::directive::{Directive, mounted, nginx, squid};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;

crate::rule! {
    /// Access log disabled on the SSRF proxy
    ///
    /// ## What it finds
    /// `access_log none` in the configuration of Squid without another `access_log`, and `access_log off` in nginx outside
    /// single locations (a health check may be quiet). Only configurations that Dify's own proxies mount are looked at.
    ///
    /// ## Why it matters
    /// nginx has the only log of Dify with every request, its status and where it came from: attempts on `/v1` with wrong
    /// keys are seen nowhere else. Squid's log shows where users' code and HTTP nodes went, and attempts on the metadata
    /// service (`TCP_DENIED`). One of the usual charts mutes Squid unless its log is kept on a volume, although its comment
    /// says the opposite. What was not logged cannot be investigated.
    ///
    /// ## Fix
    /// Let both write to the container's output:
    /// ```text
    /// # squid.conf
    /// access_log stdio:/dev/stdout
    /// # nginx.conf
    /// access_log /dev/stdout main;
    /// ```
    ///
    /// ---
    ///
    /// アクセスログを出力しないプロキシ
    ///
    /// ## 見つけるもの
    /// Squid の設定で、ほかの `access_log` がないのに `access_log none` としているものと、nginx の個別の location 以外での `access_log off`(ヘルスチェックだけを除外するのは問題ありません)。Dify のプロキシがマウントしている設定だけを見ます。
    ///
    /// ## なぜ問題か
    /// すべての要求とその結果、接続元が残るのは、Dify では nginx のログだけです。誤った鍵による `/v1` への試行は、ほかのどこにも現れません。
    /// Squid のログには、利用者のコードや HTTP ノードの接続先や、メタデータサービスへの試行(`TCP_DENIED`)が残ります。
    /// よく使われるチャートには、ログをボリュームに保存しない限り Squid のログを止めるものがあります(コメントの説明とは逆の動作です)。記録されなかったことは、後から調査できません。
    ///
    /// ## 直し方
    /// どちらもコンテナの標準出力に書き出してください。
    /// ```text
    /// # squid.conf
    /// access_log stdio:/dev/stdout
    /// # nginx.conf
    /// access_log /dev/stdout main;
    /// ```
    MUTED_PROXY_LOG = "muted-proxy-log", Medium, High, Operator,
    controls: [Log1],
    topics: [LOGGING],
    fix: Review,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for &workload in &facts.tops {
        let Some(component) = workload.component.filter(|component| component.is_proxy()) else { continue };
        for (config, entry) in mounted(facts, workload) {
            if !seen.insert(entry.value.place) {
                continue;
            }
            findings.look(1);
            judge(facts, findings, component, config, entry);
        }
    }
}

fn judge(facts: &Facts<'_>, findings: &mut Findings<'_>, component: Component, config: &Config, entry: &Entry) {
    let text = entry.value.expose();
    let (muting, reason) = if component == Component::Nginx {
        let reason = Text::new("nginx writes no access log", "nginx がアクセスログを出力しません");
        (nginx(text).into_iter().find(is_off), reason)
    } else {
        let reason = Text::new("Squid writes no access log", "Squid がアクセスログを出力しません");
        (muted_squid(text), reason)
    };
    if let Some(directive) = muting {
        let place = facts.part_of_entry(entry, directive.range);
        findings.report(Subject::Of(&config.meta, component), place, reason);
    }
}

fn is_off(directive: &Directive<'_>) -> bool {
    directive.words.get(..2) == Some(&["access_log", "off"]) && !directive.is_in("location") && !directive.is_in("if")
}

/// `access_log none` alone: it may also mute some requests (by an ACL) beside another log.
fn muted_squid(text: &str) -> Option<Directive<'_>> {
    let mut muting = None;
    for directive in squid(text).into_iter().filter(|directive| directive.name() == "access_log") {
        match directive.words.as_slice() {
            [_, "none"] => muting = muting.or(Some(directive)),
            [_, "none", ..] => {}
            _ => return None,
        }
    }
    muting
}
