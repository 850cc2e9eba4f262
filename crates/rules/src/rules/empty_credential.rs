//! `empty-credential`.

use std::collections::HashSet;

use dify::{Component, Purpose, Version};
use inventory::environment::Variable;
use model::{Container, Place, SettingsFormat, Workload};

use crate::facts::{Facts, Holder};
use crate::finding::Findings;
use crate::known::{self, OtherEnds};
use crate::written::Nature;

crate::rule! {
    /// A needed credential that is empty or not set
    ///
    /// ## What it finds
    /// A credential that a part of Dify needs and whose value is the empty string, or that the container does not get although its
    /// whole environment is in the input. Also a Redis started without any password and a PostgreSQL that trusts every
    /// connection. A credential that Dify can do without may be empty.
    ///
    /// ## Why it matters
    /// An empty key is a key that everybody knows. Before Dify 1.14.1 an empty `SECRET_KEY` signs sessions with nothing. A key that
    /// is not set at all is worse than it looks: the api then uses the published values `dify-sandbox`, `plugin-api-key` and
    /// `inner-api-key`. A Redis without a password gives away sessions and model vendors' keys in clear text.
    ///
    /// ## Fix
    /// Generate a value, put it into a Secret and give it to every part that needs it. A password that came out empty often comes
    /// from a pipeline whose first command failed.
    ///
    /// ```yaml
    /// - name: CODE_EXECUTION_API_KEY
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: SANDBOX_API_KEY }
    /// ```
    ///
    /// ---
    ///
    /// 必要な認証情報が空または未設定
    ///
    /// ## 見つけるもの
    /// Dify の動作に必要なのに空文字列になっている認証情報と、環境変数がすべて入力に含まれているのにコンテナへ渡されていない認証情報。
    /// パスワードなしで起動する Redis と、すべての接続を信頼する PostgreSQL も見つけます。なくてもよい認証情報は空でも構いません。
    ///
    /// ## なぜ問題か
    /// 空の鍵は、誰もが知っている鍵です。Dify 1.14.1 より前では、`SECRET_KEY` が空だと鍵なしでセッションに署名します。未設定の場合はさらに
    /// 見落としやすく、API は公開されている値 `dify-sandbox`、`plugin-api-key`、`inner-api-key` を使います。パスワードのない Redis からは、
    /// セッションやモデル提供元の API キーが平文で読み出せます。
    ///
    /// ## 直し方
    /// 値を生成して Secret に入れ、必要とするすべてのコンポーネントに渡してください。空の値は、途中で失敗したパイプラインの結果であることが
    /// よくあります。
    ///
    /// ```yaml
    /// - name: CODE_EXECUTION_API_KEY
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: SANDBOX_API_KEY }
    /// ```
    EMPTY_CREDENTIAL = "empty-credential", Error, High, Operator,
    controls: [Sec4],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut said = HashSet::new();
    let ends = OtherEnds::of(facts);
    for (component, workload) in facts.components() {
        let Some(container) = known::main_container(workload) else { continue };
        let variables = facts.environment(workload, container);
        if component.is_dify_own() {
            application(facts, findings, &ends, workload, container, &variables, &mut said);
        } else {
            store(facts, findings, component, workload, container, &variables, &mut said);
        }
    }
    dot_env(facts, findings);
}

fn application(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    ends: &OtherEnds,
    workload: &Workload,
    container: &Container,
    variables: &[Variable<'_>],
    said: &mut HashSet<Place>,
) {
    let Some(component) = workload.component else { return };
    let whole = known::is_whole(facts, workload, container);
    let mut missing = Vec::new();
    let mut falls_back = false;
    for credential in ends.required(component) {
        if is_excused(credential.purpose, workload, variables) {
            continue;
        }
        match known::variable(variables, credential.setting) {
            Some(variable) => look_at(findings, workload, variable, said),
            None => match &whole {
                Ok(()) => {
                    findings.look(1);
                    missing.push(format!("`{}`", credential.setting));
                    falls_back |= component.runs_api_image() && has_published_fallback(credential.purpose);
                }
                Err(reason) => findings.blind(reason),
            },
        }
    }
    // The stub key is needed only where stubs are used; where it is asked for, it must not be empty.
    if let Some(variable) = known::variable(variables, "DIFY_AGENT_SERVER_SECRET_KEY") {
        look_at(findings, workload, variable, said);
    }
    if !missing.is_empty() {
        let names = lang::list(&missing);
        let (en, ja) = (names.get(lang::Lang::En), names.get(lang::Lang::Ja));
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let reason = lang::text!("{en} {verb} not set", "{ja} が設定されていません");
        let finding = findings.report(workload, container.name.place, reason);
        if falls_back {
            finding.detail(lang::Text::new(
                "Dify's code then takes a published default",
                "この場合、Dify は公開されている初期値を使います",
            ));
        }
    }
}

/// D:api/configs: these settings have a default in the code.
fn has_published_fallback(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::SandboxKey | Purpose::PluginServerKey | Purpose::PluginInnerKey)
}

/// From 1.14.1 Dify makes an app secret of its own; another rule looks at where it keeps it. A Redis Cluster has its password in
/// another setting.
fn is_excused(purpose: Purpose, workload: &Workload, variables: &[Variable<'_>]) -> bool {
    match purpose {
        Purpose::AppSecret => generates_its_key(workload),
        Purpose::RedisPassword => known::text(variables, "REDIS_USE_CLUSTERS").is_some_and(dify::settings::is_on),
        _ => false,
    }
}

fn generates_its_key(workload: &Workload) -> bool {
    let version = workload.version.as_ref().ok().and_then(|version| version.parsed);
    version.is_some_and(|version| version >= Version::new(1, 14, 1))
}

fn look_at(findings: &mut Findings<'_>, workload: &Workload, variable: &Variable<'_>, said: &mut HashSet<Place>) {
    let name = variable.name;
    let Some(value) = variable.value else {
        findings.blind(&lang::text!("the value of `{name}` is not in the input", "`{name}` の値は入力に含まれていません"));
        return;
    };
    findings.look(1);
    if value.expose().trim().is_empty() && said.insert(variable.place) {
        findings.report(workload, variable.place, lang::text!("`{name}` is empty", "`{name}` が空です"));
    }
}

fn store(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    component: Component,
    workload: &Workload,
    container: &Container,
    variables: &[Variable<'_>],
    said: &mut HashSet<Place>,
) {
    let asks = variables.iter().filter(|it| {
        dify::credential(it.name).is_some_and(|credential| credential.required && dify::needs(component, credential.purpose))
    });
    let mut seen = false;
    for variable in asks {
        seen = true;
        look_at(findings, workload, variable, said);
    }
    if let Some(trust) = known::variable(variables, "POSTGRES_HOST_AUTH_METHOD")
        && known::text(variables, "POSTGRES_HOST_AUTH_METHOD") == Some("trust")
    {
        findings.look(1);
        let reason = lang::text!("PostgreSQL trusts every connection", "PostgreSQL がすべての接続をパスワードなしで受け付けます");
        findings.report(workload, trust.place, reason);
    }
    if component == Component::Redis && !seen {
        match redis_is_open(facts, workload, container, variables) {
            Some(true) => {
                findings.look(1);
                let reason = lang::text!("Redis is started without a password", "Redis がパスワードなしで起動します");
                findings.report(workload, container.name.place, reason);
            }
            Some(false) => findings.look(1),
            None => findings.blind(&lang::text!(
                "the configuration of Redis is not in the input",
                "Redis の設定が入力に含まれていません"
            )),
        }
    }
}

/// Whether a Redis takes no password. `None` where its configuration is not in the input.
fn redis_is_open(facts: &Facts<'_>, workload: &Workload, container: &Container, variables: &[Variable<'_>]) -> Option<bool> {
    let guards = |text: &str| ["requirepass", "aclfile", "user default"].iter().any(|word| text.contains(word));
    if container.command.iter().chain(&container.args).any(|word| guards(word.expose())) {
        return Some(false);
    }
    if variables.iter().any(|it| it.name.contains("PASSWORD") || it.name == "REDISCLI_AUTH") {
        return Some(false);
    }
    known::is_whole(facts, workload, container).ok()?;
    for volume in &workload.pod.spec.volumes {
        let (kind, name) = match &volume.source {
            model::VolumeSource::ConfigMap(Some(name)) => (model::ConfigKind::ConfigMap, name),
            model::VolumeSource::Secret(Some(name)) => (model::ConfigKind::Secret, name),
            model::VolumeSource::Projected { .. } => return None,
            _ => continue,
        };
        let config = facts.index.config(kind, &workload.meta.namespace, name)?;
        let guarded = config.entries.iter().any(|entry| {
            let text = entry.value.expose();
            text.lines().any(|line| !line.trim_start().starts_with('#') && guards(line))
        });
        if guarded {
            return Some(false);
        }
    }
    Some(true)
}

/// In a `.env` file an empty line is what every container gets.
fn dot_env(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for it in &facts.written {
        let Holder::Settings(file) = it.holder else { continue };
        let core = matches!(
            it.purpose,
            Some(
                Purpose::DatabasePassword
                    | Purpose::RedisPassword
                    | Purpose::SandboxKey
                    | Purpose::PluginServerKey
                    | Purpose::PluginInnerKey
            )
        );
        let required = dify::credential(it.setting).is_some_and(|credential| credential.required);
        if file.format != SettingsFormat::DotEnv || !core || !required || it.is_example(&facts.inventory.documents) {
            continue;
        }
        findings.look(1);
        if it.nature == Nature::Empty {
            let name = it.setting;
            findings.report(it.holder.subject(), it.place, lang::text!("`{name}` is empty", "`{name}` が空です"));
        }
    }
}
