//! `GET /admin/api/me`.

use lks_domain::console::role::Me;

use super::answer::{Answer, data};
use super::role::Viewer;

/// Who is asking, and what they may do.
pub async fn get(Viewer(me): Viewer) -> Answer<Me> {
    Ok(data(me))
}
