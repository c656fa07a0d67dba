//! The mail server by which people are told; none when no host is set.

use super::{error::ConfigError, hidden::Hidden, source::Source};

/// How the connection is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSecurity {
    /// TLS after a greeting.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None.
    Plain,
}

/// The operator's mail server.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub security: MailSecurity,
    /// Who signs in there.
    pub login: Option<(String, Hidden)>,
    /// Who the messages are from.
    pub from: String,
}

impl MailServer {
    pub(super) fn from_source(source: &Source) -> Result<Option<Self>, ConfigError> {
        let security = source.parsed("OPSAI_SMTP_SECURITY", "starttls", |text| match text {
            "starttls" => Ok(MailSecurity::StartTls),
            "tls" => Ok(MailSecurity::Tls),
            "none" => Ok(MailSecurity::Plain),
            _ => Err("must be starttls, tls or none".to_owned()),
        })?;
        let security = security.unwrap_or(MailSecurity::StartTls);
        let port = source.parsed("OPSAI_SMTP_PORT", "587", |text| {
            text.parse::<u16>()
                .map_err(|_| "must be a port, 1 to 65535".to_owned())
        })?;
        let user = source.text("OPSAI_SMTP_USER").map(str::to_owned);
        let password = source.text("OPSAI_SMTP_PASSWORD").map(Hidden::new);
        let from = source.text("OPSAI_SMTP_FROM").map(str::to_owned);
        let Some(host) = source.text("OPSAI_SMTP_HOST").map(str::to_owned) else {
            return Ok(None);
        };
        let because = "OPSAI_SMTP_HOST is set";
        let missing = |name, because, example| ConfigError::Missing {
            name,
            because,
            example,
        };
        let login = match (user, password) {
            (None, _) => None,
            (Some(user), Some(password)) => Some((user, password)),
            (Some(_), None) => {
                return Err(missing("OPSAI_SMTP_PASSWORD", "OPSAI_SMTP_USER is set", "…"));
            }
        };
        Ok(Some(Self {
            host,
            port: port.unwrap_or(match security {
                MailSecurity::StartTls => 587,
                MailSecurity::Tls => 465,
                MailSecurity::Plain => 25,
            }),
            security,
            login,
            from: from.ok_or(missing("OPSAI_SMTP_FROM", because, "Ops AI <ops@example.com>"))?,
        }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Option<MailServer>, ConfigError> {
        let environment = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        MailServer::from_source(&Source::new(environment, "", "ops-ai.toml").unwrap())
    }

    #[test]
    fn without_a_host_there_is_no_mail_and_with_one_the_port_follows_from_the_security() {
        assert!(read(&[]).unwrap().is_none());
        let host = ("OPSAI_SMTP_HOST", "mail.example.com");
        let from = ("OPSAI_SMTP_FROM", "ops@example.com");
        for (word, port) in [("starttls", 587), ("tls", 465), ("none", 25)] {
            let server = read(&[host, from, ("OPSAI_SMTP_SECURITY", word)])
                .unwrap()
                .unwrap();
            assert_eq!(server.port, port);
        }
        let server = read(&[host, from, ("OPSAI_SMTP_PORT", "2525")]).unwrap().unwrap();
        assert_eq!((server.port, server.login.is_none()), (2525, true));
    }

    #[test]
    fn what_is_missing_is_named_and_a_password_is_never_printed() {
        let host = ("OPSAI_SMTP_HOST", "mail.example.com");
        let error = read(&[host]).unwrap_err().to_string();
        assert!(error.contains("OPSAI_SMTP_FROM"), "{error}");
        let user = ("OPSAI_SMTP_USER", "ops");
        let error = read(&[host, user]).unwrap_err().to_string();
        assert!(error.contains("OPSAI_SMTP_PASSWORD"), "{error}");
        let all = [
            host,
            user,
            ("OPSAI_SMTP_FROM", "a@b.c"),
            ("OPSAI_SMTP_PASSWORD", "canary-7f3a"),
        ];
        assert!(!format!("{:?}", read(&all).unwrap()).contains("canary-7f3a"));
    }
}
