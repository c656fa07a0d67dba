//! The whole machine on one screen.
//!
//! ```text
//!   Config ─▶ open ─▶ Machine { services, ready }      the engine behind the ports
//!                        │
//!   listener ◀───────────┴── web::router               the web in front of them
//! ```
//!
//! Everything that must know both `engine` and `app` is here; everything else knows one of them.

use crate::{
    commands,
    config::Config,
    first_link, key_source, mail_server, shutdown,
    web::{self, Ready, WebConfig},
};
use anyhow::{Context as _, bail};
use contract::ports::Services;
use engine::{
    act::Act,
    clock::Clock,
    connector::{EgressMap, Memory, Wire, WireConfig},
    csp::{Bootstrap, CspSettings},
    live::Live,
    pipeline::{
        Automation, AutomationSettings, Hooks, Parts, Pipeline, Registrations, Retention,
        Settings as PipelineSettings,
    },
    ports::{StoredValues, equipped, partner_setups},
    probes::{Lookout, Numbers, Scheduler},
    store::{Settings, Store},
    vault::{Secret, Vault, rotate, verify},
    vendors::Registry,
};
use migrations::{Migrator, MigratorTrait};
use std::{
    future::IntoFuture as _, net::SocketAddr, os::unix::fs::DirBuilderExt as _, path::Path, sync::Arc,
    time::Duration,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

/// How often the key ring is read again.
const KEYS_RENEWED: Duration = Duration::from_mins(5);

/// How often held calls are looked after.
const APPROVALS_TENDED: Duration = Duration::from_mins(1);

/// The running machine behind the ports.
pub struct Machine {
    /// The ports.
    pub services: Services,
    /// What stands behind them.
    pub engine: engine::ports::Machine,
    /// Whether it can do its work now.
    pub ready: Ready,
}

/// Serves until a signal comes.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let address = config.web.listen;
    // Bound before anything else starts: a taken port must not have migrated a database first.
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address} (OPSAI_LISTEN)"))?;
    let public_url = public_url(&config, listener.local_addr()?)?;
    let machine = start(&config, &stop, &public_url).await?;
    let numbers = machine.engine.lookout.numbers.clone();
    let web = web_config(&config, public_url, machine.ready, numbers);
    tracing::info!(url = %web.public_url, "Ops AI is ready at {}", web.public_url);
    serve_on(listener, machine.services, web, stop).await
}

/// Serves on a listener until the token is cancelled.
pub async fn serve_on(
    listener: TcpListener,
    services: Services,
    web: WebConfig,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    // Streams end when the server does: nobody waits for them.
    let web = WebConfig {
        stop: stop.clone(),
        ..web
    };
    let routes = web::router(services, web).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, routes).with_graceful_shutdown(stop.clone().cancelled_owned());
    tokio::select! {
        served = serving.into_future() => served.context("the web server failed")?,
        () = shutdown::grace_is_over(stop) => {}
    }
    Ok(())
}

fn public_url(config: &Config, listening: SocketAddr) -> anyhow::Result<Url> {
    Ok(match &config.web.public_url {
        Some(url) => url.clone(),
        None => Url::parse(&format!("http://{listening}"))?,
    })
}

fn web_config(config: &Config, public_url: Url, ready: Ready, numbers: Numbers) -> WebConfig {
    WebConfig {
        more_numbers: Arc::new(move || numbers.to_string()),
        public_url,
        site_root: config.web.site_root.clone(),
        trusted_proxies: config.web.trusted_proxies.clone(),
        metrics_open: config.web.metrics_open,
        ready,
        stop: CancellationToken::new(),
    }
}

/// Opens the machine and starts what runs by itself: probes, the key ring's renewal, the first sign-in link.
async fn start(config: &Config, stop: &CancellationToken, public_url: &Url) -> anyhow::Result<Machine> {
    let machine = open_at(config, public_url).await?;
    let engine = &machine.engine;
    refuse_to_lose(config, &engine.store).await?;
    engine.pipeline.start(stop);
    tokio::spawn(engine.pipeline.clone().work(stop.clone()));
    tokio::spawn(engine.pipeline.clone().bulk(stop.clone()));
    tokio::spawn(Retention::new(engine.pipeline.clone()).run(stop.clone()));
    let registrations = Registrations::new(engine.pipeline.clone(), public_url.as_str());
    tokio::spawn(registrations.run(stop.clone()));
    let scheduler = Scheduler::new(engine.prober(), config.vendors.probe_interval);
    tokio::spawn(scheduler.run(stop.clone()));
    tokio::spawn(renew_keys(engine.act.vault.clone(), stop.clone()));
    tokio::spawn(tend_approvals(
        engine.clone(),
        engine.act.clock.now_ms(),
        stop.clone(),
    ));
    tokio::spawn(engine.automation.clone().work(stop.clone()));
    tokio::spawn(engine.csp.clone().run(stop.clone()));
    tokio::spawn(engine.clone().fan_out(stop.clone()));
    tokio::spawn(engine.tender().run(stop.clone()));
    first_link::offer(engine, &config.data_dir, public_url).await?;
    Ok(machine)
}

/// Opens the machine behind the ports without starting anything: for a command that does one thing.
pub async fn open(config: &Config) -> anyhow::Result<Machine> {
    open_at(config, &public_url(config, config.web.listen)?).await
}

/// A 2xx to a vendor means "on disk", so a database that may forget a commit is not served on, unless somebody insists.
async fn refuse_to_lose(config: &Config, store: &Store) -> anyhow::Result<()> {
    match store.may_lose().await? {
        Some(why) if config.events.may_lose => {
            tracing::warn!("the database may forget what it has committed ({why}): events may be lost");
            Ok(())
        }
        Some(why) => bail!(
            "the database may forget what it has committed ({why}), so acknowledged events could be lost; set it to on, \
             or OPSAI_MAY_LOSE_EVENTS=yes if that does not matter"
        ),
        None => Ok(()),
    }
}

async fn open_at(config: &Config, public_url: &Url) -> anyhow::Result<Machine> {
    let store = open_store(config).await?;
    Migrator::up(store.connection(), None)
        .await
        .context("the database could not be brought to this version")?;
    let clock = Clock::system();
    let vault = key_source::vault(config, &store, &clock).await?;
    let wire = Wire::new(WireConfig {
        timeout: config.vendors.timeout,
        backoff: config.vendors.backoff,
        egress_map: EgressMap::new(config.vendors.egress_map.clone()).map_err(anyhow::Error::msg)?,
    })
    .map_err(|error| anyhow::anyhow!(error))?;
    let act = Act {
        vault,
        registry: Registry::new(),
        memory: Memory::new(clock.clone()),
        wire,
        clock,
        store: Some(store.clone()),
    };
    let live = Live::default();
    let hooks = config.events.crash_at.as_deref().map(Hooks::crash);
    let hooks = hooks.unwrap_or_default();
    let automation = Automation::new(
        act.clone(),
        store.clone(),
        live.clone(),
        AutomationSettings {
            public_url: public_url.as_str().trim_end_matches('/').to_owned(),
            http_hosts: config.vendors.http_hosts.clone(),
        },
    )
    .with_hooks(hooks.clone());
    let lookout = Lookout::new(mail_server::mail(config)?);
    let automation = equipped(automation, &lookout);
    let pipeline = Pipeline::new(Parts {
        act: act.clone(),
        store: store.clone(),
        live: live.clone(),
        sops: Arc::new(automation.clone()),
        settings: PipelineSettings {
            retry_delays: config.vendors.retry_delays,
            own_clock: false,
        },
        hooks,
    });
    let csp = partner_setups(
        act.clone(),
        store.clone(),
        live.clone(),
        CspSettings {
            bootstrap: config.csp.bootstrap.as_ref().map(|one| Bootstrap {
                client_id: one.client_id.clone(),
                client_secret: Secret::new(one.client_secret.expose().to_owned()),
            }),
            public_url: public_url.as_str().trim_end_matches('/').to_owned(),
        },
    );
    let engine = engine::ports::Machine {
        automation,
        pipeline,
        public_url: public_url.to_string(),
        act,
        store: store.clone(),
        probe_interval: config.vendors.probe_interval,
        live,
        csp,
        lookout,
    };
    let ready: Ready = Arc::new(move || {
        let store = store.clone();
        Box::pin(async move { Ok(store.ping().await?) })
    });
    Ok(Machine {
        services: engine.services(),
        engine,
        ready,
    })
}

/// Brings the database to the newest version.
pub async fn migrate(config: &Config) -> anyhow::Result<()> {
    let store = open_store(config).await?;
    Migrator::up(store.connection(), None)
        .await
        .context("the database could not be brought to this version")
}

/// Rotates the key ring.
pub async fn rotate_keys(config: &Config) -> anyhow::Result<()> {
    let Machine { engine, .. } = open(config).await?;
    let rows = StoredValues(engine.store.clone());
    let report = rotate(&engine.act.vault, &rows, &|step| {
        eprintln!("{}", commands::words(&step));
    })
    .await?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    if report.is_finished() {
        Ok(())
    } else {
        bail!("some values do not open; no key was retired")
    }
}

/// Opens every sealed value.
pub async fn verify_keys(config: &Config) -> anyhow::Result<()> {
    let Machine { engine, .. } = open(config).await?;
    let report = verify(&engine.act.vault, &StoredValues(engine.store.clone())).await?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    if report.failures.is_empty() {
        Ok(())
    } else {
        bail!("{} values do not open", report.failures.len())
    }
}

/// Copies the embedded database into a new file.
pub async fn copy_database(config: &Config, file: &Path) -> anyhow::Result<()> {
    let file = file.to_str().context("the file's name is not UTF-8")?;
    Ok(open_store(config).await?.backup_to(file).await?)
}

async fn open_store(config: &Config) -> anyhow::Result<Store> {
    // The database, the key ring and the first sign-in link are nobody's but the server's.
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&config.data_dir)
        .with_context(|| format!("the data directory {} cannot be made", config.data_dir.display()))?;
    let settings = Settings {
        url: config.database.url.expose().to_owned(),
        connections: 16,
    };
    Store::open(&settings)
        .await
        .context("the database cannot be opened (OPSAI_DATABASE_URL)")
}

/// Reads the key ring again from time to time: a rotation elsewhere is noticed, an outage shows before a call meets it.
async fn renew_keys(vault: Vault, stop: CancellationToken) {
    let mut tick = tokio::time::interval(KEYS_RENEWED);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => vault.refresh().await,
        }
    }
}

/// Ends held calls that nobody decided in time, and finishes what a node left behind.
async fn tend_approvals(engine: engine::ports::Machine, began: i64, stop: CancellationToken) {
    // The embedded database has one node: what was begun before it started was begun by a process that is gone.
    if !engine.store.is_postgres()
        && let Err(error) = engine.adopt(began).await
    {
        tracing::warn!(error = %error, "what the process before left behind could not be taken over");
    }
    let mut tick = tokio::time::interval(APPROVALS_TENDED);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => if let Err(error) = engine.tend_approvals().await {
                tracing::warn!(error = %error, "held calls could not be tended");
            },
        }
    }
}
