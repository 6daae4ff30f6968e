//! The `dateline` program: arguments in, exit status out.

/// Facts and pages are many small strings, made and dropped on all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    dateline::cli::run(std::env::args_os())
}
