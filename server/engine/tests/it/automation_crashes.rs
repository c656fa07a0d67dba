//! A worker that ends at any await point of a run: the next one goes on, and every effect is made once.

use crate::automation::{TICKET, call, draft, get, kept, note, notes};
use crate::databases::each;
use crate::house::{House, tech};
use contract::{
    ids::RunId,
    run::{RunDetail, RunStatus},
    sop::{Sop, Step},
};
use engine::pipeline::HandRun;
use sea_orm::ConnectionTrait as _;
use serde_json::json;
use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll},
};

/// A future that ends the work after some polls, as a killed process does.
pub struct Killed<F> {
    pub work: F,
    pub polls: usize,
}

impl<F: Future + Unpin> Future for Killed<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        Pin::new(&mut self.work).poll(context).map(Some)
    }
}

async fn begun(house: &House, sop: &Sop) -> RunId {
    let hand = HandRun {
        sop: sop.clone(),
        event: crate::automation::event(),
        customer: None,
    };
    house.machine.automation.begin(&tech(), hand).await.unwrap()
}

/// Carries a run with a worker that is killed after so many polls; true when it came to its end before that.
async fn killed_after(house: &House, run: &RunId, polls: usize) -> bool {
    let automation = house.machine.automation.clone();
    let work = pin!(automation.carry_by_hand(run));
    Killed { work, polls }.await.is_some()
}

/// Lets the next workers come until the run is over. The dead one's claim ends at once: the clock stands still, since the
/// vendor's clock does not move with it.
async fn finished(house: &House, run: &RunId) -> RunDetail {
    over(house, run, true).await
}

/// The same; `reported` waits for the note on the ticket too.
async fn over(house: &House, run: &RunId, reported: bool) -> RunDetail {
    for _ in 0..6 {
        let over = "UPDATE runs SET claimed_until = 0";
        house
            .machine
            .store
            .connection()
            .execute_unprepared(over)
            .await
            .unwrap();
        house.machine.automation.tend_runs().await.unwrap();
        let now = house.services.runs.get(&tech(), run).await.unwrap();
        if now.run.finished_at.is_some() && (!reported || now.run.report.is_some()) {
            return now;
        }
    }
    panic!(
        "the run never ended: {:#?}",
        house.services.runs.get(&tech(), run).await.unwrap()
    );
}

#[tokio::test]
async fn whatever_the_moment_a_worker_ends_each_note_is_written_once() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let steps = vec![
            get("read"),
            note("first", "Note {{ steps.read.output.id }} a"),
            note("second", "Note b"),
        ];
        let mut polls = 0;
        loop {
            let sop = kept(&house, draft(&format!("Crash {polls}"), steps.clone())).await;
            house.autotask.reset();
            let run = begun(&house, &sop).await;
            let whole = killed_after(&house, &run, polls).await;
            let done = finished(&house, &run).await;
            assert_eq!(
                done.run.status,
                RunStatus::Succeeded,
                "after {polls} polls: {done:#?}"
            );
            let mut written = notes(&house);
            written.sort();
            let report = format!("Ops AI: Crash {polls} was carried out");
            assert_eq!(
                written,
                ["Note 350003 a", "Note b", report.as_str()],
                "after {polls} polls"
            );
            if whole {
                break;
            }
            polls += 1;
        }
        assert!(
            polls > 3,
            "a run has several await points, fewer on a busy machine: {polls}"
        );
    })
    .await;
}

#[tokio::test]
async fn whatever_the_moment_a_write_that_cannot_be_looked_up_is_never_made_twice() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let role = house.autotask.row("Tickets", TICKET).unwrap()["assignedResourceRoleID"].clone();
        let input = json!({
            "ticket_id": TICKET, "resource_id": 29_682_886, "role_id": role, "start": "2026-11-24T05:00:00Z",
            "end": "2026-11-24T05:15:00Z", "hours_worked": 0.25, "summary_notes": "Cleaned.",
        });
        let time = || -> Step { call("time", "autotask time_entries.create", input.clone()) };
        let (mut polls, mut stopped) = (0, 0);
        loop {
            let sop = kept(
                &house,
                draft(
                    &format!("Crash {polls}"),
                    vec![time(), note("after", "Note after")],
                ),
            )
            .await;
            house.autotask.reset();
            let before = house.autotask.rows("TimeEntries").len();
            let run = begun(&house, &sop).await;
            let whole = killed_after(&house, &run, polls).await;
            let done = over(&house, &run, false).await;
            let made = house.autotask.rows("TimeEntries").len() - before;
            match done.run.status {
                RunStatus::Succeeded => assert_eq!(made, 1, "after {polls} polls"),
                RunStatus::NeedsPerson => {
                    stopped += 1;
                    assert!(made <= 1, "after {polls} polls");
                    assert_eq!(
                        notes(&house)
                            .iter()
                            .filter(|title| *title == "Note after")
                            .count(),
                        0
                    );
                }
                other => panic!("after {polls} polls: {other:?} {done:#?}"),
            }
            if whole {
                break;
            }
            polls += 1;
        }
        assert!(stopped > 0, "between the mark and its end nobody can know");
    })
    .await;
}

#[tokio::test]
async fn a_run_that_another_worker_has_is_not_touched_until_its_claim_is_over() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let sop = kept(&house, draft("Slow", vec![note("write", "Note once")])).await;
        let run = begun(&house, &sop).await;
        let now = house.machine.act.clock.now_ms();
        let store = &house.machine.store;
        assert!(
            store
                .claim_run(now, now + 30_000, &run, "another", false)
                .await
                .unwrap()
        );
        house.machine.automation.tend_runs().await.unwrap();
        let now = house.services.runs.get(&tech(), &run).await.unwrap();
        assert_eq!(now.run.status, RunStatus::Running, "its claim still holds");
        let done = finished(&house, &run).await;
        assert_eq!(done.run.status, RunStatus::Succeeded, "{done:#?}");
        assert_eq!(
            notes(&house).iter().filter(|title| *title == "Note once").count(),
            1
        );
    })
    .await;
}
