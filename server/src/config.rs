//! Every setting, from three places: `lks.toml`, environment, command line; the later one wins.
//! This is the only file of the project that reads the environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use lks_domain::client_config::{ClientConfig, Mode};
use lks_domain::region::{Region, WorkerKind};
use serde::Deserialize;

use crate::identity::settings::{Smtp, SmtpTls};

/// A pace that reads like somebody who writes fast.
pub const TOKENS_PER_SECOND: f64 = 60.0;

/// Where packages are, unless the machine is set up with another place.
const PACKAGE_INDEX: &str = "https://pypi.org/simple";
/// Where Ollama's models are.
const MODEL_REGISTRY: &str = "https://registry.ollama.ai";

/// Settings that can be given on the command line or in the environment.
#[derive(Debug, Clone, Default, Args)]
pub struct Overrides {
    /// Settings file; without it ./lks.toml, where there is one
    #[arg(long, env = "LKS_CONFIG", value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Address to listen on [default: 127.0.0.1:3000]
    #[arg(long, env = "LKS_ADDR", value_name = "HOST:PORT")]
    pub addr: Option<SocketAddr>,
    /// Folder for the database, keys and models [default: ./data]
    #[arg(long, env = "LKS_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// sqlite:FILE or postgres://… [default: SQLite in the data folder]
    #[arg(long, env = "LKS_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// What to log, e.g. info or lks_api=debug,info [default: info]
    #[arg(long, env = "LKS_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// An Ollama server used by both regions if it is there; `off` for none [default: http://127.0.0.1:11434]
    #[arg(long, env = "LKS_OLLAMA_URL", value_name = "URL")]
    pub ollama_url: Option<String>,
    /// Address at which browsers reach this server [default: http://ADDR]
    #[arg(long, env = "LKS_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Folder of the built front end [default: `site` beside the binary's folder]
    #[arg(long, env = "LKS_SITE_DIR", value_name = "FOLDER")]
    pub site_dir: Option<PathBuf>,
    /// config.json of a stack in AWS, whose back end is used instead of the embedded one
    #[arg(long, env = "LKS_BACKEND", value_name = "FILE")]
    pub backend: Option<PathBuf>,
    /// Where the stack's user pool publishes its keys, if not where Cognito does
    #[arg(long, env = "LKS_BACKEND_KEYS_URL", value_name = "URL")]
    pub backend_keys_url: Option<String>,
    /// Pace of the embedded workers' replies; 0: as fast as they come [default: 60]
    #[arg(long, env = "LKS_TOKENS_PER_SECOND", value_name = "N")]
    pub tokens_per_second: Option<f64>,
    /// `off`: no language model, Sofya speaks by rules alone [default: on]
    #[arg(long, env = "LKS_MODEL", value_name = "on|off")]
    pub model: Option<Switch>,
    /// Package index, or folder of wheels, from which her model is fetched [default: https://pypi.org/simple]
    #[arg(long, env = "LKS_MODEL_INDEX", value_name = "URL|FOLDER", hide_env_values = true)]
    pub model_index: Option<String>,
    /// Registry from which other models are pulled [default: https://registry.ollama.ai]
    #[arg(long, env = "LKS_MODEL_REGISTRY", value_name = "URL")]
    pub model_registry: Option<String>,
    /// Threads with which a model computes [default: 1]
    #[arg(long, env = "LKS_MODEL_THREADS", value_name = "N")]
    pub model_threads: Option<usize>,
    /// `text` or `json` log lines [default: text]
    #[arg(long, env = "LKS_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// Folder with what the AWS stack is given: lambda.zip and client.zip [default: ./artifacts]
    #[arg(long, env = "LKS_ARTIFACTS_DIR", value_name = "FOLDER")]
    pub artifacts_dir: Option<PathBuf>,
    /// How many times shorter the waits for AWS are. For emulators only, which show at once what was
    /// written
    #[arg(long, env = "LKS_AWS_EMULATOR_PACE", value_name = "N", hide = true)]
    pub aws_emulator_pace: Option<u32>,
}

impl Overrides {
    /// What the environment alone says, for commands that have options of their own.
    pub fn from_environment() -> Self {
        #[derive(clap::Parser)]
        struct Environment {
            #[command(flatten)]
            overrides: Overrides,
        }
        <Environment as clap::Parser>::parse_from(["lks"]).overrides
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// A setting that is on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// Yes.
    #[default]
    On,
    /// No.
    Off,
}

/// The settings file. An unknown key is an error, so that a slip of the pen does not go unseen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    addr: Option<SocketAddr>,
    data_dir: Option<PathBuf>,
    database_url: Option<String>,
    log: Option<String>,
    log_format: Option<LogFormat>,
    ollama_url: Option<String>,
    public_url: Option<String>,
    site_dir: Option<PathBuf>,
    backend: Option<PathBuf>,
    backend_keys_url: Option<String>,
    artifacts_dir: Option<PathBuf>,
    identity: IdentityFile,
    smtp: Option<SmtpFile>,
    #[serde(rename = "worker")]
    workers: Vec<WorkerAddress>,
    embedded: EmbeddedFile,
    model: ModelFile,
}

/// `[model]`: language models in this process.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ModelFile {
    r#use: Option<Switch>,
    index: Option<String>,
    registry: Option<String>,
    threads: Option<usize>,
}

/// Language models in this process.
#[derive(Clone, PartialEq, Eq)]
pub struct ModelConfig {
    /// Whether there are to be any.
    pub wanted: bool,
    /// Package index, or folder of wheels; may hold a password.
    pub index: String,
    /// Registry of other models.
    pub registry: String,
    /// Threads with which a model computes.
    pub threads: usize,
}

impl std::fmt::Debug for ModelConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ModelConfig").field("wanted", &self.wanted).finish_non_exhaustive()
    }
}

/// This program's own file, to be started again for what must not end this process.
///
/// # Errors
/// If the system does not say.
pub fn own_binary() -> std::io::Result<PathBuf> {
    std::env::current_exe()
}

/// `[identity]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IdentityFile {
    /// Whether a sign-up must be confirmed by a code from the mail [default: no].
    pub confirm_sign_up: bool,
}

/// `[smtp]`: where mail with codes is handed in.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpFile {
    /// Host name of the mail server.
    pub host: String,
    /// Port; without it 587 with STARTTLS, 465 with TLS, 25 with none.
    pub port: Option<u16>,
    /// `starttls` (default), `tls` or `none`.
    pub tls: Option<String>,
    /// Certificates (PEM) of an authority of one's own, believed beside the public ones.
    pub ca_file: Option<PathBuf>,
    /// User name, if the server wants one.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// Sender, e.g. `Sofya <sofya@school.example>`.
    pub from: String,
}

impl std::fmt::Debug for SmtpFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpFile").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

impl TryFrom<&SmtpFile> for Smtp {
    type Error = ConfigError;

    fn try_from(file: &SmtpFile) -> Result<Self, ConfigError> {
        let (tls, port) = match file.tls.as_deref() {
            None | Some("starttls") => (SmtpTls::StartTls, 587),
            Some("tls") => (SmtpTls::Wrapped, 465),
            Some("none") => (SmtpTls::None, 25),
            Some(other) => {
                return Err(ConfigError(format!("smtp.tls is {other:?}; it must be starttls, tls or none")));
            }
        };
        let credentials = match (&file.user, &file.password) {
            (Some(user), Some(password)) => Some((user.clone(), password.clone())),
            (None, None) => None,
            _ => return Err(ConfigError("smtp.user and smtp.password go together".to_owned())),
        };
        if file.from.parse::<lettre::message::Mailbox>().is_err() {
            return Err(ConfigError(format!(
                "smtp.from is {:?}; write it like Sofya <sofya@school.example>",
                file.from
            )));
        }
        Ok(Self {
            host: file.host.clone(),
            port: file.port.unwrap_or(port),
            tls,
            authority: file.ca_file.as_deref().map(read_authority).transpose()?,
            credentials,
            from: file.from.clone(),
            retries: Self::usual_retries(),
        })
    }
}

fn read_authority(path: &Path) -> Result<Vec<u8>, ConfigError> {
    let complain = |why: String| ConfigError(format!("smtp.ca_file: {} {why}", path.display()));
    let pem = std::fs::read(path).map_err(|error| complain(format!("cannot be read: {error}")))?;
    let broken = lettre::transport::smtp::client::Certificate::from_pem(&pem).is_err();
    if broken || !pem.windows(10).any(|part| part == b"-----BEGIN") {
        return Err(complain("holds no certificate in PEM form".to_owned()));
    }
    Ok(pem)
}

/// `[[worker]]`: an Ollama server in the place of an embedded worker.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkerAddress {
    /// `us-east-1` or `us-west-2`.
    pub region: Region,
    /// `llm`, `scoring` or `chat`.
    pub kind: WorkerKind,
    /// Whether it stands in the backup's place [default: no].
    #[serde(default)]
    pub backup: bool,
    /// Base address, e.g. `http://10.0.0.5:11434`.
    pub url: String,
}

/// `[embedded]`: the workers inside this process.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EmbeddedFile {
    tokens_per_second: Option<f64>,
}

/// A stack in AWS, whose back end is used instead of the embedded one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backend {
    /// What its clients are told.
    pub client: ClientConfig,
    /// Where its user pool publishes its keys, if not where Cognito does.
    pub keys_url: Option<String>,
}

impl Backend {
    fn read(path: &Path, keys_url: Option<String>) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|error| ConfigError(format!("cannot read {}: {error}", path.display())))?;
        let client: ClientConfig = serde_json::from_str(&text).map_err(|error| {
            ConfigError(format!("{} is no config.json of a stack: {error}", path.display()))
        })?;
        if client.mode != Mode::Aws {
            return Err(ConfigError(format!(
                "{} is not of a stack in AWS: its mode is local",
                path.display()
            )));
        }
        Ok(Self { client, keys_url })
    }

    /// `iss` of its tokens.
    pub fn issuer(&self) -> String {
        let identity = &self.client.identity;
        format!("https://cognito-idp.{}.amazonaws.com/{}", identity.region, identity.user_pool_id)
    }

    /// Where its keys are published.
    pub fn keys_url(&self) -> String {
        self.keys_url.clone().unwrap_or_else(|| format!("{}/.well-known/jwks.json", self.issuer()))
    }
}

/// All settings of `lks serve`, complete and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// Folder for the database, keys and models.
    pub data_dir: PathBuf,
    /// Where conversations and users are stored; may hold a password.
    pub database_url: DatabaseUrl,
    /// Filter of the log, as `tracing_subscriber::EnvFilter` reads it.
    pub log: String,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// An Ollama server to be used by both regions if it is there.
    pub ollama_url: Option<String>,
    /// Address at which browsers reach this server, if it is not `http://addr`.
    pub public_url: Option<String>,
    /// Folder of the built front end.
    pub site_dir: PathBuf,
    /// Sign-up.
    pub identity: IdentityFile,
    /// Mail.
    pub smtp: Option<SmtpFile>,
    /// Ollama servers in the places of embedded workers.
    pub workers: Vec<WorkerAddress>,
    /// A stack in AWS, whose back end is used instead of the embedded one.
    pub backend: Option<Backend>,
    /// Pace of the embedded workers' replies, in tokens per second; 0: as fast as they come.
    pub tokens_per_second: f64,
    /// Language models in this process.
    pub model: ModelConfig,
    /// Folder with what the AWS stack is given.
    pub artifacts: PathBuf,
    /// How many times shorter the waits for AWS are; unset for AWS itself.
    pub emulator_pace: Option<u32>,
}

/// A database URL; shown without its password.
#[derive(Clone)]
pub struct DatabaseUrl(pub String);

impl DatabaseUrl {
    /// What to look at when the database cannot be used.
    pub fn advice(&self) -> &'static str {
        if self.0.starts_with("sqlite") {
            "The database is a file in the data folder; choose another folder with --data-dir or LKS_DATA_DIR"
        } else {
            "See that PostgreSQL runs and that --database-url or LKS_DATABASE_URL names its host, user, password and an existing database"
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.split_once(':').map_or("?", |(scheme, _)| scheme))
    }
}

/// The settings cannot be used; the sentence says which and why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl Config {
    /// Reads the settings file, if there is one, and lays the overrides on top.
    ///
    /// # Errors
    /// [`ConfigError`] for a file that cannot be read or holds an unknown or wrong setting.
    pub fn load(overrides: Overrides) -> Result<Self, ConfigError> {
        let file = read_file(overrides.config.as_deref())?;
        let data_dir = overrides.data_dir.or(file.data_dir).unwrap_or_else(|| PathBuf::from("data"));
        let database_url = overrides
            .database_url
            .or(file.database_url)
            .unwrap_or_else(|| format!("sqlite:{}", data_dir.join("lks.sqlite3").display()));
        let ollama = overrides.ollama_url.or(file.ollama_url);
        let keys_url = overrides.backend_keys_url.or(file.backend_keys_url);
        let backend =
            overrides.backend.or(file.backend).map(|path| Backend::read(&path, keys_url)).transpose()?;
        let config = Self {
            addr: overrides.addr.or(file.addr).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000))),
            data_dir,
            database_url: DatabaseUrl(database_url),
            log: overrides.log.or(file.log).unwrap_or_else(|| "info".to_owned()),
            log_format: overrides.log_format.or(file.log_format).unwrap_or_default(),
            ollama_url: match ollama.as_deref() {
                Some("off" | "") => None,
                Some(url) => Some(url.to_owned()),
                None => Some("http://127.0.0.1:11434".to_owned()),
            },
            public_url: overrides.public_url.or(file.public_url),
            site_dir: overrides.site_dir.or(file.site_dir).unwrap_or_else(default_site_dir),
            identity: file.identity,
            smtp: file.smtp,
            workers: file.workers,
            backend,
            tokens_per_second: overrides
                .tokens_per_second
                .or(file.embedded.tokens_per_second)
                .unwrap_or(TOKENS_PER_SECOND),
            model: ModelConfig {
                wanted: overrides.model.or(file.model.r#use).unwrap_or_default() == Switch::On,
                index: said(overrides.model_index)
                    .or(file.model.index)
                    .unwrap_or_else(|| PACKAGE_INDEX.to_owned()),
                registry: said(overrides.model_registry)
                    .or(file.model.registry)
                    .unwrap_or_else(|| MODEL_REGISTRY.to_owned()),
                threads: overrides.model_threads.or(file.model.threads).unwrap_or(1),
            },
            artifacts: overrides
                .artifacts_dir
                .or(file.artifacts_dir)
                .unwrap_or_else(|| PathBuf::from("artifacts")),
            emulator_pace: overrides.aws_emulator_pace,
        };
        config.check()?;
        Ok(config)
    }

    /// Base address of this server for browsers, without a slash at the end.
    pub fn base_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.addr),
        }
    }

    fn check(&self) -> Result<(), ConfigError> {
        if !(self.tokens_per_second.is_finite() && self.tokens_per_second >= 0.0) {
            return Err(ConfigError("tokens_per_second must be 0 or more".to_owned()));
        }
        if !(1..=64).contains(&self.model.threads) {
            return Err(ConfigError("model threads must be 1 to 64".to_owned()));
        }
        self.check_workers()?;
        self.smtp.as_ref().map(Smtp::try_from).transpose()?;
        let scheme = self.database_url.0.split_once(':').map(|(scheme, _)| scheme);
        if !matches!(scheme, Some("sqlite" | "postgres" | "postgresql")) {
            return Err(ConfigError("database_url must begin with sqlite: or postgres://".to_owned()));
        }
        let urls = self
            .ollama_url
            .iter()
            .chain(&self.public_url)
            .chain([&self.model.registry])
            .chain(self.workers.iter().map(|w| &w.url));
        for url in urls {
            if !(url.starts_with("http://") || url.starts_with("https://")) {
                return Err(ConfigError(format!("{url:?} must begin with http:// or https://")));
            }
        }
        Ok(())
    }

    /// Two addresses for one place would leave one of them without work, unseen.
    fn check_workers(&self) -> Result<(), ConfigError> {
        let place = |worker: &WorkerAddress| (worker.region, worker.kind, worker.backup);
        for (at, worker) in self.workers.iter().enumerate() {
            if self.workers[..at].iter().any(|other| place(other) == place(worker)) {
                let backup = if worker.backup { " backup" } else { "" };
                return Err(ConfigError(format!(
                    "[[worker]]: the {}{backup} worker of {} has two addresses; a place takes one",
                    worker.kind, worker.region
                )));
            }
        }
        Ok(())
    }
}

/// Whether whoever runs this program lets it write in colours (no-color.org).
pub fn colours_wanted() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    !refused && !dumb
}

/// A variable that is set to nothing says nothing.
fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn default_site_dir() -> PathBuf {
    let binary = std::env::current_exe().unwrap_or_default();
    let target = binary.parent().and_then(Path::parent).map(Path::to_path_buf).unwrap_or_default();
    target.join("site")
}

fn read_file(named: Option<&Path>) -> Result<File, ConfigError> {
    let path = named.unwrap_or(Path::new("lks.toml"));
    match std::fs::read_to_string(path) {
        Ok(text) => {
            toml::from_str(&text).map_err(|error| ConfigError(format!("{}: {error}", path.display())))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => Ok(File::default()),
        Err(error) => Err(ConfigError(format!("cannot read {}: {error}", path.display()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_toml(text: &str) -> Result<Config, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let path = folder.path().join("lks.toml");
        std::fs::write(&path, text).map_err(|error| error.to_string())?;
        Config::load(Overrides { config: Some(path), ..Overrides::default() })
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_fresh_machine_needs_no_settings() {
        let config = from_toml("").expect("defaults");
        assert_eq!(config.addr.to_string(), "127.0.0.1:3000");
        assert_eq!(config.database_url.0, "sqlite:data/lks.sqlite3");
        assert_eq!(config.base_url(), "http://127.0.0.1:3000");
    }

    #[test]
    fn an_unknown_or_wrong_setting_is_named() {
        let unknown = from_toml("adress = \"127.0.0.1:1\"").expect_err("unknown key");
        assert!(unknown.contains("adress"), "{unknown}");
        let wrong = from_toml("database_url = \"mysql://x\"").expect_err("wrong scheme");
        assert!(wrong.contains("database_url"), "{wrong}");
        let pace = from_toml("[embedded]\ntokens_per_second = -1.0").expect_err("negative pace");
        assert!(pace.contains("tokens_per_second"), "{pace}");
        let sender = from_toml("[smtp]\nhost = \"mail.example\"\nfrom = \"nobody\"").expect_err("no address");
        assert!(sender.contains("smtp.from"), "{sender}");
        let mail = "[smtp]\nhost = \"mail.example\"\nfrom = \"sofya@mail.example\"\n";
        let absent = from_toml(&format!("{mail}ca_file = \"/nowhere.pem\"")).expect_err("no such file");
        assert!(absent.contains("smtp.ca_file") && absent.contains("/nowhere.pem"), "{absent}");
        let other = from_toml(&format!("{mail}ca_file = \"Cargo.toml\"")).expect_err("no certificate");
        assert!(other.contains("no certificate"), "{other}");
        let region = from_toml("[[worker]]\nregion = \"us-west-1\"\nkind = \"chat\"\nurl = \"http://x\"");
        assert!(region.expect_err("unknown region").contains("us-west-1"));
    }

    #[test]
    fn two_addresses_for_one_worker_are_refused() {
        let worker = |port| {
            format!(
                "[[worker]]\nregion = \"us-east-1\"\nkind = \"chat\"\nurl = \"http://127.0.0.1:{port}\"\n"
            )
        };
        let twice = from_toml(&(worker(1) + &worker(2))).expect_err("one place, two addresses");
        assert!(twice.contains("chat") && twice.contains("us-east-1"), "{twice}");
        from_toml(&(worker(1) + &worker(2) + "backup = true\n")).expect("a worker and its backup");
    }

    #[test]
    fn an_override_wins_over_the_file_and_ollama_can_be_switched_off() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("lks.toml");
        std::fs::write(&path, "addr = \"127.0.0.1:4000\"\nlog = \"warn\"").expect("written");
        let overrides = Overrides {
            config: Some(path),
            addr: Some(SocketAddr::from(([127, 0, 0, 1], 5000))),
            ollama_url: Some("off".to_owned()),
            ..Overrides::default()
        };
        let config = Config::load(overrides).expect("valid");
        assert_eq!((config.addr.port(), config.log.as_str(), config.ollama_url), (5000, "warn", None));
    }

    #[test]
    fn a_database_password_is_never_shown() {
        let config = from_toml("database_url = \"postgres://u:geheim@h/db\"").expect("valid");
        assert!(!format!("{config:?}").contains("geheim"));
    }
}
