//! `lks doctor`: looks at an AWS account before anything is created in it.

use std::process::ExitCode;

use crate::cli::DoctorOptions;

/// Prints what is found. 0: nothing stands in the way, 2: something does, 1: it could not be found out.
#[cfg(feature = "aws")]
pub fn run(options: &DoctorOptions) -> ExitCode {
    match examined(options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("lks: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(feature = "aws")]
fn examined(options: &DoctorOptions) -> Result<bool, Box<dyn std::error::Error>> {
    use std::io::Write as _;

    use lks_provision::stack::Stack;
    use lks_provision_aws::doctor;

    use crate::clouds;
    use crate::config::{Config, Overrides};

    let config = Config::load(Overrides::from_environment())?;
    let mut stack = match &options.stack {
        Some(path) => Stack::from_toml(&std::fs::read_to_string(path)?)?,
        None => Stack::default(),
    };
    stack.without.extend(&options.without);
    let examine = async |aws: std::sync::Arc<lks_provision_aws::Aws>| doctor::examine(&aws, &stack).await;
    let findings = clouds::aws(&config).with_aws(examine)?;
    write!(std::io::stdout(), "{findings}")?;
    Ok(findings.all_well())
}

/// Says how to get a build that can.
#[cfg(not(feature = "aws"))]
pub fn run(_options: &DoctorOptions) -> ExitCode {
    eprintln!(
        "lks: this build has no connection to Amazon Web Services: './run --aws doctor' builds one that has"
    );
    ExitCode::FAILURE
}
