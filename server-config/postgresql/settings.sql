-- Settings worth having. Headrace runs without them. Run it once as a superuser, after create-database.sql:
--     psql -h localhost -U postgres -d postgres -f server-config/postgresql/settings.sql
-- Undo: undo-settings.sql
--
-- Not here, since they depend on the machine: shared_buffers (a quarter of the memory; the default, 128 MB, is for a small
-- one) and max_connections (32 for each node's pool, as the scripts set it, and 10 for people and programs beside; the
-- default, 100, is enough for two nodes). Both need a restart. fsync and full_page_writes must be on, as they are by default:
-- without them an acknowledged event may be lost with the power.

\set ON_ERROR_STOP on

-- An acknowledged event is on disk, even where the cluster's default trades that for speed.
ALTER DATABASE headrace SET synchronous_commit = 'on';

-- A node that lost its power or its network is noticed after a minute, not after two hours, and its locks are freed: first
-- asked after 30 s of silence …
ALTER ROLE headrace IN DATABASE headrace SET tcp_keepalives_idle = '30s';

-- … then each 10 s …
ALTER ROLE headrace IN DATABASE headrace SET tcp_keepalives_interval = '10s';

-- … three times.
ALTER ROLE headrace IN DATABASE headrace SET tcp_keepalives_count = 3;

-- A long statement, such as the comparison of a rebuilt read model, ends when nobody waits for it any more.
ALTER ROLE headrace IN DATABASE headrace SET client_connection_check_interval = '10s';

-- PostgreSQL's log names the statements that take longer than a second …
ALTER DATABASE headrace SET log_min_duration_statement = '1s';

-- … without their parameters, which are the data of your events …
ALTER DATABASE headrace SET log_parameter_max_length = 0;

-- … and who waits for whose lock for longer than deadlock_timeout, a second.
ALTER DATABASE headrace SET log_lock_waits = 'on';

-- A large import writes the default of 1 GB of log within a minute; each checkpoint that this enforces has whole pages written
-- again. For the whole cluster; costs that much disk.
ALTER SYSTEM SET max_wal_size = '4GB';

-- Takes the last one up. The others hold for new connections.
SELECT pg_reload_conf();
