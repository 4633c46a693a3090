--liquibase formatted sql

--changeset module:001-create-rows
CREATE TABLE module_rows (n INT PRIMARY KEY);
--rollback DROP TABLE module_rows;
