--liquibase formatted sql

--changeset headrace:061-count-parked-events
-- What an audit adds up: events up to the checkpoint = processed + skipped + parked.
ALTER TABLE projection_checkpoints ADD COLUMN events_parked BIGINT NOT NULL DEFAULT 0;
COMMENT ON COLUMN projection_checkpoints.events_parked IS 'events left out for now, in projection_dead_letters';
--rollback ALTER TABLE projection_checkpoints DROP COLUMN events_parked;
