//! `GET /admin/api/map`.

use axum::extract::State;
use lks_domain::console::map::Map;
use std::collections::BTreeMap;

use super::map;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// The stack as it is chosen now, without a plan.
pub async fn draw(State(console): State<Console>, _viewer: Viewer) -> Answer<Map> {
    let map = console.on_desk(|desk| Ok(map::of(desk.deployment()?.graph(), &BTreeMap::new()))).await?;
    Ok(data(map))
}
