//! Where the ledger ends, as far as this process knows: who wrote last can go on from there without asking.
//!
//! What is known here may have been overtaken by another process. It is a guess, and whoever goes by it has to be refused
//! by the database where it is wrong.

use super::Sealed;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The last entry that this process saw written durably.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct End(Arc<Mutex<Option<Sealed>>>);

impl End {
    /// The last entry; nothing where this process wrote none.
    pub(in crate::store) fn known(&self) -> Option<Sealed> {
        *held(&self.0)
    }

    /// Everything up to here is durable. Who tells it late does not put back the end that another has told since.
    pub(in crate::store) fn set(&self, last: Sealed) {
        let mut known = held(&self.0);
        if known.is_none_or(|known| known.seq < last.seq) {
            *known = Some(last);
        }
    }

    /// The same end, for a transaction.
    pub(in crate::store) fn continued(&self) -> Continued {
        Continued {
            before: self.clone(),
            last: Mutex::default(),
        }
    }
}

/// The end of the ledger inside a transaction that may still come to nothing.
#[derive(Debug)]
pub(in crate::store) struct Continued {
    before: End,
    last: Mutex<Option<Sealed>>,
}

impl Continued {
    /// The last entry of this transaction: nobody else can have written behind it.
    pub(in crate::store) fn last(&self) -> Option<Sealed> {
        *held(&self.last)
    }

    /// The last entry before this transaction, as far as this process knows.
    pub(in crate::store) fn guess(&self) -> Option<Sealed> {
        self.before.known()
    }

    /// This transaction wrote up to here.
    pub(in crate::store) fn reached(&self, last: Sealed) {
        *held(&self.last) = Some(last);
    }

    /// The transaction is durable.
    pub(in crate::store) fn stands(&self) {
        if let Some(last) = self.last() {
            self.before.set(last);
        }
    }
}

fn held(end: &Mutex<Option<Sealed>>) -> MutexGuard<'_, Option<Sealed>> {
    // A value is replaced whole.
    end.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Who, append, verify};
    use super::*;
    use crate::store::{OpenOptions, Store};
    use chrono::DateTime;
    use serde_json::Map;

    async fn acts(store: &Store, times: usize, stands: bool) -> Sealed {
        let tx = store.begin_write().await.unwrap();
        let entry = Entry {
            at: DateTime::UNIX_EPOCH,
            who: Who::Job("sweep"),
            verb: "act",
            case: None,
            subject: None,
            detail: Map::new(),
            events: &[],
        };
        for _ in 0..times {
            append(&tx, entry.clone()).await.unwrap();
        }
        let last = tx.1.last().unwrap();
        if stands {
            tx.commit().await.unwrap();
        }
        last
    }

    #[tokio::test]
    async fn what_this_process_believes_is_overtaken_by_others_and_by_what_came_to_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("merzim.db").display());
        let options = OpenOptions {
            create: true,
            ..OpenOptions::default()
        };
        let here = Store::open(&url, options).await.unwrap();
        here.migrate().await.unwrap();
        let elsewhere = Store::open(&url, options).await.unwrap();
        assert_eq!(here.end().known(), None);

        let first = acts(&here, 2, true).await;
        assert_eq!((first.seq, here.end().known()), (2, Some(first)));
        let other = acts(&elsewhere, 1, true).await;
        assert_eq!(other.seq, 3);
        assert_eq!(here.end().known(), Some(first), "it has not been told");
        assert_eq!(acts(&here, 2, false).await.seq, 5);
        assert_eq!(here.end().known(), Some(first), "that came to nothing");
        assert_eq!(acts(&here, 2, true).await.seq, 5);
        assert_eq!(acts(&elsewhere, 1, true).await.seq, 6);
        here.end().set(first);
        assert_eq!(here.end().known().unwrap().seq, 5, "told late");
        assert_eq!(verify(&here).await.unwrap().entries, 6);
    }
}
