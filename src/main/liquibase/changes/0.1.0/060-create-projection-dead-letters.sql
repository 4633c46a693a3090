--liquibase formatted sql

--changeset headrace:060-create-projection-dead-letters
-- Events that a projection has left out for now. One that only waits behind another of its key has not failed itself.
CREATE TABLE projection_dead_letters (
    projection_name TEXT NOT NULL,
    stream_name     TEXT NOT NULL,
    stream_offset   BIGINT NOT NULL,
    event_type      TEXT NOT NULL,
    key             TEXT NULL,
    kind            TEXT NOT NULL GENERATED ALWAYS AS (CASE WHEN cause IS NULL THEN 'queued' ELSE 'failed' END) STORED,
    parked_at       TIMESTAMPTZ NOT NULL,
    cause           TEXT NULL,
    error           TEXT NULL,
    stack_trace     TEXT NULL,
    attempts        INT NOT NULL DEFAULT 0,
    failed_at       TIMESTAMPTZ NULL,
    edited_data     JSON NULL,
    CONSTRAINT pk_projection_dead_letters PRIMARY KEY (projection_name, stream_name, stream_offset)
);
COMMENT ON COLUMN projection_dead_letters.cause IS 'of one kind of failure: the exception''s class and where in the user''s code it came from';
COMMENT ON COLUMN projection_dead_letters.edited_data IS 'handed to the projection in place of the event''s data';
CREATE INDEX idx_projection_dead_letters_key ON projection_dead_letters (projection_name, stream_name, key, stream_offset)
    WHERE key IS NOT NULL;
--rollback DROP TABLE projection_dead_letters;
