//! Benchmarks as ratios: each figure stands beside a plain reference measured in the same run on the same machine, so that
//! a slow machine does not fail and a slow change does. Where the limit is a budget, the reference is the budget.
//!
//! `cargo xtask bench` builds and runs it. It never runs in the gate: a shared machine proves nothing about speed.

mod args;
mod calls;
mod child;
mod database;
mod door;
mod events;
mod graph;
mod house;
mod limit;
mod load;
mod many;
mod pages;
mod post;
mod probes;
mod process;
mod report;
mod rules;
mod runs;
mod site;
mod slots;
mod status;
mod tired;
mod webhooks;
mod wire;

use anyhow::bail;
use args::Arguments;
use report::Report;

// As in the server's own binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The benchmarks, in their order.
const ALL: [&str; 11] = [
    "calls", "wire", "limit", "rules", "runs", "pages", "status", "process", "webhooks", "events", "probes",
];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    if let Some(unknown) = arguments.only.iter().find(|name| !ALL.contains(&name.as_str())) {
        bail!("there is no benchmark `{unknown}`; there are: {}", ALL.join(", "));
    }
    let mut report = Report::new();
    for name in ALL.into_iter().filter(|name| arguments.wants(name)) {
        println!("-- {name}");
        measure(name, &arguments, &mut report).await?;
    }
    report.finish()
}

async fn measure(name: &str, arguments: &Arguments, report: &mut Report) -> anyhow::Result<()> {
    match name {
        "calls" => calls::measure(report).await,
        "wire" => wire::measure(report).await,
        "limit" => limit::measure(report).await,
        "rules" => rules::measure(report),
        "runs" => runs::measure(report).await,
        "pages" => pages::measure(report).await,
        "status" => status::measure(report).await,
        "process" => process::measure(report).await,
        "webhooks" => webhooks::measure(report, arguments.backlog).await,
        "events" => events::measure(report, arguments.events).await,
        _ => probes::measure(report, arguments).await,
    }
}
