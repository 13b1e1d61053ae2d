//! Every setting of the Lambda, from the environment. This is the only file of the crate that reads it.

use std::path::PathBuf;

use lks_api::Origins;
use lks_store::{PostgresServer, PostgresTls};

/// The certificate authorities of Amazon RDS as they lie in the Lambda's package.
const PACKED_AUTHORITIES: &str = "rds-ca.pem";

/// All settings.
#[derive(Clone)]
pub struct Settings {
    /// Where conversations are kept.
    pub database: PostgresServer,
    /// Whose tokens are good.
    pub issuer: Issuer,
    /// Which origins of web pages may use the API.
    pub origins: Origins,
    /// Filter of the log, as `tracing_subscriber::EnvFilter` reads it.
    pub log: String,
}

/// Whose tokens are good, and for whom they must be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// `iss` of the tokens.
    pub name: String,
    /// `aud` of the tokens: the app client.
    pub audience: String,
    /// Where the keys are published.
    pub keys: String,
}

/// A setting is missing or cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// It is not set, or empty.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// It is set to something else than it should be; the value may be a secret.
    #[error("{0} is wrong: {1}")]
    Wrong(&'static str, &'static str),
}

impl Settings {
    /// Reads the environment.
    ///
    /// # Errors
    /// [`SettingsError`] names the first that is missing or wrong.
    pub fn from_environment() -> Result<Self, SettingsError> {
        Self::read(&|name| std::env::var(name).ok())
    }

    fn read(given: &dyn Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let optional = |name: &'static str| given(name).filter(|value| !value.is_empty());
        let required = |name: &'static str| optional(name).ok_or(SettingsError::Missing(name));
        let database = PostgresServer {
            host: required("DB_HOST")?,
            port: required("DB_PORT")?
                .parse()
                .map_err(|_| SettingsError::Wrong("DB_PORT", "it must be a TCP port, such as 5432"))?,
            user: required("DB_USER")?,
            password: required("DB_PASSWORD")?,
            database: required("DB_NAME")?,
            tls: tls(optional("DB_TLS").as_deref(), optional("DB_CA_FILE"), optional("LAMBDA_TASK_ROOT"))?,
        };
        let issuer = required("TOKEN_ISSUER")?;
        let keys = optional("TOKEN_KEYS_URL")
            .unwrap_or_else(|| format!("{}/.well-known/jwks.json", issuer.trim_end_matches('/')));
        let origins = optional("CLIENT_ORIGIN").map_or(Origins::Any, |list| {
            Origins::Only(list.split(',').map(|origin| origin.trim().to_owned()).collect())
        });
        Ok(Self {
            database,
            issuer: Issuer { name: issuer, audience: required("TOKEN_AUDIENCE")?, keys },
            origins,
            log: optional("LOG").unwrap_or_else(|| "info".to_owned()),
        })
    }
}

fn tls(
    mode: Option<&str>,
    authorities: Option<String>,
    package: Option<String>,
) -> Result<PostgresTls, SettingsError> {
    match mode {
        None | Some("verify") => {
            let packed = || PathBuf::from(package.unwrap_or_default()).join(PACKED_AUTHORITIES);
            Ok(PostgresTls::Verified(authorities.map_or_else(packed, PathBuf::from)))
        }
        Some("off") => Ok(PostgresTls::Off),
        Some(_) => Err(SettingsError::Wrong("DB_TLS", "it must be verify, which is the default, or off")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 7] = [
        ("DB_USER", "lks"),
        ("DB_PASSWORD", "secret"),
        ("DB_HOST", "lks-rds.example"),
        ("DB_PORT", "5432"),
        ("DB_NAME", "lks"),
        ("TOKEN_ISSUER", "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abc"),
        ("TOKEN_AUDIENCE", "client"),
    ];

    fn read(change: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        Settings::read(&|name| {
            let all = change.iter().chain(&GOOD);
            all.clone().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_stacks_variables_are_enough_and_tls_is_verified() {
        let settings = read(&[("LAMBDA_TASK_ROOT", "/var/task")]).unwrap();
        assert_eq!(settings.database.tls, PostgresTls::Verified("/var/task/rds-ca.pem".into()));
        assert_eq!(settings.issuer.keys, format!("{}/.well-known/jwks.json", settings.issuer.name));
        assert_eq!((settings.origins, settings.log.as_str()), (Origins::Any, "info"));
    }

    #[test]
    fn each_missing_or_wrong_variable_is_named_and_no_value_repeated() {
        for (name, _) in GOOD {
            assert_eq!(read(&[(name, "")]).err(), Some(SettingsError::Missing(name)));
        }
        for (name, value) in [("DB_PORT", "secret"), ("DB_TLS", "secret")] {
            let error = read(&[(name, value)]).err().unwrap().to_string();
            assert!(error.contains(name) && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn everything_that_may_be_chosen_is_taken() {
        let settings = read(&[
            ("DB_TLS", "off"),
            ("TOKEN_KEYS_URL", "http://127.0.0.1:4566/keys"),
            ("CLIENT_ORIGIN", "https://a.example, https://b.example"),
            ("LOG", "debug"),
        ])
        .unwrap();
        assert_eq!(settings.database.tls, PostgresTls::Off);
        assert_eq!(settings.issuer.keys, "http://127.0.0.1:4566/keys");
        let both = vec!["https://a.example".to_owned(), "https://b.example".to_owned()];
        assert_eq!(settings.origins, Origins::Only(both));
        let own = read(&[("DB_CA_FILE", "/opt/ca.pem")]).unwrap();
        assert_eq!(own.database.tls, PostgresTls::Verified("/opt/ca.pem".into()));
    }
}
