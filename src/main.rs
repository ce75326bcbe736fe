//! Command line only.

use std::process::ExitCode;

// The C library's allocator keeps the 19 MiB blocks of password hashing; this one gives them back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    merzim::cli::run(std::env::args_os())
}
