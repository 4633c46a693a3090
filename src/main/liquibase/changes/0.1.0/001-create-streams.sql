--liquibase formatted sql

--changeset headrace:001-create-streams
-- One narrow row a stream. An append locks it and moves its head in the transaction that inserts the events, so that
-- offsets have no gap: a rollback undoes both. The identity numbers streams, never events.
CREATE TABLE streams (
    stream_id  INT GENERATED ALWAYS AS IDENTITY,
    head       BIGINT NOT NULL DEFAULT -1,
    name       TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_streams PRIMARY KEY (stream_id),
    CONSTRAINT uq_streams_name UNIQUE (name)
) WITH (fillfactor = 20);
--rollback DROP TABLE streams;
