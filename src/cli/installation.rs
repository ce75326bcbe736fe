//! An installation, opened for work: configuration, database, rules and clock, each checked before anything starts.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::environment;
use crate::access::Access;
use crate::clock::Clock;
use crate::commands::follow_clock;
use crate::config::{Config, Mode};
use crate::domain::rules::Channel;
use crate::jobs::{WayOut, sms::Gateway, transport::Transport, webhook::Webhooks};
use crate::policies;
use crate::store::desk::Desk;
use crate::store::{self, OpenOptions, Store};

/// Everything a running process needs.
pub struct Installation {
    /// Its configuration.
    pub config: Config,
    /// Its desk.
    pub desk: Desk,
}

impl Installation {
    /// Opens the database that the configuration names, for real people or for training.
    ///
    /// # Errors
    /// One line for the operator: what is missing, unsafe, or belongs to the other mode.
    pub async fn open(file: Option<&Path>, training: bool) -> Result<Self> {
        let mode = if training {
            Mode::Training
        } else {
            Mode::Production
        };
        let config = Config::load(file, mode, environment())?;
        let store = connect(&config).await?;
        Self::enter(config, store).await
    }

    /// Opens the database as what it is, for a job or a tool that serves nobody.
    ///
    /// # Errors
    /// As [`Installation::open`].
    pub async fn open_as_it_is(file: Option<&Path>) -> Result<Self> {
        let store = connect(&Config::load(file, Mode::Tool, environment())?).await?;
        let training = store.is_training().await?;
        let mode = if training { Mode::Training } else { Mode::Tool };
        Self::enter(Config::load(file, mode, environment())?, store).await
    }

    /// Takes over a database that is already open and migrated.
    ///
    /// # Errors
    /// As [`Installation::open`].
    pub async fn enter(config: Config, store: Store) -> Result<Self> {
        let training = config.mode == Mode::Training;
        store
            .enter(if training {
                store::Mode::Training
            } else {
                store::Mode::Production
            })
            .await?;
        let rules = Arc::new(policies::load(config.policies_dir.as_deref())?);
        let access = Arc::new(Access::new()?);
        let clock = if training {
            Clock::movable_from_now()
        } else {
            Clock::real()
        };
        let desk = Desk::new(store, access, rules, clock, training);
        follow_clock(&desk).await?;
        Ok(Self { config, desk })
    }

    /// The ways out for messages. What has none waits: mail, where no mail server is named.
    ///
    /// # Errors
    /// When the mail server's address or the sender cannot be understood.
    pub fn way_out(&self) -> Result<WayOut> {
        if self.desk.training() {
            return Ok(self.through(Transport::Training));
        }
        let config = &self.config;
        let mut ways = match &config.smtp_url {
            Some(url) => Transport::smtp(url.reveal(), &config.mail_from)?,
            None => {
                tracing::warn!("no smtp_url: mail waits in the outbox and leaves only once there is one");
                Transport::Ways(Vec::new())
            }
        };
        match config.keys() {
            Ok(keys) => {
                let hooks = Webhooks::new(keys, config.webhook_hosts.clone());
                ways = ways.and(Channel::Webhook, Box::new(hooks));
            }
            Err(_) => tracing::warn!("no secret_key: webhooks cannot be signed and wait"),
        }
        if let Some(url) = &config.sms_url {
            let gateway = Gateway::new(url.reveal(), config.sms_key.clone());
            ways = ways.and(Channel::Sms, Box::new(gateway));
        }
        Ok(self.through(ways))
    }

    fn through(&self, transport: Transport) -> WayOut {
        WayOut {
            transport,
            public_url: self.config.public_url.clone(),
        }
    }

    /// Ends all connections.
    ///
    /// # Errors
    /// When one could not be ended in order.
    pub async fn close(self) -> Result<()> {
        Ok(self.desk.store().clone().close().await?)
    }
}

/// Opens a database and insists that its tables are this program's.
async fn connect(config: &Config) -> Result<Store> {
    let store = Store::open(config.database_url.reveal(), OpenOptions::default()).await;
    let store = store.context("no database to work with (`merzim migrate` makes one)")?;
    let pending = store.pending_migrations().await?;
    if let Some(first) = pending.first() {
        bail!(
            "{} migrations are pending, the first is {first}: run `merzim migrate`",
            pending.len()
        );
    }
    Ok(store)
}
