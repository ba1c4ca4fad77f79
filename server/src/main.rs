//! The `latchkey` program.

mod boot;
mod cli;
mod config;
mod doctor;
mod http;
mod logs;
mod serve;
mod verify;

fn main() -> std::process::ExitCode {
    cli::run()
}
