//! The stores, wherever they run: host, port and what else a client is told. Every default stands here, once.

use settings::Outside;

use crate::plan::Plan;

/// A store as its clients and the network policies see it.
pub(crate) struct Store<'p> {
    pub(crate) host: &'p str,
    pub(crate) port: u16,
    /// Who signs in; `None` where the store's own default does.
    pub(crate) user: Option<&'p str>,
    pub(crate) tls: bool,
}

/// The vector store.
pub(crate) struct Vectors<'p> {
    pub(crate) qdrant: bool,
    pub(crate) store: Store<'p>,
    /// Its second port: gRPC.
    pub(crate) grpc: u16,
}

/// Object storage, which never runs inside.
pub(crate) struct Objects<'p> {
    pub(crate) endpoint: String,
    /// The port of the endpoint, which only names it where it is not the scheme's own.
    pub(crate) port: u16,
    pub(crate) bucket: &'p str,
    pub(crate) region: &'p str,
}

impl Plan {
    pub(crate) fn postgres(&self) -> Store<'_> {
        let outside = self.settings.external.postgres.as_ref();
        let user = outside.map_or("postgres", |it| it.user.as_deref().unwrap_or("dify"));
        Store { user: Some(user), ..store(outside, "postgres", 5432) }
    }

    pub(crate) fn redis(&self) -> Store<'_> {
        store(self.settings.external.redis.as_ref(), "redis", 6379)
    }

    pub(crate) fn vectors(&self) -> Vectors<'_> {
        let outside = self.settings.external.vector_store.as_ref();
        let qdrant = outside.and_then(|it| it.kind.as_deref()) == Some("qdrant");
        let (port, grpc) = if qdrant { (6333, 6334) } else { (8080, 50051) };
        Vectors { qdrant, store: store(outside, "weaviate", port), grpc }
    }

    pub(crate) fn objects(&self) -> Option<Objects<'_>> {
        let outside = self.settings.external.object_storage.as_ref()?;
        let port = outside.port.map_or(String::new(), |port| format!(":{port}"));
        let it = store(Some(outside), "", if outside.tls { 443 } else { 80 });
        Some(Objects {
            endpoint: format!("{}://{}{port}", it.scheme(), it.host),
            port: it.port,
            bucket: outside.bucket.as_deref().unwrap_or("dify"),
            region: outside.region.as_deref().unwrap_or("us-east-1"),
        })
    }
}

impl Store<'_> {
    pub(crate) fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// A URL of Redis whose password is the variable `REDIS_PASSWORD`.
    pub(crate) fn redis_url(&self, database: u8) -> String {
        let scheme = if self.tls { "rediss" } else { "redis" };
        let (user, host, port) = (self.user.unwrap_or(""), self.host, self.port);
        format!("{scheme}://{user}:$(REDIS_PASSWORD)@{host}:{port}/{database}")
    }
}

fn store<'p>(outside: Option<&'p Outside>, inside: &'p str, port: u16) -> Store<'p> {
    match outside {
        None => Store { host: inside, port, user: None, tls: false },
        Some(it) => Store { host: &it.host, port: it.port.unwrap_or(port), user: it.user.as_deref(), tls: it.tls },
    }
}
