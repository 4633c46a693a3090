--liquibase formatted sql

--changeset headrace:083-create-saga-signals
-- A used one stays, so that its key is known when it comes again. The data is kept as the text it came as; it must be
-- JSONB as well, since saga_states.data takes it in: refused when it comes, not when the saga wants to go on.
CREATE TABLE saga_signals (
    signal_id   BIGINT GENERATED ALWAYS AS IDENTITY,
    saga_id     TEXT NOT NULL,
    name        TEXT NOT NULL,
    key         TEXT NULL,
    data        JSON NOT NULL,
    received_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    used_at     TIMESTAMPTZ NULL,
    CONSTRAINT pk_saga_signals PRIMARY KEY (signal_id),
    CONSTRAINT ck_saga_signals_jsonb CHECK (data::jsonb IS NOT NULL)
);
CREATE UNIQUE INDEX uq_saga_signals_key ON saga_signals (saga_id, name, key) WHERE key IS NOT NULL;
CREATE INDEX idx_saga_signals_unused ON saga_signals (saga_id, name, signal_id) WHERE used_at IS NULL;
--rollback DROP TABLE saga_signals;
