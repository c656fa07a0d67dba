//! The commands beside `serve`. What they print on standard output is their answer and nothing else; all words for a
//! person go to standard error, so that `TOKEN=$(ops-ai token create …)` works.

use crate::{config::Config, web, wiring};
use anyhow::{Context as _, bail};
use contract::{account::NewToken, actor::Actor};
use engine::vault::Progress;
use std::{os::unix::fs::OpenOptionsExt as _, path::Path};

fn command_line() -> Actor {
    Actor::system("command line")
}

/// Makes a token and prints it alone.
pub async fn create_token(config: &Config, token: NewToken) -> anyhow::Result<()> {
    let machine = wiring::open(config).await?;
    let issued = machine
        .services
        .accounts
        .create_token(&command_line(), token)
        .await?;
    println!("{}", issued.secret);
    Ok(())
}

/// Prints the keys, one a line.
pub async fn list_keys(config: &Config) -> anyhow::Result<()> {
    let machine = wiring::open(config).await?;
    let ring = machine.services.keys.ring(&command_line()).await?;
    eprintln!("{} ({})", ring.source, ring.state);
    if let Some(error) = ring.error {
        eprintln!("{error}");
    }
    for key in ring.keys {
        println!("{}\t{}\t{} sealed values", key.id, key.state, key.values);
    }
    Ok(())
}

/// Copies the embedded database; PostgreSQL has a better tool of its own.
pub async fn backup(config: &Config, file: &Path) -> anyhow::Result<()> {
    if !config.database.is_sqlite() {
        bail!(
            "this copies the embedded database; for PostgreSQL use its own tool: \
             pg_dump --format=custom --file={} \"$OPSAI_DATABASE_URL\"",
            file.display()
        );
    }
    // Rationale: sealed credentials and password hashes are in it, so nobody else may read it from its first byte on.
    let mut options = std::fs::OpenOptions::new();
    let made = options.write(true).create_new(true).mode(0o600).open(file);
    made.with_context(|| {
        format!(
            "{} cannot be made; name a file that is not there yet",
            file.display()
        )
    })?;
    if let Err(error) = wiring::copy_database(config, file).await {
        // What was made above is empty, or half a copy.
        let _ = std::fs::remove_file(file);
        return Err(error.context(format!("the copy {} could not be written", file.display())));
    }
    eprintln!(
        "Written: {}. The key ring is not in it: keep it too, without it no credential opens.",
        file.display()
    );
    Ok(())
}

/// Prints the OpenAPI document.
pub fn openapi() -> anyhow::Result<()> {
    println!("{}", web::document().to_pretty_json()?);
    Ok(())
}

/// What a rotation is doing, in words.
pub fn words(step: &Progress) -> String {
    match step {
        Progress::Added(key) => format!("a fresh key was added: {key}"),
        Progress::Resumed(key) => format!("an unfinished rotation goes on: {key}"),
        Progress::Resealed(rows) => format!("{rows} values re-sealed"),
        Progress::Settling(wait) => format!("waiting {} s for values in other hands", wait.as_secs()),
        Progress::Proved(rows) => format!("{rows} values opened by the new key alone"),
        Progress::Retired(keys) => format!("retired: {}", keys.join(", ")),
    }
}
