-- Takes from the application's role what Headrace never does with its tables, so that whoever gets hold of that role can
-- neither rewrite what happened nor who did it. Run it as the owner, after each migration:
--     psql -h localhost -U headrace_owner -d headrace -f server-config/postgresql/restrict.sql
-- Undo: unrestrict.sql

\set ON_ERROR_STOP on

-- Which changes of the schema there have been is for the owner to say.
REVOKE INSERT, UPDATE, DELETE ON databasechangelog, databasechangeloglock FROM headrace;

-- A stream is never removed.
REVOKE DELETE ON streams FROM headrace;

-- An event is never changed; it may go to the archive.
REVOKE UPDATE ON events FROM headrace;

-- From there it goes nowhere.
REVOKE UPDATE, DELETE ON events_archive FROM headrace;

-- What operators did is only ever added to …
REVOKE UPDATE, DELETE ON operator_actions FROM headrace;

-- … and so is what sagas did.
REVOKE UPDATE, DELETE ON saga_step_log FROM headrace;

-- A key that nodes sign with is made once.
REVOKE UPDATE, DELETE ON server_secrets FROM headrace;
