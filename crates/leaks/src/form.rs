//! Tokens that are known by their form: private keys, and what the well-known services issue.
//!
//! Each has literals of the form (what aho-corasick looks for in the whole text) and a pattern that is run only where one stands.
//! The first group of a pattern is the value, the whole match where there is no group.

use lang::Text;

use crate::rule::{MOVE, Rule};

/// How a token looks.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Literals, one of which every such token holds.
    pub hints: &'static [&'static str],
    /// The regular expression.
    pub pattern: &'static str,
}

const fn form(
    id: &'static str,
    title: Text,
    form: Form,
    examples: &'static [(&'static str, &'static str)],
    negative_examples: &'static [(&'static str, &'static str)],
) -> Rule {
    Rule { id, title, advice: MOVE, form: Some(form), examples, negative_examples }
}

/// Every form; each id once.
#[rustfmt::skip]
pub(crate) static FORMS: &[Rule] = &[
    form("private-key", Text::new("a private key", "秘密鍵"),
        Form { hints: &["-----BEGIN"], pattern: r"-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n|\\r)*[A-Za-z0-9+/=:,\- ]{16,}" },
        &[("key.pem", "-----BEGIN RSA PRIVATE· KEY-----\nMIIEowIBAAKCAQEAx7Kq7wRz1LmN4xTb9Vd2Ys\n")],
        &[("key.pem", "-----BEGIN PUBLIC KEY-----\nMIIEowIBAAKCAQEAx7Kq7w\n"), ("doc.md", "starts with `-----BEGIN PRIVATE KEY-----`\n")]),
    form("age-secret-key", Text::new("an age secret key", "age の秘密鍵"),
        Form { hints: &["AGE-SECRET-KEY-"], pattern: r"AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{58,}" },
        &[("k.txt", "AGE-SECRET·-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE6\n")],
        &[("k.txt", "AGE-SECRET-KEY-1...\n")]),
    form("aws-access-key", Text::new("an AWS access key", "AWS のアクセスキー"),
        Form { hints: &["AKIA", "ASIA"], pattern: r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b" },
        &[("a.txt", "id AKIA·Z7VXK3QWMNPLYRT2\n")],
        &[("a.txt", "AKIAIOSFODNN7EXAMPLE\n"), ("a.txt", "XAKIAZ7VXK3QWMNPLYRT2\n")]),
    form("gcp-api-key", Text::new("a Google API key", "Google の API キー"),
        Form { hints: &["AIza"], pattern: r"\bAIza[0-9A-Za-z_\-]{35}" },
        &[("a.js", "key('AIza·SyKq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xT')\n")],
        &[("a.js", "AIzaSyShort\n")]),
    form("gcp-service-account-key", Text::new("a Google service account key", "Google サービスアカウントの鍵"),
        Form { hints: &["\"private_key_id\""], pattern: r#""private_key_id"\s*:\s*"([0-9a-f]{40})""# },
        &[("sa.json", "{\"private_key_id\": \"9f86d081884c7d65·9a2feaa0c55ad015a3bf4f1b\"}\n")],
        &[("sa.json", "{\"private_key_id\": \"...\"}\n")]),
    form("azure-storage-key", Text::new("an Azure storage account key", "Azure ストレージアカウントの鍵"),
        Form { hints: &["AccountKey="], pattern: r"AccountKey=([A-Za-z0-9+/]{86}==)" },
        &[("a.txt", "AccountKey=·Kq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2YsKq7wRz==\n")],
        &[("a.txt", "AccountKey=${KEY}\n")]),
    form("azure-client-secret", Text::new("an Azure client secret", "Azure のクライアントシークレット"),
        Form { hints: &["8Q~"], pattern: r"\b([A-Za-z0-9_~.\-]{3}8Q~[A-Za-z0-9_~.\-]{31,34})" },
        &[("a.txt", "abc8Q~·Kq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb\n")],
        &[("a.txt", "8Q~ short\n")]),
    form("github-token", Text::new("a GitHub token", "GitHub のトークン"),
        Form { hints: &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"], pattern: r"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{82})\b" },
        &[("a.sh", "curl ghp_·Kq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9V\n")],
        &[("a.sh", "ghp_short\n")]),
    form("gitlab-token", Text::new("a GitLab token", "GitLab のトークン"),
        Form { hints: &["glpat-", "gldt-", "glrt-"], pattern: r"\bgl(?:pat|dt|rt)-[A-Za-z0-9_\-]{20,}" },
        &[("a.sh", "glpat-·Kq7wRz1LmN4xTb9Vd2Ys\n")],
        &[("a.sh", "glpat-x\n")]),
    form("slack-token", Text::new("a Slack token", "Slack のトークン"),
        Form { hints: &["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-"], pattern: r"\b(?:xox[bpars]-[0-9A-Za-z\-]{20,}|xapp-\d-[A-Z0-9]+-\d+-[0-9a-f]{32,})" },
        &[("a.py", "xoxb-·2048510245-Kq7wRz1LmN4xTb9Vd2Ys\n")],
        &[("a.py", "xoxb-your-token\n")]),
    form("slack-webhook", Text::new("a Slack webhook", "Slack の Webhook URL"),
        Form { hints: &["hooks.slack.com"], pattern: r"hooks\.slack\.com/(?:services|workflows)/([A-Za-z0-9+/]{30,})" },
        &[("a.py", "https://hooks.slack.com/services/·T02AB3CDE/B04FG5HIJ/Kq7wRz1LmN4xTb9Vd2YsKq7w\n")],
        &[("a.py", "https://hooks.slack.com/services/XXX\n")]),
    form("openai-key", Text::new("an OpenAI API key", "OpenAI の API キー"),
        Form { hints: &["sk-proj-", "sk-svcacct-", "T3BlbkFJ"], pattern: r"\bsk-(?:(?:proj|svcacct|admin|None)-)?[A-Za-z0-9_\-]{16,}T3BlbkFJ[A-Za-z0-9_\-]{16,}" },
        &[("a.py", "sk-proj-·Kq7wRz1LmN4xTb9Vd2YsT3BlbkFJKq7wRz1LmN4xTb9Vd2Ys\n")],
        &[("a.py", "sk-proj-xxxx\n")]),
    form("anthropic-key", Text::new("an Anthropic API key", "Anthropic の API キー"),
        Form { hints: &["sk-ant-"], pattern: r"\bsk-ant-(?:api|admin)\d{2}-[A-Za-z0-9_\-]{80,}" },
        &[("a.py", "sk-ant-·api03-Kq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2YsKq7wRz1L\n")],
        &[("a.py", "sk-ant-api03-...\n")]),
    form("huggingface-token", Text::new("a Hugging Face token", "Hugging Face のトークン"),
        Form { hints: &["hf_"], pattern: r"\bhf_[A-Za-z]{34,}\b" },
        &[("a.py", "hf_·KqwRzLmNxTbVdYsKqwRzLmNxTbVdYsabcd\n")],
        &[("a.py", "hf_hub_download\n")]),
    form("stripe-key", Text::new("a Stripe key", "Stripe の鍵"),
        Form { hints: &["sk_live_", "rk_live_"], pattern: r"\b[sr]k_live_[A-Za-z0-9]{20,}" },
        &[("a.py", "sk_·live_Kq7wRz1LmN4xTb9Vd2Ys\n")],
        &[("a.py", "sk_live_...\n")]),
    form("sendgrid-key", Text::new("a SendGrid API key", "SendGrid の API キー"),
        Form { hints: &["SG."], pattern: r"\bSG\.[A-Za-z0-9_\-]{22}\.[A-Za-z0-9_\-]{43}" },
        &[("a.py", "SG.·Kq7wRz1LmN4xTb9Vd2YsKq.Kq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2YsKq7\n")],
        &[("a.py", "SG.x.y\n")]),
    form("npm-token", Text::new("an npm token", "npm のトークン"),
        Form { hints: &["npm_"], pattern: r"\bnpm_[A-Za-z0-9]{36}\b" },
        &[(".npmrc", "npm_·Kq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9V\n")],
        &[(".npmrc", "npm_config_cache\n")]),
    form("pypi-token", Text::new("a PyPI token", "PyPI のトークン"),
        Form { hints: &["pypi-AgEI"], pattern: r"\bpypi-AgEI[A-Za-z0-9_\-]{50,}" },
        &[(".pypirc", "pypi-·AgEIcHlwaS5vcmcKq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4\n")],
        &[(".pypirc", "pypi-AgEI\n")]),
    form("docker-token", Text::new("a Docker Hub token", "Docker Hub のトークン"),
        Form { hints: &["dckr_pat_"], pattern: r"\bdckr_pat_[A-Za-z0-9_\-]{27,}" },
        &[("a.sh", "dckr_·pat_Kq7wRz1LmN4xTb9Vd2YsKq7wRz1\n")],
        &[("a.sh", "dckr_pat_x\n")]),
    form("vault-token", Text::new("a HashiCorp Vault token", "HashiCorp Vault のトークン"),
        Form { hints: &["hvs.", "hvb."], pattern: r"\bhv[sb]\.[A-Za-z0-9_\-]{24,}" },
        &[("a.sh", "hvs.·Kq7wRz1LmN4xTb9Vd2YsKq7wRz1L\n")],
        &[("a.sh", "hvs.x\n")]),
    form("json-web-token", Text::new("a signed JSON web token", "署名付き JWT"),
        Form { hints: &["eyJ"], pattern: r"\beyJ[A-Za-z0-9_\-]{10,}\.eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{20,}" },
        &[("a.js", "'ey·JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.Kq7wRz1LmN4xTb9Vd2YsKq7wRz1LmN4xTb9V'\n")],
        &[("a.js", "eyJhbGciOiJIUzI1NiJ9\n")]),
    form("dify-api-key", Text::new("an API key of a Dify app or data set", "Dify のアプリまたはナレッジの API キー"),
        Form { hints: &["app-", "dataset-"], pattern: r"\b(?:app|dataset)-[A-Za-z0-9]{24}\b" },
        &[("a.sh", "Bearer app-·Kq7wRz1LmN4xTb9Vd2YsKq7w\n")],
        &[("a.sh", "app-configuration-controller\n"), ("a.sh", "app-abcdefghijklmnopqrstuvwx\n")]),
];
