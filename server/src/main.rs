//! The `latchkey` program.

mod boot;
mod cli;
mod config;
mod demo;
mod doctor;
mod http;
mod listen;
mod logs;
mod serve;
mod verify;
mod worker;

fn main() -> std::process::ExitCode {
    cli::run()
}
