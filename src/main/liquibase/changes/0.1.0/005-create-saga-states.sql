--liquibase formatted sql

--changeset headrace:005-create-saga-states
-- The columns down to error_message are those that existing tools read; ours follow them. error_message and what belongs
-- to it (attempts, next_attempt_at) tell the last failure of the step that is next.
CREATE TABLE saga_states (
    saga_id             TEXT NOT NULL,
    correlation_id      TEXT NOT NULL,
    saga_name           TEXT NOT NULL,
    state               INT NOT NULL,
    current_step        INT NOT NULL,
    total_steps         INT NOT NULL,
    completed_steps     JSONB NOT NULL DEFAULT '[]',
    data                JSONB NOT NULL DEFAULT '{}',
    started_at          TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    last_updated        TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    completed_at        TIMESTAMPTZ NULL,
    error_message       TEXT NULL,
    definition_version  INT NOT NULL DEFAULT 1,
    business_key        TEXT NULL,
    fingerprint         TEXT NOT NULL DEFAULT '',
    paused_by           TEXT NULL,
    pause_reason        TEXT NULL,
    paused_at           TIMESTAMPTZ NULL,
    cancelled_by        TEXT NULL,
    cancellation_reason TEXT NULL,
    cancelled_at        TIMESTAMPTZ NULL,
    attempts            INT NOT NULL DEFAULT 0,
    next_attempt_at     TIMESTAMPTZ NULL,
    revision            BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT pk_saga_states PRIMARY KEY (saga_id)
) WITH (fillfactor = 70);
COMMENT ON COLUMN saga_states.state IS '0 NotStarted, 1 Running, 2 Completed, 3 Compensating, 4 Compensated, 5 Failed';
COMMENT ON COLUMN saga_states.fingerprint IS 'of the data it was started with, to know the same start again';
COMMENT ON COLUMN saga_states.revision IS 'counts the writes';
CREATE INDEX idx_saga_states_correlation_id ON saga_states (correlation_id);
CREATE INDEX idx_saga_states_state ON saga_states (state);
CREATE INDEX idx_saga_states_newest ON saga_states (started_at DESC, saga_id);
CREATE UNIQUE INDEX uq_saga_states_business_key ON saga_states (saga_name, business_key) WHERE business_key IS NOT NULL;
--rollback DROP TABLE saga_states;
