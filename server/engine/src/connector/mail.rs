//! Mail: one message to some people, by the server that the operator set. Plain text; no vendor, no account.
//!
//! Rationale: SMTP is no HTTP, so it has a client of its own; the server is the operator's choice and may be anywhere, as a
//! database may.

use crate::vault::Secret;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use std::time::Duration;

/// How long a message may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the connection to the mail server is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSecurity {
    /// TLS after a greeting, and not without it; usual on port 587.
    StartTls,
    /// TLS from the first byte; usual on port 465.
    Tls,
    /// None: a relay on the same machine.
    Plain,
}

/// The operator's mail server.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub security: MailSecurity,
    /// Who signs in there, where that is needed.
    pub login: Option<(String, Secret)>,
    /// Who the messages are from, e.g. `Ops AI <ops@example.com>`.
    pub from: String,
}

/// Sends mail; cheap to clone.
#[derive(Clone)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMailed {
    /// What happened, in the server's words where it said something.
    pub why: String,
    /// True when another try can help.
    pub again: bool,
}

impl Mail {
    /// Makes the client; connects to nobody yet.
    pub fn new(settings: MailSettings) -> Result<Self, String> {
        let from = settings
            .from
            .parse()
            .map_err(|_| format!("`{}` is no address that mail can be from", settings.from))?;
        let tls = || TlsParameters::new(settings.host.clone()).map_err(|error| error.to_string());
        let tls = match settings.security {
            MailSecurity::StartTls => Tls::Required(tls()?),
            MailSecurity::Tls => Tls::Wrapper(tls()?),
            MailSecurity::Plain => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = settings.login {
            builder = builder.credentials(Credentials::new(user, password.expose().to_owned()));
        }
        Ok(Self {
            transport: builder.build(),
            from,
        })
    }

    /// Sends one message; nobody of `to` sees the others.
    pub async fn send(&self, to: &[String], subject: &str, text: String) -> Result<(), NotMailed> {
        let broken = |why: String| NotMailed { why, again: false };
        let mut message = Message::builder().from(self.from.clone()).subject(subject);
        for address in to {
            let mailbox: Mailbox = address
                .parse()
                .map_err(|_| broken(format!("`{address}` is no mail address.")))?;
            message = message.bcc(mailbox);
        }
        let message = message
            .to(self.from.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .map_err(|error| broken(format!("The message could not be written: {error}.")))?;
        match tokio::time::timeout(PATIENCE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(NotMailed {
                again: !error.is_permanent(),
                why: match error.status() {
                    Some(_) => format!("The mail server refused it: {error}."),
                    None => format!("The mail server could not be used: {}.", chain(&error)),
                },
            }),
            Err(_) => Err(NotMailed {
                why: "The mail server did not answer in time.".to_owned(),
                again: true,
            }),
        }
    }
}

/// Whether a text is a mail address.
pub fn is_mail_address(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut below = error.source();
    while let Some(cause) = below {
        words.push_str(": ");
        words.push_str(&cause.to_string());
        below = cause.source();
    }
    words
}
