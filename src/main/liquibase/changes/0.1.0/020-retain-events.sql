--liquibase formatted sql

--changeset headrace:020-retain-events
-- first_offset is in the row that readers read the head from: whoever reads sees, in one snapshot, either an event or
-- that it is archived.
ALTER TABLE streams ADD COLUMN first_offset BIGINT NOT NULL DEFAULT 0;
ALTER TABLE streams ADD COLUMN closed BOOLEAN NOT NULL DEFAULT false;
COMMENT ON COLUMN streams.first_offset IS 'events below it are in events_archive';
COMMENT ON COLUMN streams.closed IS 'takes no more events';
CREATE TABLE events_archive (
    stream_id     INT NOT NULL,
    size          INT NOT NULL,
    stream_offset BIGINT NOT NULL,
    event_id      UUID NOT NULL,
    recorded_at   TIMESTAMPTZ NOT NULL,
    event_type    TEXT NOT NULL,
    key           TEXT NULL,
    occurred_at   TEXT NULL,
    data          JSON NOT NULL,
    metadata      JSON NOT NULL,
    CONSTRAINT pk_events_archive PRIMARY KEY (stream_id, stream_offset),
    CONSTRAINT uq_events_archive_event_id UNIQUE (stream_id, event_id)
);
CREATE INDEX idx_events_archive_key ON events_archive (stream_id, key, stream_offset) WHERE key IS NOT NULL;
--rollback INSERT INTO events (stream_id, size, stream_offset, event_id, recorded_at, event_type, key, occurred_at, data, metadata) SELECT stream_id, size, stream_offset, event_id, recorded_at, event_type, key, occurred_at, data, metadata FROM events_archive;
--rollback DROP TABLE events_archive;
--rollback ALTER TABLE streams DROP COLUMN closed;
--rollback ALTER TABLE streams DROP COLUMN first_offset;
