//! `unauthenticated-agent`.

use std::collections::HashSet;

use model::{Setting, SettingsFile};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::known::agent_token;
use crate::subject::Subject;

crate::rule! {
    /// Unauthenticated agent API
    ///
    /// ## What it finds
    /// An agent backend whose run token (`DIFY_AGENT_API_TOKEN`), or an agent sandbox whose shell token (`SHELLCTL_AUTH_TOKEN`),
    /// is empty or not set; in values files, the same of the chart (`agentBackend.auth`), where no `global.internalApiKey` stands
    /// in. For Dify 1.16 and later.
    ///
    /// ## Why it matters
    /// Both services then answer without asking who calls: whoever reaches port 5050 starts agent runs, whoever reaches
    /// port 5004 has a shell. Any pod of the cluster does, unless a network policy stops it.
    ///
    /// ## Fix
    /// Generate one token for each of the two and give both ends the same:
    ///
    /// ```yaml
    /// agentBackend:
    ///   auth:
    ///     apiToken: ""            # brought by a Secret: DIFY_AGENT_API_TOKEN, AGENT_BACKEND_API_TOKEN
    ///     shellctlAuthToken: ""   # SHELLCTL_AUTH_TOKEN, DIFY_AGENT_SHELLCTL_AUTH_TOKEN
    /// ```
    ///
    /// ---
    ///
    /// 認証なしで命令を受け付けるエージェント
    ///
    /// ## 見つけるもの
    /// 実行用トークン(`DIFY_AGENT_API_TOKEN`)が空または未設定のエージェントバックエンドと、シェル用トークン(`SHELLCTL_AUTH_TOKEN`)が
    /// 空または未設定のエージェント用サンドボックス。values ファイルでは、`global.internalApiKey` で補われない `agentBackend.auth` の値も対象です。
    /// Dify 1.16 以降が対象です。
    ///
    /// ## なぜ問題か
    /// どちらも呼び出し元を確かめずに応答します。5050 番ポートに届けば誰でもエージェントを実行でき、5004 番ポートに届けば誰でもシェルを
    /// 使えます。NetworkPolicy で止めない限り、クラスター内のどの Pod からでも届きます。
    ///
    /// ## 直し方
    /// 二つのトークンを別々に生成し、それぞれ両端に同じ値を渡してください。
    ///
    /// ```yaml
    /// agentBackend:
    ///   auth:
    ///     apiToken: ""            # Secret から DIFY_AGENT_API_TOKEN と AGENT_BACKEND_API_TOKEN に渡す
    ///     shellctlAuthToken: ""   # 同じく SHELLCTL_AUTH_TOKEN と DIFY_AGENT_SHELLCTL_AUTH_TOKEN
    /// ```
    UNAUTHENTICATED_AGENT = "unauthenticated-agent", High, High, Operator,
    controls: [Sec4],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut said = HashSet::new();
    for part in facts.parts() {
        let Some(name) = agent_token(part.component) else { continue };
        if let Some(place) = findings.missing(part, name)
            && said.insert(place)
        {
            findings.report(part.workload, place, reason(name));
        }
    }
    for file in &facts.inventory.settings {
        values(findings, file);
    }
}

fn reason(name: &str) -> lang::Text {
    lang::text!("`{name}` is empty: no caller is asked for it", "`{name}` が空のため、呼び出し元を確かめません")
}

fn values(findings: &mut Findings<'_>, file: &SettingsFile) {
    let at = |path: &[&str]| {
        let fits = |setting: &&Setting| setting.path.iter().map(|step| &**step).eq(path.iter().copied());
        file.settings.iter().find(fits)
    };
    let is_off = at(&["agentBackend", "enabled"]).is_some_and(|it| it.value.expose() == "false");
    if is_off {
        return;
    }
    let global = at(&["global", "internalApiKey"]).is_some_and(|it| !it.value.is_empty());
    for (name, stands_in) in [("apiToken", global), ("shellctlAuthToken", false)] {
        let Some(setting) = at(&["agentBackend", "auth", name]) else { continue };
        findings.look(1);
        if setting.value.is_empty() && !stands_in {
            findings.report(Subject::File, setting.value.place, reason(name));
        }
    }
}
