//! The SDK's clients, one set a region, all with the same credentials and no retries of their own.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use lks_domain::console::account::Keys;
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;

use crate::request::Noting;
use crate::settings::{Settings, Source};

/// Clients of every service in one region.
pub(crate) struct Clients {
    pub amplify: aws_sdk_amplify::Client,
    pub apigateway: aws_sdk_apigateway::Client,
    pub backup: aws_sdk_backup::Client,
    pub cloudwatch: aws_sdk_cloudwatch::Client,
    pub logs: aws_sdk_cloudwatchlogs::Client,
    pub cognito: aws_sdk_cognitoidentityprovider::Client,
    pub ec2: aws_sdk_ec2::Client,
    pub efs: aws_sdk_efs::Client,
    pub balancing: aws_sdk_elasticloadbalancingv2::Client,
    pub lambda: aws_sdk_lambda::Client,
    pub rds: aws_sdk_rds::Client,
    pub s3: aws_sdk_s3::Client,
    pub secrets: aws_sdk_secretsmanager::Client,
    pub sns: aws_sdk_sns::Client,
    pub ssm: aws_sdk_ssm::Client,
    pub sts: aws_sdk_sts::Client,
    config: SdkConfig,
}

impl Clients {
    pub fn new(config: &SdkConfig) -> Self {
        // An emulator has one address for all buckets.
        let mut s3 = aws_sdk_s3::config::Builder::from(config);
        if config.endpoint_url().is_some() {
            s3 = s3.force_path_style(true);
        }
        Self {
            amplify: aws_sdk_amplify::Client::new(config),
            apigateway: aws_sdk_apigateway::Client::new(config),
            backup: aws_sdk_backup::Client::new(config),
            cloudwatch: aws_sdk_cloudwatch::Client::new(config),
            logs: aws_sdk_cloudwatchlogs::Client::new(config),
            cognito: aws_sdk_cognitoidentityprovider::Client::new(config),
            ec2: aws_sdk_ec2::Client::new(config),
            efs: aws_sdk_efs::Client::new(config),
            balancing: aws_sdk_elasticloadbalancingv2::Client::new(config),
            lambda: aws_sdk_lambda::Client::new(config),
            rds: aws_sdk_rds::Client::new(config),
            s3: aws_sdk_s3::Client::from_conf(s3.build()),
            secrets: aws_sdk_secretsmanager::Client::new(config),
            sns: aws_sdk_sns::Client::new(config),
            ssm: aws_sdk_ssm::Client::new(config),
            sts: aws_sdk_sts::Client::new(config),
            config: config.clone(),
        }
    }

    /// Whether another endpoint than AWS's own answers for all services.
    pub fn is_elsewhere(&self) -> bool {
        self.config.endpoint_url().is_some()
    }

    /// When the credentials end, if they say so: a profile's do not, pasted keys where somebody said it for them.
    pub async fn expires(&self) -> Option<Timestamp> {
        let provider = self.config.credentials_provider()?;
        let expiry: SystemTime = provider.provide_credentials().await.ok()?.expiry()?;
        let since = expiry.duration_since(UNIX_EPOCH).ok()?;
        Some(Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?))
    }
}

/// HTTP with rustls on ring.
pub(crate) fn http() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
}

/// The same client, with the numbers of requests noted.
pub(crate) fn noting(http: SharedHttpClient) -> SharedHttpClient {
    SharedHttpClient::new(Noting(http))
}

/// The SDK's settings for one region.
pub(crate) async fn config(settings: &Settings, region: Region, http: SharedHttpClient) -> SdkConfig {
    let patience = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(10))
        .operation_attempt_timeout(Duration::from_secs(90))
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .region(aws_config::Region::new(region.id()))
        .http_client(http)
        // A call that is sent twice may be done twice: the engine alone tries again.
        .retry_config(RetryConfig::disabled())
        .timeout_config(patience);
    if let Some(endpoint) = &settings.endpoint {
        loader = loader.endpoint_url(endpoint);
    }
    loader = match &settings.source {
        Source::Ambient => loader,
        Source::Keys(keys) => loader.credentials_provider(credentials(keys)),
        Source::Profile(name) => loader.profile_name(name),
    };
    loader.load().await
}

/// Keys in the SDK's form.
fn credentials(keys: &Keys) -> Credentials {
    let token = keys.session_token.clone().filter(|token| !token.is_empty());
    let expiry = keys.expires_at.and_then(|at| u64::try_from(at.millis()).ok());
    let expiry = expiry.map(|millis| UNIX_EPOCH + Duration::from_millis(millis));
    Credentials::new(&keys.access_key_id, &keys.secret_access_key, token, expiry, "pasted")
}
