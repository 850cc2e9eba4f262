//! Conformance data, read from where it lives.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::run::{has, root, variable};

/// The Go module that holds Kubernetes' own Pod Security cases.
pub(crate) const MODULE: &str = "k8s.io/pod-security-admission@v0.37.2";

/// Names the folder of the cases to the tests.
pub(crate) const VARIABLE: &str = "SEKISHO_POD_SECURITY_CASES";

/// The folder with Kubernetes' Pod Security cases: what the environment says, else the Go module, fetched once.
pub(crate) fn pod_security_cases() -> Result<PathBuf> {
    if let Some(folder) = variable(VARIABLE) {
        return Ok(folder.into());
    }
    if !has("go", "version") {
        bail!("Go is not installed");
    }
    // `go mod download` wants to stand in a module, and must not find one of somebody else's.
    let folder = root().join("target/conformance");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("go.mod"), "module conformance\n\ngo 1.21\n")?;
    let output = Command::new("go")
        .args(["mod", "download", "-json", MODULE])
        .current_dir(&folder)
        .output()
        .context("starting go")?;
    let answer: serde_json::Value =
        serde_json::from_slice(&output.stdout).context("go mod download did not answer in JSON")?;
    if let Some(error) = answer.get("Error").and_then(|it| it.as_str()).filter(|it| !it.is_empty()) {
        bail!("go mod download {MODULE}: {error}");
    }
    let module = answer.get("Dir").and_then(|it| it.as_str()).context("go mod download names no folder")?;
    Ok(PathBuf::from(module).join("test/testdata"))
}
