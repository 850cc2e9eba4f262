//! The parts that a Dify deployment consists of, each with one spelling.
//!
//! Only parts that can run as a Pod are here. A vector store that exists as a cloud service alone (analyticdb, upstash, ...)
//! has credentials ([`crate::CREDENTIALS`]) but is no component.

use std::fmt;

use lang::Text;

/// Writes the enum, the list and the two lookups from one table, so that they cannot disagree.
macro_rules! components {
    ($($variant:ident $id:literal $en:literal $ja:literal,)*) => {
        /// A part of a deployment. The order is the order of the catalogue: Dify's own first, stores last.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Component {
            $(#[doc = $en] $variant,)*
        }

        impl Component {
            /// Every component, in order.
            pub const ALL: &[Component] = &[$(Component::$variant,)*];

            /// The one spelling, in kebab-case: it stands in findings, in JSON and in settings.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Component::$variant => $id,)* }
            }

            /// One line on what the component does, without a full stop.
            #[must_use]
            pub const fn describe(self) -> Text {
                match self { $(Component::$variant => Text::new($en, $ja),)* }
            }
        }
    };
}

components! {
    Api "api" "Answers the console, the web apps and the service API" "コンソール、Webアプリ、サービスAPIに応答する",
    ApiWebsocket "api-websocket" "Carries the live collaboration of the workflow editor" "ワークフロー編集の共同作業をWebSocketで中継する",
    Worker "worker" "Runs background tasks: indexing, workflows, mail" "索引付け、ワークフロー、メールなどの裏方の処理を実行する",
    WorkerBeat "worker-beat" "Starts periodic tasks; exactly one may run" "定期処理を開始する。同時に動いてよいのは1つだけ",
    Web "web" "Serves the console's and the web apps' pages" "コンソールとWebアプリの画面を配信する",
    Nginx "nginx" "Routes the outside world to api, web and plugin-daemon" "外部からの要求を api、web、plugin-daemon に振り分ける",
    PluginDaemon "plugin-daemon" "Installs and runs plugins: models, tools, triggers" "モデル、ツール、トリガーなどのプラグインを導入し実行する",
    Sandbox "sandbox" "Runs the code of users' code and template nodes" "利用者のコードノードとテンプレートノードのコードを実行する",
    SsrfProxy "ssrf-proxy" "The Squid through which user-chosen addresses are fetched" "利用者が指定した宛先へ出るための Squid プロキシ",
    AgentBackend "agent-backend" "Runs agents (Dify 1.16 and later)" "エージェントを実行する(Dify 1.16 以降)",
    AgentSandbox "agent-sandbox" "The shell that agents work in (upstream: local_sandbox)" "エージェントが作業するシェル環境(本家の名前は local_sandbox)",
    AgentSsrfProxy "agent-ssrf-proxy" "The Squid through which the agents' shell goes out" "エージェントのシェルが外へ出るための Squid プロキシ",
    Migration "migration" "Brings the database schema up to date, once" "データベースのスキーマを一度だけ更新する",
    Postgres "postgres" "The database of Dify and of the plugin daemon" "Dify とプラグインデーモンのデータベース",
    Mysql "mysql" "The database, where MySQL is chosen over PostgreSQL" "PostgreSQL の代わりに MySQL を選んだ場合のデータベース",
    Redis "redis" "Sessions, task queue and caches, some of them holding clear-text credentials" "セッション、タスクの待ち行列、キャッシュを持つ。平文の認証情報も含まれる",
    ObjectStore "object-store" "Keeps uploaded files and the tenants' private keys" "アップロードされたファイルとテナントの秘密鍵を保管する",
    Weaviate "weaviate" "The vector store that Dify takes by default" "Dify が既定で使うベクトルストア",
    Qdrant "qdrant" "A vector store (Qdrant)" "ベクトルストア(Qdrant)",
    Milvus "milvus" "A vector store (Milvus)" "ベクトルストア(Milvus)",
    Etcd "etcd" "The metadata store of Milvus; not the cluster's etcd" "Milvus のメタデータを持つ。クラスターの etcd とは別物",
    Pgvector "pgvector" "A vector store: PostgreSQL with the pgvector extension" "ベクトルストア(pgvector 拡張入りの PostgreSQL)",
    PgvectoRs "pgvecto-rs" "A vector store: PostgreSQL with the pgvecto.rs extension" "ベクトルストア(pgvecto.rs 拡張入りの PostgreSQL)",
    Chroma "chroma" "A vector store (Chroma)" "ベクトルストア(Chroma)",
    Opensearch "opensearch" "A vector store (OpenSearch)" "ベクトルストア(OpenSearch)",
    Elasticsearch "elasticsearch" "A vector store (Elasticsearch)" "ベクトルストア(Elasticsearch)",
    Oceanbase "oceanbase" "A vector store (OceanBase or seekdb)" "ベクトルストア(OceanBase または seekdb)",
    Opengauss "opengauss" "A vector store (openGauss)" "ベクトルストア(openGauss)",
    Myscale "myscale" "A vector store (MyScaleDB)" "ベクトルストア(MyScaleDB)",
    Matrixone "matrixone" "A vector store (MatrixOne)" "ベクトルストア(MatrixOne)",
    Iris "iris" "A vector store (InterSystems IRIS)" "ベクトルストア(InterSystems IRIS)",
    Vastbase "vastbase" "A vector store (Vastbase)" "ベクトルストア(Vastbase)",
    Couchbase "couchbase" "A vector store (Couchbase)" "ベクトルストア(Couchbase)",
    Tidb "tidb" "A vector store (TiDB)" "ベクトルストア(TiDB)",
    Oracle "oracle" "A vector store (Oracle Database)" "ベクトルストア(Oracle Database)",
}

impl Component {
    /// The component with this [`id`](Component::id).
    ///
    /// ```
    /// use dify::Component;
    /// assert_eq!(Component::from_id("ssrf-proxy"), Some(Component::SsrfProxy));
    /// assert_eq!(Component::from_id("ssrf_proxy"), None);
    /// ```
    #[must_use]
    pub fn from_id(id: &str) -> Option<Component> {
        Component::ALL.iter().copied().find(|component| component.id() == id)
    }

    /// Whether langgenius publishes the image, so that its tag follows a version of Dify, of the plugin daemon or of the sandbox.
    #[must_use]
    pub const fn is_dify_own(self) -> bool {
        self.runs_api_image()
            || matches!(
                self,
                Component::Web
                    | Component::PluginDaemon
                    | Component::Sandbox
                    | Component::AgentBackend
                    | Component::AgentSandbox
            )
    }

    /// Whether it runs the image `dify-api`; which role it plays is decided by `MODE` (D:api/docker/entrypoint.sh).
    #[must_use]
    pub const fn runs_api_image(self) -> bool {
        matches!(
            self,
            Component::Api | Component::ApiWebsocket | Component::Worker | Component::WorkerBeat | Component::Migration
        )
    }

    /// Whether it keeps data: databases, Redis, object storage, vector stores and Milvus' etcd.
    #[must_use]
    pub const fn is_store(self) -> bool {
        self.is_vector_store()
            || matches!(
                self,
                Component::Postgres | Component::Mysql | Component::Redis | Component::ObjectStore | Component::Etcd
            )
    }

    /// Whether Dify can use it as `VECTOR_STORE` (D:api/providers/vdb/).
    #[must_use]
    pub const fn is_vector_store(self) -> bool {
        matches!(
            self,
            Component::Weaviate
                | Component::Qdrant
                | Component::Milvus
                | Component::Pgvector
                | Component::PgvectoRs
                | Component::Chroma
                | Component::Opensearch
                | Component::Elasticsearch
                | Component::Oceanbase
                | Component::Opengauss
                | Component::Myscale
                | Component::Matrixone
                | Component::Iris
                | Component::Vastbase
                | Component::Couchbase
                | Component::Tidb
                | Component::Oracle
        )
    }

    /// Whether it exists to run code that users or agents wrote: the sandbox and the agents' shell.
    #[must_use]
    pub const fn is_sandbox(self) -> bool {
        matches!(self, Component::Sandbox | Component::AgentSandbox)
    }
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use lang::Lang;

    use super::*;

    #[test]
    fn ids_are_unique_kebab_case_and_lead_back() {
        let mut seen = HashSet::new();
        for &component in Component::ALL {
            let id = component.id();
            assert!(seen.insert(id), "{id} twice");
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{id}");
            assert_eq!(Component::from_id(id), Some(component));
        }
    }

    #[test]
    fn every_component_is_described_in_both_languages() {
        for component in Component::ALL {
            for lang in Lang::ALL {
                assert!(!component.describe().get(lang).is_empty(), "{component}");
            }
        }
    }

    #[test]
    fn a_component_is_either_dify_own_or_a_store_or_a_proxy() {
        for &component in Component::ALL {
            let proxy = matches!(component, Component::Nginx | Component::SsrfProxy | Component::AgentSsrfProxy);
            let classes = [component.is_dify_own(), component.is_store(), proxy];
            assert_eq!(classes.iter().filter(|&&class| class).count(), 1, "{component}");
        }
    }
}
