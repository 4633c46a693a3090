--liquibase formatted sql

--changeset orders:001-create-units-ordered
CREATE TABLE units_ordered (
    product_id TEXT PRIMARY KEY,
    orders     BIGINT NOT NULL,
    units      BIGINT NOT NULL
);
--rollback DROP TABLE units_ordered;
