//! The sentences of the guide, and how far each looker sees them.

use lang::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Looker {
    /// Reads files: manifests, charts' output, settings.
    Manifests,
    /// Reads a live cluster.
    Live,
    /// Reads logs and traffic.
    Logs,
    /// A person who looks and signs.
    Review,
    /// Reads texts, histories and images for what does not belong there.
    Scanner,
}

impl Looker {
    /// Every looker.
    pub const ALL: [Looker; 5] = [Looker::Manifests, Looker::Live, Looker::Logs, Looker::Review, Looker::Scanner];

    /// The word that machines read.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Looker::Manifests => "manifests",
            Looker::Live => "live",
            Looker::Logs => "logs",
            Looker::Review => "review",
            Looker::Scanner => "scanner",
        }
    }

    /// Whether what `other` could not see is there for this one to see: a cluster holds what its manifests only refer to.
    #[must_use]
    pub const fn sees_more_than(self, other: Looker) -> bool {
        matches!((self, other), (Looker::Live, Looker::Manifests))
    }
}

/// How far a looker sees a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It sees it: looked at and nothing found means PASS.
    Shown,
    /// It can see that it is broken, but not that it holds: without a finding it is UNKNOWN, for this reason.
    OnlyBroken(Text),
    /// It cannot see it: UNKNOWN, for this reason.
    NotShown(Text),
    /// A person does it: MANUAL, with what to do.
    Manual(Text),
}

/// Writes the enum and its tables from one list, so that they cannot disagree.
macro_rules! controls {
    ($($variant:ident $id:literal $en:literal $ja:literal { $($looker:ident: $reach:expr),* $(,)? })*) => {
        /// One sentence of the guide. Ids stay for ever.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Control {
            $(#[doc = $en] $variant,)*
        }

        impl Control {
            /// Every control, in the guide's order.
            pub const ALL: &[Control] = &[$(Control::$variant,)*];

            /// The id, such as `NET-2`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Control::$variant => $id,)* }
            }

            /// The sentence.
            #[must_use]
            pub const fn text(self) -> Text {
                match self { $(Control::$variant => Text::new($en, $ja),)* }
            }

            /// How far a looker sees it.
            #[must_use]
            pub const fn reach(self, looker: Looker) -> Reach {
                match (self, looker) {
                    $($((Control::$variant, Looker::$looker) => $reach,)*)*
                    (_, looker) => Reach::NotShown(does_not_see(looker)),
                }
            }
        }
    };
}

const SHOWN: Reach = Reach::Shown;

const fn does_not_see(looker: Looker) -> Text {
    match looker {
        Looker::Manifests => Text::new("manifests do not show it", "マニフェストからはわかりません"),
        Looker::Live => Text::new("a live cluster does not show it", "稼働中のクラスターからはわかりません"),
        Looker::Logs => Text::new("logs do not show it", "ログからはわかりません"),
        Looker::Review => Text::new("no item of a review asks for it", "点検の項目に含まれていません"),
        Looker::Scanner => Text::new("a scan does not show it", "スキャンからはわかりません"),
    }
}

const fn only_broken(en: &'static str, ja: &'static str) -> Reach {
    Reach::OnlyBroken(Text::new(en, ja))
}

const fn not_shown(en: &'static str, ja: &'static str) -> Reach {
    Reach::NotShown(Text::new(en, ja))
}

const fn manual(en: &'static str, ja: &'static str) -> Reach {
    Reach::Manual(Text::new(en, ja))
}

controls! {
    Sec1 "SEC-1" "No secret is kept in git." "秘密情報を git に置かない。" {
        Manifests: only_broken("manifests do not show the history of the repository", "マニフェストからはリポジトリの履歴がわかりません"),
        Scanner: SHOWN,
    }
    Sec2 "SEC-2" "No secret is handed over or kept in plain text." "秘密情報を平文で受け渡したり保管したりしない。" {
        Manifests: only_broken("manifests do not show how people hand secrets to each other", "マニフェストからは人がどう受け渡しているかがわかりません"),
        Review: SHOWN,
        Scanner: only_broken("a scan does not show how people hand secrets to each other", "スキャンからは人がどう受け渡しているかがわかりません"),
    }
    Sec3 "SEC-3" "No credential is a published default." "公開されている初期値を認証情報に使わない。" { Manifests: SHOWN, Live: SHOWN }
    Sec4 "SEC-4" "Every credential is strong and generated." "認証情報は十分に強く、機械で生成したものにする。" { Manifests: SHOWN, Live: SHOWN }
    Sec5 "SEC-5" "Secrets are stored encrypted." "秘密情報は暗号化して保管する。" {
        Manifests: only_broken("manifests do not show where the values of the Secrets are kept", "マニフェストからは Secret の値の保管場所がわかりません"),
        Review: SHOWN,
        Scanner: only_broken("a scan shows only the texts that it is given", "スキャンでわかるのは対象のドキュメントだけです"),
    }
    Sec6 "SEC-6" "Credentials are rotated regularly." "認証情報を定期的にローテーションする。" {
        Manifests: not_shown("manifests do not show when a credential was made", "マニフェストからは認証情報の作成日がわかりません"),
        Live: SHOWN,
        Review: SHOWN,
    }
    Sec7 "SEC-7" "Credentials differ in every environment." "環境ごとに異なる認証情報を使う。" {
        Manifests: only_broken("only the environments in the input can be compared", "入力に含まれる環境どうししか比べられません"),
        Live: only_broken("only the environments that were looked at can be compared", "確認した環境どうししか比べられません"),
        Review: SHOWN,
    }
    Rbac1 "RBAC-1" "Roles give the least privilege." "ロールには最小限の権限だけを与える。" { Manifests: SHOWN, Live: SHOWN }
    Rbac2 "RBAC-2" "No role opens a way to more rights." "権限を広げる抜け道になるロールを作らない。" { Manifests: SHOWN, Live: SHOWN }
    Rbac3 "RBAC-3" "Service-account tokens are only where the API is used." "ServiceAccount のトークンは API を使う Pod だけに渡す。" { Manifests: SHOWN, Live: SHOWN }
    Net1 "NET-1" "Traffic is denied by default." "通信は既定で拒否する。" { Manifests: SHOWN, Live: SHOWN }
    Net2 "NET-2" "The sandbox reaches only the SSRF proxy and DNS." "サンドボックスは SSRF プロキシと DNS にだけ接続できる。" { Manifests: SHOWN, Live: SHOWN }
    Net3 "NET-3" "The API and the SSRF proxy are isolated." "API と SSRF プロキシを分離する。" { Manifests: SHOWN, Live: SHOWN }
    Net4 "NET-4" "Egress to the outside is limited." "外部への通信を制限する。" { Manifests: SHOWN, Live: SHOWN }
    Net5 "NET-5" "Only the ports that are needed are open." "必要なポートだけを開ける。" { Manifests: SHOWN, Live: SHOWN }
    Net6 "NET-6" "Metadata and node services cannot be reached." "メタデータやノードのサービスに到達できない。" { Manifests: SHOWN, Live: SHOWN }
    Pss1 "PSS-1" "Namespaces carry Pod Security labels." "名前空間に Pod Security のラベルを付ける。" { Manifests: SHOWN, Live: SHOWN }
    Pss2 "PSS-2" "Every workload meets its Pod Security level." "すべてのワークロードが定められた Pod Security レベルを満たす。" { Manifests: SHOWN, Live: SHOWN }
    Ctr1 "CTR-1" "Containers do not run as root." "コンテナを root で動かさない。" { Manifests: SHOWN, Live: SHOWN }
    Ctr2 "CTR-2" "The root file system is read-only." "ルートファイルシステムを読み取り専用にする。" { Manifests: SHOWN, Live: SHOWN }
    Ctr3 "CTR-3" "Capabilities are minimal and privileges cannot grow." "ケーパビリティは最小限にし、権限昇格を許さない。" { Manifests: SHOWN, Live: SHOWN }
    Ctr4 "CTR-4" "Limits and probes are set." "リソース制限とプローブを設定する。" { Manifests: SHOWN, Live: SHOWN }
    Etcd1 "ETCD-1" "Encryption at rest is configured." "保存時の暗号化を設定する。" { Manifests: SHOWN }
    Etcd2 "ETCD-2" "Data in etcd is really encrypted." "etcd 上のデータが実際に暗号化されている。" {
        Manifests: not_shown("the stored bytes are seen on a live cluster only", "保存された内容は稼働中のクラスターでしか確かめられません"),
        Live: SHOWN,
    }
    Etcd3 "ETCD-3" "Encryption keys are rotated regularly." "暗号鍵を定期的にローテーションする。" {
        Manifests: only_broken("manifests do not show the age of a key", "マニフェストからは鍵の古さがわかりません"),
        Review: SHOWN,
    }
    Img1 "IMG-1" "Images come from trusted registries." "信頼できるレジストリのイメージを使う。" { Manifests: SHOWN, Live: SHOWN }
    Img2 "IMG-2" "Images are pinned." "イメージを固定する。" { Manifests: SHOWN, Live: SHOWN }
    Img3 "IMG-3" "Images are scanned." "イメージの脆弱性をスキャンする。" {
        Manifests: not_shown("manifests do not show scan results", "マニフェストからはスキャン結果がわかりません"),
        Scanner: SHOWN,
    }
    Img4 "IMG-4" "Images are signed." "イメージに署名がある。" {
        Manifests: not_shown("signatures are in the registry", "署名はレジストリ側にあります"),
        Scanner: SHOWN,
    }
    Img5 "IMG-5" "No known vulnerability is in the running version of Dify." "既知の脆弱性のある Dify を動かさない。" { Manifests: SHOWN, Live: SHOWN }
    Log1 "LOG-1" "Every needed log is collected." "必要なログをすべて収集できている。" {
        Manifests: only_broken("whether the lines arrive is seen on a live cluster only", "ログが届いているかは稼働中のクラスターでしか確かめられません"),
        Logs: SHOWN,
    }
    Log2 "LOG-2" "Authentication failures are detected." "認証の失敗を検知できる。" {
        Manifests: only_broken("whether somebody looks is not in the manifests", "監視されているかはマニフェストに現れません"),
        Logs: SHOWN,
    }
    Log3 "LOG-3" "Abnormal access patterns are detected." "異常なアクセスパターンを検知できる。" {
        Manifests: only_broken("whether somebody looks is not in the manifests", "監視されているかはマニフェストに現れません"),
        Logs: SHOWN,
    }
    Alr1 "ALR-1" "Repeated authentication failures raise an alert." "認証に繰り返し失敗したらアラートを出す。" {
        Manifests: not_shown("alerts are watched on a live system", "アラートは稼働中のシステムで確かめます"),
        Logs: SHOWN,
    }
    Alr2 "ALR-2" "Abnormal traffic raises an alert." "異常な通信でアラートを出す。" {
        Manifests: not_shown("alerts are watched on a live system", "アラートは稼働中のシステムで確かめます"),
        Logs: SHOWN,
    }
    Alr3 "ALR-3" "Restarts raise an alert." "再起動でアラートを出す。" {
        Manifests: not_shown("alerts are watched on a live system", "アラートは稼働中のシステムで確かめます"),
        Live: SHOWN,
    }
    Alr4 "ALR-4" "A sudden change in resource usage raises an alert." "リソース使用率の急激な変化でアラートを出す。" {
        Manifests: not_shown("alerts are watched on a live system", "アラートは稼働中のシステムで確かめます"),
        Live: SHOWN,
    }
    Alr5 "ALR-5" "Alerts reach the person on call." "アラートが担当者に届く。" {
        Manifests: not_shown("alerts are watched on a live system", "アラートは稼働中のシステムで確かめます"),
        Review: SHOWN,
    }
    Ir1 "IR-1" "Dify can be stopped and resumed." "Dify を停止し、元どおり再開できる。" {
        Manifests: manual("rehearse it", "演習で確かめてください"),
        Review: SHOWN,
    }
    Ir2 "IR-2" "A component can be isolated and released." "コンポーネントを隔離し、解除できる。" {
        Manifests: manual("rehearse it", "演習で確かめてください"),
        Review: SHOWN,
    }
    Ir3 "IR-3" "Evidence is kept before anything is removed." "取り除く前に証拠を残す。" {
        Manifests: manual("rehearse it", "演習で確かめてください"),
        Review: SHOWN,
    }
    Ir4 "IR-4" "A leaked credential is replaced in five steps." "漏えいした認証情報を五つの手順で入れ替える。" {
        Manifests: manual("rehearse it", "演習で確かめてください"),
        Review: SHOWN,
    }
    Rev1 "REV-1" "The weekly review is done." "週次の点検をする。" {
        Manifests: manual("do it and sign it", "実施し、署名してください"),
        Review: SHOWN,
    }
    Rev2 "REV-2" "The monthly review is done." "月次の点検をする。" {
        Manifests: manual("do it and sign it", "実施し、署名してください"),
        Review: SHOWN,
    }
    Rev3 "REV-3" "The quarterly review is done." "四半期の点検をする。" {
        Manifests: manual("do it and sign it", "実施し、署名してください"),
        Review: SHOWN,
    }
    App1 "APP-1" "Dify's own settings are safe." "Dify 自体の設定が安全である。" { Manifests: SHOWN, Live: SHOWN }
}

impl Control {
    /// The control with this id, whatever the case of its letters.
    ///
    /// ```
    /// assert_eq!(findings::Control::from_id("net-2"), Some(findings::Control::Net2));
    /// ```
    #[must_use]
    pub fn from_id(id: &str) -> Option<Control> {
        Control::ALL.iter().copied().find(|control| control.id().eq_ignore_ascii_case(id))
    }
}

impl Serialize for Control {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.id().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Control {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Control, D::Error> {
        let id = String::deserialize(from)?;
        Control::from_id(&id).ok_or_else(|| serde::de::Error::custom(format!("no control is called `{id}`")))
    }
}
