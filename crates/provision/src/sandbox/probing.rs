//! What probes see in the simulated account. Nothing runs here, so what it cannot know it says so.

use super::world::{World, refuse};
use crate::cloud::{CloudError, ErrorClass, Probe, ProbeAnswer};

impl World {
    /// No machine runs behind the Sandbox: a probe has nothing to look at.
    pub(super) fn probe(&self, probe: &Probe) -> Result<ProbeAnswer, CloudError> {
        let what = match probe {
            Probe::Command { .. } => "a command in a simulated instance",
            Probe::Http { .. } => "a request to a simulated address",
        };
        refuse(ErrorClass::Unsupported, "Simulated", format!("{what} has nobody to answer it"))
    }
}
