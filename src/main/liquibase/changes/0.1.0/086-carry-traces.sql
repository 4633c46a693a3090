--liquibase formatted sql

--changeset headrace:086-carry-traces
-- W3C Trace Context: a traceparent, and behind a blank the tracestate where there is one.
ALTER TABLE saga_states ADD COLUMN trace TEXT NULL;
ALTER TABLE saga_step_log ADD COLUMN trace TEXT NULL;
COMMENT ON COLUMN saga_states.trace IS 'that the saga was started in';
--rollback ALTER TABLE saga_states DROP COLUMN trace;
--rollback ALTER TABLE saga_step_log DROP COLUMN trace;
