//! The commands: what they print is their answer and nothing else.

use crate::house::House;

#[test]
fn a_token_is_printed_alone_and_a_wrong_role_is_explained() {
    let house = House::new();
    let made = house.run(&["token", "create", "--name", "ci", "--role", "tech"]);
    let text = String::from_utf8(made.stdout).unwrap();
    assert!(
        text.starts_with("opsai_") && text.trim().len() == 52 && text.lines().count() == 1,
        "{text}"
    );
    let wrong = house.run(&["token", "create", "--name", "ci", "--role", "king"]);
    assert!(!wrong.status.success());
    assert!(
        String::from_utf8_lossy(&wrong.stderr).contains("viewer"),
        "{wrong:?}"
    );
}

#[test]
fn a_setting_that_cannot_be_meant_names_its_variable() {
    let house = House::new();
    let refused = house
        .command(&["migrate"])
        .env("OPSAI_VENDOR_TIMEOUT", "soon")
        .output()
        .unwrap();
    assert!(!refused.status.success());
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        words.contains("OPSAI_VENDOR_TIMEOUT") && words.contains("30s"),
        "{words}"
    );
}

#[test]
fn a_backup_is_a_database_that_opens_and_is_never_written_over_a_file() {
    let house = House::new();
    assert!(house.run(&["migrate"]).status.success());
    let copy = house.path().join("copy.db");
    let name = copy.to_str().unwrap();
    assert!(house.run(&["backup", name]).status.success());
    assert_eq!(&std::fs::read(&copy).unwrap()[..15], b"SQLite format 3");
    let again = house.run(&["backup", name]);
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("not there yet"));
}
