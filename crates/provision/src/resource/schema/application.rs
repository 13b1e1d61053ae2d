//! What serves people: Lambda, API Gateway, Cognito, Amplify.

use super::{ROW, Replace, Row, Token};
use crate::resource::Kind;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: Kind::Function,
        properties: "FunctionName*! Runtime Handler Role* Code:o? CodeSha256 Architectures:e! Description \
                     Environment:o MemorySize:n Timeout:n VpcConfig:o PackageType! TracingConfig:o LoggingConfig:o \
                     EphemeralStorage:o Tags:t",
        attributes: "Arn FunctionName",
        key: "FunctionName",
        token: Token::Conflict,
        seconds: [45, 10, 10],
        ..ROW
    },
    Row {
        kind: Kind::Permission,
        properties: "FunctionName*! Id! Action*! Principal*! SourceArn! SourceAccount!",
        key: "FunctionName Action Principal SourceArn",
        token: Token::Conflict,
        ..ROW
    },
    Row {
        kind: Kind::UserPool,
        properties: "UserPoolName*! UsernameAttributes:e! AliasAttributes:e! Schema:e! Policies:o \
                     AutoVerifiedAttributes:e MfaConfiguration AdminCreateUserConfig:o AccountRecoverySetting:o \
                     EmailConfiguration:o VerificationMessageTemplate:o UserAttributeUpdateSettings:o \
                     UsernameConfiguration:o! DeletionProtection UserPoolTier LambdaConfig:o Tags:t",
        attributes: "UserPoolId Arn ProviderName ProviderURL",
        key: "UserPoolName",
        replace: Replace::Refuse,
        loses: "every user",
        ..ROW
    },
    Row {
        kind: Kind::UserPoolClient,
        properties: "UserPoolId*! ClientName*! GenerateSecret:b! ExplicitAuthFlows:e PreventUserExistenceErrors \
                     AccessTokenValidity:n IdTokenValidity:n RefreshTokenValidity:n TokenValidityUnits:o \
                     ReadAttributes:e WriteAttributes:e SupportedIdentityProviders:e EnableTokenRevocation:b",
        attributes: "ClientId Name",
        key: "UserPoolId ClientName",
        loses: "every session",
        ..ROW
    },
    Row {
        kind: Kind::UserPoolGroup,
        properties: "UserPoolId*! GroupName*! Description Precedence:n",
        key: "UserPoolId GroupName",
        token: Token::Conflict,
        loses: "who is in it",
        ..ROW
    },
    Row {
        kind: Kind::VpcLink,
        properties: "Name*! Description TargetArns:e*! Tags:t",
        attributes: "VpcLinkId",
        seconds: [210, 3, 60],
        ..ROW
    },
    Row {
        kind: Kind::RestApi,
        properties: "Name*! Description EndpointConfiguration:o! Body:d BinaryMediaTypes:e MinimumCompressionSize:n \
                     ApiKeySourceType DisableExecuteApiEndpoint:b Policy:o Tags:t",
        attributes: "RestApiId RootResourceId",
        seconds: [3, 3, 3],
        loses: "its address",
        ..ROW
    },
    Row {
        kind: Kind::Authorizer,
        properties: "RestApiId*! Name*! Type* IdentitySource ProviderARNs:e AuthorizerResultTtlInSeconds:n",
        attributes: "AuthorizerId",
        key: "RestApiId Name",
        ..ROW
    },
    // A deployment's description holds the digest of the document that it publishes.
    Row {
        kind: Kind::Deployment,
        properties: "RestApiId*! Description!",
        attributes: "DeploymentId",
        key: "RestApiId Description",
        replace: Replace::CreateFirst,
        ..ROW
    },
    Row {
        kind: Kind::Stage,
        properties: "RestApiId*! StageName*! DeploymentId Description MethodSettings:e AccessLogSetting:o \
                     TracingEnabled:b Variables:o CacheClusterEnabled:b Tags:t",
        key: "RestApiId StageName",
        token: Token::Conflict,
        ..ROW
    },
    Row {
        kind: Kind::App,
        properties: "Name*! Description Platform CustomRules:l CustomHeaders EnvironmentVariables:e Tags:t",
        attributes: "AppId Arn DefaultDomain",
        loses: "its address",
        ..ROW
    },
    // `ArtifactSha256` is ours: which build the branch serves. The variables are where its `config.json` leads.
    Row {
        kind: Kind::Branch,
        properties: "AppId*! BranchName*! Description Stage EnableAutoBuild:b Framework EnvironmentVariables:e \
                     ArtifactSha256+ Artifact:o? Tags:t",
        attributes: "Arn BranchName",
        key: "AppId BranchName",
        token: Token::Conflict,
        seconds: [3, 20, 3],
        ..ROW
    },
    Row {
        kind: Kind::Domain,
        properties: "AppId*! DomainName*! SubDomainSettings:l",
        key: "AppId DomainName",
        token: Token::Conflict,
        ..ROW
    },
];
