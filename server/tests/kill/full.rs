//! A disk that is full, and writes that fail: 503 with the time to come back, nothing acknowledged that is not kept, and the
//! same process goes on when there is room again.

use super::{audit::judge, node::Node, place::Place, settle::settled, world::World};
use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

/// Deliveries within which a disk without room must have refused one: what was given out before is used up first.
const SOON: usize = 2_000;

/// Refusals that are looked at.
const REFUSED: usize = 20;

async fn outage(world: &World, node: &mut Node, begin: impl FnOnce(), end: impl FnOnce()) {
    let origin = world.origin();
    for _ in 0..20 {
        assert_eq!(world.load.post_another(&origin).await.0, 202);
    }
    begin();
    let (mut tried, mut refused) = (0, 0);
    while refused < REFUSED {
        tried += 1;
        assert!(tried < SOON, "{tried} deliveries were taken without room");
        let (status, problem, later) = world.load.post_another(&origin).await;
        if status != 202 {
            refused += 1;
            assert_eq!(
                (status, problem["code"].as_str()),
                (503, Some("database_unavailable")),
                "{problem}"
            );
            assert!(later.is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
        }
    }
    end();
    world.load.post_the_rest(&origin).await;
    assert!(!node.is_gone(), "the process did not live through it");
    node.kill();
    let (evidence, _) = settled(world).await;
    let verdict = judge(&evidence);
    println!("{} acknowledged, {verdict}", evidence.acknowledged.len());
    assert!(verdict.is_clean(), "{verdict:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_writes_fail_nothing_is_acknowledged_and_afterwards_everything_is_kept_once() {
    let world = World::on(Place::sqlite()).await;
    let mut node = Node::ready(&world.place);
    let id = node.id();
    if !limit(id, "unlimited") {
        eprintln!("prlimit is missing: no write was made to fail");
        return;
    }
    // A write beyond the first pages fails (EFBIG), as it does on a disk that breaks (EIO).
    let fail = || assert!(limit(id, "4096"));
    outage(&world, &mut node, fail, || assert!(limit(id, "unlimited"))).await;
}

/// Sets how large a file a process may write; false where that cannot be set.
fn limit(process: u32, bytes: &str) -> bool {
    let mut command = Command::new("prlimit");
    command.args(["--pid", &process.to_string(), &format!("--fsize={bytes}:")]);
    command.status().is_ok_and(|status| status.success())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_nothing_is_acknowledged_and_afterwards_everything_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mounted(folder.path()) else {
        eprintln!("a small disk cannot be mounted here: none was filled");
        return;
    };
    let world = World::on(Place::sqlite().on_disk(disk.0.clone())).await;
    let mut node = Node::ready(&world.place);
    let filler = disk.0.join("filler");
    let full = || fill(&filler);
    outage(&world, &mut node, full, || std::fs::remove_file(&filler).unwrap()).await;
}

/// A small disk in memory; gone when it is dropped.
struct Disk(PathBuf);

impl Disk {
    fn mounted(at: &Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(at);
        let done = mount.output().is_ok_and(|output| output.status.success());
        done.then(|| Self(at.to_owned()))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Writes until there is no room.
fn fill(file: &Path) {
    let mut file = File::create(file).unwrap();
    for block in [vec![0; 64 * 1024], vec![0; 512]] {
        while file.write_all(&block).is_ok() {}
    }
}
