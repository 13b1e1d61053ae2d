//! What watches and configures: SSM, logs, alarms, dashboards, notices.

use super::{ROW, Row, Token};
use crate::resource::Kind;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: Kind::Association,
        properties: "AssociationName* Name*! DocumentVersion Targets:l* Parameters:o ScheduleExpression \
                     ApplyOnlyAtCronInterval:b ComplianceSeverity MaxConcurrency MaxErrors OutputLocation:o \
                     SyncCompliance WaitForSuccessTimeoutSeconds:n Tags:t",
        attributes: "AssociationId",
        seconds: [240, 5, 2],
        ..ROW
    },
    Row {
        kind: Kind::LogGroup,
        properties: "LogGroupName*! RetentionInDays:n+ KmsKeyId LogGroupClass! Tags:t",
        attributes: "Arn",
        key: "LogGroupName",
        token: Token::Conflict,
        seconds: [1, 1, 1],
        loses: "its log",
        ..ROW
    },
    Row {
        kind: Kind::MetricFilter,
        properties: "LogGroupName*! FilterName*! FilterPattern* MetricTransformations:l*",
        key: "LogGroupName FilterName",
        token: Token::Upsert,
        seconds: [1, 1, 1],
        ..ROW
    },
    Row {
        kind: Kind::Topic,
        properties: "TopicName*! DisplayName KmsMasterKeyId Tags:t",
        attributes: "TopicArn TopicName",
        key: "TopicName",
        token: Token::SameName,
        seconds: [1, 1, 1],
        ..ROW
    },
    Row {
        kind: Kind::Subscription,
        properties: "TopicArn*! Protocol*! Endpoint*!",
        attributes: "Arn",
        key: "TopicArn Protocol Endpoint",
        token: Token::SameName,
        seconds: [1, 1, 1],
        ..ROW
    },
    Row {
        kind: Kind::Alarm,
        properties: "AlarmName*! AlarmDescription Namespace MetricName Dimensions:e Statistic ExtendedStatistic \
                     Period:n EvaluationPeriods:n* DatapointsToAlarm:n Threshold:n ComparisonOperator* \
                     TreatMissingData ActionsEnabled:b AlarmActions:e OKActions:e InsufficientDataActions:e Unit \
                     Metrics:l Tags:t",
        attributes: "Arn",
        key: "AlarmName",
        token: Token::Upsert,
        seconds: [1, 1, 1],
        ..ROW
    },
    Row {
        kind: Kind::Dashboard,
        properties: "DashboardName*! DashboardBody:o*",
        key: "DashboardName",
        token: Token::Upsert,
        seconds: [1, 1, 1],
        ..ROW
    },
];
