--liquibase formatted sql

--changeset headrace:084-search-sagas-by-name
CREATE INDEX idx_saga_states_name_newest ON saga_states (saga_name, started_at DESC, saga_id);
--rollback DROP INDEX idx_saga_states_name_newest;
