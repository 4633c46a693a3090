-- Undoes restrict.sql. Run it as the owner:
--     psql -h localhost -U headrace_owner -d headrace -f server-config/postgresql/unrestrict.sql

\set ON_ERROR_STOP on

-- All that the default privileges of create-database.sql give.
GRANT SELECT, INSERT, UPDATE, DELETE ON databasechangelog, databasechangeloglock, streams, events, events_archive, operator_actions, saga_step_log, server_secrets TO headrace;
