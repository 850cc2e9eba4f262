//! `unneeded-credential`.

use inventory::credentials::Use;

use crate::Severity;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Credential given to a component that does not need it
    ///
    /// ## What it finds
    /// A container of Dify that gets a credential for which it has no use: the database's password in the sandbox or in web,
    /// `SECRET_KEY` in the plugin daemon. One finding for each container, however the credentials come in.
    ///
    /// ## Why it matters
    /// The sandbox runs users' code, and the plugin daemon hands its whole environment to every plugin. With `SECRET_KEY` a plugin
    /// forges sessions; with the database's password the code of a workflow reads every tenant's data.
    ///
    /// ## Fix
    /// Give each component its own keys only:
    ///
    /// ```yaml
    /// # sandbox
    /// env:
    ///   - name: API_KEY
    ///     valueFrom:
    ///       secretKeyRef: { name: dify-secret, key: SANDBOX_API_KEY }
    /// ```
    ///
    /// Where a chart injects them (douban's `global.extraBackendEnvs` reaches the plugin daemon too), move the setting to
    /// the component's own list.
    ///
    /// ---
    ///
    /// 必要のないコンポーネントに渡された認証情報
    ///
    /// ## 見つけるもの
    /// 使い道のない認証情報を受け取っている Dify のコンテナ。サンドボックスや web に渡されたデータベースのパスワード、プラグインデーモンに
    /// 渡された `SECRET_KEY` などです。渡し方によらず、コンテナごとに一件です。
    ///
    /// ## なぜ問題か
    /// サンドボックスは利用者のコードを実行し、プラグインデーモンは自分の環境変数をそのまますべてのプラグインに渡します。プラグインは
    /// `SECRET_KEY` でセッションを偽造でき、ワークフローのコードはデータベースのパスワードで全テナントのデータを読めます。
    ///
    /// ## 直し方
    /// コンポーネントには、それぞれに必要なキーだけを渡してください。
    ///
    /// ```yaml
    /// # サンドボックス
    /// env:
    ///   - name: API_KEY
    ///     valueFrom:
    ///       secretKeyRef: { name: dify-secret, key: SANDBOX_API_KEY }
    /// ```
    ///
    /// チャートが渡している場合(douban の `global.extraBackendEnvs` はプラグインデーモンにも届きます)は、コンポーネントごとの設定に移してください。
    UNNEEDED_CREDENTIAL = "unneeded-credential", High, High, Operator,
    controls: [Sec2],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    // The uses of a container stand together.
    let mut containers: Vec<Vec<&Use<'_>>> = Vec::new();
    for it in &facts.uses {
        let Some(component) = it.workload.component else { continue };
        findings.look(1);
        let nothing = it.variable.value.is_some_and(|value| value.expose().trim().is_empty());
        if !nothing && !dify::needs(component, it.credential.purpose) {
            match containers.last_mut() {
                Some(uses) if uses[0].container.place == it.container.place => uses.push(it),
                _ => containers.push(vec![it]),
            }
        }
    }
    for uses in containers {
        let Some(first) = uses.first() else { continue };
        let component = first.workload.component.map_or("", dify::Component::id);
        // What no backend of this deployment reads opens nothing here, and is said beside what does, or alone.
        let of_another = |it: &&&Use<'_>| facts.is_of_another_backend(it.variable.name);
        let read: Vec<&Use<'_>> = uses.iter().filter(|it| !of_another(it)).copied().collect();
        let is_quiet = read.is_empty();
        let (uses, first) = if is_quiet { (&uses, first) } else { (&read, &read[0]) };
        let names = lang::list(uses.iter().map(|it| format!("`{}`", it.variable.name)));
        let (en, ja) = names.both();
        let reason = lang::text!("{component} does not need {en}", "{component} に {ja} は必要ありません");
        let finding = findings.report(first.workload, first.variable.asked, reason);
        if is_quiet || first.workload.component.is_some_and(dify::Component::is_store) {
            finding.at_most(Severity::Low);
        }
    }
}
