//! The groups of choices in a stack file, with their defaults.

use serde::{Deserialize, Serialize};

use crate::resource::Service;

/// The twelve workers: three kinds, two each, in both zones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Workers {
    /// EC2 type, within the lab's limits (nano to large).
    pub instance_type: String,
    /// Size of the encrypted root volume in GiB.
    pub volume_gb: u32,
    /// Kind of the root volume.
    pub volume_type: VolumeType,
}

impl Default for Workers {
    fn default() -> Self {
        Self { instance_type: "t2.large".into(), volume_gb: 30, volume_type: VolumeType::Gp3 }
    }
}

/// The two NAT instances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Nat {
    /// EC2 type, within the lab's limits (nano to large).
    pub instance_type: String,
    /// Size of the encrypted root volume in GiB.
    pub volume_gb: u32,
}

impl Default for Nat {
    fn default() -> Self {
        Self { instance_type: "t2.micro".into(), volume_gb: 8 }
    }
}

/// Kind of an EBS volume the lab allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VolumeType {
    /// General purpose, second generation.
    Gp2,
    /// General purpose, third generation: cheaper.
    Gp3,
}

impl VolumeType {
    /// EC2's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gp2 => "gp2",
            Self::Gp3 => "gp3",
        }
    }
}

/// The PostgreSQL database. Storage is gp2 and the instance stands in a single zone: the lab has
/// nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// RDS instance class.
    pub class: String,
    /// Storage in GB, 20 to 100.
    pub storage_gb: u32,
    /// PostgreSQL version: a major one (`16`) or a full one (`16.4`), at least 15.4 (pgvector with
    /// HNSW).
    pub engine_version: String,
    /// Days automatic backups are kept, 1 to 35.
    pub backup_days: u32,
}

impl Default for Database {
    fn default() -> Self {
        Self { class: "db.t3.micro".into(), storage_gb: 20, engine_version: "16.4".into(), backup_days: 7 }
    }
}

/// The file system that holds the models.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// How much the models are expected to take, in GB: for the cost only.
    pub expected_gb: u32,
}

impl Default for Files {
    fn default() -> Self {
        Self { expected_gb: 10 }
    }
}

/// The log groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Logs {
    /// Days logs are kept: one of CloudWatch's values.
    pub retention_days: u32,
}

impl Default for Logs {
    fn default() -> Self {
        Self { retention_days: 30 }
    }
}

/// The alarms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Alarms {
    /// E-mail address that alarms are sent to. Unset: alarms are only shown.
    pub address: Option<String>,
}

/// A part of the stack that some accounts cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Client hosting.
    Amplify,
    /// User pool; the API then has no authorizer and is not built to be reached at all.
    Cognito,
    /// The association that runs the playbook on the workers.
    Ssm,
    /// Automatic backups of the file system.
    Backup,
    /// Dashboard, alarms and their topic.
    Monitoring,
}

impl Part {
    /// All parts, in the order people are told of them.
    pub const ALL: [Self; 5] = [Self::Amplify, Self::Cognito, Self::Ssm, Self::Backup, Self::Monitoring];

    /// The part that an account goes without if it may not use this service; `None`: no stack can do without.
    pub const fn of(service: Service) -> Option<Self> {
        match service {
            Service::Amplify => Some(Self::Amplify),
            Service::Cognito => Some(Self::Cognito),
            Service::Ssm => Some(Self::Ssm),
            Service::Backup => Some(Self::Backup),
            Service::CloudWatch | Service::Sns => Some(Self::Monitoring),
            _ => None,
        }
    }

    /// The part's name on the command line and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Amplify => "amplify",
            Self::Cognito => "cognito",
            Self::Ssm => "ssm",
            Self::Backup => "backup",
            Self::Monitoring => "monitoring",
        }
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Part {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|part| part.name() == name).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            format!("`{name}` is no part that can be left out; choose from {known}")
        })
    }
}
