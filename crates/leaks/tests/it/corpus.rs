//! Planted leaks, made freshly: every published default and generated values, in every place that people put them; and the clean
//! twin of each place.

use credentials::{Alphabet, Length, OperatingSystem, generate, notation};
use dify::defaults::PUBLISHED;
use leaks::scan;

/// A place: the file, and its text with the setting's name and the value filled in.
type Place = (&'static str, &'static str, fn(&str, &str) -> String);

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

fn env(setting: &str, value: &str) -> String {
    format!("LOG_LEVEL=INFO\n{setting}={value}\n")
}

fn env_pair(setting: &str, value: &str) -> String {
    let value = notation::yaml(value);
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api}}\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          env:\n            - name: LOG_LEVEL\n              value: INFO\n            - name: {setting}\n              value: {}\n",
        *value
    )
}

fn secret(setting: &str, value: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata:\n  LOG_LEVEL: SU5GTw==\n  {setting}: {}\n",
        base64(value)
    )
}

fn broker(_: &str, value: &str) -> String {
    format!("CELERY_BROKER_URL=redis://:{}@redis:6379/1\n", *notation::userinfo(value))
}

fn values(_: &str, value: &str) -> String {
    format!("redis:\n  enabled: true\n  auth:\n    password: {}\n", *notation::yaml(value))
}

fn dsn(_: &str, value: &str) -> String {
    format!("import os\nDSN = \"postgresql://dify:{value}@db:5432/dify\"\n")
}

fn command(_: &str, value: &str) -> String {
    format!("#!/bin/sh\nredis-server --requirepass {value} --port 6379\n")
}

const OF_DEFAULTS: &[Place] = &[
    (".env", ".env", env),
    ("env pair", "deployment.yaml", env_pair),
    ("Secret", "secret.yaml", secret),
    ("broker URL", "prod.env", broker),
];

const OF_GENERATED: &[Place] = &[
    (".env", ".env", env),
    ("env pair", "deployment.yaml", env_pair),
    ("Secret", "secret.yaml", secret),
    ("Helm values", "values.yaml", values),
    ("DSN", "app/settings.py", dsn),
    ("command line", "run.sh", command),
];

#[test]
fn planted_leaks_are_found() {
    let (mut planted, mut missed) = (0, Vec::new());
    for (place, file, write) in OF_DEFAULTS {
        for published in PUBLISHED {
            for setting in published.settings {
                planted += 1;
                let found = scan(file, &write(setting, published.value));
                if !found.iter().any(|it| it.rule.id == "published-default-credential") {
                    missed.push(format!("{place}: {setting}, default {}", published.source));
                }
            }
        }
    }
    for (place, file, write) in OF_GENERATED {
        for at in 0..160 {
            planted += 1;
            let alphabet = if usize::is_multiple_of(at, 2) { Alphabet::Alnum } else { Alphabet::UrlSafe };
            let length = Length::new([16, 24, 32, 64][at % 4]).expect("a length");
            let value = generate(&mut OperatingSystem, alphabet, length).expect("bytes");
            let text = write("SECRET_KEY", value.expose());
            if scan(file, &text).len() != 1 {
                missed.push((*place).to_owned());
            }
        }
    }
    let share = missed.len() as f64 / f64::from(planted);
    assert!(share < 0.02, "{} of {planted} missed: {missed:#?}", missed.len());
    println_share(planted, missed.len());
}

#[expect(clippy::print_stderr, reason = "shown with --nocapture")]
fn println_share(planted: u32, missed: usize) {
    eprintln!("{missed} of {planted} planted leaks missed");
}

#[test]
fn the_clean_twin_is_clean() {
    for value in ["${REDIS_PASSWORD}", "$(REDIS_PASSWORD)", "<from the vault>", "{{ .Values.redis.password }}", ""] {
        for (place, file, write) in
            OF_DEFAULTS.iter().chain(OF_GENERATED).filter(|it| it.0 != "Secret" && it.0 != "broker URL")
        {
            let found: Vec<_> = scan(file, &write("DB_PASSWORD", value)).iter().map(|it| it.rule.id).collect();
            assert!(found.is_empty(), "{place} with {value}: {found:?}");
        }
        for (file, text) in [
            ("prod.env", format!("CELERY_BROKER_URL=redis://:{value}@redis:6379/1\n")),
            ("secret.yaml", secret("DB_PASSWORD", value)),
        ] {
            assert!(scan(file, &text).is_empty(), "{file} with {value}");
        }
    }
}
