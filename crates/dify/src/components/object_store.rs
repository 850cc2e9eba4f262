use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "object-store",
    about: Text::new(
        "Keeps uploaded files and the tenants' private keys",
        "アップロードされたファイルとテナントの秘密鍵を保管する",
    ),
    called: Text::new("object storage", "オブジェクトストレージ"),
    class: Class::Store,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[named("minio", read("D:docker/docker-compose.yaml, DC"))],
    shipped: Shipped {
        repository: "minio/minio",
        tag: Tag::Listed(&[fact("RELEASE.2023-03-20T20-16-18Z", read("D:docker/docker-compose.yaml"))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["S3_ENDPOINT"],
    chart_names: &[],
    used_when: None,

    ports: &[
        clients(9000, "s3", read("D:docker/docker-compose.yaml")),
        people(9001, "console", read("D:docker/docker-compose.yaml")),
    ],
    ports_are_choices: false,
    probes: &[fact(Probe::Http { path: "/minio/health/live", port: 9000 }, general())],
    level: Some(fact(Level::Restricted, general())),
    runs: &[Run {
        family: Family::Original,
        starts_as: &[fact(StartsAs::Root, general())],
        ids: &[fact(ids(1000, 1000), general())],
        root: &[fact(IMAGE_STARTS_AS_ROOT, general())],
        // Not known: it makes `$HOME/.minio` at start.
        read_only_root: &[],
        paths: &[data("/data", general()), scratch("/tmp", general())],
        capabilities: &[fact(NO_CAPABILITIES, general())],
        stop: &[fact(stops(30), general())],
    }],
    size: Size::Large,

    reads: &[],
    shares: &[],
    asked_with: None,
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
