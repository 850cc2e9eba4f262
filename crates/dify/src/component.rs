//! The parts that a Dify deployment consists of, each with one spelling.
//!
//! Only parts that can run as a Pod are here. A vector store that exists as a cloud service alone (analyticdb, upstash, ...)
//! has credentials ([`crate::CREDENTIALS`]) but is no component. What is known of each stands in its file in `components/`, and
//! `catalogue.rs` leads there.

use std::fmt;

/// The one list: each component, and the file that tells of it. Everything that has to go through all of them asks here.
macro_rules! components {
    ($then:ident) => {
        $then! {
            Api api,
            ApiWebsocket api_websocket,
            Worker worker,
            WorkerBeat worker_beat,
            Web web,
            Nginx nginx,
            PluginDaemon plugin_daemon,
            Sandbox sandbox,
            SsrfProxy ssrf_proxy,
            AgentBackend agent_backend,
            AgentSandbox agent_sandbox,
            AgentSsrfProxy agent_ssrf_proxy,
            Migration migration,
            Postgres postgres,
            Mysql mysql,
            Redis redis,
            ObjectStore object_store,
            Weaviate weaviate,
            Qdrant qdrant,
            Milvus milvus,
            Etcd etcd,
            Pgvector pgvector,
            PgvectoRs pgvecto_rs,
            Chroma chroma,
            Opensearch opensearch,
            Elasticsearch elasticsearch,
            Oceanbase oceanbase,
            Opengauss opengauss,
            Myscale myscale,
            Matrixone matrixone,
            Iris iris,
            Vastbase vastbase,
            Couchbase couchbase,
            Tidb tidb,
            Oracle oracle,
        }
    };
}
pub(crate) use components;

macro_rules! declare {
    ($($variant:ident $file:ident,)*) => {
        /// A part of a deployment. The order is the order of the catalogue: Dify's own first, stores last.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Component {
            $(#[doc = concat!("What `components/", stringify!($file), ".rs` tells.")] $variant,)*
        }

        impl Component {
            /// Every component, in order.
            pub const ALL: &[Component] = &[$(Component::$variant,)*];
        }
    };
}
components!(declare);

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
