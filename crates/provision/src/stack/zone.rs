//! The two zones of SPEC 2.1: which region each is in, its networks and its fixed addresses.

use lks_domain::region::Region;
use serde::{Deserialize, Serialize};

/// A zone: one VPC with its instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// us-east-1, with the API, the database and the file system.
    A,
    /// us-west-2.
    B,
}

impl Zone {
    /// Both zones.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// The region the zone is in.
    pub const fn region(self) -> Region {
        match self {
            Self::A => Region::UsEast1,
            Self::B => Region::UsWest2,
        }
    }

    /// The zone in this region.
    pub const fn of(region: Region) -> Self {
        match region {
            Region::UsEast1 => Self::A,
            Region::UsWest2 => Self::B,
        }
    }

    /// The other zone.
    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// `a` or `b`, as in names.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }

    /// Network of the VPC.
    pub const fn vpc_cidr(self) -> &'static str {
        match self {
            Self::A => "172.32.0.0/23",
            Self::B => "10.10.0.0/23",
        }
    }

    /// Network of the public subnet: the first one, room for 200 hosts.
    pub const fn public_cidr(self) -> &'static str {
        match self {
            Self::A => "172.32.0.0/24",
            Self::B => "10.10.0.0/24",
        }
    }

    /// Networks of the private subnets in the availability zones a and b.
    pub const fn private_cidrs(self) -> [&'static str; 2] {
        match self {
            Self::A => ["172.32.1.0/25", "172.32.1.128/25"],
            Self::B => ["10.10.1.0/25", "10.10.1.128/25"],
        }
    }

    /// Fixed addresses of the zone's network load balancer in its private subnets. API Gateway's
    /// private link arrives at those of zone a, and zone a reaches zone b at those of zone b.
    pub const fn nlb_addresses(self) -> [&'static str; 2] {
        match self {
            Self::A => ["172.32.1.10", "172.32.1.138"],
            Self::B => ["10.10.1.10", "10.10.1.138"],
        }
    }

    /// The availability zones of the region by id. Ids mean the same place in every account, names
    /// do not.
    pub const fn availability_zone_ids(self) -> &'static [&'static str] {
        match self {
            // API Gateway has no private links in use1-az3.
            Self::A => &["use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"],
            Self::B => &["usw2-az1", "usw2-az2", "usw2-az3"],
        }
    }
}

/// Which availability zones the two zones use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Zones {
    /// us-east-1.
    pub a: ZoneChoice,
    /// us-west-2.
    pub b: ZoneChoice,
}

impl Default for Zones {
    fn default() -> Self {
        Self { a: ZoneChoice::of(["use1-az1", "use1-az2"]), b: ZoneChoice::of(["usw2-az1", "usw2-az2"]) }
    }
}

impl Zones {
    /// The choice for a zone.
    pub fn of(&self, zone: Zone) -> &ZoneChoice {
        match zone {
            Zone::A => &self.a,
            Zone::B => &self.b,
        }
    }
}

/// The availability zones of one region, by id (`use1-az1`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneChoice {
    /// First the one called AZ a in SPEC 2.1, then AZ b.
    pub availability_zones: [String; 2],
}

impl ZoneChoice {
    fn of(ids: [&str; 2]) -> Self {
        Self { availability_zones: ids.map(String::from) }
    }
}
