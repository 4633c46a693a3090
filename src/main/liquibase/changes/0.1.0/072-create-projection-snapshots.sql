--liquibase formatted sql

--changeset headrace:072-create-projection-snapshots
-- Read models written down, with the positions that they stand for: one element a stream (segment -1), and one a segment of
-- a stream that is split.
CREATE TABLE projection_snapshots (
    snapshot_id     BIGINT GENERATED ALWAYS AS IDENTITY,
    projection_name TEXT NOT NULL,
    version         INT NOT NULL,
    taken_at        TIMESTAMPTZ NOT NULL,
    taken_by        TEXT NOT NULL,
    stream_names    TEXT[] NOT NULL,
    segment_numbers INT[] NOT NULL,
    segment_totals  INT[] NOT NULL,
    offsets         BIGINT[] NOT NULL,
    processed       BIGINT[] NOT NULL,
    unknown         BIGINT[] NOT NULL,
    skipped         BIGINT[] NOT NULL,
    checksum        TEXT NOT NULL,
    content         BYTEA NOT NULL,
    CONSTRAINT pk_projection_snapshots PRIMARY KEY (snapshot_id)
);
CREATE INDEX idx_projection_snapshots_projection ON projection_snapshots (projection_name, snapshot_id);
COMMENT ON COLUMN projection_snapshots.checksum IS 'of the content: SHA-256, hexadecimal';
--rollback DROP TABLE projection_snapshots;
