//! What keeps data: EFS, backups, RDS, S3, secrets.

use super::{ROW, Replace, Row, Token};
use crate::resource::Kind;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: Kind::FileSystem,
        properties: "Encrypted:b! KmsKeyId! PerformanceMode! AvailabilityZoneName! ThroughputMode \
                     BackupPolicy:o+ LifecyclePolicies:l+ Tags:t",
        attributes: "FileSystemId Arn",
        token: Token::Client,
        seconds: [6, 3, 6],
        loses: "the models on it (they are pulled again)",
        ..ROW
    },
    Row {
        kind: Kind::MountTarget,
        properties: "FileSystemId*! SubnetId*! SecurityGroups:e IpAddress!",
        attributes: "Id IpAddress",
        key: "FileSystemId SubnetId",
        token: Token::Conflict,
        seconds: [100, 3, 30],
        ..ROW
    },
    Row {
        kind: Kind::BackupVault,
        properties: "BackupVaultName*! Tags:t",
        attributes: "BackupVaultArn BackupVaultName",
        key: "BackupVaultName",
        token: Token::Conflict,
        loses: "the backups in it",
        ..ROW
    },
    Row {
        kind: Kind::BackupPlan,
        properties: "BackupPlan:o* Tags:t",
        attributes: "BackupPlanId BackupPlanArn",
        token: Token::Client,
        ..ROW
    },
    Row {
        kind: Kind::BackupSelection,
        properties: "BackupPlanId*! BackupSelection:o*!",
        attributes: "SelectionId",
        key: "BackupPlanId",
        token: Token::Client,
        ..ROW
    },
    Row {
        kind: Kind::RecoveryPoint,
        properties: "BackupVaultName*! ResourceArn! Tags:t",
        key: "BackupVaultName ResourceArn",
        ..ROW
    },
    Row {
        kind: Kind::DbSubnetGroup,
        properties: "DBSubnetGroupName*! DBSubnetGroupDescription* SubnetIds:e* Tags:t",
        key: "DBSubnetGroupName",
        token: Token::Conflict,
        ..ROW
    },
    Row {
        kind: Kind::DbParameterGroup,
        properties: "DBParameterGroupName*! Family*! Description*! Parameters:o+ Tags:t",
        key: "DBParameterGroupName",
        token: Token::Conflict,
        ..ROW
    },
    Row {
        kind: Kind::DbInstance,
        properties: "DBInstanceIdentifier*! Engine*! EngineVersion DBInstanceClass* AllocatedStorage* DBName! \
                     MasterUsername! MasterUserPassword? Port! DBSubnetGroupName! DBParameterGroupName \
                     VPCSecurityGroups:e PubliclyAccessible:b StorageEncrypted:b! StorageType KmsKeyId! MultiAZ:b \
                     BackupRetentionPeriod:n DeletionProtection:b AutoMinorVersionUpgrade:b CopyTagsToSnapshot:b \
                     EnableCloudwatchLogsExports:e MonitoringInterval:n AvailabilityZone! CACertificateIdentifier \
                     PreferredBackupWindow PreferredMaintenanceWindow DeleteAutomatedBackups:b Tags:t",
        attributes: "Endpoint.Address Endpoint.Port DBInstanceArn DbiResourceId DBInstanceIdentifier",
        key: "DBInstanceIdentifier",
        token: Token::Conflict,
        seconds: [450, 60, 240],
        replace: Replace::Refuse,
        loses: "every conversation in it",
    },
    Row {
        kind: Kind::DbSnapshot,
        properties: "DBInstanceIdentifier*! DBSnapshotIdentifier! SnapshotType! Tags:t",
        key: "DBSnapshotIdentifier",
        token: Token::Conflict,
        ..ROW
    },
    Row {
        kind: Kind::Secret,
        properties: "Name*! Description SecretString? Tags:t",
        attributes: "Id Arn",
        key: "Name",
        token: Token::Client,
        loses: "the secret",
        ..ROW
    },
    Row {
        kind: Kind::Parameter,
        properties: "Name*! Type*! Value? Description Tier Tags:t",
        attributes: "Type",
        key: "Name",
        token: Token::Conflict,
        loses: "its value",
        ..ROW
    },
    Row {
        kind: Kind::Bucket,
        properties: "BucketName*! BucketEncryption:o+ PublicAccessBlockConfiguration:o+ VersioningConfiguration:o+ \
                     OwnershipControls:o+ LifecycleConfiguration:o+ BucketPolicy:o+ Tags:t",
        attributes: "Arn DomainName",
        key: "BucketName",
        token: Token::SameName,
        loses: "the files in it",
        ..ROW
    },
    Row {
        kind: Kind::Object,
        properties: "Bucket*! Key*! ContentSha256 ContentType Body:o? Tags:t",
        attributes: "Url",
        key: "Bucket Key",
        token: Token::Upsert,
        ..ROW
    },
];
