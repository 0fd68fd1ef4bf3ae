//! Answers of minds that were paid for, by the hash of what was asked. Each is on disk as soon as it is here, whatever becomes
//! of the turn that asked. They are no part of any turn, and a copy or a pack leaves them behind.

use crate::image::store::Store;
use crate::image::store::bytes;
use crate::image::store::bytes::Bytes;
use crate::image::store::error::StoreError;
use crate::image::store::guard::guarded;
use crate::image::store::schema;
use crate::image::store::schema::ANSWER_TAG;

impl Store {
    /// What was answered to the question with this key; nothing if that is not kept, or not whole.
    pub fn answer(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let open = self.ensure_open()?;
        let handle = &open.handle;
        let read = guarded(|| {
            let table = match handle.begin_read()?.open_table(schema::ANSWERS) {
                Ok(table) => table,
                // The first one makes it.
                Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
                Err(error) => return Err(error.into()),
            };
            let Some(row) = table.get(key)? else { return Ok(None) };
            let text = bytes::unseal(row.value(), ANSWER_TAG, (0, 0))
                .and_then(|inner| Bytes::new(inner).text().map(str::to_string));
            // It can be asked for again.
            Ok(text.ok())
        });
        read.map_err(|fault| self.said(fault, "read"))
    }

    /// Keeps an answer.
    pub fn keep_answer(&mut self, key: &str, text: &str) -> Result<(), StoreError> {
        let mut value = bytes::begin(text.len() + 16);
        bytes::put_bytes(&mut value, text.as_bytes());
        let value = bytes::seal(value, ANSWER_TAG, (0, 0));
        self.alter(|transaction| {
            transaction.open_table(schema::ANSWERS)?.insert(key, value.as_slice())?;
            Ok(())
        })
    }
}
