//! The mail client that the settings ask for.

use crate::config::{Config, MailSecurity as Asked};
use anyhow::Context as _;
use engine::{
    connector::{Mail, MailSecurity, MailSettings},
    vault::Secret,
};

/// The client; none where no mail server is set.
pub fn mail(config: &Config) -> anyhow::Result<Option<Mail>> {
    let Some(server) = &config.mail else {
        return Ok(None);
    };
    let settings = MailSettings {
        host: server.host.clone(),
        port: server.port,
        security: match server.security {
            Asked::StartTls => MailSecurity::StartTls,
            Asked::Tls => MailSecurity::Tls,
            Asked::Plain => MailSecurity::Plain,
        },
        login: server
            .login
            .as_ref()
            .map(|(user, password)| (user.clone(), Secret::new(password.expose().to_owned()))),
        from: server.from.clone(),
    };
    let mail = Mail::new(settings).map_err(anyhow::Error::msg);
    mail.context("mail cannot be sent (OPSAI_SMTP_…)").map(Some)
}
