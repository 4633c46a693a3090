--liquibase formatted sql

--changeset headrace:002-create-events
-- data is json, not jsonb: it comes back byte for byte. occurred_at is the producer's own text for the same reason.
-- No foreign key to streams: every insert is made under the lock of the stream's row, and checking it again for each
-- event would cost more than the rest of the insert.
CREATE TABLE events (
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
    CONSTRAINT pk_events PRIMARY KEY (stream_id, stream_offset),
    CONSTRAINT uq_events_event_id UNIQUE (stream_id, event_id)
);
COMMENT ON COLUMN events.size IS 'bytes of data and metadata together';
CREATE INDEX idx_events_key ON events (stream_id, key, stream_offset) WHERE key IS NOT NULL;
--rollback DROP TABLE events;
