//! Lines of the ledger that stand alone: a look at a person, a search, a refusal.
//!
//! Each has to be durable before its page is answered, and there is one writer. So whoever has to wait for the
//! writer leaves the line with those of the others who wait, and the first to get the turn writes them all: eight
//! nurses who open a case at once cost one transaction, not eight.
//!
//! This process knows where the ledger ends if it wrote last. As long as no other has written, the next lines follow from
//! there without asking: one turn to the writer instead of four.

use super::super::{Store, StoreError, ledger};
use super::entries::who;
use crate::access::Actor;
use crate::domain::ids::CaseId;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot::{self, error::TryRecvError};

/// A line about to be written.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) at: DateTime<Utc>,
    pub(super) actor: Actor,
    pub(super) verb: String,
    pub(super) case: Option<CaseId>,
    pub(super) detail: Map<String, Value>,
}

/// A line, and whom to tell when it is durable.
#[derive(Debug)]
struct Waiting {
    line: Line,
    written: oneshot::Sender<()>,
}

/// Writes lines, those that wait at the same time in one transaction.
#[derive(Debug, Default)]
pub(super) struct Journal {
    waiting: Mutex<Vec<Waiting>>,
    /// Who has the turn, writes.
    turn: tokio::sync::Mutex<()>,
}

/// Lines written at once at the most: a statement takes so many values and no more.
const AT_ONCE: usize = 500;

impl Journal {
    /// Returns when the line is durable.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn write(&self, store: &Store, line: Line) -> Result<(), StoreError> {
        let mut told = self.add(line.clone());
        loop {
            let _turn = self.turn.lock().await;
            match told.try_recv() {
                Ok(()) => return Ok(()),
                Err(TryRecvError::Empty) => self.write_waiting(store).await?,
                // Whoever took it failed or was interrupted: it was not written, or nobody knows. Twice in the
                // ledger is better than not at all.
                Err(TryRecvError::Closed) => told = self.add(line.clone()),
            }
        }
    }

    fn add(&self, line: Line) -> oneshot::Receiver<()> {
        let (written, told) = oneshot::channel();
        self.lines().push(Waiting { line, written });
        told
    }

    async fn write_waiting(&self, store: &Store) -> Result<(), StoreError> {
        let mut batch = self.take(AT_ONCE);
        let sealed = match store.end().known() {
            Some(head) => {
                let entries: Vec<_> = batch.iter().map(|waiting| entry(&waiting.line)).collect();
                ledger::append_after(store, head, &entries).await?
            }
            None => None,
        };
        match sealed {
            Some(sealed) => store.end().set(sealed),
            None => {
                let tx = store.begin_write().await?;
                // More have come while the writer was busy.
                batch.extend(self.take(AT_ONCE - batch.len()));
                ledger::append_all(&tx, batch.iter().map(|waiting| entry(&waiting.line))).await?;
                tx.commit().await?;
            }
        }
        for waiting in batch {
            let _ = waiting.written.send(());
        }
        Ok(())
    }

    /// The lines that wait, no more than these.
    fn take(&self, most: usize) -> Vec<Waiting> {
        let mut lines = self.lines();
        // Who no longer listens was shown nothing.
        lines.retain(|waiting| !waiting.written.is_closed());
        let some = lines.len().min(most);
        lines.drain(..some).collect()
    }

    fn lines(&self) -> MutexGuard<'_, Vec<Waiting>> {
        // A push or a drain cannot leave the list half done.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn entry(line: &Line) -> ledger::Entry<'_> {
    ledger::Entry {
        at: line.at,
        who: who(&line.actor),
        verb: &line.verb,
        case: line.case,
        subject: None,
        detail: line.detail.clone(),
        events: &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::OpenOptions;
    use std::sync::Arc;
    use std::time::Duration;

    async fn store(folder: &tempfile::TempDir) -> Store {
        let url = format!("sqlite://{}", folder.path().join("merzim.db").display());
        let options = OpenOptions {
            create: true,
            patience: Duration::from_millis(300),
            ..OpenOptions::default()
        };
        let store = Store::open(&url, options).await.unwrap();
        store.migrate().await.unwrap();
        store
    }

    fn line(verb: &str) -> Line {
        Line {
            at: DateTime::UNIX_EPOCH,
            actor: Actor::system("sweep"),
            verb: verb.to_owned(),
            case: None,
            detail: Map::new(),
        }
    }

    async fn waiting(journal: &Journal, count: usize) {
        while journal.lines().len() < count {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn lines_that_wait_for_the_writer_are_all_sealed_though_the_first_goes_away() {
        let folder = tempfile::tempdir().unwrap();
        let (store, journal) = (store(&folder).await, Arc::new(Journal::default()));
        let write = |verb: String| {
            let (store, journal) = (store.clone(), Arc::clone(&journal));
            tokio::spawn(async move { journal.write(&store, line(&verb)).await })
        };
        let busy = store.begin_write().await.unwrap();
        let first = write("first".to_owned());
        while journal.turn.try_lock().is_ok() {
            tokio::task::yield_now().await;
        }
        let others: Vec<_> = (0..8).map(|number| write(format!("look-{number}"))).collect();
        waiting(&journal, 8).await;
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        drop(busy);
        for other in others {
            other.await.unwrap().unwrap();
        }
        let report = ledger::verify(&store).await.unwrap();
        assert_eq!(report.entries, 8, "whoever went away was shown nothing");
    }

    #[tokio::test]
    async fn a_line_follows_the_last_one_whoever_wrote_it() {
        let folder = tempfile::tempdir().unwrap();
        let (store, other) = (store(&folder).await, store(&folder).await);
        let (here, elsewhere) = (Journal::default(), Journal::default());
        for at_home in [true, true, false, true, true, false] {
            let (journal, store) = if at_home {
                (&here, &store)
            } else {
                (&elsewhere, &other)
            };
            journal.write(store, line("look")).await.unwrap();
        }
        let report = ledger::verify(&store).await.unwrap();
        assert_eq!(report.entries, 6);
    }

    #[tokio::test]
    async fn each_is_told_when_the_writer_does_not_come_free() {
        let folder = tempfile::tempdir().unwrap();
        let (store, journal) = (store(&folder).await, Journal::default());
        let busy = store.begin_write().await.unwrap();
        let (one, two) = tokio::join!(
            journal.write(&store, line("one")),
            journal.write(&store, line("two"))
        );
        assert!(one.unwrap_err().is_unavailable());
        assert!(two.unwrap_err().is_unavailable());
        drop(busy);
        journal.write(&store, line("three")).await.unwrap();
        let report = ledger::verify(&store).await.unwrap();
        assert_eq!(report.entries, 1, "what was refused is not written later");
    }
}
