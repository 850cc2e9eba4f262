//! The rules about names and structure.

use lang::Text;

use crate::rule::{MOVE, Rule};

pub(crate) static PUBLISHED_DEFAULT: Rule = Rule {
    id: "published-default-credential",
    title: Text::new("a published default of Dify's", "公開されている Dify の既定値"),
    advice: Text::new(
        "make a value of your own (`sekisho secrets generate`) and keep it in a Secret; change it in the running store too",
        "独自の値を作り(`sekisho secrets generate`)、Secret に置いてください。稼働中のストア側も変更が必要です",
    ),
    form: None,
    examples: &[
        (".env", "DB_PASSWORD=difyai·123456\n"),
        ("values.yaml", "redis:\n  auth:\n    password: difyai·123456\n"),
        ("deploy.yaml", "env:\n  - name: SANDBOX_API_KEY\n    value: dify-·sandbox\n"),
        ("config.py", "url = 'redis://:difyai·123456@redis:6379/1'\n"),
    ],
    negative_examples: &[(
        ".env",
        "CODE_EXECUTION_ENDPOINT_HOST=dify-sandbox\nDB_PASSWORD=${DB_PASSWORD}\nDB_USERNAME=postgres\n",
    )],
};

pub(crate) const PLAINTEXT_ID: &str = "plaintext-credential";

pub(crate) static PLAINTEXT_CREDENTIAL: Rule = Rule {
    id: PLAINTEXT_ID,
    title: Text::new("a credential in the clear", "平文の認証情報"),
    advice: MOVE,
    form: None,
    examples: &[
        (".env", "SECRET_KEY=Kq7wRz1LmN4x·Tb9Vd2Ys\n"),
        ("values.yaml", "postgresql:\n  auth:\n    postgresPassword: sun·shine1\n"),
        ("deploy.yaml", "containers:\n  - env:\n      - {name: DB_PASSWORD, value: Kq7wRz1LmN4x·Tb9Vd2Ys}\n"),
        ("docker-compose.yaml", "services:\n  api:\n    environment:\n      - SECRET_KEY=Kq7wRz1LmN4x·Tb9Vd2Ys\n"),
        ("settings.py", "SECRET_KEY: str = \"Kq7wRz1LmN4x·Tb9Vd2Ys\"\n"),
        ("run.sh", "export REDIS_PASSWORD=Kq7wRz1LmN4x·Tb9Vd2Ys\n"),
        ("run.sh", "kubectl create secret generic s --from-literal=DB_PASSWORD=Kq7wRz1LmN4x·Tb9Vd2Ys\n"),
        ("run.sh", "helm install d . --set redis.auth.password=Kq7wRz1LmN4x·Tb9Vd2Ys\n"),
        ("Dockerfile", "ENV API_KEY Kq7wRz1LmN4x·Tb9Vd2Ys\n"),
    ],
    negative_examples: &[
        (".env", "DB_PASSWORD=\nSECRET_KEY=<your key>\nACCESS_TOKEN_EXPIRE_MINUTES=60\nAPI_KEY=$API_KEY\n"),
        (
            "values.yaml",
            "auth:\n  existingSecret: dify-secret\n  secretKeys: {adminPasswordKey: postgres-password}\n  password: \"\"\n",
        ),
        (
            "deploy.yaml",
            "env:\n  - name: DB_PASSWORD\n    valueFrom: {secretKeyRef: {name: dify-secret, key: DB_PASSWORD}}\n",
        ),
        ("settings.py", "SECRET_KEY = os.environ[\"SECRET_KEY\"]\npassword = config.database.password1\n"),
        (
            "eso.yaml",
            "kind: ExternalSecret\napiVersion: external-secrets.io/v1\nspec:\n  data: [{secretKey: DB_USERNAME}, {secretKey: S3_SECRET_KEY}]\n",
        ),
        ("en.json", "{\"password\": \"Your password\", \"apiKey\": \"API key\"}\n"),
        (
            "sealed.yaml",
            "kind: SealedSecret\nspec:\n  encryptedData:\n    DB_PASSWORD: AgBy3i4OJSWK0PiTySYZZA9rO43cGDEq9LmN4x\n",
        ),
        ("enc.yaml", "DB_PASSWORD: ENC[AES256_GCM,data:Kq7wRz1LmN4xTb9Vd2Ys,iv:aaaa,tag:bbbb,type:str]\n"),
    ],
};

pub(crate) static SECRET_MANIFEST: Rule = Rule {
    id: "plaintext-secret-manifest",
    title: Text::new(
        "a Secret with its value (base64 hides nothing)",
        "値が入ったままの Secret(base64 は暗号化ではありません)",
    ),
    advice: Text::new(
        "commit it encrypted (SOPS, SealedSecret) or a reference to it (ExternalSecret). If it was ever pushed, rotate the value",
        "SOPS や SealedSecret で暗号化するか、ExternalSecret で参照してください。一度でも push したなら値を更新してください",
    ),
    form: None,
    examples: &[
        ("secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  DB_PASSWORD: sun·shine1\n"),
        (
            "secret.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  anything: S3E3d1J6MUxtTjR4·VGI5VmQyWXM=\n",
        ),
    ],
    negative_examples: &[(
        "secret.yaml",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  DB_PASSWORD: <from the vault>\n  DB_HOST: postgres\n",
    )],
};

pub(crate) static CREDENTIAL_IN_URL: Rule = Rule {
    id: "credential-in-url",
    title: Text::new("a password inside of a URL", "URL に埋め込まれたパスワード"),
    advice: MOVE,
    form: None,
    examples: &[
        ("app.py", "DSN = 'postgresql+psycopg2://dify:Kq7wRz1LmN4x·Tb9Vd2Ys@db:5432/dify'\n"),
        (".env", "CELERY_BROKER_URL=redis://:sun·shine1@redis:6379/1\n"),
    ],
    negative_examples: &[
        ("app.py", "DSN = f'postgresql://{user}:{password}@db/dify'\nurl = 'https://example.com/a?b=c@d'\n"),
        (".env", "CELERY_BROKER_URL=redis://:${REDIS_PASSWORD}@redis:6379/1\n"),
        ("README.md", "postgresql://user:password@host/db, ssh://git@github.com/x\n"),
    ],
};

pub(crate) static CREDENTIAL_ARGUMENT: Rule = Rule {
    id: "credential-in-command-line",
    title: Text::new("a credential on a command line", "コマンドラインに書かれた認証情報"),
    advice: Text::new(
        "a command line is seen by every process of the machine: take the value from a file or the environment, and that from a Secret",
        "コマンドラインは同じマシンの全プロセスから見えます。値は Secret 由来のファイルか環境変数から渡してください",
    ),
    form: None,
    examples: &[
        ("pod.yaml", "args: [\"--requirepass\", \"sun·shine1\"]\n"),
        ("pod.yaml", "command: [redis-server, --requirepass=Kq7wRz1LmN4x·Tb9Vd2Ys]\n"),
        ("run.sh", "redis-cli -a Kq7wRz1LmN4x·Tb9Vd2Ys ping\n"),
        ("run.sh", "kubectl create secret generic s --from-file=x\nsshpass -p Kq7wRz1LmN4x·Tb9Vd2Ys ssh host\n"),
        ("run.sh", "curl -s -u elastic:Kq7wRz1LmN4x·Tb9Vd2Ys http://es:9200\nmysql -u root -pKq7wRz1LmN4x·Tb9Vd2Ys\n"),
        ("README.md", "    sandbox --api-key 'Kq7wRz1LmN4x·Tb9Vd2Ys'\n"),
    ],
    negative_examples: &[
        ("pod.yaml", "args: [--requirepass, $(REDIS_PASSWORD), --token-file=/run/token, --max-tokens, \"4096\"]\n"),
        ("run.sh", "mysql -p -u root\ncurl -u user:$PASSWORD x\nmkdir -p mysql -p path/to/mysql\n"),
        ("run.sh", "redis-cli -a \"$REDIS_PASSWORD\" ping\nhelm install --set password=\n"),
    ],
};

pub(crate) static DECRYPTED_STORE: Rule = Rule {
    id: "decrypted-store",
    title: Text::new("an encrypted file with its value in the clear", "暗号化ファイルの値が平文で保存されています"),
    advice: Text::new(
        "encrypt the file again (`sekisho secrets encrypt FILE`), or write the one value with `sekisho secrets set FILE KEY`. If it was ever pushed, rotate the value",
        "ファイルを `sekisho secrets encrypt ファイル` で暗号化し直すか、値を `sekisho secrets set ファイル キー` で書き直してください。一度でも push したなら値を更新してください",
    ),
    form: None,
    examples: &[
        ("prod.enc.yaml", "DB_HOST: postgres\nDB_PASSWORD: sun·shine1\n"),
        ("prod.sops.json", "{\"data\": {\"token\": \"sun·shine1\"}}\n"),
        (
            "prod.yaml",
            "A: ENC[AES256_GCM,data:S3E3,iv:S3E3,tag:S3E3,type:str]\nB: sun·shine1\nsops:\n    age:\n        - recipient: age1x\n          enc: x\n    lastmodified: \"2026-11-24T00:00:00Z\"\n    mac: ENC[AES256_GCM,data:S3E3,iv:S3E3,tag:S3E3,type:str]\n",
        ),
        (
            "prod.env",
            "B=sun·shine1\nsops_age__list_0__map_recipient=age1x\nsops_age__list_0__map_enc=x\nsops_lastmodified=2026-11-24T00:00:00Z\nsops_mac=ENC[x]\n",
        ),
    ],
    negative_examples: &[
        (
            "prod.enc.yaml",
            "DB_PASSWORD: ENC[AES256_GCM,data:S3E3,iv:S3E3,tag:S3E3,type:str]\nEMPTY: \"\"\nhost_unencrypted: postgres\nsops:\n    age:\n        - recipient: age1x\n          enc: x\n    lastmodified: \"2026-11-24T00:00:00Z\"\n    mac: ENC[AES256_GCM,data:S3E3,iv:S3E3,tag:S3E3,type:str]\n    unencrypted_suffix: _unencrypted\n",
        ),
        (
            "secret.yaml",
            "kind: Secret\napiVersion: v1\nmetadata: {name: s}\nstringData:\n  A: ENC[AES256_GCM,data:S3E3,iv:S3E3,tag:S3E3,type:str]\nsops:\n    age:\n        - recipient: age1x\n          enc: x\n    lastmodified: \"2026-11-24T00:00:00Z\"\n    mac: ENC[AES256_GCM,data:S3E3,iv:S3E3,tag:S3E3,type:str]\n    encrypted_regex: ^(data|stringData)$\n",
        ),
        (".sops.yaml", "creation_rules:\n  - path_regex: ^stores/\n    age: age1x\n"),
        ("plain.yaml", "# see sops\nhost: postgres\n"),
    ],
};

pub(crate) static NAMED: [&Rule; 6] = [
    &DECRYPTED_STORE,
    &PUBLISHED_DEFAULT,
    &PLAINTEXT_CREDENTIAL,
    &SECRET_MANIFEST,
    &CREDENTIAL_IN_URL,
    &CREDENTIAL_ARGUMENT,
];
