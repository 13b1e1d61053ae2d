//! What the lab gives and nothing else: its role, its profile, its regions (SPEC section 2).

use super::{Problem, Rule, error, warning};
use crate::inventory::view::View;
use crate::resource::Kind;
use crate::stack::Zone;

pub(super) const RULES: &[Rule] = &[
    error("account.role", "IAM is never created: every role is the existing LabRole (SPEC 2)", role),
    error("account.profile", "Every instance uses LabInstanceProfile (SPEC 2)", profile),
    error("account.files-region", "EFS is in us-east-1 only (SPEC 2.3)", files_region),
    warning("account.ubuntu", "Operating system: Ubuntu 20.04 or newer (SPEC 2)", ubuntu),
];

fn role(view: &View<'_>) -> Vec<Problem> {
    let functions = view.world.of(Kind::Function).filter(|item| view.is_ours(item));
    let wrong =
        functions.filter(|item| !item.text("Role").is_some_and(|role| role.ends_with(":role/LabRole")));
    wrong
        .map(|item| {
            (item.name.clone(), format!("its role is {}", super::form::plain_text(Some(item.at("Role")))))
        })
        .collect()
}

fn profile(view: &View<'_>) -> Vec<Problem> {
    let instances = view.world.of(Kind::Instance).filter(|item| view.is_ours(item));
    let lab =
        |item: &str| item == "LabInstanceProfile" || item.ends_with(":instance-profile/LabInstanceProfile");
    let wrong = instances.filter(|item| !item.text("IamInstanceProfile").is_some_and(lab));
    wrong.map(|item| (item.name.clone(), "does not use LabInstanceProfile".into())).collect()
}

fn files_region(view: &View<'_>) -> Vec<Problem> {
    let elsewhere = view.world.of_in(Kind::FileSystem, Zone::B.region()).filter(|item| view.is_ours(item));
    elsewhere.map(|item| (item.name.clone(), format!("is in {}", item.region))).collect()
}

/// Known only where the image is named by release; `verify` looks inside.
fn ubuntu(view: &View<'_>) -> Vec<Problem> {
    let instances = view.world.of(Kind::Instance).filter(|item| view.is_ours(item));
    let named = |image: &str| image.starts_with("ami-") || image.contains("/canonical/ubuntu/server/");
    let wrong = instances.filter(|item| !item.text("ImageId").is_some_and(named));
    wrong.map(|item| (item.name.clone(), "its image is not Canonical's Ubuntu".into())).collect()
}
