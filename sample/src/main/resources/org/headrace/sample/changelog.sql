--liquibase formatted sql

--changeset headrace-sample:001-create-user-statistics
CREATE TABLE user_statistics (
    id            TEXT PRIMARY KEY,
    users_added   BIGINT NOT NULL,
    users_removed BIGINT NOT NULL,
    active_users  BIGINT NOT NULL,
    last_offset   BIGINT NOT NULL,
    last_updated  TIMESTAMPTZ NULL
);
--rollback DROP TABLE user_statistics;

--changeset headrace-sample:002-create-loan-applications
CREATE TABLE loan_applications (
    application_id TEXT PRIMARY KEY,
    state          TEXT NULL,
    amount         NUMERIC NOT NULL,
    first_at       TEXT NULL,
    last_at        TEXT NULL,
    events         BIGINT NOT NULL
);
CREATE TABLE loan_event_counts (
    event_type TEXT PRIMARY KEY,
    events     BIGINT NOT NULL
);
--rollback DROP TABLE loan_event_counts;
--rollback DROP TABLE loan_applications;
