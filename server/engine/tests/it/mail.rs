//! Mail from outside: what a mail server is told.

use crate::channels::stage;
use crate::databases::sqlite;
use crate::house::admin;
use contract::notification::NewChannel;
use engine::connector::{Mail, MailSecurity, MailSettings};
use std::time::Duration;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};

/// A mail server that takes one message and shows what it was told.
async fn mail_server(listener: TcpListener) -> String {
    let (stream, _) = listener.accept().await.unwrap();
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await.unwrap();
    let (mut told, mut data) = (String::new(), false);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap() == 0 {
            return told;
        }
        told.push_str(&line);
        let answer: &[u8] = match line.trim_end() {
            "." if data => {
                data = false;
                b"250 taken\r\n"
            }
            _ if data => continue,
            "DATA" => {
                data = true;
                b"354 go on\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        stream.write_all(answer).await.unwrap();
        if line.starts_with("QUIT") {
            return told;
        }
    }
}

#[tokio::test]
async fn mail_goes_to_everybody_and_nobody_sees_the_others() {
    let fresh = sqlite().await;
    let mut stage = stage(fresh.store.clone()).await;
    let new = || NewChannel {
        kind: "email".into(),
        to: vec!["noc@example.com, sam@example.com".into()],
        ..NewChannel::default()
    };
    let made = stage
        .services
        .notifications
        .create(&admin(), new())
        .await
        .unwrap()
        .channel;
    assert_eq!(made.to, ["noc@example.com", "sam@example.com"]);
    let tried = stage
        .services
        .notifications
        .test(&admin(), &made.id)
        .await
        .unwrap();
    assert_eq!(
        tried.error.as_deref(),
        Some("No mail server is set (OPSAI_SMTP_HOST).")
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = MailSettings {
        host: "127.0.0.1".into(),
        port: listener.local_addr().unwrap().port(),
        security: MailSecurity::Plain,
        login: None,
        from: "Ops AI <ops@example.com>".into(),
    };
    let server = tokio::spawn(mail_server(listener));
    stage.machine.lookout.mail = Some(Mail::new(settings).unwrap());
    stage.services = stage.machine.services();
    let tried = stage
        .services
        .notifications
        .test(&admin(), &made.id)
        .await
        .unwrap();
    assert_eq!((tried.status.as_ref(), tried.error), ("delivered", None));
    stage.machine.lookout.mail = None;
    drop(stage.services);
    let told = tokio::time::timeout(Duration::from_secs(20), server)
        .await
        .unwrap()
        .unwrap();
    assert!(
        told.contains("RCPT TO:<noc@example.com>") && told.contains("RCPT TO:<sam@example.com>"),
        "{told}"
    );
    let message = told.split("DATA").nth(1).unwrap();
    assert!(
        message.contains("Subject: [Ops AI] A test from Ops AI"),
        "{message}"
    );
    assert!(!message.contains("sam@example.com"), "{message}");
    let wrong = NewChannel {
        to: vec!["no address".into()],
        ..new()
    };
    assert_eq!(
        stage
            .machine
            .services()
            .notifications
            .create(&admin(), wrong)
            .await
            .unwrap_err()
            .status,
        422
    );
}
