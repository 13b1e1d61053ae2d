//! Machines, disks and load balancers.

use super::{ROW, Row, Token};
use crate::resource::Kind;

pub(super) const ROWS: &[Row] = &[
    // `State` is ours: a machine that was stopped is started by setting it to running.
    Row {
        kind: Kind::Instance,
        properties: "ImageId*! InstanceType*! SubnetId*! SecurityGroupIds:e IamInstanceProfile! UserData! KeyName! \
                     PrivateIpAddress! BlockDeviceMappings:l! MetadataOptions:o Monitoring:b \
                     DisableApiTermination:b+ SourceDestCheck:b+ AssociatePublicIpAddress:b! State Tags:t",
        attributes: "InstanceId PrivateIp PrivateDnsName PublicIp NetworkInterfaceId AvailabilityZone VpcId",
        token: Token::Client,
        seconds: [17, 3, 40],
        loses: "what is on its disk",
        ..ROW
    },
    Row {
        kind: Kind::Volume,
        properties: "AvailabilityZone! Size:n! VolumeType Encrypted:b! InstanceId! Tags:t",
        attributes: "VolumeId",
        ..ROW
    },
    // Attributes are like tags: a balancer has some twenty, and those that nobody asked for are left alone.
    Row {
        kind: Kind::TargetGroup,
        properties: "Name*! Protocol! Port:n! VpcId! TargetType! ProtocolVersion! HealthCheckEnabled:b \
                     HealthCheckPath HealthCheckPort HealthCheckProtocol HealthCheckIntervalSeconds:n \
                     HealthCheckTimeoutSeconds:n HealthyThresholdCount:n UnhealthyThresholdCount:n Matcher:o \
                     TargetGroupAttributes:t+ Targets:e+ Tags:t",
        attributes: "TargetGroupArn TargetGroupFullName TargetGroupName",
        key: "Name",
        token: Token::SameName,
        ..ROW
    },
    Row {
        kind: Kind::LoadBalancer,
        properties: "Name*! Type! Scheme! Subnets:e! SubnetMappings:e! SecurityGroups:e IpAddressType \
                     LoadBalancerAttributes:t+ Tags:t",
        attributes: "LoadBalancerArn DNSName LoadBalancerFullName LoadBalancerName CanonicalHostedZoneID VpcId",
        key: "Name",
        token: Token::SameName,
        seconds: [160, 3, 20],
        ..ROW
    },
    Row {
        kind: Kind::Listener,
        properties: "LoadBalancerArn*! Port:n*! Protocol* DefaultActions:l* Tags:t",
        attributes: "ListenerArn",
        key: "LoadBalancerArn Port",
        token: Token::SameName,
        ..ROW
    },
    Row {
        kind: Kind::ListenerRule,
        properties: "ListenerArn*! Priority:n*! Conditions:l* Actions:l* Tags:t",
        attributes: "RuleArn",
        key: "ListenerArn Priority",
        token: Token::Conflict,
        ..ROW
    },
];
