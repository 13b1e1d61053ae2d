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
    let path = file.to_string_lossy();
    let mut url = String::from("sqlite://");
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                url.push(byte as char)
            }
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
    fn an_address_of_something_else_is_refused_without_repeating_its_password() {
        for url in ["mysql://u:secret@h/d", "", "/data/lks.db", "sqlite:", "postgres:secret@"] {
            let Err(error) = Target::parse(url) else { panic!("{url} was accepted") };
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
