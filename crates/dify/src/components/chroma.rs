use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "chroma",
    about: Text::new("A vector store (Chroma)", "ベクトルストア(Chroma)"),
    called: Text::new("chroma", "chroma"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(0, 6, 12)),

    images: &[named("chroma", read("D:docker/docker-compose.yaml")), named("chromadb", general())],
    shipped: Shipped {
        repository: "ghcr.io/chroma-core/chroma",
        tag: Tag::Listed(
            &[
                fact("0.5.1", read("D:docker/docker-compose.yaml").since(v(0, 6, 12)).until(v(0, 12, 0))),
                fact("0.5.20", read("D:docker/docker-compose.yaml").since(v(0, 12, 0))),
            ],
            None,
        ),
    },
    modes: &[],
    told_by: None,
    named_by: &["CHROMA_HOST"],
    chart_names: &["chroma"],
    used_when: chosen_as(Component::Chroma, &["chroma"]),

    ports: &[clients(8000, "http", read("D:docker/docker-compose.yaml"))],
    ports_are_choices: false,
    probes: &[],
    level: None,
    runs: NOT_LOOKED_INTO,
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::VectorStoreKey("chroma"), "CHROMA_SERVER_AUTHN_CREDENTIALS")],
    asked_with: Some("CHROMA_AUTH_CREDENTIALS"),
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
