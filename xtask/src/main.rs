//! The project's own automation: `cargo xtask test|codegen|bench|fuzz|storm|mutants`.
//!
//! Everything that CI runs is here and can be run by anybody; what a step needs and does not find, it names.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a program for the terminal")]

mod bench;
mod bench_secrets;
mod codegen;
mod conformance;
mod deployment;
mod fuzz;
mod growth;
mod measure;
mod mutants;
mod repository;
mod run;
mod test;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test              format, lints, docs, every test, conformance data
cargo xtask codegen [--check] write (or compare) what is generated: the rules pages
cargo xtask bench [PART...] [--peer]
                              speed and memory of whole runs: audit, network, stages, secrets, or all; --peer builds
                              kube-score and gitleaks with Go and measures them beside
cargo xtask fuzz [SECONDS]    fuzz the loader, the reader beside Kubernetes' own (Go), the fixer, the hardener and
                              the stores (needs a nightly toolchain and cargo-fuzz)
cargo xtask storm [RUNS]      hostile bytes for every command that reads, 5000 times where RUNS is left out
cargo xtask mutants CRATE [SAMPLE [SEED]]
                              changes the crate's code in SAMPLE places (200 where left out), drawn with SEED, and says
                              which ones its own tests do not notice (needs cargo-mutants)
cargo xtask deny              licences, advisories and bans (needs cargo-deny)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["test"] => test::run(),
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        ["bench", words @ ..] => bench::run(words),
        ["fuzz"] => fuzz::run(600),
        ["fuzz", seconds] if seconds.parse::<u32>().is_ok() => fuzz::run(seconds.parse().unwrap_or(600)),
        ["storm"] => test::storm("5000"),
        ["storm", runs] if runs.parse::<u32>().is_ok() => test::storm(runs),
        ["mutants", package] => mutants::run(package, mutants::SAMPLE, 1),
        ["mutants", package, sample] => mutants::sampled(package, sample, "1"),
        ["mutants", package, sample, seed] => mutants::sampled(package, sample, seed),
        ["deny"] => test::deny(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("xtask: unknown task {words:?}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
