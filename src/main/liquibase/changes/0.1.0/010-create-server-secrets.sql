--liquibase formatted sql

--changeset headrace:010-create-server-secrets
-- Keys that all nodes over this database share, so that what one of them has signed the others accept.
CREATE TABLE server_secrets (
    secret_name TEXT NOT NULL,
    secret      BYTEA NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    CONSTRAINT pk_server_secrets PRIMARY KEY (secret_name)
);
--rollback DROP TABLE server_secrets;
