-- What clients of SQS set of a queue and the queue itself does not know, and their tags: JSON objects of strings.
-- "created_at" is null of a queue that was not made by such a client.
CREATE SCHEMA ashlar_sqs;

CREATE TABLE ashlar_sqs.queue (
    queue_id    integer PRIMARY KEY REFERENCES ashlar_queue.queue (id) ON DELETE CASCADE,
    attributes  text NOT NULL,
    tags        text NOT NULL,
    created_at  timestamptz,
    modified_at timestamptz NOT NULL
);

-- Secrets that all nodes share, each made once. The secrets of clients are derived from them.
CREATE TABLE ashlar_platform.server_secret (
    name  text PRIMARY KEY,
    bytes bytea NOT NULL
);
