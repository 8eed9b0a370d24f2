-- What bounds the tables of locks is found without looking through a whole queue.
CREATE INDEX waiter_kept ON ashlar_lock.waiter (lock_id) WHERE node IS NULL;
