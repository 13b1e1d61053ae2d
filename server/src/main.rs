//! `lks`: see `lks --help`.

use std::process::ExitCode;

use clap::Parser;
use lks_server::cli::{Cli, Command};
use lks_server::config::{Config, LogFormat, Overrides};
use lks_server::{client, doctor, models, provision, serve, telemetry, worker};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return lks_provision::cli::refuse(&error),
    };
    match cli.command {
        None => start(cli.serve),
        Some(Command::Serve(overrides)) => start(*overrides),
        Some(Command::Worker(options)) => {
            telemetry::start_log(&options.log, LogFormat::Text);
            finish(block_on(worker::run(&options)))
        }
        Some(Command::Models(options)) => finish(models::cli::run(options)),
        Some(Command::Client(options)) => finish(client::export(&options)),
        Some(Command::Doctor(options)) => doctor::run(&options),
        Some(Command::Stack(command)) => provision::run(command),
    }
}

fn start(overrides: Overrides) -> ExitCode {
    let config = match Config::load(overrides) {
        Ok(config) => config,
        Err(error) => return finish(Err::<(), _>(error)),
    };
    telemetry::start_log(&config.log, config.log_format);
    finish(block_on(serve::run(config)))
}

fn block_on<T>(future: impl Future<Output = Result<T, serve::StartError>>) -> Result<T, serve::StartError> {
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(future),
        Err(error) => Err(serve::StartError::Serve(error)),
    }
}

fn finish<E: std::fmt::Display>(result: Result<(), E>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lks: {error}");
            ExitCode::FAILURE
        }
    }
}
