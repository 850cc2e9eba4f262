//! The parts that a Dify deployment consists of, each with one spelling.
//!
//! Only parts that can run as a Pod are here. A vector store that exists as a cloud service alone (analyticdb, upstash, ...)
//! has credentials ([`crate::CREDENTIALS`]) but is no component.

use std::fmt;

use lang::Text;

use crate::entry::{Class, Entry, Tier};

/// Writes the enum and the way to each component's file, so that neither can miss one.
macro_rules! components {
    ($($variant:ident $file:ident,)*) => {
        /// A part of a deployment. The order is the order of the catalogue: Dify's own first, stores last.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Component {
            $(#[doc = concat!("What `components/", stringify!($file), ".rs` tells.")] $variant,)*
        }

        impl Component {
            /// Every component, in order.
            pub const ALL: &[Component] = &[$(Component::$variant,)*];

            /// Everything that is known of it.
            #[must_use]
            pub const fn entry(self) -> &'static Entry {
                match self { $(Component::$variant => &crate::components::$file::ENTRY,)* }
            }
        }
    };
}

components! {
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

    /// The one spelling, in kebab-case: it stands in findings, in JSON and in settings.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.entry().id
    }

    /// One line on what the component does, without a full stop.
    #[must_use]
    pub fn describe(self) -> Text {
        self.entry().about.clone()
    }

    /// What a sentence calls it.
    #[must_use]
    pub const fn called(self) -> &'static Text {
        &self.entry().called
    }

    /// Whether langgenius publishes the image, so that its tag follows a version of Dify, of the plugin daemon or of the sandbox.
    #[must_use]
    pub const fn is_dify_own(self) -> bool {
        matches!(self.entry().class, Class::ApiRole | Class::Own)
    }

    /// Whether it runs the image `dify-api`; which role it plays is decided by `MODE` (D:api/docker/entrypoint.sh).
    #[must_use]
    pub const fn runs_api_image(self) -> bool {
        matches!(self.entry().class, Class::ApiRole)
    }

    /// Whether it keeps data: databases, Redis, object storage, vector stores and Milvus' etcd.
    #[must_use]
    pub const fn is_store(self) -> bool {
        matches!(self.entry().class, Class::Store | Class::VectorStore)
    }

    /// Whether Dify can use it as `VECTOR_STORE` (D:api/providers/vdb/).
    #[must_use]
    pub const fn is_vector_store(self) -> bool {
        matches!(self.entry().class, Class::VectorStore)
    }

    /// Whether it is general software with a configuration of Dify's: nginx and Squid.
    #[must_use]
    pub const fn is_proxy(self) -> bool {
        matches!(self.entry().class, Class::Proxy)
    }

    /// Whether the others go out through it: the Squids.
    #[must_use]
    pub const fn is_outlet(self) -> bool {
        matches!(self.entry().tier, Tier::Outlet)
    }

    /// Whether it exists to run code that users or agents wrote: the sandbox and the agents' shell.
    #[must_use]
    pub const fn is_sandbox(self) -> bool {
        self.entry().runs_foreign_code
    }

    /// Whether nobody sends requests to it: it fetches its work.
    #[must_use]
    pub const fn only_fetches(self) -> bool {
        self.entry().ports.is_empty()
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
            let classes = [component.is_dify_own(), component.is_store(), component.is_proxy()];
            assert_eq!(classes.iter().filter(|&&class| class).count(), 1, "{component}");
        }
    }
}
