use super::notation::*;
use super::postgres_images as image;

pub(crate) static ENTRY: Entry = Entry {
    id: "pgvector",
    about: Text::new(
        "A vector store: PostgreSQL with the pgvector extension",
        "ベクトルストア(pgvector 拡張入りの PostgreSQL)",
    ),
    called: Text::new("pgvector", "pgvector"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[named("pgvector", read("D:docker/docker-compose.yaml"))],
    shipped: Shipped {
        repository: "pgvector/pgvector",
        tag: Tag::Listed(&[fact("pg16", read("D:docker/docker-compose.yaml"))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["PGVECTOR_HOST"],
    chart_names: &["pgvector"],
    // It may be the main database too, whatever VECTOR_STORE says.
    used_when: None,

    ports: &[clients(5432, "postgresql", read("D:docker/docker-compose.yaml"))],
    ports_are_choices: false,
    probes: image::PROBES,
    level: Some(fact(Level::Restricted, general())),
    runs: &[image::PGVECTOR, image::BITNAMI],
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::VectorStoreKey("pgvector"), "POSTGRES_PASSWORD")],
    asked_with: Some("PGVECTOR_PASSWORD"),
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
