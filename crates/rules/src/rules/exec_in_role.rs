//! `exec-in-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// pods/exec granted by a role
    ///
    /// ## What it finds
    /// A role that allows `pods/exec`, `pods/attach`, `pods/portforward` or `pods/ephemeralcontainers`.
    ///
    /// ## Why it matters
    /// A command inside the api or plugin-daemon pod sees its whole environment: database password, `SECRET_KEY`, server key. A forwarded
    /// port reaches PostgreSQL or Redis from a laptop, past every network policy.
    ///
    /// ## Fix
    /// Give it to a person for the time of an incident, by a binding of its own that is removed afterwards, and not in the everyday role. No
    /// workload of Dify needs it.
    ///
    /// ---
    ///
    /// Pod 内でコマンドを実行できる(pods/exec)ロール
    ///
    /// ## 見つけるもの
    /// `pods/exec`、`pods/attach`、`pods/portforward`、`pods/ephemeralcontainers` を許しているロール。
    ///
    /// ## なぜ問題か
    /// api や plugin-daemon の Pod の中でコマンドを実行できれば、データベースのパスワード、`SECRET_KEY`、サーバー鍵などの環境変数がすべて見えます。
    /// ポート転送を使えば、NetworkPolicy を通らずに手元の端末から PostgreSQL や Redis に接続できます。
    ///
    /// ## 直し方
    /// 普段のロールには含めず、インシデント対応の間だけ専用のバインディングで担当者に与え、終わったら削除してください。Dify のワークロードには必要ありません。
    EXEC_IN_ROLE = "exec-in-role", High, High, Platform,
    controls: [Rbac1, Rbac2],
    topics: [POD_EXEC],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::ENTER_PODS, None, |name, _, opened| {
        let resource = &opened.resource.value;
        text!("{name} enters pods by `{resource}`", "{name} は `{resource}` で Pod の中に入れます")
    });
}
