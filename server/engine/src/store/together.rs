//! A read that many ask for at the same time: one answer for all who asked before it was begun.
//!
//! Whoever asks gets nothing older than the question, so that a person who has just changed something sees it; and however
//! many ask at once, the database reads it at most twice. What is read is not known here.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Mutex;

/// The answer to a question that many ask.
pub struct Together<T> {
    asked: AtomicU64,
    last: Mutex<Option<(u64, Arc<T>)>>,
}

impl<T> Default for Together<T> {
    fn default() -> Self {
        Self {
            asked: AtomicU64::new(0),
            last: Mutex::new(None),
        }
    }
}

impl<T> Together<T> {
    /// What `read` gives; or what another one's read gave, if that was begun after this question.
    pub async fn read<E, F>(&self, read: impl FnOnce() -> F) -> Result<Arc<T>, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let mine = self.asked.fetch_add(1, Ordering::SeqCst);
        let mut last = self.last.lock().await;
        if let Some((answers, answer)) = last.as_ref()
            && mine < *answers
        {
            return Ok(answer.clone());
        }
        // All of these have asked by now.
        let answers = self.asked.load(Ordering::SeqCst);
        let answer = Arc::new(read().await?);
        *last = Some((answers, answer.clone()));
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use futures::future::join;
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn those_who_asked_while_one_read_share_the_next() {
        let together = Together::default();
        let reads = AtomicU64::new(0);
        let (open, opened) = oneshot::channel::<()>();
        let one = || async { Ok::<_, ()>(reads.fetch_add(1, Ordering::SeqCst) + 1) };
        let first = together.read(|| async {
            opened.await.unwrap();
            one().await
        });
        let others = async {
            let both = join(together.read(one), together.read(one));
            let ready = async { open.send(()).unwrap() };
            join(both, ready).await.0
        };
        let (first, (second, third)) = join(first, others).await;
        assert_eq!([first, second, third].map(|read| *read.unwrap()), [1, 2, 2]);
    }

    #[tokio::test]
    async fn who_asks_later_is_told_nothing_older_than_the_question() {
        let together = Together::default();
        for number in 0..3 {
            let read = together.read(|| async move { Ok::<_, ()>(number) }).await;
            assert_eq!(*read.unwrap(), number);
        }
    }

    #[tokio::test]
    async fn a_read_that_failed_is_nobody_elses_answer() {
        let together = Together::default();
        assert_eq!(
            together.read(|| async { Err::<u8, _>("full") }).await,
            Err("full")
        );
        assert_eq!(*together.read(|| async { Ok::<_, &str>(7) }).await.unwrap(), 7);
    }
}
