//! Programs as the tests run them: values go in through a pipe.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What a program prints, given a text on its standard input; or what it complains about.
pub(crate) fn run(command: &mut Command, input: &str) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().map_err(|error| format!("{name}: {error}"))?;
    let mut pipe = child.stdin.take().ok_or("no pipe")?;
    let output = std::thread::scope(|scope| {
        // A program that ends early is judged by what it says, not by the pipe that it leaves.
        scope.spawn(move || pipe.write_all(input.as_bytes()));
        child.wait_with_output()
    })
    .map_err(|error| format!("{name}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{name}: {error}"))
}
