//! Backends of which a deployment chooses one of a kind: vector stores, object storage, mail. The settings of the others are read by nobody.

use crate::condition::is_same;

/// A kind of backend: the setting that chooses, and what each choice is called and reads.
struct Kind {
    /// The setting that chooses.
    chooser: &'static str,
    /// How the settings of a backend begin, and the values that choose it.
    backends: &'static [(&'static str, &'static [&'static str])],
}

/// From D:docker/.env.example and D:api/configs/middleware (`VectorStoreConfig`, `StorageConfig`), D:api/configs/feature (`MailConfig`).
/// What may be the main database, too (pgvector, OceanBase, MySQL), is not here: it is in use whatever is chosen.
const KINDS: &[Kind] = &[
    Kind {
        chooser: "VECTOR_STORE",
        backends: &[
            ("ANALYTICDB_", &["analyticdb"]),
            ("BAIDU_VECTOR_DB_", &["baidu"]),
            ("CHROMA_", &["chroma"]),
            ("COUCHBASE_", &["couchbase"]),
            ("ELASTICSEARCH_", &["elasticsearch", "elasticsearch-ja"]),
            ("HUAWEI_CLOUD_", &["huawei-cloud"]),
            ("IRIS_", &["iris"]),
            ("LINDORM_", &["lindorm"]),
            ("MATRIXONE_", &["matrixone"]),
            ("MILVUS_", &["milvus"]),
            ("MYSCALE_", &["myscale"]),
            ("OPENGAUSS_", &["opengauss"]),
            ("OPENSEARCH_", &["opensearch"]),
            ("ORACLE_", &["oracle"]),
            ("PGVECTO_RS_", &["pgvecto-rs"]),
            ("QDRANT_", &["qdrant"]),
            ("RELYT_", &["relyt"]),
            ("TABLESTORE_", &["tablestore"]),
            ("TENCENT_VECTOR_DB_", &["tencent"]),
            ("TIDB_ON_QDRANT_", &["tidb-on-qdrant"]),
            ("TIDB_VECTOR_", &["tidb-vector"]),
            ("UPSTASH_VECTOR_", &["upstash"]),
            ("VASTBASE_", &["vastbase"]),
            ("VIKINGDB_", &["vikingdb"]),
            ("WEAVIATE_", &["weaviate"]),
        ],
    },
    Kind {
        chooser: "STORAGE_TYPE",
        backends: &[
            ("ALIYUN_OSS_", &["aliyun-oss"]),
            ("AZURE_BLOB_", &["azure-blob"]),
            ("BAIDU_OBS_", &["baidu-obs"]),
            ("CLICKZETTA_VOLUME_", &["clickzetta-volume"]),
            ("GOOGLE_STORAGE_", &["google-storage"]),
            ("HUAWEI_OBS_", &["huawei-obs"]),
            ("OCI_", &["oci-storage"]),
            ("S3_", &["s3"]),
            ("SUPABASE_", &["supabase"]),
            ("TENCENT_COS_", &["tencent-cos"]),
            ("VOLCENGINE_TOS_", &["volcengine-tos"]),
        ],
    },
    Kind {
        chooser: "MAIL_TYPE",
        backends: &[("RESEND_", &["resend"]), ("SENDGRID_", &["sendgrid"]), ("SMTP_", &["smtp"])],
    },
];

/// What says whether a setting is read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The setting that chooses.
    pub chooser: &'static str,
    /// The values of it with which the other is read.
    values: &'static [&'static str],
}

impl Choice {
    /// Whether a value of the chooser is one of them.
    #[must_use]
    pub fn is(&self, value: &str) -> bool {
        self.values.iter().any(|it| is_same(value, it))
    }
}

/// What says whether a setting is read at all; `None` where it is read whatever is chosen.
///
/// ```
/// let choice = dify::choice_of("ORACLE_PASSWORD").unwrap();
/// assert!(choice.chooser == "VECTOR_STORE" && choice.is("oracle") && !choice.is("weaviate"));
/// assert_eq!(dify::choice_of("DB_PASSWORD"), None);
/// ```
#[must_use]
pub fn choice_of(setting: &str) -> Option<Choice> {
    KINDS.iter().find_map(|kind| {
        let own = kind.backends.iter().filter(|(start, _)| setting.starts_with(start));
        // `TIDB_ON_QDRANT_` and the like: the longest says most.
        own.max_by_key(|it| it.0.len()).map(|it| Choice { chooser: kind.chooser, values: it.1 })
    })
}

/// The settings that choose.
pub fn choosers() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|it| it.chooser)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::Component;
    use crate::condition::Condition;

    /// The stores of the catalogue are chosen by the same words.
    #[test]
    fn stores_are_called_as_the_catalogue_calls_them() {
        for store in Component::ALL.iter().filter(|it| it.is_vector_store()) {
            let Some(Condition::Chosen(_, names, _)) = &store.entry().used_when else { continue };
            for setting in store.entry().named_by {
                let choice = choice_of(setting).unwrap_or_else(|| panic!("{setting} of {store}"));
                assert_eq!(choice.chooser, "VECTOR_STORE");
                assert!(names.iter().all(|it| choice.is(it)), "{store}: {names:?}");
            }
        }
    }
}
