//! The clouds that this build can reach. Only a build with the feature `aws` has the AWS SDK in it;
//! any other says so and names the command that makes one.

use std::sync::Arc;

use lks_provision::connection::Clouds;

use crate::config::Config;
use crate::console::ways::Ways;

/// The simulated account, and AWS.
#[cfg(feature = "aws")]
pub fn reachable(config: &Config) -> impl Clouds + use<> {
    aws(config)
}

/// The simulated account alone.
#[cfg(not(feature = "aws"))]
pub fn reachable(_config: &Config) -> impl Clouds + use<> {
    lks_provision::connection::SandboxOnly
}

/// AWS with these settings; the SDK reads its own (`AWS_…`) itself.
#[cfg(feature = "aws")]
pub(crate) fn aws(config: &Config) -> lks_provision_aws::AwsClouds {
    let mut settings =
        lks_provision_aws::Settings { artifacts: config.artifacts.clone(), ..Default::default() };
    if let Some(pace) = config.emulator_pace {
        settings.pace = pace;
        settings.read_lag = std::time::Duration::ZERO;
    }
    lks_provision_aws::AwsClouds { settings }
}

/// The console's ways to accounts.
#[cfg(feature = "aws")]
pub fn ways(config: &Config) -> Arc<dyn Ways> {
    Arc::new(crate::console::ways::aws::WithAws { settings: aws(config).settings })
}

/// The console's way to the simulated account.
#[cfg(not(feature = "aws"))]
pub fn ways(_config: &Config) -> Arc<dyn Ways> {
    Arc::new(crate::console::ways::SandboxOnly)
}
