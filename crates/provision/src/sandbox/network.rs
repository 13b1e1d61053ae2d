//! Addresses and zones of the simulated networks.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use lks_domain::region::Region;

use super::world::World;
use crate::cloud::Address;
use crate::resource::Kind;

/// An IPv4 network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    first: u32,
    bits: u32,
}

impl Network {
    /// Reads `10.0.0.0/16`; the bits after the prefix must be zero.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/')?;
        let first = u32::from(address.parse::<Ipv4Addr>().ok()?);
        let bits = bits.parse().ok().filter(|bits| *bits <= 32)?;
        let network = Self { first, bits };
        (first & !network.mask() == 0).then_some(network)
    }

    fn mask(self) -> u32 {
        u32::MAX.checked_shl(32 - self.bits).unwrap_or(0)
    }

    pub(super) fn contains(self, other: Self) -> bool {
        other.bits >= self.bits && other.first & self.mask() == self.first
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// Addresses for hosts: AWS keeps the first four and the last.
    fn hosts(self) -> impl Iterator<Item = Ipv4Addr> {
        let size = 1_u32.checked_shl(32 - self.bits).unwrap_or(0);
        (4..size.saturating_sub(1)).map(move |offset| Ipv4Addr::from(self.first + offset))
    }
}

/// The id of a zone; the simulated account has them in order.
pub(super) fn zone_id(region: Region, zone: &str) -> String {
    let prefix = match region {
        Region::UsEast1 => "use1-az",
        Region::UsWest2 => "usw2-az",
    };
    let letter = zone.bytes().last().filter(u8::is_ascii_lowercase).unwrap_or(b'a');
    format!("{prefix}{}", letter - b'a' + 1)
}

impl World {
    /// The lowest free address of a subnet.
    pub(super) fn free_address(&self, region: Region, subnet: &str) -> String {
        let address = Address { region, kind: Kind::Subnet, id: subnet.to_owned() };
        let network = self.get(&address).and_then(|subnet| Network::read(subnet.text("CidrBlock")?));
        let taken: BTreeSet<&str> = self
            .of(region, Kind::NetworkInterface)
            .filter_map(|record| record.text("PrivateIpAddress"))
            .collect();
        let free = network.and_then(|network| {
            network.hosts().map(|host| host.to_string()).find(|host| !taken.contains(host.as_str()))
        });
        free.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_contain_and_overlap_by_their_bits() {
        let network = |text| Network::read(text).unwrap();
        assert!(network("10.10.0.0/23").contains(network("10.10.1.128/25")));
        assert!(!network("10.10.1.0/25").overlaps(network("10.10.1.128/25")));
        assert!(network("10.10.1.0/25").overlaps(network("10.10.0.0/23")));
        assert_eq!(Network::read("10.10.1.1/25"), None);
        assert_eq!(Network::read("10.10.1.0"), None);
        assert_eq!(network("10.0.0.0/24").hosts().count(), 251);
    }
}
