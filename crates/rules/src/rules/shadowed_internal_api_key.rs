//! `shadowed-internal-api-key`.

use model::{Setting, SettingsFile, SettingsFormat};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;

crate::rule! {
    /// global.internalApiKey without effect
    ///
    /// ## What it finds
    /// Values for the chart BorisPolonsky/dify-helm that set `global.internalApiKey` while `sandbox.auth.apiKey`,
    /// `pluginDaemon.auth.serverKey` or `api.auth.internalApiKey` keep their published default, written out or left to the chart.
    ///
    /// ## Why it matters
    /// The chart takes the global key only where a component's own value is **empty**, and these three are not: they default to
    /// the values that everybody knows. The keys look replaced and are not.
    ///
    /// ## Fix
    /// Blank the three, or set each to a value of its own, which is better:
    ///
    /// ```yaml
    /// global: { internalApiKey: "..." }
    /// sandbox: { auth: { apiKey: "" } }
    /// pluginDaemon: { auth: { serverKey: "" } }
    /// api: { auth: { internalApiKey: "" } }
    /// ```
    ///
    /// ---
    ///
    /// 効いていない共通の鍵
    ///
    /// ## 見つけるもの
    /// BorisPolonsky/dify-helm チャートの values で `global.internalApiKey` を設定しているのに、`sandbox.auth.apiKey`、
    /// `pluginDaemon.auth.serverKey`、`api.auth.internalApiKey` が公開された初期値のままのもの(書かれている場合も、チャートの既定に任せている場合も)。
    ///
    /// ## なぜ問題か
    /// チャートが共通の鍵を使うのは、コンポーネントごとの値が**空**のときだけです。この三つの既定値は空ではなく、誰もが知っている値です。
    /// 替えたつもりの鍵が替わっていません。
    ///
    /// ## 直し方
    /// 三つを空にしてください。それぞれ別の値にするほうが、より安全です。
    ///
    /// ```yaml
    /// global: { internalApiKey: "..." }
    /// sandbox: { auth: { apiKey: "" } }
    /// pluginDaemon: { auth: { serverKey: "" } }
    /// api: { auth: { internalApiKey: "" } }
    /// ```
    SHADOWED_INTERNAL_API_KEY = "shadowed-internal-api-key", High, Medium, Operator,
    controls: [Sec3],
    topics: [MISCONFIGURED],
    check: check,
}

/// BP:values.yaml and credentials.tpl.
const SHADOWS: &[&[&str]] =
    &[&["sandbox", "auth", "apiKey"], &["pluginDaemon", "auth", "serverKey"], &["api", "auth", "internalApiKey"]];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let files = || facts.inventory.settings.iter().filter(|file| file.format == SettingsFormat::HelmValues);
    // What a file leaves open, another file of the same deployment may set.
    let own = |file, path: &[&str]| at(file, path).or_else(|| files().find_map(|other| at(other, path)));
    for file in files() {
        let Some(global) = at(file, &["global", "internalApiKey"]).filter(|it| !it.value.is_empty()) else { continue };
        findings.look(1);
        let shadows = SHADOWS.iter().filter(|path| {
            own(file, path).is_none_or(|it| {
                dify::unique_in(it.value.expose()).next().is_some() || it.value.expose() == "dify-sandbox"
            })
        });
        let shadows: Vec<&[&str]> = shadows.copied().collect();
        let names: Vec<String> = shadows.iter().map(|path| format!("`{}`", path.join("."))).collect();
        if !names.is_empty() {
            let reason = lang::text!(
                "`internalApiKey` changes nothing where a component keeps its published key",
                "コンポーネントが公開された鍵のままなので、`internalApiKey` が効いていません"
            );
            let finding = findings.report(Subject::File, global.value.place, reason).detail(lang::list(names));
            for (path, own) in shadows.iter().filter_map(|path| Some((path, own(file, path)?))) {
                finding.related(facts.location(own.value.place), lang::Text::same(format!("`{}`", path.join("."))));
            }
        }
    }
}

fn at<'a>(file: &'a SettingsFile, path: &[&str]) -> Option<&'a Setting> {
    // An umbrella chart has the chart's name in front.
    file.settings.iter().find(|setting| {
        let steps: Vec<&str> = setting.path.iter().map(|step| &**step).collect();
        steps.ends_with(path) && steps.len() <= path.len() + 1
    })
}
