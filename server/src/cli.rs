//! The command line of `lks`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use lks_provision::stack::Part;

use crate::client::ClientOptions;
use crate::config::{Overrides, TOKENS_PER_SECOND};

/// Sofya, an English-learning assistant: the server, its workers and its tools.
///
/// Settings come from lks.toml, the environment (LKS_…) and these options; the later one wins.
#[derive(Parser)]
#[command(name = "lks", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do; without it: serve.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Settings of `serve`.
    #[command(flatten)]
    pub serve: Overrides,
}

/// What `lks` can do.
#[derive(Subcommand)]
pub enum Command {
    /// Serve the pages, the API and two regions of workers (the default)
    Serve(Box<Overrides>),
    /// Run one worker that speaks Ollama's API
    Worker(WorkerOptions),
    /// The language models on this machine
    Models(ModelsOptions),
    /// Write the learners' pages as static files, for a host such as Amplify
    Client(ClientOptions),
    /// Look at an AWS account before anything is created in it
    Doctor(DoctorOptions),
    /// The stack in AWS, or in a simulated account
    #[command(flatten)]
    Stack(lks_provision::cli::Command),
}

/// `lks models`
#[derive(clap::Args)]
pub struct ModelsOptions {
    /// What to do
    #[command(subcommand)]
    pub action: ModelsAction,
    /// Folder for the database, keys and models; index and registry
    #[command(flatten)]
    pub settings: Box<Overrides>,
}

/// What can be done about the models.
#[derive(Subcommand)]
pub enum ModelsAction {
    /// List them
    Ls,
    /// Fetch one: without a name Sofya's own, otherwise from the registry
    Get {
        /// e.g. smollm2:135m or qwen2.5:0.5b
        name: Option<String>,
    },
    /// Remove one
    Rm {
        /// As `ls` shows it
        name: String,
    },
    /// Copy a GGUF file in
    Import {
        /// The file
        file: PathBuf,
        /// Its name here; without it what the file says about itself
        #[arg(long)]
        name: Option<String>,
    },
    /// Load a file and let it write a word, to see whether it works
    #[command(hide = true)]
    Check {
        /// The file
        file: PathBuf,
    },
}

/// Settings of `lks doctor`.
#[derive(clap::Args)]
pub struct DoctorOptions {
    /// The choices, as a TOML file; without it the stack as specified
    #[arg(long, value_name = "FILE")]
    pub stack: Option<PathBuf>,
    /// Parts that are not to be built: amplify, cognito, ssm, backup, monitoring
    #[arg(long, value_name = "PART,...", value_delimiter = ',')]
    pub without: Vec<Part>,
}

/// Settings of `lks worker`.
#[derive(clap::Args)]
pub struct WorkerOptions {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:11434", value_name = "HOST:PORT")]
    pub addr: SocketAddr,
    /// Pace of replies in tokens per second; 0: as fast as they come
    #[arg(long, default_value_t = TOKENS_PER_SECOND, value_name = "N", value_parser = pace)]
    pub tokens_per_second: f64,
    /// Folder with the folder `models`; without it the built-in models alone
    #[arg(long, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// What to log
    #[arg(long, default_value = "info", value_name = "FILTER")]
    pub log: String,
}

fn pace(text: &str) -> Result<f64, String> {
    let pace: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if pace.is_finite() && pace >= 0.0 { Ok(pace) } else { Err("must be 0 or more".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent_and_documents_every_setting() {
        Cli::command().debug_assert();
        let help = Cli::command().render_long_help().to_string();
        for name in ["LKS_ADDR", "LKS_DATA_DIR", "LKS_DATABASE_URL", "LKS_LOG", "LKS_OLLAMA_URL"] {
            assert!(help.contains(name), "{name} is missing in --help");
        }
    }

    #[test]
    fn a_pace_below_nothing_is_refused() {
        assert_eq!(pace("0"), Ok(0.0));
        assert!(["-1", "nan", "inf", "fast"].iter().all(|text| pace(text).is_err()));
    }
}
