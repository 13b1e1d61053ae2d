//! `lks`: see `lks --help`.

use clap::Parser;

fn main() {
    lks_server::cli::Cli::parse();
}
