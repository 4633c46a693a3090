--liquibase formatted sql

--changeset headrace:082-create-saga-step-log
-- Only ever added to. Sequences are given before the commit: those of one saga rise as it is committed, since its state is
-- locked meanwhile; those of two need not.
CREATE TABLE saga_step_log (
    sequence        BIGINT GENERATED ALWAYS AS IDENTITY,
    saga_id         TEXT NOT NULL,
    saga_name       TEXT NOT NULL,
    correlation_id  TEXT NOT NULL,
    status          TEXT NOT NULL,
    at              TIMESTAMPTZ NOT NULL,
    state           INT NOT NULL,
    step            TEXT NULL,
    direction       TEXT NULL,
    attempt         INT NULL,
    idempotency_key TEXT NULL,
    error           TEXT NULL,
    node            TEXT NULL,
    fence           BIGINT NULL,
    principal       TEXT NULL,
    reason          TEXT NULL,
    detail          TEXT NOT NULL DEFAULT '',
    CONSTRAINT pk_saga_step_log PRIMARY KEY (sequence)
);
COMMENT ON COLUMN saga_step_log.status IS 'what happened, such as STARTED, STEP_COMPLETED or PAUSED';
COMMENT ON COLUMN saga_step_log.state IS 'of the saga after it, as in saga_states';
COMMENT ON COLUMN saga_step_log.direction IS 'execute or compensate';
CREATE INDEX idx_saga_step_log_saga ON saga_step_log (saga_id, sequence);
CREATE UNIQUE INDEX uq_saga_step_log_completed ON saga_step_log (saga_id, step, direction)
    WHERE status = 'STEP_COMPLETED';

-- What of it is not yet in the stream Sagas. By row, not by a position: a lower sequence may be committed later.
CREATE TABLE saga_log_queue (
    sequence BIGINT NOT NULL,
    CONSTRAINT pk_saga_log_queue PRIMARY KEY (sequence)
);
--rollback DROP TABLE saga_log_queue, saga_step_log;
