--liquibase formatted sql

--changeset headrace:003-create-projection-checkpoints
CREATE TABLE projection_checkpoints (
    projection_name       TEXT NOT NULL,
    stream_name           TEXT NOT NULL,
    last_processed_offset BIGINT NOT NULL DEFAULT -1,
    last_updated          TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    events_processed      BIGINT NOT NULL DEFAULT 0,
    last_error            TEXT NULL,
    last_error_at         TIMESTAMPTZ NULL,
    replay_until          BIGINT NOT NULL DEFAULT -1,
    CONSTRAINT pk_projection_checkpoints PRIMARY KEY (projection_name, stream_name)
) WITH (fillfactor = 50);
COMMENT ON COLUMN projection_checkpoints.replay_until IS 'events up to here had been processed before the last rebuild';
--rollback DROP TABLE projection_checkpoints;
