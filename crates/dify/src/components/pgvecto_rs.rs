use super::notation::*;
use super::postgres_images as image;

pub(crate) static ENTRY: Entry = Entry {
    id: "pgvecto-rs",
    about: Text::new(
        "A vector store: PostgreSQL with the pgvecto.rs extension",
        "ベクトルストア(pgvecto.rs 拡張入りの PostgreSQL)",
    ),
    called: Text::new("pgvecto-rs", "pgvecto-rs"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[named("pgvecto-rs", read("D:docker/docker-compose.yaml"))],
    shipped: Shipped {
        repository: "tensorchord/pgvecto-rs",
        tag: Tag::Listed(&[fact("pg16-v0.3.0", read("D:docker/docker-compose.yaml"))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["PGVECTO_RS_HOST"],
    chart_names: &["pgvectors", "pgvectorrs"],
    used_when: chosen_as(Component::PgvectoRs, &["pgvecto-rs"]),

    ports: &[clients(5432, "postgresql", read("D:docker/docker-compose.yaml"))],
    ports_are_choices: false,
    probes: image::PROBES,
    level: Some(fact(Level::Restricted, general())),
    runs: &[image::PGVECTOR],
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::VectorStoreKey("pgvecto-rs"), "POSTGRES_PASSWORD")],
    asked_with: Some("PGVECTO_RS_PASSWORD"),
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
