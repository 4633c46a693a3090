--liquibase formatted sql

--changeset headrace:080-keep-what-sagas-wait-for
-- The hash is empty where a saga was started before there were hashes. call_fence and call_since belong together: the
-- external call that was begun last, as long as its end is not stored.
ALTER TABLE saga_states
    ADD COLUMN definition_hash TEXT NOT NULL DEFAULT '',
    ADD COLUMN deadline_at     TIMESTAMPTZ NULL,
    ADD COLUMN awaited_until   TIMESTAMPTZ NULL,
    ADD COLUMN call_fence      BIGINT NULL,
    ADD COLUMN call_since      TIMESTAMPTZ NULL,
    ADD COLUMN doubtful_step   TEXT NULL;
COMMENT ON COLUMN saga_states.doubtful_step IS 'not completed, but may have taken effect: undone before the completed ones';
--rollback ALTER TABLE saga_states DROP COLUMN definition_hash, DROP COLUMN deadline_at, DROP COLUMN awaited_until, DROP COLUMN call_fence, DROP COLUMN call_since, DROP COLUMN doubtful_step;
