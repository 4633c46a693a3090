--liquibase formatted sql

--changeset trips:001-create-flights
CREATE TABLE flights (
    flight TEXT PRIMARY KEY,
    free   INT NOT NULL CHECK (free >= 0)
);
INSERT INTO flights VALUES ('HR-101', 2), ('HR-102', 0);
--rollback DROP TABLE flights;
