//! How much memory decoders take of whatever strangers send: the allocator of tests and of fuzz
//! targets.

#![forbid(unsafe_code)]

use std::alloc::System;

use cap::Cap;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// Do `work`, which must take no more than `most` bytes of memory at any time. Beyond that the
/// allocator refuses, which ends the process: a crash, for the fuzzer.
///
/// The limit is that of the process: other threads must not allocate meanwhile.
pub fn within<T>(most: usize, work: impl FnOnce() -> T) -> T {
    let limit = MEMORY.allocated().saturating_add(most);
    MEMORY.set_limit(limit).expect("the limit is above what is allocated");
    let result = work();
    MEMORY.set_limit(usize::MAX).expect("there is no higher limit");
    result
}
