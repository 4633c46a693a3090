-- Undoes settings.sql. Run it as a superuser:
--     psql -h localhost -U postgres -d postgres -f server-config/postgresql/undo-settings.sql

\set ON_ERROR_STOP on

-- Back to what the cluster says.
ALTER DATABASE headrace RESET synchronous_commit;
ALTER DATABASE headrace RESET log_min_duration_statement;
ALTER DATABASE headrace RESET log_parameter_max_length;
ALTER DATABASE headrace RESET log_lock_waits;
ALTER ROLE headrace IN DATABASE headrace RESET tcp_keepalives_idle;
ALTER ROLE headrace IN DATABASE headrace RESET tcp_keepalives_interval;
ALTER ROLE headrace IN DATABASE headrace RESET tcp_keepalives_count;
ALTER ROLE headrace IN DATABASE headrace RESET client_connection_check_interval;

-- Back to what postgresql.conf says.
ALTER SYSTEM RESET max_wal_size;

-- Takes the last one up.
SELECT pg_reload_conf();
