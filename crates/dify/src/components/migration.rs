use super::api_image::{self as image, COMPOSE};
use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "migration",
    about: Text::new("Brings the database schema up to date, once", "データベースのスキーマを一度だけ更新する"),
    called: Text::new("migration", "migration"),
    class: Class::ApiRole,
    tier: Tier::Inner,
    line: Line::Dify,
    runs_foreign_code: false,
    // Before 1.7.1 the entrypoint does not know the mode and starts the api server, which never ends; `job` is known since 1.11.2.
    known: read("D:api/docker/entrypoint.sh").since(v(1, 7, 1)),

    images: image::IMAGES,
    shipped: image::SHIPPED,
    modes: &["migration", "job"],
    told_by: None,
    named_by: &[],
    chart_names: &[],
    used_when: None,

    ports: &[],
    ports_are_choices: false,
    // It ends by itself.
    probes: &[],
    level: Some(fact(Level::Restricted, inferred("D:api/Dockerfile"))),
    runs: &[Run {
        family: Family::Original,
        starts_as: image::STARTS_AS,
        ids: image::IDS,
        root: image::ROOT,
        read_only_root: image::READ_ONLY_ROOT,
        paths: &[image::STORAGE_EXISTS, image::LOGS, image::TMP],
        capabilities: image::CAPABILITIES,
        stop: image::STOP,
    }],
    size: Size::Large,

    reads: &[],
    shares: &[presents(Purpose::DatabasePassword, "DB_PASSWORD")],
    asked_with: None,
    needs: image::NEEDS,

    flows: &[
        flow(c(Component::Migration), Peer::Database, Text::new("schema", "スキーマの更新"), COMPOSE),
        flow(
            c(Component::Migration),
            c(Component::Redis),
            Text::new("one migration at a time", "スキーマ更新の排他制御"),
            read("D:api/commands.py, the lock db_upgrade_lock").since(v(1, 0, 0)),
        ),
    ],
    never: &[],
    vulnerabilities: &[],
};
