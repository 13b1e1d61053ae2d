//! `lks plan | apply | verify | drift | destroy …` and `doctor` without the rest of `lks`: the same command
//! line on the same library, beside the AWS SDK. What `./run --aws` runs, and tests/emulator drives and kills.
//!
//! `AWS_…` is read by the SDK; `LKS_ARTIFACTS_DIR` and `LKS_AWS_EMULATOR_PACE` as `lks` reads them.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use lks_provision::cli::{self, Setting};
use lks_provision::control::Control;
use lks_provision::ink::Ink;
use lks_provision::stack::{Part, Stack};
use lks_provision_aws::{AwsClouds, Settings, doctor};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Look at the account before anything is created in it
    Doctor {
        #[arg(long, value_delimiter = ',')]
        without: Vec<Part>,
    },
    #[command(flatten)]
    Stack(cli::Command),
}

fn clouds() -> AwsClouds {
    let text = |name: &str| std::env::var(name).ok();
    let mut settings = Settings::default();
    if let Some(folder) = text("LKS_ARTIFACTS_DIR") {
        settings.artifacts = PathBuf::from(folder);
    }
    if let Some(pace) = text("LKS_AWS_EMULATOR_PACE").and_then(|pace| pace.parse().ok()) {
        settings.pace = pace;
        settings.read_lag = Duration::ZERO;
    }
    AwsClouds { settings }
}

fn main() -> ExitCode {
    let clouds = clouds();
    match Arguments::parse().command {
        Verb::Doctor { without } => {
            let stack = Stack { without, ..Stack::default() };
            match clouds.with_aws(async |aws| doctor::examine(&aws, &stack).await) {
                Ok(findings) => {
                    print!("{findings}");
                    if findings.all_well() { ExitCode::SUCCESS } else { ExitCode::from(2) }
                }
                Err(error) => {
                    eprintln!("error: {error}");
                    ExitCode::FAILURE
                }
            }
        }
        Verb::Stack(command) => {
            let control = Control::default();
            let setting = Setting {
                data_dir: Path::new("data"),
                clouds: &clouds,
                control: &control,
                on_terminal: false,
                ink: Ink::PLAIN,
            };
            cli::run(&command, &setting, &mut std::io::stdout())
        }
    }
}
