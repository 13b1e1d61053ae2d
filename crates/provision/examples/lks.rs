//! The provisioner's command line alone: `cargo run -p lks-provision --example lks -- plan`.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use lks_provision::cli::{Command, Setting, refuse, run};
use lks_provision::connection::SandboxOnly;
use lks_provision::control::Control;
use lks_provision::ink::Ink;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let command = match Arguments::try_parse() {
        Ok(arguments) => arguments.command,
        Err(error) => return refuse(&error),
    };
    let mut out = std::io::stdout();
    let on_terminal = out.is_terminal();
    let ink = if on_terminal { Ink::COLOURED } else { Ink::PLAIN };
    let (data_dir, artifacts, control) = (Path::new("data"), Path::new("artifacts"), &Control::default());
    let setting = Setting { data_dir, artifacts, clouds: &SandboxOnly, control, on_terminal, ink };
    run(&command, &setting, &mut out)
}
