-- Headrace's roles and database. Run it once as a superuser, with HEADRACE_DB_PASSWORD and HEADRACE_DB_OWNER_PASSWORD in the
-- environment:
--     psql -h localhost -U postgres -d postgres -f server-config/postgresql/create-database.sql
-- Undo: drop-database.sql

-- Half a set-up is worse than none.
\set ON_ERROR_STOP on

-- From the environment, so that neither this file nor the list of processes shows them. Needs psql 14 or newer.
\getenv password HEADRACE_DB_PASSWORD
\getenv owner_password HEADRACE_DB_OWNER_PASSWORD

-- SCRAM whatever the server's default is: an MD5 hash is as good as the password itself.
SET password_encryption = 'scram-sha-256';

-- Owns the database and all that is in it, and changes the schema. Application servers do not know its password.
CREATE ROLE headrace_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';

-- What the application servers' pools log in as: it reads and writes rows, and owns nothing.
CREATE ROLE headrace LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';

-- The owner's, so that it may make the schemas in which a read model is rebuilt beside the one that serves.
CREATE DATABASE headrace OWNER headrace_owner ENCODING 'UTF8' TEMPLATE template0;

-- By default every role of the cluster may connect, and make temporary tables.
REVOKE CONNECT, TEMPORARY ON DATABASE headrace FROM PUBLIC;

-- The owner needs no grant.
GRANT CONNECT ON DATABASE headrace TO headrace;

-- A node that was stopped in the middle of a transaction must not hold its locks for ever. Headrace limits the transactions
-- that hold its own locks by itself, to 10 s; this is for all others, those of your application among them.
ALTER ROLE headrace IN DATABASE headrace SET idle_in_transaction_session_timeout = '5min';

-- What follows is about what is in the database.
\connect headrace

-- It is the superuser's in PostgreSQL 14, and every role may make tables there.
ALTER SCHEMA public OWNER TO headrace_owner;

-- Nobody sees what is in it but the two.
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- See, and not make.
GRANT USAGE ON SCHEMA public TO headrace;

-- Whatever the owner makes in it, now, with a later release and for your own modules, the application may use: rows …
ALTER DEFAULT PRIVILEGES FOR ROLE headrace_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO headrace;

-- … numbers …
ALTER DEFAULT PRIVILEGES FOR ROLE headrace_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO headrace;

-- … and functions: those that make and swap the tables of a rebuild run with the rights of the owner.
ALTER DEFAULT PRIVILEGES FOR ROLE headrace_owner IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO headrace;
