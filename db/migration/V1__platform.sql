-- The ground: nodes, keys, sessions, audit, replayed answers.

CREATE SCHEMA IF NOT EXISTS ashlar_platform;

-- A node is a row with a heartbeat. last_seen_at churns every second: no index on it, room for HOT updates.
CREATE TABLE ashlar_platform.node (
    name                text PRIMARY KEY,
    incarnation         uuid NOT NULL,
    address             text NOT NULL,
    version             text NOT NULL,
    lease_millis        bigint NOT NULL,
    started_at          timestamptz NOT NULL,
    last_seen_at        timestamptz NOT NULL,
    left_at             timestamptz,
    requests_per_second double precision,
    latency_p50_millis  double precision,
    latency_p99_millis  double precision
) WITH (fillfactor = 50);

CREATE TABLE ashlar_platform.api_key (
    id           uuid PRIMARY KEY,
    name         text NOT NULL,
    role         text NOT NULL CHECK (role IN ('READ', 'WRITE', 'ADMIN')),
    scopes       text[] NOT NULL,
    hash         bytea NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz
) WITH (fillfactor = 80);

-- A signed-in browser. key_id is null when the admin key of the configuration was used.
CREATE TABLE ashlar_platform.session (
    hash       bytea PRIMARY KEY,
    key_id     uuid REFERENCES ashlar_platform.api_key (id) ON DELETE CASCADE,
    admin_hash bytea,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_key ON ashlar_platform.session (key_id);

CREATE TABLE ashlar_platform.audit (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    actor   text NOT NULL,
    action  text NOT NULL,
    target  text NOT NULL,
    origin  text NOT NULL
);

-- The first answer to a POST with an Idempotency-Key; the body is encrypted under the caller's own key.
CREATE TABLE ashlar_platform.idempotent_answer (
    id          bytea PRIMARY KEY,
    fingerprint bytea NOT NULL,
    status      integer NOT NULL,
    headers     text NOT NULL,
    body        bytea,
    created_at  timestamptz NOT NULL
);
CREATE INDEX idempotent_answer_age ON ashlar_platform.idempotent_answer (created_at);
