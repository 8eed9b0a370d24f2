-- What bounds the tables of locks is found without looking through a whole queue.
CREATE INDEX waiter_kept ON ashlar_lock.waiter (lock_id) WHERE node IS NULL;

-- The row of a lock that nobody uses is removed, but its token must never fall back: this is the greatest token of
-- what was removed, and whatever lock comes into being begins above it. "base" is where a lock began.
CREATE TABLE ashlar_lock.floor (token bigint NOT NULL);
INSERT INTO ashlar_lock.floor VALUES (0);
ALTER TABLE ashlar_lock.lock ADD COLUMN base bigint NOT NULL DEFAULT 0;

-- Whether all that is known of a lock is its token: nobody holds it, waits for it, has configured it, or has held it
-- in the days that the history goes back. Elections stay: who observes one follows its token.
CREATE FUNCTION ashlar_lock.is_unused(l ashlar_lock.lock) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT l.configured AND l.name NOT LIKE 'election:%'
        AND NOT EXISTS (SELECT FROM ashlar_lock.holder h WHERE h.lock_id = l.id)
        AND NOT EXISTS (SELECT FROM ashlar_lock.waiter w WHERE w.lock_id = l.id)
        AND NOT EXISTS (SELECT FROM ashlar_lock.past p WHERE p.lock_id = l.id)
$$;

-- Rows that are there for moments leave dead ones behind, which every look at their lock passes. They are cleared away
-- by their number, not by a share of a table that is nearly empty.
ALTER TABLE ashlar_lock.holder SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_cost_delay = 0);
ALTER TABLE ashlar_lock.waiter SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_cost_delay = 0);
