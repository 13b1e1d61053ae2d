//! The guided first run: connect, plan, apply, pull models, verify, share.

use lks_domain::console::overview::{JourneyStep, Learners, RegionOverview, StackState};

use super::stack::Glance;

/// Which steps are done.
pub fn of(glance: &Glance, regions: &[RegionOverview], learners: &Learners) -> Vec<JourneyStep> {
    let standing = glance.stack.state == StackState::Standing;
    // In a simulated stack no models can be pulled: those of this server count.
    let models = regions.iter().all(|region| region.workers.iter().any(|worker| worker.models > 0));
    let verified = glance.stack.points.is_some_and(|points| points.got > 0) && glance.failed == 0;
    // The first account is the admin's own.
    let shared = learners.registered > 1;
    [
        ("connect", glance.connection.is_some(), "/admin/account"),
        ("plan", glance.planned, "/admin/plan"),
        ("apply", standing, "/admin/runs"),
        ("models", standing && models, "/admin/monitor"),
        ("verify", standing && verified, "/admin/verify"),
        ("share", shared, "/admin/users"),
    ]
    .map(|(id, done, link)| JourneyStep { id: id.to_owned(), done, link: link.to_owned() })
    .to_vec()
}
