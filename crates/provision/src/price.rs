//! What AWS charges: the one table of prices, with date and source. No other file holds a price.
//!
//! USD, on demand, us-east-1; us-west-2 is taken to be equal. Source: AWS's public price pages as
//! collected in November 2026; figures marked "believed" were not read there again.

/// When the table was collected.
pub const COLLECTED: &str = "2026-11";
/// Where its figures come from.
pub const SOURCE: &str = "AWS public on-demand prices, us-east-1; us-west-2 taken to be equal";

/// Hours AWS counts in a month.
pub const HOURS_A_MONTH: f64 = 730.0;

/// EC2 on demand, Linux, USD an hour. The list is also what may be chosen: x86 burstable types
/// from nano to large, as the lab allows. t2.micro and t2.large collected, the others believed.
const INSTANCES: [(&str, f64); 15] = [
    ("t2.nano", 0.0058),
    ("t2.micro", 0.0116),
    ("t2.small", 0.023),
    ("t2.medium", 0.0464),
    ("t2.large", 0.0928),
    ("t3.nano", 0.0052),
    ("t3.micro", 0.0104),
    ("t3.small", 0.0208),
    ("t3.medium", 0.0416),
    ("t3.large", 0.0832),
    ("t3a.nano", 0.0047),
    ("t3a.micro", 0.0094),
    ("t3a.small", 0.0188),
    ("t3a.medium", 0.0376),
    ("t3a.large", 0.0752),
];

/// RDS for PostgreSQL, single zone, USD an hour. db.t3.micro and db.t4g.micro collected, the
/// others believed.
const DATABASES: [(&str, f64); 6] = [
    ("db.t3.micro", 0.018),
    ("db.t3.small", 0.036),
    ("db.t3.medium", 0.072),
    ("db.t4g.micro", 0.016),
    ("db.t4g.small", 0.032),
    ("db.t4g.medium", 0.065),
];

/// Application load balancer, USD an hour, before capacity units.
pub const ALB_HOURLY: f64 = 0.0225;
/// Network load balancer, USD an hour, before capacity units.
pub const NLB_HOURLY: f64 = 0.0225;
/// Public IPv4 address, USD an hour, in use or not.
pub const ADDRESS_HOURLY: f64 = 0.005;
/// NAT gateway, USD an hour: for comparison, the stack has none.
pub const NAT_GATEWAY_HOURLY: f64 = 0.045;
/// RDS storage (gp2), USD a GB and month.
pub const DATABASE_GB_MONTHLY: f64 = 0.115;
/// EFS standard storage, USD a GB and month.
pub const FILES_GB_MONTHLY: f64 = 0.30;
/// EBS gp3, USD a GB and month (believed).
pub const GP3_GB_MONTHLY: f64 = 0.08;
/// EBS gp2, USD a GB and month (believed).
pub const GP2_GB_MONTHLY: f64 = 0.10;
/// CloudWatch alarm, USD a month.
pub const ALARM_MONTHLY: f64 = 0.10;
/// What is charged by use and so not part of the figures an hour: the unit and its price in USD.
pub const BY_USE: [(&str, f64); 9] = [
    ("a million API requests", 3.50),
    ("a million Lambda requests", 0.20),
    ("a GB-second of Lambda", 0.000_016_666_7),
    ("an hour of an ALB capacity unit", 0.008),
    ("an hour of an NLB capacity unit", 0.006),
    ("a GB between the regions", 0.02),
    ("a GB between availability zones", 0.01),
    ("a GB of logs beyond 5 GB a month", 0.50),
    ("a custom metric and month beyond 10", 0.30),
];

/// USD an hour of an EC2 type, if it may be chosen.
pub fn instance_hourly(instance_type: &str) -> Option<f64> {
    find(&INSTANCES, instance_type)
}

/// The EC2 types that may be chosen.
pub fn instance_types() -> Vec<&'static str> {
    INSTANCES.iter().map(|(name, _)| *name).collect()
}

/// USD an hour of an RDS class, if it may be chosen.
pub fn database_hourly(class: &str) -> Option<f64> {
    find(&DATABASES, class)
}

/// The RDS classes that may be chosen.
pub fn database_classes() -> Vec<&'static str> {
    DATABASES.iter().map(|(name, _)| *name).collect()
}

/// USD a GB and month of an EBS volume type.
pub fn volume_gb_monthly(volume_type: &str) -> Option<f64> {
    find(&[("gp2", GP2_GB_MONTHLY), ("gp3", GP3_GB_MONTHLY)], volume_type)
}

fn find(table: &[(&str, f64)], name: &str) -> Option<f64> {
    table.iter().find(|(known, _)| *known == name).map(|(_, price)| *price)
}
