//! From texts to the inventory: decode every document, settle namespaces, recognise Dify, join credentials.
//!
//! Responsible for: which text is a manifest, a values file, a `.env` or a Compose file ([`Input`]); Kubernetes objects as
//! [`model`] types; components by what they are and not by one chart's labels; the environment that a container really sees
//! ([`environment`]); and the graph of credentials ([`credentials`]).
//!
//! Left to others: where the texts come from (`source`) and what is wrong with them (`rules`, `pss`, `netpol`). Everything
//! here is a pure function of its arguments; threads are used to be fast and change no result.

pub mod credentials;
mod decode;
pub mod environment;
mod input;
mod namespaces;
mod recognise;
mod refused;
mod settings_file;
mod suppressions;

use std::num::NonZeroUsize;
use std::thread;

use dify::Component;
use model::{Declared, DocId, Document, Documents, Inventory, Origin, OriginId, Problem, ProblemKind};
use yaml::{Chunk, First, Limits, Span, SyntaxError};

pub use input::{Flaw, Format, Input};

/// What a person may say about the texts.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The namespace of objects that name none (`kubectl -n`).
    pub namespace: Option<String>,
    /// Components by workload, as `name` or `namespace/name`: they beat recognition.
    pub components: Vec<(String, Component)>,
    /// What is declared of the deployment, for the rules to see.
    pub declared: Declared,
}

/// Reads texts into an inventory. A text or document that cannot be read becomes a [`Problem`] and hides nothing else.
#[must_use]
pub fn read(inputs: Vec<Input>, options: &Options) -> Inventory {
    let mut inventory = Inventory { declared: options.declared.clone(), ..Inventory::default() };
    let mut manifests = Vec::new();
    for input in inputs {
        let format = input.format();
        let origin = inventory.documents.add_origin(Origin::new(input.name, input.kind, input.text));
        if let Some(flaw) = input.flaw {
            let span = Span { start: 0, end: 0 };
            inventory.problems.push(Problem { kind: flaw.kind, origin, span, place: None, reason: flaw.reason });
            continue;
        }
        match format {
            Format::DotEnv => settings_file::read_dot_env(&mut inventory, origin),
            Format::Yaml => manifests.push(origin),
        }
    }
    let parsed = parse_all(&inventory.documents, &manifests);
    let documents = add_documents(&mut inventory, parsed);
    decode_all(&mut inventory, &documents);
    namespaces::settle(&mut inventory, options.namespace.as_deref());
    recognise::components(&mut inventory, &options.components);
    suppressions::read(&mut inventory);
    inventory
}

struct Parsed {
    origin: OriginId,
    chunk: Chunk,
    result: Result<First, SyntaxError>,
}

fn parse_all(documents: &Documents, origins: &[OriginId]) -> Vec<Parsed> {
    let limits = Limits::default();
    let chunks: Vec<(OriginId, Chunk)> = origins
        .iter()
        .flat_map(|origin| {
            let text = documents.origins()[origin.0 as usize].text();
            yaml::split(text).into_iter().map(|chunk| (*origin, chunk))
        })
        .collect();
    in_parallel(&chunks, |part| {
        let parse = |(origin, chunk): &(OriginId, Chunk)| {
            let text = documents.origins()[origin.0 as usize].text();
            Parsed { origin: *origin, chunk: *chunk, result: yaml::parse_first(text, *chunk, &limits) }
        };
        part.iter().map(parse).collect::<Vec<_>>()
    })
    .into_iter()
    .flatten()
    .collect()
}

/// Splits work over the machine's threads; the results come in the order of the work.
fn in_parallel<T: Sync, R: Send>(work: &[T], run: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    // Below this much work a thread costs more than it saves.
    const ENOUGH: usize = 64;
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    if threads == 1 || work.len() < ENOUGH {
        return vec![run(work)];
    }
    // More pieces than threads, so that one heavy piece does not hold up the end.
    let size = work.len().div_ceil(threads * 4);
    let mut results = Vec::new();
    for wave in work.chunks(size * threads) {
        thread::scope(|scope| {
            let handles: Vec<_> = wave.chunks(size).map(|part| scope.spawn(|| run(part))).collect();
            for handle in handles {
                match handle.join() {
                    Ok(result) => results.push(result),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
    }
    results
}

fn add_documents(inventory: &mut Inventory, parsed: Vec<Parsed>) -> Vec<DocId> {
    let mut ids = Vec::new();
    for Parsed { origin, chunk, result } in parsed {
        let part = chunk.span.slice(inventory.documents.origins()[origin.0 as usize].text());
        match result {
            Ok(first) => {
                let helm_source = input::helm_source(part);
                let problems = refused::of_part(origin, part, chunk, &first);
                inventory.problems.extend(problems);
                if let Some(tree) = first.tree {
                    ids.push(inventory.documents.add_document(Document { origin, tree, helm_source }));
                }
            }
            Err(error) => {
                let problem = broken(origin, part, chunk, &error);
                inventory.problems.push(problem);
            }
        }
    }
    ids
}

fn broken(origin: OriginId, part: &str, chunk: Chunk, error: &SyntaxError) -> Problem {
    let template = input::is_template(part);
    let kind = if template { ProblemKind::UnrenderedTemplate } else { ProblemKind::BrokenDocument };
    let at = (error.offset - chunk.span.start) as usize;
    let length = part.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Problem {
        kind,
        origin,
        span: Span { start: error.offset, end: error.offset + length as u32 },
        place: None,
        reason: if template { decode::template_reason() } else { error.flaw.text() },
    }
}

fn decode_all(inventory: &mut Inventory, ids: &[DocId]) {
    let parts = in_parallel(ids, |part| {
        let mut found = Inventory::default();
        for doc in part {
            decode::document(&inventory.documents, *doc, &mut found);
        }
        found
    });
    for part in parts {
        inventory.append(part);
    }
}
