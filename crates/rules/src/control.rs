//! The sentences of the guide.

use lang::Text;

/// How far manifests can show a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Manifests show it: looked at and nothing found means PASS.
    Shown,
    /// Manifests can show that it is broken, but not that it holds: without a finding it is UNKNOWN, for this reason.
    OnlyBroken(Text),
    /// Manifests cannot show it: UNKNOWN, for this reason.
    NotShown(Text),
    /// A person does it: MANUAL, with what to do.
    Manual(Text),
}

/// Writes the enum and its tables from one list, so that they cannot disagree.
macro_rules! controls {
    ($($variant:ident $id:literal $en:literal $ja:literal $reach:expr;)*) => {
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

            /// How far manifests can show it.
            #[must_use]
            pub const fn reach(self) -> Reach {
                match self { $(Control::$variant => $reach,)* }
            }
        }
    };
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
    Sec1 "SEC-1" "No secret is kept in git." "秘密情報を git に置かない。"
        only_broken("manifests do not show the history of the repository", "マニフェストからはリポジトリの履歴がわかりません");
    Sec2 "SEC-2" "No secret is handed over or kept in plain text." "秘密情報を平文で受け渡したり保管したりしない。"
        only_broken("manifests do not show how people hand secrets to each other", "マニフェストからは人がどう受け渡しているかがわかりません");
    Sec3 "SEC-3" "No credential is a published default." "公開されている初期値を認証情報に使わない。" Reach::Shown;
    Sec4 "SEC-4" "Every credential is strong and generated." "認証情報は十分に強く、機械で生成したものにする。" Reach::Shown;
    Sec5 "SEC-5" "Secrets are stored encrypted." "秘密情報は暗号化して保管する。"
        only_broken("manifests do not show where the values of the Secrets are kept", "マニフェストからは Secret の値の保管場所がわかりません");
    Sec6 "SEC-6" "Credentials are rotated in time." "認証情報を期限内に更新する。"
        not_shown("manifests do not show when a credential was made", "マニフェストからは認証情報の作成日がわかりません");
    Sec7 "SEC-7" "Credentials differ in every environment." "環境ごとに異なる認証情報を使う。"
        only_broken("only the environments in the input can be compared", "入力に含まれる環境どうししか比べられません");
    Rbac1 "RBAC-1" "Roles give the least privilege." "ロールには最小限の権限だけを与える。" Reach::Shown;
    Rbac2 "RBAC-2" "No role opens a way to more rights." "権限を広げる抜け道になるロールを作らない。" Reach::Shown;
    Rbac3 "RBAC-3" "Service-account tokens are only where the API is used." "ServiceAccount のトークンは API を使うポッドだけに渡す。" Reach::Shown;
    Net1 "NET-1" "Traffic is denied by default." "通信は既定で拒否する。" Reach::Shown;
    Net2 "NET-2" "The sandbox reaches only the SSRF proxy and DNS." "サンドボックスは SSRF プロキシと DNS にだけ接続できる。" Reach::Shown;
    Net3 "NET-3" "The API and the SSRF proxy are isolated." "API と SSRF プロキシを分離する。" Reach::Shown;
    Net4 "NET-4" "Egress to the outside is limited." "外部への通信を制限する。" Reach::Shown;
    Net5 "NET-5" "Only the ports that are needed are open." "必要なポートだけを開ける。" Reach::Shown;
    Net6 "NET-6" "Metadata and node services cannot be reached." "メタデータやノードのサービスに到達できない。" Reach::Shown;
    Pss1 "PSS-1" "Namespaces carry Pod Security labels." "名前空間に Pod Security のラベルを付ける。" Reach::Shown;
    Pss2 "PSS-2" "Every workload meets its Pod Security level." "すべてのワークロードが定められた Pod Security レベルを満たす。" Reach::Shown;
    Ctr1 "CTR-1" "Containers do not run as root." "コンテナを root で動かさない。" Reach::Shown;
    Ctr2 "CTR-2" "The root file system is read-only." "ルートファイルシステムを読み取り専用にする。" Reach::Shown;
    Ctr3 "CTR-3" "Capabilities are minimal and privileges cannot grow." "ケーパビリティは最小限にし、権限昇格を許さない。" Reach::Shown;
    Ctr4 "CTR-4" "Limits and probes are set." "リソース制限とプローブを設定する。" Reach::Shown;
    Etcd1 "ETCD-1" "Encryption at rest is configured." "保存時の暗号化を設定する。"
        Reach::Shown;
    Etcd2 "ETCD-2" "What etcd stores is ciphertext." "etcd に保存された内容が暗号文になっている。"
        not_shown("the stored bytes are seen on a live cluster only", "保存された内容は稼働中のクラスターでしか確かめられません");
    Etcd3 "ETCD-3" "Encryption keys are rotated." "暗号鍵を更新する。"
        only_broken("manifests do not show the age of a key", "マニフェストからは鍵の古さがわかりません");
    Img1 "IMG-1" "Images come from trusted registries." "信頼できるレジストリのイメージを使う。" Reach::Shown;
    Img2 "IMG-2" "Images are pinned." "イメージを固定する。" Reach::Shown;
    Img3 "IMG-3" "Images are scanned." "イメージを検査する。"
        not_shown("manifests do not show scan results", "マニフェストからは検査結果がわかりません");
    Img4 "IMG-4" "Images are signed." "イメージに署名がある。"
        not_shown("signatures are in the registry", "署名はレジストリ側にあります");
    Img5 "IMG-5" "No known hole is in the running version of Dify." "既知の脆弱性のある Dify を動かさない。" Reach::Shown;
    Log1 "LOG-1" "Every source of logs can be seen." "すべてのログの出どころが見える。"
        only_broken("whether the lines arrive is seen on a live cluster only", "ログが届いているかは稼働中のクラスターでしか確かめられません");
    Log2 "LOG-2" "Authentication failures are seen." "認証の失敗が見える。"
        only_broken("whether somebody looks is not in the manifests", "監視されているかはマニフェストに現れません");
    Log3 "LOG-3" "Access patterns are seen." "アクセスの傾向が見える。"
        only_broken("whether somebody looks is not in the manifests", "監視されているかはマニフェストに現れません");
    Alr1 "ALR-1" "Repeated failures raise an alert." "失敗の繰り返しで警報が上がる。"
        not_shown("alerts are watched on a live system", "警報は稼働中のシステムで確かめます");
    Alr2 "ALR-2" "Abnormal traffic raises an alert." "異常な通信で警報が上がる。"
        not_shown("alerts are watched on a live system", "警報は稼働中のシステムで確かめます");
    Alr3 "ALR-3" "Restarts raise an alert." "再起動で警報が上がる。"
        not_shown("alerts are watched on a live system", "警報は稼働中のシステムで確かめます");
    Alr4 "ALR-4" "A changed resource raises an alert." "リソースの変更で警報が上がる。"
        not_shown("alerts are watched on a live system", "警報は稼働中のシステムで確かめます");
    Alr5 "ALR-5" "Alerts arrive." "警報が人に届く。"
        not_shown("alerts are watched on a live system", "警報は稼働中のシステムで確かめます");
    Ir1 "IR-1" "Dify can be stopped and resumed." "Dify を停止し、元どおり再開できる。"
        manual("rehearse it", "演習で確かめてください");
    Ir2 "IR-2" "A component can be isolated and released." "コンポーネントを隔離し、解除できる。"
        manual("rehearse it", "演習で確かめてください");
    Ir3 "IR-3" "Evidence is kept before anything is removed." "取り除く前に証拠を残す。"
        manual("rehearse it", "演習で確かめてください");
    Ir4 "IR-4" "A leaked credential is replaced in five steps." "漏えいした認証情報を五つの手順で入れ替える。"
        manual("rehearse it", "演習で確かめてください");
    Rev1 "REV-1" "The weekly review is done." "週次の点検をする。"
        manual("do it and sign it", "実施し、署名してください");
    Rev2 "REV-2" "The monthly review is done." "月次の点検をする。"
        manual("do it and sign it", "実施し、署名してください");
    Rev3 "REV-3" "The quarterly review is done." "四半期の点検をする。"
        manual("do it and sign it", "実施し、署名してください");
    App1 "APP-1" "Dify's own settings are safe." "Dify 自体の設定が安全である。" Reach::Shown;
}

impl Control {
    /// The control with this id, whatever the case of its letters.
    ///
    /// ```
    /// assert_eq!(rules::Control::from_id("net-2"), Some(rules::Control::Net2));
    /// ```
    #[must_use]
    pub fn from_id(id: &str) -> Option<Control> {
        Control::ALL.iter().copied().find(|control| control.id().eq_ignore_ascii_case(id))
    }
}
