//! Each place where people put credentials, with generated values; and what stands there and is none.

use credentials::{Alphabet, Length, OperatingSystem, generate};
use leaks::scan;

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

fn value() -> String {
    let length = Length::new(20).expect("a length");
    generate(&mut OperatingSystem, Alphabet::Alnum, length).expect("bytes").expose().to_owned()
}

/// A place: the file, how many are in it, and its text.
type Place = (&'static str, usize, fn(&str) -> String);

const SECRET: &str = "apiVersion: v1\nkind: Secret\nmetadata: {name: c}\n";

const PLACES: &[Place] = &[
    ("secret.yaml", 2, |v| format!("{SECRET}stringData:\n  app.env: |\n    DB_PASSWORD={v}\n    REDIS_PASSWORD={v}\n")),
    ("secret.yaml", 2, |v| {
        format!("{SECRET}data:\n  .env: {}\n", base64(&format!("DB_PASSWORD={v}\nREDIS_PASSWORD={v}\n")))
    }),
    ("secret.yaml", 1, |v| format!("{SECRET}stringData:\n  config.json: '{{\"api\": {{\"api_key\": \"{v}\"}}}}'\n")),
    ("secret.yaml", 1, |v| format!("{SECRET}stringData:\n  redis.conf: |\n    port 6379\n    requirepass {v}\n")),
    ("configmap.yaml", 1, |v| {
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c}}\ndata:\n  app.env: |\n    API_SECRET={v}\n")
    }),
    ("call.sh", 1, |v| format!("curl -H \"Authorization: Bearer {v}\" http://dify/v1/chat-messages\n")),
    ("call.sh", 1, |v| format!("curl -H 'X-Api-Key: {v}' http://dify/\n")),
    ("call.py", 1, |v| format!("headers = {{\"Authorization\": \"Bearer {v}\"}}\n")),
    ("call.py", 1, |v| format!("headers = {{'Authorization': 'Basic {}'}}\n", base64(&format!("dify:{v}")))),
    ("a.env", 1, |v| format!("FEISHU_SECRET={v}\n")),
    ("a.env", 1, |v| format!("REDIS_AUTH={v}\n")),
    (".env.production", 1, |v| format!("export AZURE_OPENAI_KEY='{v}'\n")),
    ("docker-compose.yaml", 1, |v| {
        format!("services:\n  api:\n    environment:\n      DB_PASSWORD: ${{DB_PASSWORD:-{v}}}\n")
    }),
    ("settings.py", 1, |v| format!("x = os.getenv(\"DB_PASSWORD\") or \"{v}\"\n")),
    ("settings.py", 1, |v| format!("x = os.environ.get('DB_PASSWORD', '{v}')\n")),
    ("a.js", 1, |v| format!("const k = process.env.API_KEY || '{v}'\n")),
    ("secret.tpl", 1, |v| format!("  x: {{{{ .Values.redis.password | default \"{v}\" }}}}\n")),
    ("secret.tpl", 1, |v| format!("  x: {{{{ default \"{v}\" .Values.redis.password }}}}\n")),
    ("app.properties", 1, |v| format!("spring.datasource.password={v}\n")),
    ("app.toml", 1, |v| format!("[db]\npassword = \"{v}\"\n")),
    ("main.tf", 1, |v| format!("resource \"x\" \"y\" {{\n  password = \"{v}\"\n}}\n")),
    ("Dockerfile.prod", 1, |v| format!("FROM x\nENV DB_PASSWORD={v}\n")),
    ("redis.conf", 2, |v| format!("requirepass {v}\nmasterauth {v}\n")),
    (".netrc", 1, |v| format!("machine dify.example.com login bot password {v}\n")),
    (".pgpass", 1, |v| format!("db:5432:dify:postgres:{v}\n")),
    ("init.sql", 1, |v| format!("CREATE USER 'dify' IDENTIFIED BY '{v}';\n")),
    ("init.sql", 1, |v| format!("ALTER ROLE dify WITH PASSWORD '{v}';\n")),
    ("app.xml", 1, |v| format!("<add key=\"DbPassword\" value=\"{v}\"/>\n")),
    ("app.xml", 1, |v| format!("<db><password>{v}</password></db>\n")),
    ("nb.ipynb", 1, |v| {
        format!("{{\"cells\":[{{\"cell_type\":\"code\",\"source\":[\"API_KEY = \\\"{v}\\\"\\n\"]}}]}}\n")
    }),
    ("a.json", 1, |v| format!("{{\"config\": \"{{\\\"api_key\\\": \\\"{v}\\\"}}\"}}\n")),
    ("dsl.yml", 1, |v| {
        format!(
            "kind: app\nworkflow:\n  environment_variables:\n  - name: llm\n    value: {v}\n    value_type: secret\n"
        )
    }),
    ("config.json", 1, |v| format!("{{\"auths\": {{\"r\": {{\"auth\": \"{}\"}}}}}}\n", base64(&format!("bot:{v}")))),
    ("dsn.py", 1, |v| format!("d = 'host=db user=dify password={v} dbname=dify'\n")),
];

#[test]
fn every_place_is_looked_at() {
    let mut wrong = Vec::new();
    for (at, (file, count, write)) in PLACES.iter().enumerate() {
        // Some random values look like words: one in thirty without a digit.
        let missed = (0..20).filter(|_| scan(file, &write(&value())).len() != *count).count();
        if missed > 3 {
            wrong.push(format!("{at} {file}: {missed} of 20"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn plain_words_are_passwords_in_settings() {
    for (file, text) in [
        ("app.ini", "[db]\npassword = sunshine1\n"),
        ("prod.yaml", "password: sunshine\n"),
        ("staging.yaml", "redis:\n  auth:\n    password: moonlight\n"),
        ("run.sh", "export DB_PASSWORD=sunshine\n"),
    ] {
        assert_eq!(scan(file, text).len(), 1, "{file}");
    }
}

#[test]
fn everyday_texts_are_quiet() {
    let mut loud = Vec::new();
    for (file, text) in [
        (
            "ingress.yaml",
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: d\n  annotations:\n    nginx.ingress.kubernetes.io/auth-secret: basic-auth\n",
        ),
        (
            "ingress.yaml",
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: d\n  annotations:\n    nginx.ingress.kubernetes.io/auth-tls-secret: dify/ca-7k2f9d8g5h\n",
        ),
        ("values.yaml", "auth:\n  clientSecret: dify-client\n  maxTokens: 4096\n  token: 8192\n"),
        ("locales/de.yaml", "password: Kennwort\ntoken: Zugriffsschluessel\n"),
        ("en-US.json", "{\"password\": \"Password\", \"secretKey\": \"Secret\"}\n"),
        (
            "a.env",
            "NEXT_PUBLIC_POSTHOG_KEY=phc_Kq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2Ys\nSITE_KEY=Kq7wRz1LmN4xTb9Vd2Ys\n",
        ),
        ("main.tf", "password = var.db_password\nsecret = data.vault.x\n"),
        ("ci.yaml", "steps:\n  - with:\n      token: ${{ secrets.GITHUB_TOKEN }}\n"),
        ("run.sh", "echo \"Enter password please\"\nread -s PASSWORD\npassword=$1\n"),
        ("package-lock.json", "{\"integrity\": \"sha512-Kq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2Ys==\"}\n"),
        ("a.go", "key := cache.Key(prefix)\nif password == \"\" || token == \"\" {\n"),
        ("README.md", "Set `Authorization: Bearer YOUR_API_KEY` or Bearer <token>.\n"),
    ] {
        loud.extend(scan(file, text).iter().map(|it| format!("{file}: {} {}", it.rule.id, it.label)));
    }
    assert!(loud.is_empty(), "{loud:#?}");
}
