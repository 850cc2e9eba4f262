//! Work on all of the machine's threads, with results that do not tell of it.

use std::num::NonZeroUsize;
use std::thread;

/// Does `run` with every piece of work; the results come in the order of the work.
pub(crate) fn in_parallel<T: Sync, R: Send>(work: &[T], run: impl Fn(&T) -> R + Sync) -> Vec<R> {
    // Below this much work a thread costs more than it saves.
    const ENOUGH: usize = 64;
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    if threads == 1 || work.len() < ENOUGH {
        return work.iter().map(run).collect();
    }
    // More parts than threads, so that one heavy part does not hold up the end.
    let size = work.len().div_ceil(threads * 4);
    let run = &run;
    let mut results = Vec::with_capacity(work.len());
    for wave in work.chunks(size * threads) {
        thread::scope(|scope| {
            let part = |part| scope.spawn(move || <[T]>::iter(part).map(run).collect::<Vec<R>>());
            let handles: Vec<_> = wave.chunks(size).map(part).collect();
            for handle in handles {
                match handle.join() {
                    Ok(mut part) => results.append(&mut part),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
    }
    results
}
