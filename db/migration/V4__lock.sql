-- Locks: who holds, who waits, who held; sessions that hold together. Elections are locks named 'election:<name>'.

CREATE SCHEMA IF NOT EXISTS ashlar_lock;

-- Everything about a lock changes under its row's lock. "token" is the newest fencing token; "places" the last
-- place in the queue that was given; "blocked_until" the end of the delay after a holder was lost.
CREATE TABLE ashlar_lock.lock (
    id            integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    name          text COLLATE "C" PRIMARY KEY,
    token         bigint NOT NULL DEFAULT 0,
    places        bigint NOT NULL DEFAULT 0,
    permits       integer NOT NULL DEFAULT 1,
    delay_millis  bigint NOT NULL DEFAULT 0,
    configured    boolean NOT NULL DEFAULT false,
    blocked_until timestamptz
) WITH (fillfactor = 70);

-- A session lives while its row is there: who keeps it alive and who ends it take the row's lock.
CREATE TABLE ashlar_lock.session (
    id         text PRIMARY KEY,
    owner      text NOT NULL,
    ttl_millis bigint NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- expires_at is null under a session. "told" counts how often its client was told of the grant; "times" how often it
-- has acquired it, if it is reentrant.
CREATE TABLE ashlar_lock.holder (
    lease       uuid PRIMARY KEY,
    lock_id     integer NOT NULL,
    token       bigint NOT NULL,
    owner       text NOT NULL,
    mode        text NOT NULL CHECK (mode IN ('exclusive', 'shared')),
    permits     integer NOT NULL,
    times       integer NOT NULL,
    told        integer NOT NULL,
    session     text,
    ticket      text,
    metadata    text,
    acquired_at timestamptz NOT NULL,
    expires_at  timestamptz
) WITH (fillfactor = 70);
CREATE INDEX holder_lock ON ashlar_lock.holder (lock_id);
CREATE INDEX holder_expiry ON ashlar_lock.holder (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX holder_session ON ashlar_lock.holder (session) WHERE session IS NOT NULL;

-- A waiter's id is the lease that it will get. "node" is the incarnation of the node that its client is connected to,
-- null while there is none and the place is kept. "called_at" is since when it is its turn.
CREATE TABLE ashlar_lock.waiter (
    id         uuid PRIMARY KEY,
    lock_id    integer NOT NULL,
    place      bigint NOT NULL,
    owner      text NOT NULL,
    mode       text NOT NULL CHECK (mode IN ('exclusive', 'shared')),
    permits    integer NOT NULL,
    ttl_millis bigint NOT NULL,
    session    text,
    ticket     text,
    metadata   text,
    node       uuid,
    since      timestamptz NOT NULL,
    called_at  timestamptz,
    kept_until timestamptz,
    UNIQUE (lock_id, place)
) WITH (fillfactor = 70);
CREATE INDEX waiter_node ON ashlar_lock.waiter (node);

-- Former holders, by day modulo 8: each day empties the partition that the next one will need. "reason" is why an
-- administrator broke the grant.
CREATE TABLE ashlar_lock.past (
    lock_id     integer NOT NULL,
    token       bigint NOT NULL,
    slot        integer NOT NULL,
    lease       uuid NOT NULL,
    owner       text NOT NULL,
    acquired_at timestamptz NOT NULL,
    released_at timestamptz NOT NULL,
    how         text NOT NULL CHECK (how IN ('released', 'expired', 'broken', 'session')),
    reason      text
) PARTITION BY LIST (slot);
CREATE TABLE ashlar_lock.past_0 PARTITION OF ashlar_lock.past FOR VALUES IN (0);
CREATE TABLE ashlar_lock.past_1 PARTITION OF ashlar_lock.past FOR VALUES IN (1);
CREATE TABLE ashlar_lock.past_2 PARTITION OF ashlar_lock.past FOR VALUES IN (2);
CREATE TABLE ashlar_lock.past_3 PARTITION OF ashlar_lock.past FOR VALUES IN (3);
CREATE TABLE ashlar_lock.past_4 PARTITION OF ashlar_lock.past FOR VALUES IN (4);
CREATE TABLE ashlar_lock.past_5 PARTITION OF ashlar_lock.past FOR VALUES IN (5);
CREATE TABLE ashlar_lock.past_6 PARTITION OF ashlar_lock.past FOR VALUES IN (6);
CREATE TABLE ashlar_lock.past_7 PARTITION OF ashlar_lock.past FOR VALUES IN (7);
CREATE INDEX past_lock ON ashlar_lock.past (lock_id, token);

-- Empties the partition of tomorrow if there is anything in it.
CREATE FUNCTION ashlar_lock.empty_next_slot() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    slot bigint := (extract(epoch FROM clock_timestamp())::bigint / 86400 + 1) % 8;
    full_slot boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM ashlar_lock.%I)', 'past_' || slot) INTO full_slot;
    IF full_slot THEN
        PERFORM set_config('lock_timeout', '2s', true);
        EXECUTE format('TRUNCATE ashlar_lock.%I', 'past_' || slot);
    END IF;
END $$;

-- Which of these locks are held with these tokens. Until the end of the transaction nobody else can be granted them:
-- so what is written under a lock is written while it is held. Locks in the order of names, as grants do.
CREATE FUNCTION ashlar_lock.held(locks text[], tokens bigint[])
    RETURNS TABLE (lock text, token bigint) LANGUAGE plpgsql AS $$
BEGIN
    -- Only what is held now is worth a lock: a stale token keeps nobody waiting.
    PERFORM 1 FROM ashlar_lock.lock l
    WHERE l.name IN (
        SELECT l2.name FROM unnest(locks, tokens) AS asked (name, token)
        JOIN ashlar_lock.lock l2 ON l2.name = asked.name
        JOIN ashlar_lock.holder h ON h.lock_id = l2.id AND h.token = asked.token)
    ORDER BY l.name FOR SHARE;
    RETURN QUERY
        SELECT l.name, h.token
        FROM unnest(locks, tokens) AS asked (name, token)
        JOIN ashlar_lock.lock l ON l.name = asked.name
        JOIN ashlar_lock.holder h ON h.lock_id = l.id AND h.token = asked.token
        LEFT JOIN ashlar_lock.session s ON s.id = h.session
        WHERE coalesce(h.expires_at, s.expires_at) > clock_timestamp();
END $$;
