--liquibase formatted sql

--changeset headrace:041-create-operator-actions
-- Written in the transaction of the action, never changed. The identity is what pages go on from; it may have holes.
CREATE TABLE operator_actions (
    action_id BIGINT GENERATED ALWAYS AS IDENTITY,
    acted_at  TIMESTAMPTZ NOT NULL,
    principal TEXT NOT NULL,
    action    TEXT NOT NULL,
    target    TEXT NOT NULL,
    detail    TEXT NOT NULL,
    reason    TEXT NOT NULL,
    CONSTRAINT pk_operator_actions PRIMARY KEY (action_id)
);
CREATE INDEX idx_operator_actions_target ON operator_actions (target, action_id);
--rollback DROP TABLE operator_actions;
