--liquibase formatted sql

--changeset headrace:050-create-leases
-- One row a running node; what it holds is free for others when the row has expired, by this server's clock.
CREATE TABLE nodes (
    node_id    UUID NOT NULL,
    node_name  TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    expires_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT pk_nodes PRIMARY KEY (node_id)
) WITH (fillfactor = 30);

-- One narrow row a projection, locked by every batch: apart from what changes with it. No foreign key: a node's row is
-- deleted when it leaves, and what it held is then free.
CREATE TABLE projection_leases (
    projection_name TEXT NOT NULL,
    node_id         UUID NULL,
    epoch           BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT pk_projection_leases PRIMARY KEY (projection_name)
) WITH (fillfactor = 30);
COMMENT ON COLUMN projection_leases.epoch IS 'grows when it changes hands or an operator acts: older batches roll back';
--rollback DROP TABLE projection_leases, nodes;
