//! Benchmarks as ratios: each figure stands beside a plain reference measured in the same run on the same machine, so that
//! a slow machine does not fail and a slow change does.
//!
//! `cargo xtask bench` builds and runs it. It never runs in the gate: a shared machine proves nothing about speed.

mod calls;
mod house;
mod load;
mod pages;
mod process;
mod report;

use report::Report;

// As in the server's own binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut report = Report::new();
    calls::measure(&mut report).await?;
    pages::measure(&mut report).await?;
    process::measure(&mut report).await?;
    report.finish()
}
