-- What the key reached that began a redrive: each message goes back only to a queue within these scopes, whenever it is
-- found. JSON.
ALTER TABLE ashlar_queue.redrive ADD COLUMN scopes text NOT NULL DEFAULT '["*"]';
