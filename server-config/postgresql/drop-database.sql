-- Undoes create-database.sql. ALL EVENTS AND READ MODELS ARE GONE AFTERWARDS. Stop the application servers first, then:
--     psql -h localhost -U postgres -d postgres -f server-config/postgresql/drop-database.sql

\set ON_ERROR_STOP on

-- Refused while somebody is connected, which is as it should be.
DROP DATABASE headrace;

-- Its settings and grants in that database went with the database.
DROP ROLE headrace;

-- It owned nothing else.
DROP ROLE headrace_owner;
