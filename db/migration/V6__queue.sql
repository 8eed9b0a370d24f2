-- Queues: their settings, and a log that is only appended to. What a queue holds is what its log says; nodes keep it in
-- memory and read what others have appended. Nothing on the way of a message is updated or deleted: when nothing open
-- is left in a segment of the log it is emptied as a whole.

CREATE SCHEMA ashlar_queue;

-- Positions in the log are drawn in blocks, under the locks of the queues that they are for: so within a queue the
-- order of positions is the order of commits.
CREATE SEQUENCE ashlar_queue.block INCREMENT BY 4096 START WITH 4096;

-- The settings. The row's lock is what everything takes that appends to the log of the queue.
CREATE TABLE ashlar_queue.queue (
    id                     integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    name                   text COLLATE "C" PRIMARY KEY,
    fifo                   boolean NOT NULL,
    visibility_millis      bigint NOT NULL,
    max_receives           integer NOT NULL,
    dead_letter_queue      text COLLATE "C",
    retention_millis       bigint NOT NULL,
    delay_millis           bigint NOT NULL,
    max_message_bytes      integer NOT NULL,
    dedup_millis           bigint NOT NULL,
    backoff_initial_millis bigint NOT NULL,
    backoff_multiplier     double precision NOT NULL,
    backoff_max_millis     bigint NOT NULL,
    backoff_jitter         double precision NOT NULL,
    max_in_flight          integer NOT NULL,
    group_concurrency      integer,
    group_rate             integer
) WITH (fillfactor = 70);

-- The segments of the log, by slot. The one with the highest turn is written to. A node that tries to empty one says when.
CREATE TABLE ashlar_queue.segment (
    slot      integer PRIMARY KEY,
    turn      bigint NOT NULL,
    opened_at timestamptz NOT NULL,
    tried_at  timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO ashlar_queue.segment (slot, turn, opened_at)
SELECT slot, CASE WHEN slot = 0 THEN 1 ELSE 0 END, clock_timestamp() FROM generate_series(0, 7) AS slot;

-- "lane" is the priority, or -1 for the dead that have no other queue to go to. "not_before" is the end of the first
-- delay, null without one. The columns from "dead_from" on tell how a dead letter died.
CREATE TABLE ashlar_queue.message (
    queue_id      integer NOT NULL,
    position      bigint NOT NULL,
    slot          integer NOT NULL,
    lane          integer NOT NULL,
    priority      integer NOT NULL,
    not_before    timestamptz,
    sent_at       timestamptz NOT NULL,
    size          integer NOT NULL,
    group_name    text,
    dedup_id      text,
    id            uuid NOT NULL,
    content_type  text,
    headers       text,
    dead_from     text,
    dead_reason   text,
    dead_attempts integer,
    first_sent_at timestamptz,
    last_error    text,
    body          bytea NOT NULL
) PARTITION BY LIST (slot);
ALTER TABLE ashlar_queue.message ALTER COLUMN body SET STORAGE EXTERNAL;

-- "positions" are the messages that it is about, "times" an end for each, in microseconds since 1970 (or how many a purge
-- dropped of each lane); "nonce" and "note" are the receipt and the client's id of a delivery, "note" also the reason
-- of a return; "state" is a checkpoint.
CREATE TABLE ashlar_queue.event (
    queue_id  integer NOT NULL,
    position  bigint NOT NULL,
    slot      integer NOT NULL,
    at        timestamptz NOT NULL,
    kind      text NOT NULL CHECK (kind IN
        ('delivered', 'acked', 'returned', 'undelivered', 'extended', 'moved', 'purged', 'checkpoint')),
    positions bigint[],
    times     bigint[],
    nonce     bigint,
    note      text,
    state     text
) PARTITION BY LIST (slot);

DO $$
BEGIN
    FOR slot IN 0..7 LOOP
        EXECUTE format('CREATE TABLE ashlar_queue.%I PARTITION OF ashlar_queue.message FOR VALUES IN (%s)',
            'message_' || slot, slot);
        EXECUTE format('CREATE TABLE ashlar_queue.%I PARTITION OF ashlar_queue.event FOR VALUES IN (%s)',
            'event_' || slot, slot);
    END LOOP;
END $$;

CREATE INDEX message_position ON ashlar_queue.message (queue_id, position);
CREATE INDEX message_lane ON ashlar_queue.message (queue_id, lane, position) WHERE not_before IS NULL;
CREATE INDEX message_delayed ON ashlar_queue.message (queue_id, not_before, position) WHERE not_before IS NOT NULL;
CREATE INDEX message_dedup ON ashlar_queue.message (queue_id, dedup_id) WHERE dedup_id IS NOT NULL;
CREATE INDEX event_position ON ashlar_queue.event (queue_id, position);
CREATE INDEX event_checkpoint ON ashlar_queue.event (queue_id, position) WHERE kind = 'checkpoint';

-- Until the end of the transaction nobody writes to a segment; who reads it waits only while it is emptied.
CREATE FUNCTION ashlar_queue.lock_segment(slot integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('lock_timeout', '2s', true);
    EXECUTE format('LOCK TABLE ashlar_queue.%I, ashlar_queue.%I IN SHARE MODE',
        'message_' || slot, 'event_' || slot);
END $$;

CREATE FUNCTION ashlar_queue.empty_segment(slot integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('TRUNCATE ashlar_queue.%I, ashlar_queue.%I', 'message_' || slot, 'event_' || slot);
END $$;

-- The bytes of a segment.
CREATE FUNCTION ashlar_queue.segment_size(slot integer) RETURNS bigint LANGUAGE sql AS $$
    SELECT pg_table_size(format('ashlar_queue.%I', 'message_' || slot)::regclass)
        + pg_relation_size(format('ashlar_queue.%I', 'event_' || slot)::regclass)
$$;

-- The outbox: what applications send by ashlar.send in their own transactions waits here until it is committed and moved
-- to the log, in the order in which each transaction sent it.
CREATE TABLE ashlar_queue.outbox (
    n            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue_id     integer NOT NULL,
    id           uuid NOT NULL,
    delay        interval,
    not_before   timestamptz,
    priority     integer NOT NULL,
    group_name   text,
    dedup_id     text,
    content_type text,
    headers      text,
    body         bytea NOT NULL
);

-- When a node looked last at what time has done to the queues.
CREATE TABLE ashlar_queue.sweep (
    at timestamptz NOT NULL
) WITH (fillfactor = 10);
INSERT INTO ashlar_queue.sweep VALUES ('-infinity');

-- Dead letters on their way back, or to another queue: of those up to "up_to" that are meant, all up to "reached" have been
-- looked at. A node moves some, and says so here in the same transaction, if nobody else has gone further meanwhile.
CREATE TABLE ashlar_queue.redrive (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue_id        integer NOT NULL REFERENCES ashlar_queue.queue (id) ON DELETE CASCADE,
    target          text COLLATE "C",
    selection       text NOT NULL,
    edit            text,
    rate_per_second integer,
    up_to           bigint NOT NULL,
    total           bigint NOT NULL,
    reached         bigint NOT NULL DEFAULT 0,
    moved           bigint NOT NULL DEFAULT 0,
    skipped         bigint NOT NULL DEFAULT 0,
    state           text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    reason          text,
    started_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    next_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at        timestamptz
) WITH (fillfactor = 50);
CREATE INDEX redrive_queue ON ashlar_queue.redrive (queue_id, id);
CREATE INDEX redrive_running ON ashlar_queue.redrive (id) WHERE ended_at IS NULL;

CREATE SCHEMA IF NOT EXISTS ashlar;

-- Sends a message when, and only if, the calling transaction commits; answers its id. Options: delay ('30s', '5m',
-- 'PT1H'), priority (0 to 9), group, dedupId.
CREATE FUNCTION ashlar.send(queue text, body text, headers jsonb DEFAULT '{}', options jsonb DEFAULT '{}')
    RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    target ashlar_queue.queue;
    new_id uuid := gen_random_uuid();
    unknown text;
    rank integer := coalesce((options ->> 'priority')::integer, 0);
    pause interval := (options ->> 'delay')::interval;
BEGIN
    SELECT * INTO target FROM ashlar_queue.queue q WHERE q.name = send.queue;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no queue %', send.queue USING ERRCODE = 'no_data_found';
    END IF;
    IF body IS NULL OR octet_length(convert_to(body, 'UTF8')) > target.max_message_bytes THEN
        RAISE EXCEPTION 'a message of queue % has from 0 to % bytes', send.queue, target.max_message_bytes
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT key INTO unknown FROM jsonb_object_keys(options) AS key
    WHERE key NOT IN ('delay', 'priority', 'group', 'dedupId') LIMIT 1;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION '% is no option of a message', unknown USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF rank NOT BETWEEN 0 AND 9 OR pause < interval '0' OR pause >= target.retention_millis * interval '1 millisecond' THEN
        RAISE EXCEPTION 'priority must be from 0 to 9, and delay from nothing to less than the retention'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF target.fifo AND (options ->> 'group' IS NULL OR rank > 0 OR pause > interval '0') THEN
        RAISE EXCEPTION 'a fifo queue needs a group, and takes neither priority nor delay'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF jsonb_typeof(headers) <> 'object' OR octet_length(headers::text) > 16384
        OR EXISTS (SELECT FROM jsonb_each(headers) AS header WHERE jsonb_typeof(header.value) <> 'string')
        OR length(coalesce(options ->> 'group', 'g')) NOT BETWEEN 1 AND 128
        OR length(coalesce(options ->> 'dedupId', 'd')) NOT BETWEEN 1 AND 128 THEN
        RAISE EXCEPTION 'headers must be strings of 16 KiB together, group and dedupId have 1 to 128 characters'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    INSERT INTO ashlar_queue.outbox (queue_id, id, delay, priority, group_name, dedup_id, headers, body)
    VALUES (target.id, new_id, pause, rank, options ->> 'group', options ->> 'dedupId',
        nullif(headers, '{}')::text, convert_to(body, 'UTF8'));
    RETURN new_id::text;
END $$;

-- Roles belong to the whole cluster of databases: it may be there already, or not be for this user to make.
DO $$
BEGIN
    CREATE ROLE ashlar_client NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN
    NULL;
END $$;
REVOKE ALL ON FUNCTION ashlar.send(text, text, jsonb, jsonb) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ashlar_client') THEN
        GRANT USAGE ON SCHEMA ashlar TO ashlar_client;
        GRANT EXECUTE ON FUNCTION ashlar.send(text, text, jsonb, jsonb) TO ashlar_client;
    END IF;
END $$;
