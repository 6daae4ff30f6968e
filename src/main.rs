//! The `dateline` program: arguments in, exit status out.

fn main() -> std::process::ExitCode {
    dateline::cli::run(std::env::args_os())
}
