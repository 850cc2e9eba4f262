use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "matrixone",
    about: Text::new("A vector store (MatrixOne)", "ベクトルストア(MatrixOne)"),
    called: Text::new("matrixone", "matrixone"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(1, 5, 0)),

    images: &[named("matrixone", read("D:docker/docker-compose.yaml"))],
    shipped: Shipped {
        repository: "matrixorigin/matrixone",
        tag: Tag::Listed(&[fact("2.1.1", read("D:docker/docker-compose.yaml").since(v(1, 5, 0)))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["MATRIXONE_HOST"],
    chart_names: &["matrixone"],
    used_when: chosen_as(Component::Matrixone, &["matrixone"]),

    ports: &[clients(6001, "sql", read("D:docker/docker-compose.yaml"))],
    ports_are_choices: false,
    probes: &[],
    level: None,
    runs: NOT_LOOKED_INTO,
    size: Size::Large,

    reads: &[],
    shares: &[],
    asked_with: None,
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
