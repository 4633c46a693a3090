--liquibase formatted sql

--changeset users:001-create-rows
CREATE TABLE container_rows (stream TEXT);
CREATE TABLE users_rows (id TEXT PRIMARY KEY);
--rollback DROP TABLE users_rows;
--rollback DROP TABLE container_rows;
