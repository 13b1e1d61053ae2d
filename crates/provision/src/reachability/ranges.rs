//! Sets of numbers as ranges: IPv4 addresses and ports. Knows nothing of networks but the CIDR
//! notation.

/// A set of numbers: sorted ranges, both ends included, none touching the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    /// The numbers from `low` to `high`, both included; empty when `low` is the greater.
    pub fn of(low: u32, high: u32) -> Self {
        Self::collect(vec![(low, high)])
    }

    /// The addresses of a network such as `10.10.1.0/25`; a bare address is a network of one. `None`
    /// when it is no IPv4 network.
    pub fn cidr(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/').unwrap_or((text, "32"));
        let address = u32::from(address.parse::<std::net::Ipv4Addr>().ok()?);
        let length: u32 = length.parse().ok().filter(|length| *length <= 32)?;
        let hosts = u32::MAX.checked_shr(length).unwrap_or(0);
        Some(Self::of(address & !hosts, address | hosts))
    }

    /// The ranges, in order.
    pub fn pieces(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this number is in it.
    pub fn has(&self, number: u32) -> bool {
        self.0.iter().any(|(low, high)| (*low..=*high).contains(&number))
    }

    /// Whether all of `other` is in it.
    pub fn covers(&self, other: &Self) -> bool {
        other.without(self).is_empty()
    }

    /// What is in one of the two.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self::collect(self.0.iter().chain(&other.0).copied().collect())
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let pairs = self.0.iter().flat_map(|a| other.0.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
        Self::collect(pairs.collect())
    }

    /// What is in this one and not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        other.0.iter().fold(self.clone(), |left, cut| {
            Self::collect(left.0.iter().flat_map(|piece| trim(*piece, *cut)).collect())
        })
    }

    fn collect(mut pieces: Vec<(u32, u32)>) -> Self {
        pieces.retain(|(low, high)| low <= high);
        pieces.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(pieces.len());
        for (low, high) in pieces {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Self(merged)
    }
}

/// What is left of a piece before and after a cut.
fn trim((low, high): (u32, u32), (from, to): (u32, u32)) -> Vec<(u32, u32)> {
    if to < low || from > high {
        return vec![(low, high)];
    }
    let before = (from > low).then(|| (low, from - 1));
    let after = (to < high).then(|| (to + 1, high));
    before.into_iter().chain(after).collect()
}

impl std::fmt::Display for Ranges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let one =
            |(low, high): &(u32, u32)| if low == high { low.to_string() } else { format!("{low}-{high}") };
        f.write_str(&self.0.iter().map(one).collect::<Vec<_>>().join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_exactly_its_addresses() {
        let network = Ranges::cidr("10.10.1.128/25").unwrap();
        assert!(network.has(u32::from_be_bytes([10, 10, 1, 128])));
        assert!(network.has(u32::from_be_bytes([10, 10, 1, 255])));
        assert!(!network.has(u32::from_be_bytes([10, 10, 1, 127])));
        assert_eq!(Ranges::cidr("0.0.0.0/0").unwrap(), Ranges::of(0, u32::MAX));
        assert_eq!(Ranges::cidr("1.2.3.4").unwrap(), Ranges::cidr("1.2.3.4/32").unwrap());
        assert_eq!(Ranges::cidr("1.2.3.4/33"), None);
    }

    #[test]
    fn sets_behave_as_sets() {
        let few = Ranges::of(1, 4).or(&Ranges::of(10, 12));
        assert_eq!(few.or(&Ranges::of(5, 9)), Ranges::of(1, 12));
        assert_eq!(few.without(&Ranges::of(3, 10)).to_string(), "1-2,11-12");
        assert_eq!(few.and(&Ranges::of(4, 10)).to_string(), "4,10");
        assert!(few.covers(&Ranges::of(2, 3)) && !few.covers(&Ranges::of(4, 5)));
        assert!(few.without(&Ranges::of(0, u32::MAX)).is_empty());
    }
}
