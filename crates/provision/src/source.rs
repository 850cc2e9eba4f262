//! Who makes a credential: we, or somebody else who must be asked.

use std::collections::BTreeSet;

use dify::{Component, Form, Purpose};
use lang::{Text, text};

use crate::need::Need;
use crate::shape::Shape;

/// Where a credential comes from when there is none yet.
pub(crate) enum Source {
    /// It is chosen here.
    Here(Shape),
    /// It is a URL around the password of Redis.
    BrokerUrl,
    /// Somebody else gives it: who, and what to ask for.
    Asked(Text),
}

/// Who makes a credential of this deployment. What both ends of are inside is made here; what a store outside or a vendor
/// compares is theirs, and never invented.
pub(crate) fn of(need: &Need<'_>, present: &BTreeSet<Component>) -> Source {
    use Purpose as P;
    let here = || Source::Here(Shape::of(need.purpose, need.form));
    let has = |components: &[Component]| components.iter().any(|it| present.contains(it));
    let workload = |components: &[Component]| need.ends.iter().any(|it| components.contains(&it.component));
    match need.purpose {
        P::BrokerUrl => Source::BrokerUrl,
        P::AppSecret
        | P::SandboxKey
        | P::PluginServerKey
        | P::PluginInnerKey
        | P::EnterpriseInnerKey
        | P::AdminKey
        | P::SetupPassword
        | P::AgentRunToken
        | P::AgentStubKey
        | P::ShellToken => here(),
        // An operator's database has a password of the operator's making: only a container that takes it can be given ours.
        P::DatabasePassword if workload(&[Component::Postgres, Component::Mysql]) => here(),
        P::RedisPassword | P::SentinelPassword if has(&[Component::Redis]) => here(),
        P::VectorStoreKey(store)
            if matches!(need.form, Form::Password | Form::Key)
                && Component::from_id(store).is_some_and(|it| has(&[it])) =>
        {
            here()
        }
        // MinIO's root user; whoever stores files there needs an access key of its own.
        P::ObjectStorage if workload(&[Component::ObjectStore]) => here(),
        _ => Source::Asked(whom(need)),
    }
}

/// Whom to ask, and for what.
fn whom(need: &Need<'_>) -> Text {
    use Purpose as P;
    match need.purpose {
        P::DatabasePassword => Text::new(
            "who runs the database: the password of Dify's user",
            "データベースの管理者に確認(Dify 用ユーザーのパスワード)",
        ),
        P::RedisPassword | P::SentinelPassword => Text::new(
            "who runs Redis: the password of Dify's user",
            "Redis の管理者に確認(Dify 用ユーザーのパスワード)",
        ),
        P::VectorStoreKey(store) => text!(
            "who runs the vector store ({store}): a key or user for Dify alone",
            "ベクトルストア({store})の管理者に確認(Dify 専用のキーまたはユーザー)"
        ),
        P::ObjectStorage => Text::new(
            "the object storage: an access key for Dify's bucket alone",
            "オブジェクトストレージで発行(Dify のバケットだけを使えるアクセスキー)",
        ),
        P::Mail => Text::new("the mail service: a key for sending alone", "メールサービスで発行(送信専用のキー)"),
        P::OAuth => {
            Text::new("GitHub or Google: the secret of the OAuth app", "GitHub または Google の OAuth アプリで発行")
        }
        P::Integration => Text::new("the connected service: the integration's secret", "連携先のサービスで発行"),
        P::Observability => Text::new("the monitoring service: an ingest key", "監視サービスで発行(送信用のキー)"),
        P::Extraction => Text::new("the extraction service: an API key", "ドキュメント抽出サービスで発行(API キー)"),
        P::HostedModel => {
            Text::new("the model vendor: an API key with a limit", "モデルの提供元で発行(上限を付けた API キー)")
        }
        P::E2bKey => Text::new("E2B: an API key", "E2B で発行(API キー)"),
        P::ServerlessConnectorKey => {
            Text::new("who runs the serverless connector: its key", "サーバーレスコネクターの管理者に確認(接続キー)")
        }
        P::EnterpriseService => Text::new("Dify Enterprise: the service's key", "Dify Enterprise の設定で確認"),
        P::TlsKey => Text::new("your certificate authority: the private key", "証明書の秘密鍵を用意"),
        _ => Text::new("who issues it", "発行元に確認"),
    }
}
