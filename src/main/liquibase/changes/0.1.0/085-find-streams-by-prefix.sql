--liquibase formatted sql

--changeset headrace:085-find-streams-by-prefix
-- Names by their bytes, whatever the collation of the database: the streams that begin with a prefix are one range of it,
-- and pages of all streams come out of it sorted.
CREATE INDEX idx_streams_name_bytes ON streams (name COLLATE "C");
--rollback DROP INDEX idx_streams_name_bytes;
