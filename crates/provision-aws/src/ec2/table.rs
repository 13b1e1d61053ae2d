//! Route tables, and which one a subnet uses.

use aws_sdk_ec2::types::{ResourceType, RouteTable, RouteTableAssociation};
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;

use super::{filter, ids, retag, tagged};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Table;

impl Handler for Table {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(site.clients.ec2.describe_route_tables().set_route_table_ids(ids(id)))?;
        Ok(shown.iter().map(|table| observed(site, table)).collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, token: &str) -> Done<Observed> {
        let made = site
            .clients
            .ec2
            .create_route_table()
            .vpc_id(given.need("VpcId")?)
            .client_token(token)
            .set_tag_specifications(tagged(ResourceType::RouteTable, given))
            .send()
            .await
            .map_err(fault::of)?;
        let table = made.route_table.ok_or_else(|| fault::lacking("the table"))?;
        Ok(observed(site, &table))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ec2.delete_route_table().route_table_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, table: &RouteTable) -> Observed {
    let id = table.route_table_id().unwrap_or_default();
    let main = table.associations().iter().any(|tie| tie.main() == Some(true));
    Seen::new(site.region, Kind::RouteTable, id)
        .by_cloud(main)
        .with("VpcId", table.vpc_id())
        .with("Main", main.then_some(true))
        .attribute("RouteTableId", id)
        .attribute("VpcId", table.vpc_id())
        .ec2_tags(table.tags())
        .done()
}

/// Its id is of our making: AWS's own changes whenever another table is chosen.
pub(crate) struct Association;

const PREFIX: &str = "RTB|";

fn subnet_of(id: &str) -> Done<&str> {
    id.strip_prefix(PREFIX).ok_or_else(|| fault::not_found(id))
}

async fn ties(site: Site<'_>, subnet: Option<&str>) -> Done<Vec<RouteTableAssociation>> {
    let filters = subnet.map(|subnet| vec![filter("association.subnet-id", subnet)]);
    let tables = all!(site.clients.ec2.describe_route_tables().set_filters(filters))?;
    let ties = tables.into_iter().flat_map(|table| table.associations.unwrap_or_default());
    let wanted = |tie: &RouteTableAssociation| {
        tie.subnet_id().is_some_and(|id| subnet.is_none_or(|subnet| subnet == id))
    };
    Ok(ties.filter(wanted).collect())
}

async fn tie_of(site: Site<'_>, id: &str) -> Done<String> {
    let ties = ties(site, Some(subnet_of(id)?)).await?;
    let tie = ties.into_iter().find_map(|tie| tie.route_table_association_id);
    tie.ok_or_else(|| fault::not_found(id))
}

impl Handler for Association {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let ties = ties(site, id.map(subnet_of).transpose()?).await?;
        let seen = ties.iter().map(|tie| {
            tied(site, tie.subnet_id().unwrap_or_default(), tie.route_table_id().unwrap_or_default())
        });
        Ok(seen.collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (subnet, table) = (given.need("SubnetId")?, given.need("RouteTableId")?);
        let asked = site.clients.ec2.associate_route_table().subnet_id(&subnet).route_table_id(&table);
        asked.send().await.map_err(fault::of)?;
        Ok(tied(site, &subnet, &table))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let Some(table) = change.text("RouteTableId") else { return Ok(()) };
        let asked = site.clients.ec2.replace_route_table_association();
        let asked = asked.association_id(tie_of(site, id).await?).route_table_id(table);
        asked.send().await.map_err(fault::of).map(drop)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let asked = site.clients.ec2.disassociate_route_table().association_id(tie_of(site, id).await?);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn tied(site: Site<'_>, subnet: &str, table: &str) -> Observed {
    Seen::new(site.region, Kind::SubnetRouteTableAssociation, format!("{PREFIX}{subnet}"))
        .with("SubnetId", subnet)
        .with("RouteTableId", table)
        .done()
}
