--liquibase formatted sql

--changeset headrace:006-create-saga-work
-- One narrow row a saga that has something to do; none while it is paused or has ended. It is locked and moved far more
-- often than the state is written, so it is kept apart from the JSON, with room for new versions of a row on its page.
CREATE TABLE saga_work (
    saga_id            TEXT NOT NULL,
    saga_name          TEXT NOT NULL,
    definition_version INT NOT NULL,
    ready_at           TIMESTAMPTZ NOT NULL,
    CONSTRAINT pk_saga_work PRIMARY KEY (saga_id)
) WITH (fillfactor = 30);
CREATE INDEX idx_saga_work_ready_at ON saga_work (ready_at, saga_id);
--rollback DROP TABLE saga_work;
