//! `lks plan`, `apply` and the others: the provisioner's commands with this program's settings.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;

use lks_provision::cli::{self, Command, Setting};
use lks_provision::control::Control;
use lks_provision::ink::Ink;

use crate::clouds;
use crate::config::{Config, Overrides, colours_wanted};
use crate::shutdown::Stopping;

/// Carries a command out. Ctrl-C and SIGTERM cancel a run in good order; a second one ends at once.
pub fn run(command: Command) -> ExitCode {
    let config = match Config::load(Overrides::from_environment()) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("lks: {error}");
            return ExitCode::FAILURE;
        }
    };
    let control = Arc::new(Control::default());
    cancel_when_told(Arc::clone(&control));
    let mut out = std::io::stdout();
    let on_terminal = out.is_terminal();
    let ink = if on_terminal && colours_wanted() { Ink::COLOURED } else { Ink::PLAIN };
    let (data_dir, artifacts) = (config.data_dir.as_path(), config.artifacts.as_path());
    let (clouds, control) = (&clouds::reachable(&config), &*control);
    cli::run(&command, &Setting { data_dir, artifacts, clouds, control, on_terminal, ink }, &mut out)
}

/// Listens beside the run, on a thread of its own: the engine itself needs no runtime.
fn cancel_when_told(control: Arc<Control>) {
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            Stopping::new().begun().await;
            eprintln!("cancelling: calls on their way are awaited, no new one is made");
            control.cancel();
            Stopping::new().begun().await;
            std::process::exit(130);
        });
    });
}
