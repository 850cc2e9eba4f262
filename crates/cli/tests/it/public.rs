//! The program on public Dify deployments, read from where the environment says they are.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use crate::{assert_valid, run};

const VARIABLE: &str = "SEKISHO_PUBLIC_DEPLOYMENTS";

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where their data is")]
pub(crate) fn files() -> Vec<PathBuf> {
    let Ok(folder) = std::env::var(VARIABLE) else {
        let _ = writeln!(
            std::io::stderr(),
            "cli: NOT RUN: the tests on public Dify deployments; set {VARIABLE} to a folder with rendered charts"
        );
        assert!(std::env::var("CI").is_err(), "in CI {VARIABLE} must be set");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the folder").map(|it| it.expect("an entry").path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "yaml"));
    files.sort();
    files
}

#[test]
fn every_public_deployment_is_read_and_judged() {
    for file in files() {
        let report = run(&["audit", &file.to_string_lossy(), "--format", "json"]);
        assert!(matches!(report.code, Some(12 | 13)), "{}: {}", file.display(), report.err);
        let report = report.json();
        assert_valid("audit.schema.json", &report);
        let unread = |it: &&serde_json::Value| {
            matches!(it["rule"].as_str(), Some("broken-document" | "unrendered-template" | "duplicate-key"))
        };
        assert_eq!(report["findings"].as_array().expect("findings").iter().find(unread), None, "{}", file.display());
    }
}

/// Values that Dify and its charts publish and nobody else uses: they count wherever they stand.
pub(crate) const UNIQUE: &[&str] = &[
    "sk-9f73s3ljTXVcMT3Blb3ljTqtsKiGHXVcMT3BlbkFJLK7U",
    "PleaseReplaceThisToYourSecretOrUse",
    "difyai123456",
    "lYkiYYT6owG+71oLerGzA7GXCgOT++6ovaezWAjpCjf+Sjc3ZtU+qUEi",
    "QaHbTe77CtuXmsfyhR7+vRjI/+XbV1AaFy691iy+kGDv2Jvy0/eAh8Y1",
    "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
    "WVF5YThaHlkYwhGUSmCRgsX3tD5ngdN8pkih",
    "ak-difyai",
    "sk-difyai",
    "your-access-key",
    "your-secret-key",
    "your-secret-id",
    "your-tencent-vector-db-api-key",
    "YOUR EMAIL PASSWORD",
];

/// Common words that are a default under names that say so.
const COMMON: &[(&str, &[&str])] = &[
    ("dify-sandbox", &["api_key", "apikey"]),
    ("testpassword", &["password"]),
    ("REDIS_PASSWORD", &["password"]),
    ("xxxx", &["api_key", "apikey"]),
    ("minio-root", &["access_key"]),
    ("minio123456", &["secret_key"]),
    ("difyai", &["key"]),
    ("minioadmin", &["user", "password", "key"]),
];

/// The lines of a file on which a default stands, by plain text alone: this shares no code with what it judges.
fn lines_with_defaults(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    let mut variable = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim().trim_start_matches("- ");
        if line.starts_with('#') {
            continue;
        }
        let line = line.split(" #").next().unwrap_or(line);
        let (key, value) = line.split_once(": ").unwrap_or(("", line));
        let value = value.trim().trim_matches(['"', '\'']);
        if key == "name" {
            variable = value.to_owned();
        }
        let name = if key == "value" { &variable } else { key }.to_ascii_lowercase();
        let decoded = decode(value);
        let is_default = [Some(value), decoded.as_deref()].into_iter().flatten().any(|value| {
            let inner = value.rsplit_once('@').and_then(|(head, _)| head.rsplit_once("://:")).map_or(value, |it| it.1);
            let names = if inner == value { name.as_str() } else { "password" };
            let common = COMMON.iter().any(|(word, keys)| *word == inner && keys.iter().any(|key| names.contains(key)));
            common || UNIQUE.iter().any(|word| value.contains(word))
        });
        if is_default {
            found.push(number as u64 + 1);
        }
    }
    found
}

/// Base64, where a whole value is that.
pub(crate) fn decode(value: &str) -> Option<String> {
    let six = |byte: u8| -> Option<u32> {
        Some(match byte {
            b'A'..=b'Z' => u32::from(byte - b'A'),
            b'a'..=b'z' => u32::from(byte - b'a') + 26,
            b'0'..=b'9' => u32::from(byte - b'0') + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        })
    };
    if value.is_empty() || !value.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::new();
    let (mut bits, mut n) = (0_u32, 0);
    for byte in value.trim_end_matches('=').bytes() {
        (bits, n) = (bits << 6 | six(byte)?, n + 6);
        if n >= 8 {
            n -= 8;
            bytes.push((bits >> n & 255) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[test]
fn every_published_default_is_found_at_its_line_and_nothing_else() {
    for file in files() {
        let text = fs::read_to_string(&file).expect("a file");
        let report = run(&["audit", &file.to_string_lossy(), "--format", "json"]).json();
        let mut found: Vec<u64> = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter(|it| it["rule"] == "published-default-credential")
            .filter_map(|it| it["location"]["line"].as_u64())
            .collect();
        found.sort_unstable();
        let counted = lines_with_defaults(&text);
        assert_eq!(found, counted, "{}", file.display());
        let _ = writeln!(std::io::stderr(), "{}: {} published defaults", file.display(), counted.len());
    }
}
