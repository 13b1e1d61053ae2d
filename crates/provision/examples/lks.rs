//! The provisioner's command line alone: `cargo run -p lks-provision --example lks -- plan`.

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use lks_provision::cli::{Command, run};
use lks_provision::control::Control;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    run(command, Path::new("data"), &mut std::io::stdout(), &Control::default())
}
