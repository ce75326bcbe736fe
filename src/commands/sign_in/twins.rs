//! A button pressed twice sends one form twice. At the door there is nobody yet in whose name an answer could be kept in
//! the database, so this process keeps it for a moment: the second sending waits for the first, and gets its answer.

use chrono::{DateTime, Duration, Utc};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Seconds for which an answer is kept: a twin comes at once, or when a slow connection lets it.
const KEPT_SECONDS: i64 = 60;
/// Answers kept at the most.
const MOST: usize = 1_000;

/// SHA-256 of a form: its key, and everything typed. Nobody who did not send it knows its key.
pub type Form = [u8; 32];

/// The answers of a moment, by the form that got them.
#[derive(Debug)]
pub(super) struct Twins<T>(Mutex<HashMap<Form, Kept<T>>>);

#[derive(Debug)]
struct Kept<T> {
    since: DateTime<Utc>,
    /// Whoever holds it, acts; empty until he has.
    answer: Arc<tokio::sync::Mutex<Option<T>>>,
}

impl<T> Default for Twins<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Twins<T> {
    /// Acts, or answers what a twin was answered a moment ago. A failure is nobody's answer: the twin acts then.
    pub(super) async fn once<E>(
        &self,
        form: Form,
        now: DateTime<Utc>,
        act: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let turn = self.turn(form, now);
        let mut answer = turn.lock().await;
        if let Some(given) = &*answer {
            return Ok(given.clone());
        }
        let given = act.await?;
        *answer = Some(given.clone());
        Ok(given)
    }

    fn turn(&self, form: Form, now: DateTime<Utc>) -> Arc<tokio::sync::Mutex<Option<T>>> {
        let mut all = self.all();
        all.retain(|_, kept| (now - kept.since).abs() < Duration::seconds(KEPT_SECONDS));
        if all.len() >= MOST
            && let Some(oldest) = all
                .iter()
                .min_by_key(|(_, kept)| kept.since)
                .map(|(form, _)| *form)
        {
            all.remove(&oldest);
        }
        let fresh = || Kept {
            since: now,
            answer: Arc::default(),
        };
        Arc::clone(&all.entry(form).or_insert_with(fresh).answer)
    }

    /// An entry is put in whole, so a poisoned lock is still good.
    fn all(&self) -> MutexGuard<'_, HashMap<Form, Kept<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }

    #[tokio::test]
    async fn a_twin_waits_for_the_first_and_gets_its_answer() {
        let twins: Twins<u32> = Twins::default();
        let acts = AtomicU32::new(0);
        let act = || async {
            tokio::task::yield_now().await;
            Ok::<_, ()>(acts.fetch_add(1, Ordering::Relaxed) + 1)
        };
        let (one, two) = tokio::join!(
            twins.once([7; 32], now(), act()),
            twins.once([7; 32], now(), act())
        );
        assert_eq!((one, two), (Ok(1), Ok(1)));
        assert_eq!(twins.once([8; 32], now(), act()).await, Ok(2), "another form");
        let later = now() + Duration::seconds(KEPT_SECONDS);
        assert_eq!(twins.once([7; 32], later, act()).await, Ok(3), "long ago");
    }

    #[tokio::test]
    async fn a_failure_is_not_kept_and_memory_is_bounded() {
        let twins: Twins<u32> = Twins::default();
        assert_eq!(twins.once([7; 32], now(), async { Err(()) }).await, Err(()));
        assert_eq!(twins.once([7; 32], now(), async { Ok::<_, ()>(5) }).await, Ok(5));
        for number in 0..MOST + 50 {
            let mut form = [0; 32];
            form[..8].copy_from_slice(&number.to_be_bytes());
            twins.once(form, now(), async { Ok::<_, ()>(0) }).await.unwrap();
        }
        assert!(twins.all().len() <= MOST);
    }
}
