--liquibase formatted sql

--changeset headrace:040-count-unknown-and-skipped-events
-- What an audit adds up: events up to the checkpoint = processed + skipped. Until now skips were what is missing.
ALTER TABLE projection_checkpoints
    ADD COLUMN events_unknown BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN events_skipped BIGINT NOT NULL DEFAULT 0;
UPDATE projection_checkpoints
SET events_skipped = last_processed_offset + 1 - events_processed
WHERE events_processed < last_processed_offset + 1;
COMMENT ON COLUMN projection_checkpoints.events_unknown IS 'events processed, of a type that the projection has no class for';
COMMENT ON COLUMN projection_checkpoints.events_skipped IS 'events left out on an operator''s word';
--rollback ALTER TABLE projection_checkpoints DROP COLUMN events_unknown, DROP COLUMN events_skipped;
