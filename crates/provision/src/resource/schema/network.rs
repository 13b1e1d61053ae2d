//! Networks: VPCs, subnets, routes, groups, addresses.

use super::{ROW, Row, Token};
use crate::resource::Kind;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: Kind::Vpc,
        properties: "CidrBlock*! InstanceTenancy! EnableDnsSupport:b+ EnableDnsHostnames:b+ Tags:t",
        attributes: "VpcId CidrBlock DefaultSecurityGroup DefaultNetworkAcl MainRouteTable",
        ..ROW
    },
    Row {
        kind: Kind::Subnet,
        properties: "VpcId*! CidrBlock*! AvailabilityZone! AvailabilityZoneId! MapPublicIpOnLaunch:b+ Tags:t",
        attributes: "SubnetId VpcId AvailabilityZone AvailabilityZoneId CidrBlock",
        ..ROW
    },
    Row { kind: Kind::InternetGateway, properties: "Tags:t", attributes: "InternetGatewayId", ..ROW },
    Row {
        kind: Kind::VpcGatewayAttachment,
        properties: "VpcId*! InternetGatewayId*!",
        key: "VpcId InternetGatewayId",
        token: Token::Conflict,
        ..ROW
    },
    // `Main` is ours: the table that the VPC brings along is taken over instead of a new one made.
    Row {
        kind: Kind::RouteTable,
        properties: "VpcId*! Main:b! Tags:t",
        attributes: "RouteTableId VpcId",
        token: Token::Client,
        ..ROW
    },
    Row {
        kind: Kind::Route,
        properties: "RouteTableId*! DestinationCidrBlock*! GatewayId NatGatewayId NetworkInterfaceId InstanceId \
                     VpcPeeringConnectionId State",
        key: "RouteTableId DestinationCidrBlock",
        token: Token::Conflict,
        ..ROW
    },
    Row {
        kind: Kind::SubnetRouteTableAssociation,
        properties: "SubnetId*! RouteTableId*",
        key: "SubnetId",
        token: Token::Conflict,
        ..ROW
    },
    Row {
        kind: Kind::NetworkAcl,
        properties: "VpcId*! IsDefault:b! Entries:e SubnetIds:e Tags:t",
        attributes: "Id",
        ..ROW
    },
    Row {
        kind: Kind::SecurityGroup,
        properties: "GroupName*! GroupDescription*! VpcId*! SecurityGroupIngress:e SecurityGroupEgress:e Tags:t",
        attributes: "GroupId VpcId",
        key: "VpcId GroupName",
        token: Token::Conflict,
        ..ROW
    },
    Row {
        kind: Kind::SecurityGroupIngress,
        properties: "GroupId*! IpProtocol*! FromPort:n! ToPort:n! CidrIp! CidrIpv6! SourceSecurityGroupId! \
                     SourcePrefixListId! Description",
        key: "GroupId IpProtocol FromPort ToPort CidrIp CidrIpv6 SourceSecurityGroupId SourcePrefixListId",
        token: Token::Conflict,
        seconds: [1, 1, 1],
        ..ROW
    },
    Row {
        kind: Kind::SecurityGroupEgress,
        properties: "GroupId*! IpProtocol*! FromPort:n! ToPort:n! CidrIp! CidrIpv6! DestinationSecurityGroupId! \
                     DestinationPrefixListId! Description",
        key: "GroupId IpProtocol FromPort ToPort CidrIp CidrIpv6 DestinationSecurityGroupId DestinationPrefixListId",
        token: Token::Conflict,
        seconds: [1, 1, 1],
        ..ROW
    },
    // `Accepted` is ours: the other side's consent, a call in the other region once it is asked. The
    // options (EC2's names) can be set only then, each side's in its own region.
    Row {
        kind: Kind::VpcPeeringConnection,
        properties: "VpcId*! PeerVpcId*! PeerRegion! PeerOwnerId! Accepted:b+ \
                     RequesterPeeringConnectionOptions:o+ AccepterPeeringConnectionOptions:o+ Tags:t",
        attributes: "Id",
        seconds: [4, 4, 2],
        ..ROW
    },
    Row { kind: Kind::Eip, properties: "Domain! Tags:t", attributes: "AllocationId PublicIp", ..ROW },
    Row {
        kind: Kind::EipAssociation,
        properties: "AllocationId*! NetworkInterfaceId! InstanceId!",
        key: "AllocationId",
        token: Token::Conflict,
        ..ROW
    },
    Row {
        kind: Kind::NetworkInterface,
        properties: "SubnetId*! GroupSet:e Description PrivateIpAddress! SourceDestCheck:b+ InterfaceType! \
                     RequesterManaged:b! VpcId! InstanceId! Tags:t",
        attributes: "Id PrimaryPrivateIpAddress VpcId",
        token: Token::Client,
        ..ROW
    },
];
