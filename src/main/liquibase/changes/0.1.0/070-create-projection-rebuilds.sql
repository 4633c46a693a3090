--liquibase formatted sql

--changeset headrace:070-create-projection-rebuilds
-- New versions of read models that are built beside those that serve, and old ones kept until a switch is final. Checkpoints
-- and run states of theirs are kept under <projection>@rebuild and <projection>@previous.
CREATE TABLE projection_rebuilds (
    projection_name TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('BUILDING', 'SWITCHED')),
    table_names     TEXT[] NOT NULL,
    serving_schema  TEXT NOT NULL,
    rebuild_schema  TEXT NOT NULL,
    previous_schema TEXT NOT NULL,
    started_at      TIMESTAMPTZ NOT NULL,
    started_by      TEXT NOT NULL,
    reason          TEXT NOT NULL,
    auto_switch     BOOLEAN NOT NULL,
    finding         TEXT NULL,
    CONSTRAINT pk_projection_rebuilds PRIMARY KEY (projection_name)
);
COMMENT ON COLUMN projection_rebuilds.finding IS 'why it was not switched by itself';
--rollback DROP TABLE projection_rebuilds;
