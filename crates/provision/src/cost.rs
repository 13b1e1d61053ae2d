//! What a resource, a world and a change of it cost. Prices are in [`crate::price`] and nowhere else.
//!
//! Figures are for what stands there hour by hour; what is charged by use is listed beside them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::inventory::{Inventory, Item};
use crate::price::{self, HOURS_A_MONTH};
use crate::resource::{Graph, Kind};
use crate::stack::EXPECTED_TAG;

/// GB of models taken for the file system where its tag does not say how many.
const EXPECTED_FILES_GB: f64 = 10.0;

/// What one resource costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// CloudFormation's type name.
    pub kind: Kind,
    /// The resource's name.
    pub name: String,
    /// Its region.
    pub region: lks_domain::region::Region,
    /// USD an hour.
    pub hourly_usd: f64,
    /// USD a month of 730 hours.
    pub monthly_usd: f64,
    /// What is paid for.
    pub what: String,
}

/// What a world costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// What costs anything, dearest first.
    pub lines: Vec<Line>,
    /// USD an hour in all.
    pub hourly_usd: f64,
    /// USD a month in all.
    pub monthly_usd: f64,
    /// When the prices were collected.
    pub collected: Cow<'static, str>,
    /// Where the prices come from.
    pub source: Cow<'static, str>,
    /// What is charged by use on top: the unit and its price in USD.
    pub by_use: Vec<(Cow<'static, str>, f64)>,
}

/// What a graph would cost once it stands.
pub fn of_graph(graph: &Graph) -> Statement {
    of_inventory(&Inventory::of_graph(graph))
}

/// What a world costs.
pub fn of_inventory(world: &Inventory) -> Statement {
    let mut lines: Vec<Line> = world.items().iter().filter_map(line).collect();
    lines.sort_by(|a, b| b.hourly_usd.total_cmp(&a.hourly_usd).then_with(|| a.name.cmp(&b.name)));
    let hourly_usd: f64 = lines.iter().map(|line| line.hourly_usd).sum();
    Statement {
        lines,
        hourly_usd,
        monthly_usd: hourly_usd * HOURS_A_MONTH,
        collected: price::COLLECTED.into(),
        source: price::SOURCE.into(),
        by_use: price::BY_USE.iter().map(|(unit, usd)| ((*unit).into(), *usd)).collect(),
    }
}

/// What a change adds, in USD an hour; below zero where it saves.
pub fn change(before: &Inventory, after: &Inventory) -> f64 {
    of_inventory(after).hourly_usd - of_inventory(before).hourly_usd
}

fn line(item: &Item) -> Option<Line> {
    let (hourly_usd, what) = priced(item)?;
    Some(Line {
        kind: item.kind,
        name: item.name.clone(),
        region: item.region,
        hourly_usd,
        monthly_usd: hourly_usd * HOURS_A_MONTH,
        what,
    })
}

/// USD an hour of one resource; nothing for what costs nothing while it stands.
pub fn hourly(item: &Item) -> f64 {
    priced(item).map_or(0.0, |(hourly, _)| hourly)
}

fn priced(item: &Item) -> Option<(f64, String)> {
    match item.kind {
        Kind::Instance => Some(instance(item)),
        Kind::Volume if item.text("InstanceId").is_none() => {
            Some(disk(item.text("VolumeType"), item.number("Size")))
        }
        Kind::Eip => Some((price::ADDRESS_HOURLY, "public IPv4 address".into())),
        Kind::LoadBalancer => Some(balancer(item)),
        Kind::DbInstance => Some(database(item)),
        Kind::FileSystem => Some(files(item)),
        Kind::Alarm => {
            Some((monthly(price::ALARM_MONTHLY), "alarm (an account's first ten are free)".into()))
        }
        _ => None,
    }
}

fn monthly(usd: f64) -> f64 {
    usd / HOURS_A_MONTH
}

/// A stopped instance costs its disk only.
fn instance(item: &Item) -> (f64, String) {
    let kind = item.text("InstanceType").unwrap_or_default();
    let running = if item.state == "stopped" { 0.0 } else { price::instance_hourly(kind).unwrap_or(0.0) };
    let disks = item.list("BlockDeviceMappings").iter().map(|mapping| {
        let ebs = &mapping["Ebs"];
        disk(ebs["VolumeType"].as_str(), ebs["VolumeSize"].as_f64()).0
    });
    (running + disks.sum::<f64>(), format!("{kind} and its disk"))
}

fn disk(volume_type: Option<&str>, gigabytes: Option<f64>) -> (f64, String) {
    let volume_type = volume_type.unwrap_or("gp2");
    let gigabytes = gigabytes.unwrap_or(8.0);
    let price = price::volume_gb_monthly(volume_type).unwrap_or(price::GP2_GB_MONTHLY);
    (monthly(price * gigabytes), format!("{gigabytes} GB {volume_type}"))
}

fn balancer(item: &Item) -> (f64, String) {
    match item.text("Type") {
        Some("network") => (price::NLB_HOURLY, "network load balancer, before capacity units".into()),
        _ => (price::ALB_HOURLY, "application load balancer, before capacity units".into()),
    }
}

fn database(item: &Item) -> (f64, String) {
    let class = item.text("DBInstanceClass").unwrap_or_default();
    let gigabytes = item.number("AllocatedStorage").unwrap_or(0.0);
    let running = price::database_hourly(class).unwrap_or(0.0);
    (running + monthly(price::DATABASE_GB_MONTHLY * gigabytes), format!("{class} and {gigabytes} GB"))
}

fn files(item: &Item) -> (f64, String) {
    let expected = item.tag(EXPECTED_TAG).and_then(|text| text.parse().ok());
    let gigabytes: f64 = expected.unwrap_or(EXPECTED_FILES_GB);
    (monthly(price::FILES_GB_MONTHLY * gigabytes), format!("{gigabytes:.0} GB of models (expected)"))
}

impl std::fmt::Display for Statement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kinds = self.by_kind();
        for (kind, count, hourly) in &kinds {
            writeln!(
                f,
                "{count:>4}  {kind:<48} {hourly:>8.4} USD/h {:>9.2} USD/month",
                hourly * HOURS_A_MONTH
            )?;
        }
        writeln!(
            f,
            "      {:<48} {:>8.4} USD/h {:>9.2} USD/month",
            "in all", self.hourly_usd, self.monthly_usd
        )?;
        writeln!(f, "By use on top:")?;
        for (unit, usd) in &self.by_use {
            writeln!(f, "      {unit:<48} {usd} USD")?;
        }
        write!(f, "Prices of {}: {}.", self.collected, self.source)
    }
}

impl Statement {
    /// Kinds with how many of them cost, and how much an hour; dearest first.
    pub fn by_kind(&self) -> Vec<(Kind, usize, f64)> {
        let mut kinds: Vec<(Kind, usize, f64)> = Vec::new();
        for line in &self.lines {
            match kinds.iter_mut().find(|(kind, ..)| *kind == line.kind) {
                Some(known) => *known = (known.0, known.1 + 1, known.2 + line.hourly_usd),
                None => kinds.push((line.kind, 1, line.hourly_usd)),
            }
        }
        kinds.sort_by(|a, b| b.2.total_cmp(&a.2));
        kinds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stack::{Stack, graph};

    fn wished(change: impl FnOnce(&mut Stack)) -> Inventory {
        let mut stack = Stack::default();
        change(&mut stack);
        Inventory::of_graph(&graph(&stack).unwrap())
    }

    #[test]
    fn the_whole_stack_costs_about_one_dollar_and_thirty_cents_an_hour_most_of_it_for_workers() {
        let statement = of_inventory(&wished(|_| ()));
        assert!((1.25..1.36).contains(&statement.hourly_usd), "{}", statement.hourly_usd);
        let workers: f64 = statement
            .lines
            .iter()
            .filter(|line| line.name.starts_with("lks-worker"))
            .map(|line| line.hourly_usd)
            .sum();
        assert!((0.83..0.92).contains(&(workers / statement.hourly_usd)), "{workers}");
    }

    #[test]
    fn a_change_costs_what_it_adds_and_its_reverse_saves_the_same() {
        let small = wished(|stack| stack.workers.instance_type = "t2.medium".into());
        let large = wished(|_| ());
        let added = change(&small, &large);
        assert!((added - 12.0 * (0.0928 - 0.0464)).abs() < 1e-9, "{added}");
        assert!((added + change(&large, &small)).abs() < 1e-9);
    }

    #[test]
    fn the_file_system_costs_what_is_expected_to_be_in_it() {
        let added = change(
            &wished(|stack| stack.files.expected_gb = 10),
            &wished(|stack| stack.files.expected_gb = 83),
        );
        assert!((added - 0.03).abs() < 1e-9, "{added}");
    }

    #[test]
    fn a_stopped_instance_costs_its_disk_only() {
        let mut world = wished(|_| ());
        let running = of_inventory(&world).hourly_usd;
        world
            .items_mut()
            .iter_mut()
            .filter(|item| item.name.starts_with("lks-worker"))
            .for_each(|item| item.state = "stopped".into());
        let saved = running - of_inventory(&world).hourly_usd;
        assert!((saved - 12.0 * 0.0928).abs() < 1e-9, "{saved}");
    }

    #[test]
    fn nothing_costs_nothing() {
        assert_eq!(of_inventory(&Inventory::default()).hourly_usd, 0.0);
    }
}
