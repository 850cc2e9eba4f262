use super::notation::*;
use super::postgres_images as image;
use crate::settings as s;

pub(crate) static ENTRY: Entry = Entry {
    id: "postgres",
    about: Text::new("The database of Dify and of the plugin daemon", "Dify とプラグインデーモンのデータベース"),
    called: Text::new("the database", "データベース"),
    class: Class::Store,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[
        named("postgres", read("D:docker/docker-compose.yaml, WL")),
        named("postgresql", read("BP, DC")),
        named("postgresql-repmgr", general()),
        named("spilo", general()),
        named("timescaledb", general()),
    ],
    shipped: Shipped {
        repository: "postgres",
        tag: Tag::Listed(&[fact("15-alpine", read("D:docker/docker-compose.yaml"))], Some("15.13-alpine3.21")),
    },
    modes: &[],
    told_by: None,
    named_by: &["DB_HOST"],
    chart_names: &[],
    used_when: Some(Condition::Is(own(s::DB_TYPE, Truth::Yes), &["postgresql", "pgbouncer"])),

    ports: &[clients(5432, "postgresql", read("D:docker/docker-compose.yaml")).moved_by(&["PGPORT"])],
    ports_are_choices: false,
    probes: image::PROBES,
    level: Some(fact(Level::Restricted, general())),
    runs: &[image::ALPINE, image::DEBIAN, image::BITNAMI],
    size: Size::Large,

    reads: &[s::ALLOW_EMPTY_PASSWORD],
    shares: &[checks(Purpose::DatabasePassword, "POSTGRES_PASSWORD")],
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
