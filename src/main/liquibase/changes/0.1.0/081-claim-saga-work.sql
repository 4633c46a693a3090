--liquibase formatted sql

--changeset headrace:081-claim-saga-work
-- A node has a row as long as its own in nodes has not expired. Fences come from one sequence: a row that is deleted and
-- made again must not begin anew, or a node that was long away could take the new one for its own.
ALTER TABLE saga_work
    ADD COLUMN definition_hash TEXT NOT NULL DEFAULT '',
    ADD COLUMN node_id         UUID NULL,
    ADD COLUMN fence           BIGINT NOT NULL DEFAULT 0;
COMMENT ON COLUMN saga_work.fence IS 'grows at each claim: what a node does by an older one is refused';
CREATE SEQUENCE saga_fences;
--rollback DROP SEQUENCE saga_fences;
--rollback ALTER TABLE saga_work DROP COLUMN definition_hash, DROP COLUMN node_id, DROP COLUMN fence;
