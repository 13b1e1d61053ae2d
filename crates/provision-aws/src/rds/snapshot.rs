//! Backups of the database. Automatic ones are RDS's and go with it.

use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Snapshot;

impl Handler for Snapshot {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let asked =
            site.clients.rds.describe_db_snapshots().set_db_snapshot_identifier(id.map(str::to_owned));
        let shown = all!(asked)?;
        let seen = shown.iter().filter_map(|snapshot| {
            let own = snapshot.db_snapshot_identifier()?;
            let word = snapshot.status().unwrap_or("available");
            let state = match word {
                "creating" => State::Pending,
                "deleting" => State::Deleting,
                "failed" => State::Failed,
                _ => State::Available,
            };
            let seen = Seen::new(site.region, Kind::DbSnapshot, own)
                .state(state, word)
                .by_cloud(snapshot.snapshot_type() != Some("manual"))
                .with("DBInstanceIdentifier", snapshot.db_instance_identifier())
                .with("DBSnapshotIdentifier", own)
                .with("SnapshotType", snapshot.snapshot_type())
                .rds_tags(snapshot.tag_list());
            Some(seen.done())
        });
        Ok(seen.collect())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients
            .rds
            .delete_db_snapshot()
            .db_snapshot_identifier(id)
            .send()
            .await
            .map_err(fault::of)
            .map(drop)
    }
}
