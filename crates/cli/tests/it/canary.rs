//! Secrets planted in every place where one can stand appear in nothing that comes out.

use std::fs;
use std::path::Path;

use crate::sekisho;

/// Values that look like real secrets, one for each place, so that a leak names its place.
pub(crate) fn canary(place: &str) -> String {
    let tail: String = place.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("Kq7wRz1LmN4x{tail}Tb9Vd2Ys")
}

pub(crate) fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let six = (bits >> (18 - 6 * at) & 63) as usize;
            out.push(if at <= chunk.len() { char::from(ALPHABET[six]) } else { '=' });
        }
    }
    out
}

/// Every `@place@` becomes that place's canary, every `%place%` its base64.
fn plant(text: &str) -> (String, Vec<String>) {
    let mut planted = Vec::new();
    let mut out = String::new();
    for (at, piece) in text.split('@').enumerate() {
        if at % 2 == 0 {
            out.push_str(piece);
        } else {
            planted.push(canary(piece));
            out.push_str(&canary(piece));
        }
    }
    let text = std::mem::take(&mut out);
    for (at, piece) in text.split('%').enumerate() {
        if at % 2 == 0 {
            out.push_str(piece);
        } else {
            let coded = base64(&canary(piece));
            planted.extend([canary(piece), coded.trim_end_matches('=').to_owned()]);
            out.push_str(&coded);
        }
    }
    (out, planted)
}

const MANIFESTS: &str = r#"
# comment @commentabove@
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: dify
  annotations:
    note: @annotation@
    kubectl.kubernetes.io/last-applied-configuration: '{"env":[{"name":"DB_PASSWORD","value":"@lastapplied@"}]}'
spec:
  template:
    metadata:
      annotations: {checksum/x: @podannotation@}
    spec:
      hostNetwork: "@wrongtype@"
      containers:
        - name: api
          image: langgenius/dify-api:latest  # @commentbehind@
          command: [sh, -c, "run --password @command@"]
          args: ["--requirepass", "@argument@", "--token=@flag@"]
          env:
            - {name: SECRET_KEY, value: @flow@}
            - name: DB_PASSWORD
              value: @literal@
            - name: DB_PASSWORD
              value: @second@
            - {name: REDIS_PASSWORD, value: @sameline@, value: @twice@}
            - name: CELERY_BROKER_URL
              value: redis://user:@url@+@redis:6379/1
            - name: UNKNOWN_SETTING
              value: @unknown@
            - name: INNER_API_KEY_FOR_PLUGIN
              value: &anchor @anchored@
            - name: OTHER_TOKEN
              value: *anchor
            - name: NUMBER
              value: 12345678
          livenessProbe:
            httpGet: {path: /health, port: 1, httpHeaders: [{name: Authorization, value: "Bearer @header@"}]}
          securityContext: {privileged: true}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: dify}
data:
  DB_PASSWORD: @configmap@
  squid.conf: |
    # @configcomment@
    http_access allow all
    cache_peer parent.example.com login=user:@configline@
    access_log none @behinddirective@
  nginx.conf: |
    access_log off; proxy_set_header Authorization "@nginx@";
  app.env: |
    REDIS_PASSWORD=@envline@
---
apiVersion: v1
kind: Secret
metadata: {name: s, namespace: dify}
data:
  DB_PASSWORD: %secretdata%
  broken: "not base64 @invalid@"
stringData:
  REDIS_PASSWORD: @stringdata@ # sekisho: ignore secret-values-in-file @suppressed@ until=2027-03-31
  OTHER: @besidesuppression@ # sekisho: ignore host-port until=2027-03-31 reason="a sentence"
  API_KEY: "short@"
---
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - aescbc: {keys: [{name: key1, secret: %encryption%}, {name: key2, secret: %encryption%}]}
      - identity: {}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: broken
  password: @broken@
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: x, env: [{name: A_PASSWORD, value: "@unclosed@}]}]}
"#;

const VALUES: &str = "global:\n  appSecretKey: @values@ # @valuescomment@\nredis: {auth: {password: @valuesflow@}}\nextraEnv:\n  - {name: DB_PASSWORD, value: @valuesenv@}\n";
const COMPOSE: &str = "services:\n  api:\n    image: langgenius/dify-api:1.15.0\n    environment:\n      - DB_PASSWORD=@composelist@\n      - 'REDIS_PASSWORD=@composequoted@'\n    command: --token @composecommand@\n";
const DOT_ENV: &str =
    "# @envcomment@\nDB_PASSWORD=@dotenv@ # @envbehind@\nexport SECRET_KEY='@dotenvquoted@'\nANYTHING=@dotenvany@\n";
const JSON: &str = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"j"},"spec":{"containers":[{"name":"c","image":"nginx","env":[{"name":"DB_PASSWORD","value":"@json@"}],"args":["--requirepass=@jsonflag@"]}]}}"#;

fn write(folder: &Path) -> Vec<String> {
    let mut planted = Vec::new();
    // The planting marks are also characters of the texts: two places are written by hand.
    let manifests = MANIFESTS.replace("@url@+@redis", "@url@\u{1}redis").replace("short@", "short\u{1}");
    for (name, text) in [
        ("a.yaml", manifests.as_str()),
        ("values.yaml", VALUES),
        ("docker-compose.yaml", COMPOSE),
        (".env", DOT_ENV),
        ("pod.json", JSON),
    ] {
        let (text, mut found) = plant(text);
        fs::write(folder.join(name), text.replace('\u{1}', "@")).expect("a file");
        planted.append(&mut found);
    }
    planted
}

#[test]
fn nothing_that_comes_out_holds_a_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let planted = write(folder.path());
    assert!(planted.len() > 45, "{}", planted.len());
    let mut runs = 0;
    for lang in ["en", "ja"] {
        for command in [
            &["audit", "."][..],
            &["audit", ".", "--color", "always"],
            &["audit", ".", "--format", "json"],
            &["audit", ".", "--format", "sarif"],
            &["audit", ".", "--format", "html"],
            &["audit", ".", "--format", "junit"],
            &["audit", ".", "--format", "policyreport"],
            &["audit", ".", "--format", "openreports"],
            &["pss", "check", "."],
            &["pss", "check", ".", "--format", "json"],
            &["network", "connections", "."],
            &["network", "connections", ".", "--format", "json"],
            &["network", "exposure", "."],
            &["network", "explain", "--from", "api", "--to", "0.0.0.0/0", "."],
            &["network", "can", "--from", "api", "--to", "nobody", "."],
            &["audit", "--config", ".env", "."],
            &["audit", ".", "--baseline", "values.yaml"],
            &["audit", ".", "--format", "json", "--today", "2028-01-01"],
            &["rbac", "who-can", "get", "secrets", "."],
            &["rbac", "who-can", "get", "secrets", ".", "--format", "json"],
        ] {
            let output =
                sekisho(folder.path(), &[command, &["--lang", lang]].concat()).output().expect("the program starts");
            let all = [output.stdout, output.stderr].concat();
            let all = String::from_utf8_lossy(&all);
            assert!(!all.is_empty(), "{command:?} says nothing");
            for value in &planted {
                // A half of a secret is a secret, too.
                for piece in [&value[..], &value[..12], &value[value.len() - 10..]] {
                    assert!(!all.contains(piece), "{command:?} {lang} shows {value}");
                }
            }
            runs += 1;
        }
    }
    assert_eq!(runs, 40);
}

#[test]
fn what_harden_says_holds_no_secret() {
    let readable = |it: &&str| !it.contains("@broken@") && !it.contains("@unclosed@");
    let text: Vec<&str> = MANIFESTS.split("\n---\n").filter(readable).collect();
    let text = text.join("\n---\n").replace("@url@+@redis", "@url@\u{1}redis").replace("short@", "short\u{1}");
    let (text, planted) = plant(&text);
    let text = text.replace('\u{1}', "@");
    assert!(planted.len() > 25, "{}", planted.len());
    for lang in ["en", "ja"] {
        for flags in [
            &[][..],
            &["--secret-refs"],
            &["--secret-refs", "--ssrf-proxy", "--sandbox-namespace", "cage"],
            &["--network-policies"],
        ] {
            let run = crate::run_with(&[&["harden", "--lang", lang], flags].concat(), &text);
            assert_eq!(run.code, Some(0), "{}", run.err);
            assert!(run.err.lines().count() > 3, "{}", run.err);
            for value in &planted {
                for piece in [&value[..], &value[..12], &value[value.len() - 10..]] {
                    assert!(!run.err.contains(piece), "{flags:?} {lang} tells {value}");
                }
            }
        }
    }
}
