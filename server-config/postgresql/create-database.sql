-- Headrace's role and database. Run it once as a superuser, or as a role that may create both:
--     HEADRACE_DB_PASSWORD=… psql -h localhost -U postgres -d postgres -f server-config/postgresql/create-database.sql
-- Undo: drop-database.sql

-- Half a set-up is worse than none.
\set ON_ERROR_STOP on

-- From the environment, so that neither this file nor the list of processes shows it. Needs psql 14 or newer.
\getenv password HEADRACE_DB_PASSWORD

-- SCRAM whatever the server's default is: an MD5 hash is as good as the password itself.
SET password_encryption = 'scram-sha-256';

-- The one role that the application server's pool logs in with; no other rights than on its own database.
CREATE ROLE headrace LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';

-- It owns the database and with it the schema "public", since it migrates its tables at start.
CREATE DATABASE headrace OWNER headrace ENCODING 'UTF8' TEMPLATE template0;

-- By default every role of the cluster may connect.
REVOKE CONNECT, TEMPORARY ON DATABASE headrace FROM PUBLIC;

-- A node that was stopped in the middle of a transaction must not hold its locks for ever. Headrace limits the transactions
-- that hold its own locks by itself, to 10 s; this is for all others, those of your application among them.
ALTER ROLE headrace IN DATABASE headrace SET idle_in_transaction_session_timeout = '5min';
