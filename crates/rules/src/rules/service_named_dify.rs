//! `service-named-dify`.

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::links::{Link, broken};

crate::rule! {
    /// Service whose name sets a port variable of Dify
    ///
    /// ## What it finds
    /// A Service named `dify`, `redis`, `db`, `sandbox`, `elasticsearch`, `pgvector` or alike, in a namespace where a part of Dify
    /// reads the variable that Kubernetes makes of that name (`DIFY_PORT`, `REDIS_PORT`, `DB_PORT`, `SANDBOX_PORT`, ...), has
    /// neither `enableServiceLinks: false` nor a value of its own for it.
    ///
    /// ## Why it matters
    /// For each Service Kubernetes gives every pod variables in the old style of Docker links: for one named `dify` this is
    /// `DIFY_PORT=tcp://10.0.0.1:80`. Where Dify reads a port's number from it, gunicorn ends with `'tcp' is not a valid port number`,
    /// the api and the worker fail at import, the plugin daemon panics, and the sandbox listens on a random port. It appears
    /// only when the pod is restarted after the Service, so often in the middle of an incident.
    ///
    /// ## Fix
    /// ```yaml
    /// spec:
    ///   enableServiceLinks: false
    /// ```
    /// in the pods that the reason names, which also keeps the addresses of all other Services out of the environment. Or name the
    /// Service otherwise, or set the variable to the number.
    ///
    /// ---
    ///
    /// 名前から Dify のポートの変数が作られる Service
    ///
    /// ## 見つけるもの
    /// `dify`、`redis`、`db`、`sandbox`、`elasticsearch`、`pgvector` などの名前の Service があり、その名前から Kubernetes が作る変数
    /// (`DIFY_PORT`、`REDIS_PORT`、`DB_PORT`、`SANDBOX_PORT` など)を読む Dify のコンポーネントに、`enableServiceLinks: false` も独自の値の指定もないもの。
    ///
    /// ## なぜ問題か
    /// Kubernetes は Service ごとに、昔の Docker リンクの形式の環境変数を Pod に渡します。`dify` という Service があると `DIFY_PORT=tcp://10.0.0.1:80` になります。
    /// Dify はこれをポート番号として読むため、gunicorn は `'tcp' is not a valid port number` で終了し、api と worker はインポート時に失敗し、プラグインデーモンは panic し、サンドボックスはでたらめなポートで待ち受けます。
    /// 症状は Service の作成後に Pod が再起動したときに初めて現れるため、障害対応の最中に起こりがちです。
    ///
    /// ## 直し方
    /// 理由に示した Pod に次の設定をしてください。ほかの Service のアドレスも環境変数に入らなくなります。Service の名前を変えるか、変数に番号を設定する方法もあります。
    /// ```yaml
    /// spec:
    ///   enableServiceLinks: false
    /// ```
    SERVICE_NAMED_DIFY = "service-named-dify", Medium, High, Developer,
    controls: [],
    topics: [MISCONFIGURED],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let links = broken(facts);
    let mut by_service: BTreeMap<_, Vec<&Link<'_>>> = BTreeMap::new();
    for link in &links {
        let place = link.service.meta.name.place;
        by_service.entry((facts.inventory.documents.rank(place), place.node)).or_default().push(link);
    }
    for links in by_service.into_values() {
        let Some(first) = links.first() else { continue };
        let names = lang::list(links.iter().map(|it| format!("`{}`", it.workload.meta.name.value)));
        let ((en, ja), name, setting) = (names.both(), &*first.service.meta.name.value, first.setting);
        let reason = lang::text!(
            "a Service named `{name}` sets {setting}, and {en} cannot start with it",
            "`{name}` という名前の Service が {setting} を設定するため、{ja} が起動できなくなります"
        );
        findings.report(&first.service.meta, first.service.meta.name.place, reason);
    }
}
