//! SOPs: runs a second of one with three steps, each durable before the next begins, against what the same store
//! commits a second, divided by the commits that a run needs.

use crate::{database::Database, door::Gate, house::admin, load, report::Report};
use contract::{
    event::{Normalised, Severity},
    ids::VendorId,
    run::RunStatus,
    sop::{Mode, SopDraft, Step, StepApproval, StepKind, Triggers},
};
use serde_json::json;
use std::time::Duration;

const TIME: Duration = Duration::from_secs(5);
const WORKERS: usize = 8;

/// Begun, claimed, each step's beginning with the end of the one before, the end, the report, given free.
const COMMITS: f64 = 8.0;

/// Measures on each database.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    for database in Database::each().await? {
        let gate = Gate::on(database).await?;
        let (house, who) = (&gate.house, admin());
        let sop = house.machine.services().sops.create(&who, three_steps()).await?;
        let event = event();
        let ours = load::run(WORKERS, TIME, || async {
            let run = house
                .machine
                .services()
                .sops
                .run(&who, &sop.id, event.clone())
                .await?;
            anyhow::ensure!(run.run.status == RunStatus::Succeeded, "a run failed: {run:?}");
            Ok(())
        })
        .await?;
        let bare = gate.commits(WORKERS, 1, TIME).await?;
        report.at_least(
            &format!("{}: runs of three steps a second", gate.house.database.name),
            ours.per_second,
            bare.per_second / COMMITS,
            "/s",
            0.5,
        );
        gate.end().await?;
    }
    Ok(())
}

fn three_steps() -> SopDraft {
    let branch = |id: &str| Step {
        id: id.into(),
        title: String::new(),
        kind: StepKind::Branch,
        vendor: None,
        operation: None,
        integration: None,
        input: json!({ "when": "{{ event.severity == 'high' and 'disk' in event.subject | lower }}" }),
        approval: StepApproval::None,
        on_success: None,
        on_failure: None,
        retries: 0,
    };
    SopDraft {
        name: "Three steps".into(),
        description: String::new(),
        mode: Mode::FullAuto,
        customer: None,
        enabled: true,
        triggers: Triggers::default(),
        steps: vec![branch("one"), branch("two"), branch("three")],
        version: None,
        note: None,
        template: None,
    }
}

fn event() -> Normalised {
    Normalised {
        source: VendorId::new("datto_edr"),
        kind: "detection.raised".into(),
        subject: "Disk full on FS-1".into(),
        body: String::new(),
        severity: Some(Severity::High),
        occurred_at: None,
        ticket: None,
        device: None,
        customer: None,
        vendor: json!({ "priority": 2 }),
    }
}
