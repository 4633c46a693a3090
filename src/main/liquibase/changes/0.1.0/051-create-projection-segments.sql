--liquibase formatted sql

--changeset headrace:051-create-projection-segments
-- How far the parts of a parallel projection are, and what became of events since projection_checkpoints followed, which
-- has the minimum of their offsets and the sum of their counts.
CREATE TABLE projection_segments (
    projection_name       TEXT NOT NULL,
    stream_name           TEXT NOT NULL,
    segment               INT NOT NULL,
    segments              INT NOT NULL,
    last_processed_offset BIGINT NOT NULL,
    events_processed      BIGINT NOT NULL,
    events_unknown        BIGINT NOT NULL,
    events_skipped        BIGINT NOT NULL,
    events_parked         BIGINT NOT NULL,
    last_updated          TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_projection_segments PRIMARY KEY (projection_name, stream_name, segment)
) WITH (fillfactor = 30);

-- What operators asked for at run time, in place of the projection's options.
CREATE TABLE projection_parallelism (
    projection_name TEXT NOT NULL,
    segments        INT NOT NULL,
    CONSTRAINT pk_projection_parallelism PRIMARY KEY (projection_name)
);
--rollback DROP TABLE projection_parallelism, projection_segments;
