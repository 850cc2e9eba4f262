//! What findings come from, and what whoever uses it gains.

use findings::{Control, Finding};
use lang::Text;

/// What findings come from. In the order in which equally bad ones are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Published, weak, missing or shared credentials.
    Credentials,
    /// A version with known holes.
    Version,
    /// Traffic that nothing stops.
    Network,
    /// What answers outside the cluster.
    Exposure,
    /// Pods with more rights than they need.
    Pods,
    /// Roles with more rights than they need.
    Access,
    /// Credentials where others can read them.
    PlainText,
    /// Secrets that lie in etcd as they are.
    Etcd,
    /// Dify's own settings.
    Settings,
    /// Logs that do not show an attack.
    Logs,
    /// Images that change, or that nobody mends.
    Images,
    /// Input that cannot be judged, or not as it will be applied.
    Input,
    /// Suppressions that do not do what they say.
    Suppressions,
    /// Whatever is none of these.
    Other,
}

/// Rules whose controls do not say what their findings come from.
const BY_RULE: [(&str, Kind); 25] = [
    ("anonymous-vector-store", Kind::Credentials),
    ("credential-mismatch", Kind::Credentials),
    ("overlong-setup-password", Kind::Credentials),
    ("url-breaking-credential", Kind::Credentials),
    ("invalid-secret-encoding", Kind::Credentials),
    ("plugin-daemon-shares-database", Kind::Credentials),
    ("mismatched-companion-versions", Kind::Version),
    ("dangling-network-policy", Kind::Network),
    ("foreign-network-policy", Kind::Network),
    ("ignored-policy-rules", Kind::Network),
    ("invalid-network-policy", Kind::Network),
    ("external-ips", Kind::Exposure),
    ("host-port", Kind::Exposure),
    ("ingress-without-tls", Kind::Exposure),
    ("node-port-service", Kind::Exposure),
    ("open-load-balancer", Kind::Exposure),
    ("hardened-too-far", Kind::Pods),
    ("non-root-cannot-start", Kind::Pods),
    ("dangling-binding", Kind::Access),
    ("lingering-identity", Kind::Access),
    ("generic-key-name", Kind::Etcd),
    ("legacy-encryption-kind", Kind::Etcd),
    ("secret-values-in-file", Kind::PlainText),
    ("request-bodies-in-log", Kind::Logs),
    ("unlisted-registry", Kind::Images),
];

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 14] = [
        Kind::Credentials,
        Kind::Version,
        Kind::Network,
        Kind::Exposure,
        Kind::Pods,
        Kind::Access,
        Kind::PlainText,
        Kind::Etcd,
        Kind::Settings,
        Kind::Logs,
        Kind::Images,
        Kind::Input,
        Kind::Suppressions,
        Kind::Other,
    ];

    /// What a finding comes from: by its rule where its controls do not say, else by the first control that does.
    #[must_use]
    pub fn of(finding: &Finding) -> Kind {
        Kind::of_rule(&finding.rule, &finding.controls)
    }

    /// What the findings of a rule come from.
    #[must_use]
    pub fn of_rule(id: &str, controls: &[Control]) -> Kind {
        if let Some((_, kind)) = BY_RULE.iter().find(|(rule, _)| *rule == id) {
            return *kind;
        }
        if id.ends_with("-suppression") {
            return Kind::Suppressions;
        }
        controls.iter().find_map(|it| Kind::of_control(*it)).unwrap_or_else(|| Kind::without_control(id))
    }

    /// Exhaustive, so that a new control finds its place here.
    const fn of_control(control: Control) -> Option<Kind> {
        Some(match control {
            Control::Sec3 | Control::Sec4 | Control::Sec6 | Control::Sec7 => Kind::Credentials,
            Control::Sec1 | Control::Sec2 => Kind::PlainText,
            Control::Sec5 | Control::Etcd1 | Control::Etcd2 | Control::Etcd3 => Kind::Etcd,
            Control::Rbac1 | Control::Rbac2 => Kind::Access,
            Control::Net1 | Control::Net2 | Control::Net3 | Control::Net4 | Control::Net6 => Kind::Network,
            Control::Net5 => Kind::Exposure,
            Control::Rbac3
            | Control::Pss1
            | Control::Pss2
            | Control::Ctr1
            | Control::Ctr2
            | Control::Ctr3
            | Control::Ctr4 => Kind::Pods,
            Control::Img1 | Control::Img2 | Control::Img3 | Control::Img4 => Kind::Images,
            Control::Img5 => Kind::Version,
            Control::Log1
            | Control::Log2
            | Control::Log3
            | Control::Alr1
            | Control::Alr2
            | Control::Alr3
            | Control::Alr4
            | Control::Alr5 => Kind::Logs,
            Control::App1 => Kind::Settings,
            Control::Ir1
            | Control::Ir2
            | Control::Ir3
            | Control::Ir4
            | Control::Rev1
            | Control::Rev2
            | Control::Rev3 => return None,
        })
    }

    fn without_control(id: &str) -> Kind {
        let unread = [
            "broken-document",
            "duplicate-key",
            "input-too-large",
            "replaced-object",
            "unknown-field",
            "unknown-kind",
            "unreadable-file",
            "unrendered-template",
            "wrong-type",
            "duplicate-env",
        ];
        if unread.contains(&id) { Kind::Input } else { Kind::Other }
    }

    /// The word that machines read.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Kind::Credentials => "credentials",
            Kind::Version => "version",
            Kind::Network => "network",
            Kind::Exposure => "exposure",
            Kind::Pods => "pods",
            Kind::Access => "access",
            Kind::PlainText => "plain-text",
            Kind::Etcd => "etcd",
            Kind::Settings => "settings",
            Kind::Logs => "logs",
            Kind::Images => "images",
            Kind::Input => "input",
            Kind::Suppressions => "suppressions",
            Kind::Other => "other",
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> Text {
        match self {
            Kind::Credentials => Text::new("Default, weak or missing credentials", "初期値・弱い値・未設定の認証情報"),
            Kind::Version => {
                Text::new("Known vulnerabilities in this version of Dify", "この Dify のバージョンの既知の脆弱性")
            }
            Kind::Network => Text::new("Network not isolated, SSRF possible", "ネットワークの分離不足(SSRF の恐れ)"),
            Kind::Exposure => Text::new("Ports open wider than needed", "必要以上に開いたポート"),
            Kind::Pods => Text::new("Containers with more rights than they need", "過剰な権限を持つコンテナ"),
            Kind::Access => Text::new("RBAC wider than needed", "過剰な RBAC 権限"),
            Kind::PlainText => Text::new("Credentials in plain text", "平文の認証情報"),
            Kind::Etcd => Text::new("Secrets not encrypted in etcd", "etcd 内の Secret が未暗号化"),
            Kind::Settings => {
                Text::new("Dify settings (CORS, cookies, Swagger UI ...)", "Dify の設定(CORS、Cookie など)")
            }
            Kind::Logs => Text::new("Logs that do not show an attack", "攻撃の記録が残らないログ"),
            Kind::Images => Text::new(
                "Images not pinned, or no longer maintained",
                "固定されていない、または保守されていないイメージ",
            ),
            Kind::Input => Text::new("Input that cannot be judged as it stands", "正しく検査できない入力"),
            Kind::Suppressions => Text::new("Suppressions to look at again", "見直しが必要な抑制"),
            Kind::Other => Text::new("Other findings", "そのほかの指摘"),
        }
    }

    /// What an attacker gains by it, or what is hidden: short enough for one row of a terminal.
    #[must_use]
    pub const fn gain(self) -> Text {
        match self {
            Kind::Credentials => Text::new(
                "Who knows or guesses a value has what it protects: sessions, stores, agents.",
                "値を知る人や推測できる人が、セッションやデータベースなどを手に入れます。",
            ),
            Kind::Version => Text::new(
                "How to attack this version is public; the details name each hole and its fix.",
                "攻撃方法が公開されています。各脆弱性と修正版は詳細に示します。",
            ),
            Kind::Network => Text::new(
                "Sandbox code, or a URL that Dify fetches, can reach what nobody meant it to.",
                "サンドボックスのコードや Dify が取得する URL が、意図しない相手に到達します。",
            ),
            Kind::Exposure => Text::new(
                "Who finds the address reaches what is for the inside.",
                "アドレスを知る人が、内部向けのものに接続できます。",
            ),
            Kind::Pods => Text::new(
                "Who breaks into one container gets on faster: to its node, the API, other pods.",
                "侵入した攻撃者が、ノード・API サーバー・ほかの Pod へ進みやすくなります。",
            ),
            Kind::Access => Text::new(
                "Who gets one of these accounts' tokens gets more than its work needs.",
                "これらのアカウントのトークンで、業務に不要な操作までできます。",
            ),
            Kind::PlainText => Text::new(
                "Who may read the manifests, their repository or a pod has the credentials.",
                "マニフェスト・リポジトリー・Pod を読める人が認証情報を得ます。",
            ),
            Kind::Etcd => Text::new(
                "Who gets a copy of the stored data or its backup reads every Secret.",
                "保存データやバックアップを入手した人が、すべての Secret を読めます。",
            ),
            Kind::Settings => Text::new(
                "Other sites' pages, open set-up pages or debug output help an attacker in.",
                "ほかのサイトのページや開いた初期設定ページなどが攻撃の糸口になります。",
            ),
            Kind::Logs => Text::new(
                "An attack leaves no line behind, or none that says where it came from.",
                "攻撃の記録が残らないか、攻撃元がわかりません。",
            ),
            Kind::Images => Text::new(
                "What runs can change unseen, or stays without security updates.",
                "実行内容が知らないうちに変わるか、更新されないままになります。",
            ),
            Kind::Input => Text::new(
                "What cannot be read is not judged; what is read twice may run otherwise.",
                "読めない部分は検査できず、重複した記述は意図と違う形で動く恐れがあります。",
            ),
            Kind::Suppressions => Text::new(
                "A suppression out of date hides what nobody decided to live with.",
                "古い抑制は、受け入れると決めていない問題を隠します。",
            ),
            Kind::Other => Text::new("Each says its reason in the details.", "理由はそれぞれの詳細に示します。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule that comes from nothing in particular is a rare thing, and named here.
    #[test]
    fn findings_come_from_something() {
        let other: Vec<&str> =
            rules::all().filter(|it| Kind::of_rule(it.id, it.controls) == Kind::Other).map(|it| it.id).collect();
        assert_eq!(
            other,
            ["service-named-dify", "unused-key", "refuted-invariant"],
            "a rule without a control has its kind in `BY_RULE`"
        );
        let stale: Vec<_> = BY_RULE.iter().filter(|(id, _)| rules::about(id).is_none()).collect();
        assert!(stale.is_empty(), "{stale:?}");
    }

    /// One row of a terminal of 80 columns has room for it.
    #[test]
    fn what_is_gained_is_short() {
        for kind in Kind::ALL {
            let (title, gain) = (kind.title(), kind.gain());
            let ((title, title_ja), (gain, gain_ja)) = (title.both(), gain.both());
            assert!(title.len() <= 50 && title_ja.chars().count() <= 34, "{title} {title_ja}");
            assert!(gain.len() <= 80 && gain_ja.chars().count() <= 46, "{gain} {gain_ja}");
        }
    }
}
