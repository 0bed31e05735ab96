//! The `tutela` program.

fn main() -> std::process::ExitCode {
    tutela::run()
}
