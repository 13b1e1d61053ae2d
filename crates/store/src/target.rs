//! From the configured address to what is opened: which database, and for SQLite which file.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::any::AnyConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::database::Dialect;
use crate::error::StoreError;

/// What an address names.
pub(crate) struct Target {
    pub(crate) dialect: Dialect,
    pub(crate) options: AnyConnectOptions,
    /// The file, unless it is PostgreSQL or in memory.
    pub(crate) file: Option<PathBuf>,
}

impl Target {
    /// Reads `sqlite:…` or `postgres://…`.
    pub(crate) fn parse(url: &str) -> Result<Self, StoreError> {
        let scheme = url.find(':').map_or("", |colon| &url[..colon]);
        match scheme {
            "sqlite" => sqlite(url),
            "postgres" | "postgresql" if url.contains("://") => {
                PgConnectOptions::from_str(url)?;
                Ok(Self { dialect: Dialect::Postgres, options: options(url)?, file: None })
            }
            _ => Err(StoreError::Address("it must begin with sqlite: or postgres://".to_owned())),
        }
    }
}

fn sqlite(url: &str) -> Result<Target, StoreError> {
    let parsed = SqliteConnectOptions::from_str(url)?;
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    if in_memory {
        return Ok(Target { dialect: Dialect::Sqlite, options: options(url)?, file: None });
    }
    if parsed.get_filename().as_os_str().is_empty() {
        return Err(StoreError::Address("it names no file; write sqlite:///path/to/lks.db".to_owned()));
    }
    let file = std::path::absolute(parsed.get_filename()).map_err(|e| StoreError::Address(e.to_string()))?;
    let query = url.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
    let options = options(&format!("{}{query}", sqlite_url(&file)))?;
    Ok(Target { dialect: Dialect::Sqlite, options, file: Some(file) })
}

fn options(url: &str) -> Result<AnyConnectOptions, StoreError> {
    Ok(AnyConnectOptions::from_str(url)?)
}

/// The address of a SQLite file, whatever characters its path has.
pub fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}", escaped(&file.to_string_lossy(), "/"))
}

/// A PostgreSQL server by its parts, as they are and not yet escaped.
#[derive(Clone)]
pub struct PostgresServer {
    /// Name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Who connects.
    pub user: String,
    /// Their password.
    pub password: String,
    /// Name of the database.
    pub database: String,
    /// How the server proves who it is.
    pub tls: PostgresTls,
}

/// How a PostgreSQL server proves who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostgresTls {
    /// By a certificate for its name, from one of the authorities in this PEM file or of the web's.
    Verified(PathBuf),
    /// Not at all, and everything is readable on the way: for a server on the same machine.
    Off,
}

impl PostgresServer {
    /// The address for [`crate::Store::open`].
    pub fn url(&self) -> String {
        let word = |text: &str| escaped(text, "");
        let tls = match &self.tls {
            PostgresTls::Verified(authorities) => {
                format!("sslmode=verify-full&sslrootcert={}", escaped(&authorities.to_string_lossy(), "/"))
            }
            PostgresTls::Off => "sslmode=disable".to_owned(),
        };
        let (user, password, database) = (word(&self.user), word(&self.password), word(&self.database));
        format!("postgres://{user}:{password}@{}:{}/{database}?{tls}", self.host, self.port)
    }
}

/// Text as a part of an address, `free` signs beside those that need no escape anyway.
fn escaped(text: &str, free: &str) -> String {
    let mut url = String::new();
    for byte in text.bytes() {
        match byte {
            b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => url.push(byte as char),
            byte if free.as_bytes().contains(&byte) => url.push(byte as char),
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_strange_characters_is_found_again() {
        for path in ["/tmp/a b/ü?#%20.db", "/data/lks.db"] {
            let target = Target::parse(&sqlite_url(Path::new(path))).expect("a target");
            assert_eq!(target.file.as_deref(), Some(Path::new(path)));
        }
    }

    #[test]
    fn a_relative_path_is_taken_from_the_working_directory() {
        for url in ["sqlite:data/lks.db", "sqlite://data/lks.db", "sqlite://./data/lks.db"] {
            let file = Target::parse(url).expect("a target").file.expect("a file");
            assert!(file.is_absolute() && file.ends_with("data/lks.db"), "{}", file.display());
        }
    }

    #[test]
    fn a_server_by_its_parts_is_the_same_server_whatever_its_password_holds() {
        let server = PostgresServer {
            host: "lks-rds.example".into(),
            port: 5433,
            user: "lks".into(),
            password: "p@ss/w:rd?#%&=".into(),
            database: "lks db".into(),
            tls: PostgresTls::Verified("/var/task/ca bundle.pem".into()),
        };
        let options = PgConnectOptions::from_str(&server.url()).expect("options");
        assert_eq!((options.get_host(), options.get_port()), ("lks-rds.example", 5433));
        assert_eq!((options.get_username(), options.get_database()), ("lks", Some("lks db")));
        assert!(matches!(options.get_ssl_mode(), sqlx::postgres::PgSslMode::VerifyFull));
        let off = PostgresServer { tls: PostgresTls::Off, ..server };
        let options = PgConnectOptions::from_str(&off.url()).expect("options");
        assert!(matches!(options.get_ssl_mode(), sqlx::postgres::PgSslMode::Disable));
    }

    #[test]
    fn an_address_of_something_else_is_refused_without_repeating_its_password() {
        for url in ["mysql://u:secret@h/d", "", "/data/lks.db", "sqlite:", "postgres:secret@"] {
            let Err(error) = Target::parse(url) else { panic!("{url} was accepted") };
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
