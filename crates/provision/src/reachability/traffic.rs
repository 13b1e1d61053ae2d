//! What may pass between two places: ports of TCP and UDP, and anything else.

use serde_json::Value;

use super::ranges::Ranges;

/// A set of traffic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traffic {
    /// TCP ports.
    pub tcp: Ranges,
    /// UDP ports.
    pub udp: Ranges,
    /// Any other protocol, such as ICMP.
    pub other: bool,
}

impl Traffic {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// Everything.
    pub fn all() -> Self {
        Self { tcp: Ranges::of(0, 65535), udp: Ranges::of(0, 65535), other: true }
    }

    /// These TCP ports.
    pub fn tcp(ports: &[u32]) -> Self {
        let tcp = ports.iter().fold(Ranges::default(), |set, port| set.or(&Ranges::of(*port, *port)));
        Self { tcp, ..Self::default() }
    }

    /// The traffic a rule names: `protocol` as EC2 has it (`tcp`, `6`, `-1`, …) and the two ports,
    /// where -1 or nothing means any.
    pub fn of_rule(protocol: &str, from: Option<i64>, to: Option<i64>) -> Self {
        let ports = match (from.and_then(port), to.and_then(port)) {
            (Some(from), Some(to)) => Ranges::of(from, to),
            _ => Ranges::of(0, 65535),
        };
        match protocol {
            "-1" | "all" => Self::all(),
            "tcp" | "6" => Self { tcp: ports, ..Self::default() },
            "udp" | "17" => Self { udp: ports, ..Self::default() },
            _ => Self { other: true, ..Self::default() },
        }
    }

    /// Whether nothing passes.
    pub fn is_none(&self) -> bool {
        self.tcp.is_empty() && self.udp.is_empty() && !self.other
    }

    /// Whether all of `other` passes.
    pub fn covers(&self, other: &Self) -> bool {
        other.without(self).is_none()
    }

    /// What is in one of the two.
    #[must_use]
    pub fn or(&self, with: &Self) -> Self {
        Self { tcp: self.tcp.or(&with.tcp), udp: self.udp.or(&with.udp), other: self.other || with.other }
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, with: &Self) -> Self {
        Self { tcp: self.tcp.and(&with.tcp), udp: self.udp.and(&with.udp), other: self.other && with.other }
    }

    /// What is in this one and not in the other.
    #[must_use]
    pub fn without(&self, cut: &Self) -> Self {
        Self {
            tcp: self.tcp.without(&cut.tcp),
            udp: self.udp.without(&cut.udp),
            other: self.other && !cut.other,
        }
    }
}

fn port(number: i64) -> Option<u32> {
    u32::try_from(number).ok().filter(|port| *port <= 65535)
}

/// A number that may be written as text, as CloudFormation allows.
pub(crate) fn number(value: Option<&Value>) -> Option<i64> {
    let value = value?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

impl std::fmt::Display for Traffic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if *self == Self::all() {
            return f.write_str("everything");
        }
        let named = |name: &str, ports: &Ranges| (!ports.is_empty()).then(|| format!("{name} {ports}"));
        let other = self.other.then(|| "other protocols".to_owned());
        let parts: Vec<String> =
            [named("tcp", &self.tcp), named("udp", &self.udp), other].into_iter().flatten().collect();
        f.write_str(if parts.is_empty() { "nothing".to_owned() } else { parts.join(" and ") }.as_str())
    }
}
