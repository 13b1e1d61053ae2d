//! What is in the simulated account, and how time changes it. Pure: it is told the time.

use std::collections::{BTreeMap, VecDeque};

use lks_domain::region::Region;
use serde::{Deserialize, Serialize};

use crate::cloud::{Address, CloudError, ErrorClass, Maker, Observed, State};
use crate::resource::{Kind, Properties, digest};

/// A resource and its past, as far back as reads may lag.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    pub observed: Observed,
    /// Whose by-product it is: it goes when that goes.
    pub owner: Option<Address>,
    /// Since when it is as it is.
    pub since: i64,
    /// Milliseconds from its creation until it was ready.
    pub took: i64,
}

/// What time will bring.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Due {
    /// The resource gets this state and status; attributes that it gains.
    Become { address: Address, state: State, status: String, gains: Properties },
    /// It is gone.
    Vanish(Address),
    /// The cloud makes something by itself, if what it is for is still there.
    Appear { record: Box<Record>, maker: Address },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TokenUse {
    pub properties: String,
    pub address: Address,
}

type Version = (i64, Option<Observed>);

/// The account: both regions, everything in them, and what is due.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct World {
    pub(super) now: i64,
    pub(super) seed: u64,
    counter: u64,
    #[serde(with = "as_list")]
    pub(super) records: BTreeMap<Address, Record>,
    #[serde(with = "as_list")]
    due: BTreeMap<(i64, u64), Due>,
    pub(super) tokens: BTreeMap<String, TokenUse>,
    /// Secret texts, by the resource that keeps them.
    #[serde(with = "as_list")]
    pub(super) secrets: BTreeMap<Address, String>,
    /// The account was closed for having too many instances.
    pub(super) closed: bool,
    /// Past states; not kept across restarts of the Sandbox.
    #[serde(skip)]
    past: BTreeMap<Address, VecDeque<Version>>,
    /// How long reads may lag, in milliseconds.
    #[serde(skip)]
    pub(super) lag: i64,
}

/// Maps with structured keys, as lists of pairs in JSON.
mod as_list {
    use std::collections::BTreeMap;

    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: DeserializeOwned + Ord,
        V: DeserializeOwned,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}

impl World {
    /// An empty account whose ids and times follow from `seed`.
    pub fn new(seed: u64, now: i64) -> Self {
        Self { now, seed, ..Self::default() }
    }

    /// Sixty-four bits that nobody has seen before.
    pub(super) fn random(&mut self) -> u64 {
        self.counter += 1;
        splitmix(self.seed ^ self.counter.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Between `low` and `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i64::try_from(self.random() % span).unwrap_or(0)
    }

    /// Lets everything happen that is due by `now`.
    pub(super) fn pass(&mut self, now: i64) {
        while let Some(entry) = self.due.first_entry().filter(|entry| entry.key().0 <= now) {
            let (at, _) = *entry.key();
            let due = entry.remove();
            self.now = self.now.max(at);
            self.happen(due);
        }
        self.now = self.now.max(now);
    }

    fn happen(&mut self, due: Due) {
        match due {
            Due::Become { address, state, status, gains } => self.alter(&address, |observed| {
                observed.state = state;
                observed.status = status;
                observed.attributes.extend(gains);
            }),
            Due::Vanish(address) => self.remove(&address),
            Due::Appear { record, maker } => {
                let lives = self.get(&maker).is_some_and(|maker| maker.observed.is_live());
                if lives && !self.records.contains_key(&record.observed.address) {
                    self.insert(*record);
                }
            }
        }
    }

    /// Plans `due` for `millis` from now.
    pub(super) fn after(&mut self, millis: i64, due: Due) {
        self.counter += 1;
        self.due.insert((self.now + millis, self.counter), due);
    }

    /// Forgets what was planned for a resource.
    pub(super) fn cancel_due(&mut self, address: &Address) {
        self.due.retain(|_, due| match due {
            Due::Become { address: of, .. } | Due::Vanish(of) => of != address,
            Due::Appear { .. } => true,
        });
    }

    pub(super) fn insert(&mut self, record: Record) {
        let address = record.observed.address.clone();
        self.records.insert(address.clone(), record);
        self.remember(&address);
    }

    /// Changes a resource that is there.
    pub(super) fn alter(&mut self, address: &Address, change: impl FnOnce(&mut Observed)) {
        let now = self.now;
        let Some(record) = self.records.get_mut(address) else { return };
        change(&mut record.observed);
        record.since = now;
        self.remember(address);
    }

    /// Removes a resource, and what the cloud made for it.
    pub(super) fn remove(&mut self, address: &Address) {
        self.cancel_due(address);
        if self.records.remove(address).is_none() {
            return;
        }
        self.secrets.remove(address);
        self.remember(address);
        let owned = |record: &&Record| record.owner.as_ref() == Some(address);
        let by_products: Vec<_> =
            self.records.values().filter(owned).map(|record| record.observed.address.clone()).collect();
        by_products.iter().for_each(|by_product| self.remove(by_product));
    }

    /// Keeps what the resource is now, for reads that lag.
    fn remember(&mut self, address: &Address) {
        if self.lag == 0 {
            return;
        }
        let observed = self.get(address).map(|record| record.observed.clone());
        let (now, horizon) = (self.now, self.now - self.lag);
        let versions = self.past.entry(address.clone()).or_default();
        versions.push_back((now, observed));
        while versions.get(1).is_some_and(|(from, _)| *from < horizon) {
            versions.pop_front();
        }
    }

    /// Whether such a read sees it, and not on its way out.
    pub(super) fn sees_live(&mut self, address: &Address) -> bool {
        if self.lag == 0 {
            return self.get(address).is_some_and(|record| record.observed.is_live());
        }
        self.seen(address).is_some_and(|observed| observed.is_live())
    }

    /// What a read sees that lags by a random time; with `lag` 0 what is.
    pub(super) fn seen(&mut self, address: &Address) -> Option<Observed> {
        if self.lag == 0 || !self.past.contains_key(address) {
            return self.records.get(address).map(|record| record.observed.clone());
        }
        let at = self.now - self.between(0, self.lag);
        self.seen_at(address, at)
    }

    fn seen_at(&self, address: &Address, at: i64) -> Option<Observed> {
        let versions = self.past.get(address)?;
        match versions.iter().rev().find(|(from, _)| *from <= at) {
            Some((_, observed)) => observed.clone(),
            // Older than the first version we kept: as that was, unless that was its birth.
            None => None,
        }
    }

    /// What a listing sees; each resource lags by its own time.
    pub(super) fn list(&mut self, region: Region, kind: Kind) -> Vec<Observed> {
        let mut addresses: Vec<Address> =
            self.of(region, kind).map(|record| record.observed.address.clone()).collect();
        if self.lag > 0 {
            let gone = range(region, kind);
            addresses.extend(self.past.range(gone.0..gone.1).map(|(address, _)| address.clone()));
            addresses.sort();
            addresses.dedup();
        }
        addresses.iter().filter_map(|address| self.seen(address)).collect()
    }

    /// All records of a kind in a region.
    pub(super) fn of(&self, region: Region, kind: Kind) -> impl Iterator<Item = &Record> {
        let (from, to) = range(region, kind);
        self.records.range(from..to).map(|(_, record)| record)
    }

    /// All records.
    pub(super) fn all(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    pub(super) fn get(&self, address: &Address) -> Option<&Record> {
        self.records.get(address)
    }

    /// Milliseconds that this resource took from its creation until it was ready.
    pub fn took(&self, address: &Address) -> i64 {
        self.get(address).map_or(0, |record| record.took)
    }

    /// Every secret text in the account, for tests that look for them elsewhere.
    pub fn secret_texts(&self) -> Vec<String> {
        self.secrets.values().cloned().collect()
    }

    /// Everything in the account, as it is.
    pub fn everything(&self) -> impl Iterator<Item = &Observed> {
        self.records.values().map(|record| &record.observed)
    }
}

fn range(region: Region, kind: Kind) -> (Address, Address) {
    let address = |id: &str| Address { region, kind, id: id.to_owned() };
    (address(""), address("\u{10ffff}"))
}

impl Record {
    /// A record that somebody made by a call, not ready yet.
    pub(super) fn new(address: Address, properties: Properties, now: i64) -> Self {
        let observed = Observed {
            address,
            state: State::Available,
            status: "available".into(),
            maker: Maker::Caller,
            properties,
            attributes: Properties::new(),
        };
        Self { observed, owner: None, since: now, took: 0 }
    }

    /// The same, made by the cloud for `owner`.
    pub(super) fn owned(mut self, owner: &Address) -> Self {
        self.owner = Some(owner.clone());
        self.observed.maker = Maker::Cloud;
        self
    }

    pub(super) fn text(&self, property: &str) -> Option<&str> {
        self.observed.properties.get(property)?.as_str()
    }
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
pub(super) fn splitmix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A short digest for ARNs.
pub(super) fn short_hash(text: &str) -> String {
    digest(text)[..16].to_owned()
}

pub(super) fn refuse<T>(class: ErrorClass, code: &str, message: impl Into<String>) -> Result<T, CloudError> {
    Err(CloudError::new(class, code, message))
}
