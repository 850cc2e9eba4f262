use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "iris",
    about: Text::new("A vector store (InterSystems IRIS)", "ベクトルストア(InterSystems IRIS)"),
    called: Text::new("iris", "iris"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(1, 11, 2)),

    images: &[named("iris-community", read("D:docker/docker-compose.yaml")), named("iris", general())],
    shipped: Shipped {
        repository: "containers.intersystems.com/intersystems/iris-community",
        tag: Tag::Listed(&[fact("2025.3", read("D:docker/docker-compose.yaml").since(v(1, 11, 2)))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["IRIS_HOST"],
    chart_names: &["iris"],
    used_when: chosen_as(Component::Iris, &["iris"]),

    ports: &[
        clients(1972, "superserver", read("D:docker/docker-compose.yaml")),
        people(52773, "web", read("D:docker/docker-compose.yaml")),
    ],
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
