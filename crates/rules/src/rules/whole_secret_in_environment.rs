//! `whole-secret-in-environment`.

use std::collections::{BTreeSet, HashMap};

use dify::Component;
use model::{Config, ConfigKind, EnvFromKind, Workload};

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Whole Secret in the environment (envFrom)
    ///
    /// ## What it finds
    /// `envFrom` with a Secret that several different components take. A Secret made for one component alone is fine; where one
    /// brings a credential that the component has no use for, `unneeded-credential` says so instead.
    ///
    /// ## Why it matters
    /// Every key that is added to the Secret later reaches every container that takes it whole, without anybody deciding so. In
    /// the plugin daemon it also reaches every plugin.
    ///
    /// ## Fix
    /// Take single keys:
    ///
    /// ```yaml
    /// env:
    ///   - name: SERVER_KEY
    ///     valueFrom:
    ///       secretKeyRef: { name: dify-secret, key: PLUGIN_DAEMON_KEY }
    /// ```
    ///
    /// ---
    ///
    /// Secret を丸ごと環境変数に渡している
    ///
    /// ## 見つけるもの
    /// 種類の違う複数のコンポーネントが、同じ Secret を `envFrom` で丸ごと受け取っている箇所。一つのコンポーネント専用に作られた Secret は
    /// 対象にしません。使い道のない認証情報が渡っている場合は、代わりに `unneeded-credential` で指摘します。
    ///
    /// ## なぜ問題か
    /// 後から Secret に追加したキーが、誰も意図しないまま、丸ごと受け取っているすべてのコンテナに届きます。プラグインデーモンでは、
    /// さらにすべてのプラグインに届きます。
    ///
    /// ## 直し方
    /// 必要なキーだけを参照してください。
    ///
    /// ```yaml
    /// env:
    ///   - name: SERVER_KEY
    ///     valueFrom:
    ///       secretKeyRef: { name: dify-secret, key: PLUGIN_DAEMON_KEY }
    /// ```
    WHOLE_SECRET_IN_ENVIRONMENT = "whole-secret-in-environment", Low, High, Operator,
    controls: [Sec2],
    topics: [SECRETS_IN_ENV],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut takers: HashMap<(&str, &str), BTreeSet<Component>> = HashMap::new();
    for (component, workload) in facts.components() {
        for name in whole_secrets(workload) {
            takers.entry((&workload.meta.namespace, name)).or_default().insert(role(component));
        }
    }
    for (component, workload) in facts.components() {
        for container in &workload.pod.spec.containers {
            for from in container.env_from.iter().filter(|from| from.kind == EnvFromKind::Secret) {
                findings.look(1);
                let name = &*from.name.value;
                let shared = takers.get(&(&*workload.meta.namespace, name)).is_some_and(|takers| takers.len() > 1);
                let config = facts.index.config(ConfigKind::Secret, &workload.meta.namespace, name);
                let needless = config.is_some_and(|config| holds_needless(config, component));
                if shared && !needless {
                    let reason = lang::text!(
                        "the whole Secret `{name}` is in the environment",
                        "Secret `{name}` が丸ごと環境変数に渡されています"
                    );
                    findings.report(workload, from.place, reason);
                }
            }
        }
    }
}

fn whole_secrets(workload: &Workload) -> impl Iterator<Item = &str> {
    let containers = workload.pod.spec.containers.iter();
    let from = containers.flat_map(|container| &container.env_from);
    from.filter(|from| from.kind == EnvFromKind::Secret).map(|from| &*from.name.value)
}

/// The roles of the api image need the same credentials.
fn role(component: Component) -> Component {
    if component.runs_api_image() { Component::Api } else { component }
}

fn holds_needless(config: &Config, component: Component) -> bool {
    config.entries.iter().any(|entry| {
        !entry.value.is_empty()
            && dify::credential(&entry.key.value).is_some_and(|credential| !dify::needs(component, credential.purpose))
    })
}
