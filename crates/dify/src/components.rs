//! One file for each component, with everything that is known of it, and what several of them have in common.
//!
//! A new component is a line in `component.rs` and a file here; what the file does not state does not compile, and what it
//! states without a source, the tests below refuse.

pub(crate) mod agent_backend;
pub(crate) mod agent_sandbox;
pub(crate) mod agent_ssrf_proxy;
pub(crate) mod api;
pub(crate) mod api_image;
pub(crate) mod api_websocket;
pub(crate) mod chroma;
pub(crate) mod couchbase;
pub(crate) mod elasticsearch;
pub(crate) mod etcd;
pub(crate) mod iris;
pub(crate) mod matrixone;
pub(crate) mod migration;
pub(crate) mod milvus;
pub(crate) mod myscale;
pub(crate) mod mysql;
pub(crate) mod nginx;
pub(crate) mod notation;
pub(crate) mod object_store;
pub(crate) mod oceanbase;
pub(crate) mod opengauss;
pub(crate) mod opensearch;
pub(crate) mod oracle;
pub(crate) mod pgvecto_rs;
pub(crate) mod pgvector;
pub(crate) mod plugin_daemon;
pub(crate) mod postgres;
pub(crate) mod postgres_images;
pub(crate) mod qdrant;
pub(crate) mod redis;
pub(crate) mod sandbox;
pub(crate) mod squid;
pub(crate) mod ssrf_proxy;
pub(crate) mod tidb;
pub(crate) mod vastbase;
pub(crate) mod weaviate;
pub(crate) mod web;
pub(crate) mod worker;
pub(crate) mod worker_beat;

#[cfg(test)]
mod complete;
