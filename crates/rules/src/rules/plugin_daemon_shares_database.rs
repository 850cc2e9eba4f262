//! `plugin-daemon-shares-database`.

use std::collections::HashSet;

use dify::Component;
use lang::Text;
use model::Workload;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{Got, Reading, reading};

crate::rule! {
    /// Plugin daemon shares the API's database
    ///
    /// ## What it finds
    /// A plugin daemon whose `DB_HOST`, `DB_DATABASE` and user are the api's.
    ///
    /// ## Why it matters
    /// Every plugin sees the daemon's whole environment, the database's password too (up to the daemon's version 0.6.10 at
    /// least). With the api's database that password opens the accounts, the tenants' keys and all conversations. Some charts
    /// set it up so with the bundled PostgreSQL.
    ///
    /// ## Fix
    /// Give the daemon a database and a user of its own; it creates `dify_plugin` by itself where its user may:
    /// ```yaml
    /// DB_DATABASE: dify_plugin
    /// DB_USERNAME: dify_plugin
    /// ```
    ///
    /// ---
    ///
    /// api のデータベースを共有するプラグインデーモン
    ///
    /// ## 見つけるもの
    /// `DB_HOST`、`DB_DATABASE`、ユーザーが api と同じプラグインデーモン。
    ///
    /// ## なぜ問題か
    /// どのプラグインも、データベースのパスワードを含むデーモンの環境変数をすべて読めます(少なくともデーモンの 0.6.10 まで)。
    /// api と同じデータベースの場合、そのパスワードでアカウント、テナントの鍵、すべての会話に到達できます。同梱の PostgreSQL を使うとこの構成になるチャートがあります。
    ///
    /// ## 直し方
    /// デーモンに専用のデータベースとユーザーを用意してください。ユーザーに権限があれば、デーモンが `dify_plugin` を自動で作成します。
    /// ```yaml
    /// DB_DATABASE: dify_plugin
    /// DB_USERNAME: dify_plugin
    /// ```
    PLUGIN_DAEMON_SHARES_DATABASE = "plugin-daemon-shares-database", Medium, Medium, Operator,
    controls: [],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let apis: Vec<&Workload> = facts.tops.iter().copied().filter(|it| it.component == Some(Component::Api)).collect();
    let mut seen = HashSet::new();
    for &daemon in facts.tops.iter().filter(|it| it.component == Some(Component::PluginDaemon)) {
        let Some(own) = database(facts, daemon) else { continue };
        findings.look(1);
        let shared = apis.iter().find_map(|api| {
            let its = database(facts, api).filter(|_| api.meta.namespace == daemon.meta.namespace)?;
            same(&its, &own).then(|| its[1].place())
        });
        let place = own[1].place();
        if let Some(other) = shared
            && seen.insert(place)
        {
            let reason = Text::new(
                "the plugin daemon has the api's database, and plugins can read the password for it",
                "プラグインデーモンが api のデータベースを使っており、プラグインからそのパスワードを読めます",
            );
            let finding = findings.report(own[1].subject(), place, reason);
            if other != place {
                finding.related(facts.location(other), Text::new("the api's", "api の設定"));
            }
        }
    }
}

/// Host, database and user, where all of them are known.
fn database<'a>(facts: &Facts<'a>, workload: &'a Workload) -> Option<[Reading<'a>; 3]> {
    let container = workload.main()?;
    let parts = ["DB_HOST", "DB_DATABASE", "DB_USERNAME"].map(|name| reading(facts, workload, container, name));
    parts.iter().all(Reading::is_set).then_some(parts)
}

fn same(one: &[Reading<'_>; 3], other: &[Reading<'_>; 3]) -> bool {
    one.iter().zip(other).all(|(one, other)| match (one.got, other.got) {
        (Got::Value(one), Got::Value(other)) => one == other,
        _ => false,
    })
}
