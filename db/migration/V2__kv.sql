-- Key-value store. The bucket row is the lock and the counter of its revisions: every batch of writes takes it once.

CREATE SCHEMA ashlar_kv;

CREATE TABLE ashlar_kv.bucket (
    id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name     text COLLATE "C" NOT NULL UNIQUE,
    revision bigint NOT NULL DEFAULT 0,
    keys     bigint NOT NULL DEFAULT 0,
    bytes    bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE ashlar_kv.entry (
    bucket_id    integer NOT NULL REFERENCES ashlar_kv.bucket (id),
    key          text COLLATE "C" NOT NULL,
    value        bytea NOT NULL,
    size         integer NOT NULL,
    content_type text NOT NULL,
    revision     bigint NOT NULL,
    version      bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    PRIMARY KEY (bucket_id, key)
) WITH (fillfactor = 85);
