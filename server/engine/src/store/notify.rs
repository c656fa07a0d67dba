//! How the nodes of one PostgreSQL database tell each other that something changed: LISTEN and NOTIFY. What is sent is a
//! hint; a lost one costs freshness only. SQLite has one node, which needs nobody to tell it.

use super::{Store, StoreError};
use sea_orm::{ConnectionTrait, DbBackend, Statement, sqlx::postgres::PgListener};

/// The channel's name.
const CHANNEL: &str = "opsai_live";

/// The longest text that one notification may carry; PostgreSQL ends at 8,000 bytes.
const LONGEST: usize = 7_500;

/// Hears what the other nodes say.
pub struct Listener {
    heard: PgListener,
    node: String,
}

impl Store {
    /// Tells the other nodes these words, in as many notifications as it takes; does nothing where there is one node.
    pub async fn notify(&self, node: &str, words: &[String]) -> Result<(), StoreError> {
        if !self.is_postgres() {
            return Ok(());
        }
        for text in chunks(node, words) {
            let statement = Statement::from_sql_and_values(
                DbBackend::Postgres,
                "SELECT pg_notify($1, $2)",
                [CHANNEL.into(), text.into()],
            );
            self.connection().execute_raw(statement).await?;
        }
        Ok(())
    }

    /// Begins to hear the other nodes; none where there is one node.
    pub async fn listen(&self, node: &str) -> Result<Option<Listener>, StoreError> {
        if !self.is_postgres() {
            return Ok(None);
        }
        let below =
            |error| StoreError::Unavailable(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error)));
        let pool = self.connection().get_postgres_connection_pool();
        let mut heard = PgListener::connect_with(pool)
            .await
            .map_err(|error| below(error.into()))?;
        heard.listen(CHANNEL).await.map_err(|error| below(error.into()))?;
        Ok(Some(Listener {
            heard,
            node: node.to_owned(),
        }))
    }
}

impl Listener {
    /// The next words of another node.
    ///
    /// `None` when the connection broke and was made anew: something may have been missed.
    pub async fn next(&mut self) -> Result<Option<Vec<String>>, StoreError> {
        let below = |error: sea_orm::sqlx::Error| {
            StoreError::Unavailable(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into())))
        };
        loop {
            let Some(told) = self.heard.try_recv().await.map_err(below)? else {
                return Ok(None);
            };
            let mut words = told.payload().split(' ');
            if words.next() != Some(&self.node) {
                return Ok(Some(words.map(str::to_owned).collect()));
            }
        }
    }
}

fn chunks(node: &str, words: &[String]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for word in words {
        match texts.last_mut() {
            Some(text) if text.len() + 1 + word.len() <= LONGEST => {
                text.push(' ');
                text.push_str(word);
            }
            _ => texts.push(format!("{node} {word}")),
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_notification_is_longer_than_the_database_takes_and_no_word_is_lost() {
        let words: Vec<String> = (0..2_000).map(|n| format!("int_{n:026}")).collect();
        let texts = chunks("n1", &words);
        assert!(texts.len() > 1 && texts.iter().all(|text| text.len() <= LONGEST));
        let again: Vec<&str> = texts.iter().flat_map(|text| text.split(' ').skip(1)).collect();
        assert_eq!(again, words);
        assert!(chunks("n1", &[]).is_empty());
    }
}
