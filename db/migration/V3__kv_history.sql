-- Key-value store: history, expiry as a change, settings of buckets.

-- A dropped bucket keeps its row, and so its place in the sequence of revisions, and gets a new id; what stood
-- under the old id is removed bit by bit. "compacted" is the oldest revision that can be looked back on.
ALTER TABLE ashlar_kv.entry DROP CONSTRAINT entry_bucket_id_fkey;
ALTER TABLE ashlar_kv.bucket
    ADD dropped         boolean NOT NULL DEFAULT false,
    ADD compacted       bigint NOT NULL DEFAULT 0,
    ADD history_count   bigint,
    ADD history_millis  bigint,
    ADD ttl_millis      bigint,
    ADD max_value_bytes integer,
    ADD max_keys        bigint,
    ADD max_bytes       bigint;
CREATE TABLE ashlar_kv.dropped (bucket_id integer PRIMARY KEY);

-- Most keys have no time to live, and stay updatable in place.
CREATE INDEX entry_expiry ON ashlar_kv.entry (expires_at) WHERE expires_at IS NOT NULL;

-- Every change of a key, with what it replaced. What it wrote is what the key's next change replaced, or what
-- stands: so a value is kept once, and dropping the oldest changes never loses what a later revision shows.
-- "n" counts down the changes of one revision: the last has 0. "slot" is a span of time, see KvSlots.
CREATE TABLE ashlar_kv.change (
    bucket_id        integer NOT NULL,
    revision         bigint NOT NULL,
    n                integer NOT NULL,
    slot             integer NOT NULL,
    key              text COLLATE "C" NOT NULL,
    event            text NOT NULL CHECK (event IN ('put', 'delete', 'expire')),
    at               timestamptz NOT NULL,
    author           text NOT NULL,
    old_revision     bigint,
    old_version      bigint,
    old_size         integer,
    old_content_type text,
    old_created_at   timestamptz,
    old_updated_at   timestamptz,
    old_expires_at   timestamptz,
    old_value        bytea,
    PRIMARY KEY (bucket_id, revision, n, slot)
) PARTITION BY LIST (slot);
CREATE INDEX change_key ON ashlar_kv.change (bucket_id, key, revision);

-- Opens the partition of a slot; does nothing when it is there. Attaching does not stop writers.
CREATE FUNCTION ashlar_kv.open_slot(slot integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition text := 'change_' || slot;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ashlar_kv.slots'));
    IF to_regclass('ashlar_kv.' || partition) IS NULL THEN
        EXECUTE format('CREATE TABLE ashlar_kv.%I (LIKE ashlar_kv.change INCLUDING ALL)', partition);
        EXECUTE format('ALTER TABLE ashlar_kv.change ATTACH PARTITION ashlar_kv.%I FOR VALUES IN (%s)', partition, slot);
    END IF;
END $$;

-- Drops the partition of a slot, and notes in its buckets how far back they can be read now.
CREATE FUNCTION ashlar_kv.drop_slot(slot integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition text := 'change_' || slot;
BEGIN
    PERFORM set_config('lock_timeout', '2s', true);
    PERFORM 1 FROM ashlar_kv.bucket ORDER BY name FOR UPDATE;
    EXECUTE format('UPDATE ashlar_kv.bucket b SET compacted = old.revision'
        ' FROM (SELECT id, (SELECT max(revision) FROM ashlar_kv.%I WHERE bucket_id = id) AS revision'
        '       FROM ashlar_kv.bucket) AS old'
        ' WHERE b.id = old.id AND old.revision > b.compacted', partition);
    EXECUTE format('DROP TABLE ashlar_kv.%I', partition);
END $$;
