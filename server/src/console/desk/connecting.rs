//! Connecting, renewing and disconnecting an account.

use std::sync::{Arc, PoisonError};

use lks_domain::console::account::{AccountView, Connect, Connection as Shape, WARNING_SECONDS};
use lks_domain::console::run::RunState;
use lks_domain::timestamp::Timestamp;
use lks_provision::cloud::Cloud as _;
use lks_provision::connection::Connection;

use super::{Connected, Desk, Shown, permissions};
use crate::console::error::ConsoleError;
use crate::console::ways::{SPEED, Way, clock_speed};
use crate::identity::clock;

impl Desk {
    /// Connects an account. While a run is under way this renews its credentials: they must be for
    /// the same account, and a run that waits for them goes on.
    ///
    /// # Errors
    /// The account cannot be reached, or is another one than the run's.
    pub fn connect(&self, how: &Connect, by: &str) -> Result<(), ConsoleError> {
        let _one_at_a_time = self.0.connecting.lock().unwrap_or_else(PoisonError::into_inner);
        let connected = match (self.live(), self.inner().connected.clone()) {
            (Some(_), Some(present)) => self.renew(&present, how)?,
            (_, present) => self.open(&at_its_speed(how, present.as_deref()))?,
        };
        let (at, by) = (clock::now(), by.to_owned());
        let mut inner = self.inner();
        // A run keeps the stack that it began with.
        if inner.live.as_ref().is_none_or(|live| !live.is_live()) {
            (inner.deployment, inner.made) = (None, None);
        }
        inner.connected = Some(Arc::new(Connected { at, by, ..connected }));
        inner.disconnected = false;
        Ok(())
    }

    /// Changes the speed of the simulated clock, under a run too.
    ///
    /// # Errors
    /// It is no speed, or the account is a real one.
    pub fn change_speed(&self, speed: f64) -> Result<(), ConsoleError> {
        if !(speed.is_finite() && speed >= 0.0) {
            return Err(ConsoleError::bad_input("A speed is a number above 0, or 0 for as fast as it can."));
        }
        let present = self.connected()?;
        let Some(sandbox) = &present.sandbox else {
            return Err(ConsoleError::conflict("not_simulated", "Only a simulated account has a speed."));
        };
        sandbox.time().set_speed(clock_speed(Some(speed)));
        let how = Shown { speed: Some(speed), ..present.how.clone() };
        let mut inner = self.inner();
        // Nothing is shown of an account that was disconnected or connected anew meanwhile.
        if inner.connected.as_ref().is_some_and(|now| Arc::ptr_eq(now, &present)) {
            inner.connected = Some(Arc::new(Connected { how, ..Connected::clone(&present) }));
        }
        Ok(())
    }

    /// Forgets the account and its credentials.
    ///
    /// # Errors
    /// A run is under way.
    pub fn disconnect(&self) -> Result<(), ConsoleError> {
        self.refuse_while_running()?;
        let mut inner = self.inner();
        (inner.connected, inner.deployment, inner.disconnected) = (None, None, true);
        Ok(())
    }

    /// What is shown of the account.
    pub fn account(&self) -> AccountView {
        let disconnected = self.inner().disconnected;
        if !disconnected && let Err(error) = self.connected() {
            tracing::warn!(error = error.message(), "the simulated account cannot be used");
        }
        let waiting = self.live().filter(|live| live.summary().state == RunState::Waiting);
        AccountView {
            connection: self.inner().connected.as_ref().map(|connected| connected.shape()),
            on_offer: self.0.ways.on_offer(),
            waiting_run: waiting.map(|live| live.id().to_owned()),
        }
    }

    fn open(&self, how: &Connect) -> Result<Connected, ConsoleError> {
        let Way { cloud, driver, sandbox } = self.0.ways.go(how, &self.0.data_dir)?;
        if let (Some(sandbox), Connect::Sandbox { ends_in_minutes, .. }) = (&sandbox, how) {
            sandbox.set_expiry(end(sandbox.clock().now(), *ends_in_minutes));
        }
        let connection = Connection::new(cloud, driver);
        let account = connection.account()?;
        let permissions = permissions::asked(&connection);
        let (at, by) = (clock::now(), String::new());
        Ok(Connected { how: shown(how), connection, account, sandbox, permissions, at, by })
    }

    /// New credentials for the account that is connected.
    fn renew(&self, present: &Connected, how: &Connect) -> Result<Connected, ConsoleError> {
        let expected = &present.account.id;
        let account = match (&present.sandbox, how) {
            (Some(sandbox), Connect::Sandbox { ends_in_minutes, .. }) => {
                sandbox.set_expiry(end(sandbox.clock().now(), *ends_in_minutes));
                present.connection.account()?
            }
            (Some(_), _) | (None, Connect::Sandbox { .. }) => {
                return Err(ConsoleError::conflict(
                    "other_account",
                    "A run is under way in another account. Renew the credentials of that one.",
                ));
            }
            (None, _) => {
                let way = self.0.ways.go(how, &self.0.data_dir)?;
                present.connection.renew(way.cloud, expected)?
            }
        };
        Ok(Connected {
            how: Shown { speed: present.how.speed, ..shown(how) },
            connection: present.connection.clone(),
            account,
            sandbox: present.sandbox.clone(),
            permissions: present.permissions.clone(),
            at: present.at,
            by: String::new(),
        })
    }
}

/// A simulated account that is connected again keeps its speed, unless another one is asked for.
fn at_its_speed(how: &Connect, present: Option<&Connected>) -> Connect {
    match how {
        Connect::Sandbox { speed: None, ends_in_minutes } => Connect::Sandbox {
            speed: present.and_then(|present| present.how.speed),
            ends_in_minutes: *ends_in_minutes,
        },
        other => other.clone(),
    }
}

fn shown(how: &Connect) -> Shown {
    let endpoint = match how {
        Connect::Endpoint { url, .. } => Some(url.clone()),
        _ => None,
    };
    let speed = match how {
        Connect::Sandbox { speed, .. } => Some(speed.unwrap_or(SPEED)),
        _ => None,
    };
    Shown { kind: how.kind(), endpoint, speed }
}

fn end(now: Timestamp, minutes: Option<f64>) -> Option<Timestamp> {
    let minutes = minutes.filter(|minutes| minutes.is_finite() && *minutes > 0.0)?;
    Some(Timestamp::from_millis(now.millis() + (minutes * 60_000.0) as i64))
}

impl Connected {
    fn shape(&self) -> Shape {
        let now = self.connection.cloud().clock().now();
        let left = self.account.expires.map(|end| end.seconds() - now.seconds());
        Shape {
            kind: self.how.kind,
            account: self.account.id.clone(),
            caller: self.account.caller.clone(),
            endpoint: self.how.endpoint.clone(),
            expires_at: self.account.expires,
            seconds_left: left,
            ending: left.is_some_and(|left| left <= WARNING_SECONDS),
            simulated: self.account.simulated,
            sandbox_speed: self.how.speed,
            connected_at: self.at,
            connected_by: self.by.clone(),
            permissions: self.permissions.clone(),
        }
    }
}
