//! `exposed-plugin-debug-port`.

use std::collections::HashSet;

use dify::Component;
use lang::{Text, text};
use model::Place;

use crate::exposure;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;
use findings::Severity;

crate::rule! {
    /// Plugin debugging port exposed by a Service
    ///
    /// ## What it finds
    /// Port 5003 of the plugin daemon on a Service or a route. Inside the cluster alone it is of low severity.
    ///
    /// ## Why it matters
    /// Whoever knows a debugging key installs a plugin of their own there: code that runs with the whole environment of the plugin daemon,
    /// database password and server key included. It is meant for developers, and it is on by default.
    ///
    /// ## Fix
    /// Delete the port from the Service (`pluginDaemon.service.ports.pluginInstall` in BorisPolonsky/dify-helm) and turn it off:
    ///
    /// ```yaml
    /// - {name: PLUGIN_REMOTE_INSTALLING_ENABLED, value: "false"}
    /// ```
    ///
    /// To debug, use `kubectl port-forward` for as long as it takes.
    ///
    /// ---
    ///
    /// Service で公開されたプラグインデーモンのデバッグ用ポート
    ///
    /// ## 見つけるもの
    /// Service やルートに載っている、プラグインデーモンの 5003 番ポート。クラスターの中だけに公開している場合は重大度「低」になります。
    ///
    /// ## なぜ問題か
    /// デバッグ用の鍵を知っていれば、ここから自作のプラグインを導入できます。プラグインのコードからは、データベースのパスワードやサーバー鍵を含むプラグインデーモンの環境変数がすべて見えます。
    /// 開発者向けの機能ですが、初期状態で有効です。
    ///
    /// ## 直し方
    /// Service からポートを削除し(BorisPolonsky/dify-helm では `pluginDaemon.service.ports.pluginInstall`)、機能も無効にしてください。
    ///
    /// ```yaml
    /// - {name: PLUGIN_REMOTE_INSTALLING_ENABLED, value: "false"}
    /// ```
    ///
    /// デバッグするときは、その間だけ `kubectl port-forward` を使います。
    EXPOSED_PLUGIN_DEBUG_PORT = "exposed-plugin-debug-port", High, High, Operator,
    controls: [Net5],
    topics: [EXPOSURE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.look(exposure::n_candidates(facts));
    let debug = exposure::known_port(Component::PluginDaemon, "debug");
    let mut said: HashSet<Place> = HashSet::new();
    for door in exposure::doors(facts) {
        let open =
            door.workload.component == Some(Component::PluginDaemon) && door.port.is_some() && door.port == debug;
        if open && said.insert(door.port_place) {
            findings.report(
                Subject::Of(door.meta, Component::PluginDaemon),
                door.port_place,
                Text::new(
                    "the plugin daemon's debugging port is open to the outside",
                    "プラグインデーモンのデバッグ用ポートが外部に公開されています",
                ),
            );
        }
    }
    for service in &facts.inventory.services {
        for behind in facts.wires().network().behind(service, None) {
            let (workload, port) = (behind.workload, behind.port);
            let is_open = workload.component == Some(Component::PluginDaemon) && behind.number == debug;
            if !is_open || !said.insert(port.place) {
                continue;
            }
            let name = &service.meta.name.value;
            findings
                .report(
                    Subject::Of(&service.meta, Component::PluginDaemon),
                    port.place,
                    text!(
                        "Service `{name}` offers the plugin daemon's debugging port",
                        "Service `{name}` がプラグインデーモンのデバッグ用ポートを公開しています"
                    ),
                )
                .at_most(Severity::Low);
        }
    }
}
