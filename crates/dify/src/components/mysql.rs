use super::notation::*;
use crate::settings as s;

pub(crate) static ENTRY: Entry = Entry {
    id: "mysql",
    about: Text::new(
        "The database, where MySQL is chosen over PostgreSQL",
        "PostgreSQL の代わりに MySQL を選んだ場合のデータベース",
    ),
    called: Text::new("the database", "データベース"),
    class: Class::Store,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(1, 10, 1)),

    images: &[
        named("mysql", read("D:docker/docker-compose.yaml")),
        named("mysql-server", general()),
        named("mariadb", general()),
        named("percona-server", general()),
    ],
    shipped: Shipped {
        repository: "mysql",
        tag: Tag::Listed(&[fact("8.0", read("D:docker/docker-compose.yaml").since(v(1, 10, 1)))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["DB_HOST"],
    chart_names: &[],
    used_when: Some(Condition::Is(own(s::DB_TYPE, Truth::Unknown), &["mysql"])),

    ports: &[clients(3306, "mysql", read("D:docker/docker-compose.yaml"))],
    ports_are_choices: false,
    probes: &[fact(Probe::Tcp { port: 3306 }, general())],
    level: Some(fact(Level::Restricted, general())),
    runs: &[Run {
        family: Family::Original,
        starts_as: &[fact(StartsAs::RootThenAnother, general())],
        ids: &[fact(ids(999, 999), general())],
        root: &[fact(Root::No, general())],
        read_only_root: &[fact(ReadOnlyRoot::Inferred, general())],
        paths: &[data("/var/lib/mysql", general()), scratch("/var/run/mysqld", general()), scratch("/tmp", general())],
        capabilities: &[fact(NO_CAPABILITIES, general())],
        stop: &[fact(stops(60), general())],
    }],
    size: Size::Large,

    reads: &[s::ALLOW_EMPTY_PASSWORD],
    shares: &[checks(Purpose::DatabasePassword, "MYSQL_ROOT_PASSWORD")],
    asked_with: None,
    needs: NOTHING_OF_DIFYS,

    flows: &[flow_if(
        Peer::Database,
        Peer::Database,
        Text::new("replication", "レプリケーション"),
        general(),
        REPLICAS,
    )],
    never: &[],
    vulnerabilities: &[],
};
