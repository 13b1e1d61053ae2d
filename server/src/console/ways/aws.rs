//! The ways to AWS: with pasted keys, a profile, the machine's role, or at another address.

use std::path::Path;

use lks_domain::console::Words;
use lks_domain::console::account::{Connect, ConnectionKind, Keys, Offer};
use lks_provision::connection::NoConnection;
use lks_provision_aws::{AwsClouds, Settings, Source};

use super::{SandboxOnly, Way, Ways, offer_of_sandbox};
use crate::identity::clock;

/// Knows AWS beside the simulated account.
#[derive(Debug, Clone)]
pub struct WithAws {
    /// What all ways have in common.
    pub settings: Settings,
}

impl Ways for WithAws {
    fn go(&self, how: &Connect, data_dir: &Path) -> Result<Way, NoConnection> {
        let (source, endpoint) = match how {
            Connect::Sandbox { .. } => return SandboxOnly.go(how, data_dir),
            Connect::Keys(keys) => (pasted(keys), None),
            Connect::Profile { name } => (Source::Profile(name.clone()), None),
            Connect::InstanceRole => (Source::Ambient, None),
            Connect::Endpoint { url, keys } => (pasted(keys), Some(url.clone())),
        };
        let (cloud, driver) = AwsClouds::reach(Settings { source, endpoint, ..self.settings.clone() })?;
        Ok(Way { cloud, driver, sandbox: None })
    }

    fn on_offer(&self) -> Vec<Offer> {
        let aws = WORDS.map(|(kind, english, indonesian)| Offer {
            kind,
            available: true,
            about: Words::new(english, indonesian),
        });
        [offer_of_sandbox()].into_iter().chain(aws).collect()
    }
}

/// Keys as they were pasted, with the moment when they end if it is known.
fn pasted(keys: &Keys) -> Source {
    Source::Keys(keys.clone().ending(clock::now()))
}

const WORDS: [(ConnectionKind, &str, &str); 4] = [
    (
        ConnectionKind::Keys,
        "Keys of a lab session: paste the whole block that the lab shows under \"AWS CLI\".",
        "Kunci sesi lab: tempel seluruh blok yang ditampilkan lab di bawah \"AWS CLI\".",
    ),
    (
        ConnectionKind::Profile,
        "A profile in this server's ~/.aws folder.",
        "Sebuah profil di folder ~/.aws server ini.",
    ),
    (
        ConnectionKind::InstanceRole,
        "What AWS tools find on this machine: its environment, or the role of an EC2 instance.",
        "Yang ditemukan alat AWS di mesin ini: variabel lingkungannya, atau peran instans EC2.",
    ),
    (
        ConnectionKind::Endpoint,
        "A service that speaks AWS's protocols at another address, as an emulator does.",
        "Layanan yang memakai protokol AWS di alamat lain, seperti emulator.",
    ),
];
