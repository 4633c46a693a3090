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

--changeset headrace-sample:003-create-orders
CREATE TABLE inventory (
    product_id   TEXT PRIMARY KEY,
    product_name TEXT NOT NULL,
    in_stock     BIGINT NOT NULL CHECK (in_stock >= 0)
);
INSERT INTO inventory VALUES
    ('PROD-123', 'Widget', 1000000),
    ('PROD-456', 'Gadget', 1000),
    ('PROD-789', 'Rare Widget', 1);
-- What is done is kept by saga, since one order may have several.
CREATE TABLE inventory_reservations (
    saga_id    TEXT NOT NULL,
    product_id TEXT NOT NULL REFERENCES inventory,
    order_id   TEXT NOT NULL,
    quantity   INT NOT NULL CHECK (quantity > 0),
    is_open    BOOLEAN NOT NULL,
    PRIMARY KEY (saga_id, product_id)
);
CREATE INDEX idx_inventory_reservations_order_id ON inventory_reservations (order_id);
CREATE TABLE payments (
    saga_id  TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    amount   NUMERIC NOT NULL,
    status   TEXT NOT NULL CHECK (status IN ('AUTHORIZED', 'VOIDED'))
);
CREATE INDEX idx_payments_order_id ON payments (order_id);
CREATE TABLE shipments (
    saga_id         TEXT PRIMARY KEY,
    order_id        TEXT NOT NULL,
    address         TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('CREATED', 'CANCELLED'))
);
CREATE INDEX idx_shipments_order_id ON shipments (order_id);
--rollback DROP TABLE shipments;
--rollback DROP TABLE payments;
--rollback DROP TABLE inventory_reservations;
--rollback DROP TABLE inventory;

--changeset headrace-sample:004-create-gateway-charges
CREATE TABLE gateway_charges (
    idempotency_key TEXT PRIMARY KEY,
    charge_id       TEXT NOT NULL,
    order_id        TEXT NOT NULL,
    amount          NUMERIC NOT NULL,
    card_token      TEXT NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('CHARGED', 'REFUNDED', 'VOIDED'))
);
--rollback DROP TABLE gateway_charges;
