--liquibase formatted sql

--changeset headrace:004-create-projection-run-states
-- What must survive a restart beside the checkpoints: who paused a projection, and the event it fails at.
CREATE TABLE projection_run_states (
    projection_name TEXT NOT NULL,
    paused_by       TEXT NULL,
    pause_reason    TEXT NULL,
    paused_at       TIMESTAMPTZ NULL,
    failed_stream   TEXT NULL,
    failed_offset   BIGINT NULL,
    attempts        INT NULL,
    next_attempt_at TIMESTAMPTZ NULL,
    error           TEXT NULL,
    stack_trace     TEXT NULL,
    CONSTRAINT pk_projection_run_states PRIMARY KEY (projection_name)
);
--rollback DROP TABLE projection_run_states;
