--liquibase formatted sql

--changeset headrace:071-swap-rebuilt-tables splitStatements:false
-- Tables of a rebuild are made, swapped and dropped by functions of the owner of the tables, so that the role that the
-- application runs as need not own anything. Nobody else may call them: grant EXECUTE on these functions to that role where
-- it is not the owner.

-- Why a table cannot be rebuilt beside; empty: it can. What LIKE does not copy, or what would go on to use the old table after
-- the swap, is refused. So are Headrace's own tables: a swap would put an empty log into service. (This and the next three are
-- called by the others, with the rights of the owner.)
CREATE FUNCTION headrace_unfit_for_rebuild(serving TEXT, name TEXT) RETURNS TEXT
LANGUAGE sql STABLE
AS $$
SELECT coalesce(
    (SELECT CASE
        WHEN name ~ '^(streams|events|events_archive|nodes|operator_actions|server_secrets|(projection_|saga_|databasechangelog).*)$'
            THEN 'it is one of Headrace''s own'
        WHEN c.relkind <> 'r' OR c.relpersistence <> 'p' OR c.relispartition
             OR EXISTS (SELECT FROM pg_inherits WHERE c.oid IN (inhrelid, inhparent))
            THEN 'it is no ordinary table'
        WHEN pg_get_userbyid(c.relowner) <> current_user
            THEN 'it belongs to ' || pg_get_userbyid(c.relowner) || ', not to ' || current_user
        WHEN c.relrowsecurity
            THEN 'it has row security'
        WHEN EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND c.oid IN (conrelid, confrelid))
            THEN 'it has a foreign key, or is the target of one'
        WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal)
            THEN 'it has a trigger'
        WHEN EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_rewrite'::regclass
                     AND refclassid = 'pg_class'::regclass AND refobjid = c.oid)
            THEN 'a view or a rule uses it'
        WHEN EXISTS (SELECT FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                     AND d.refobjid = c.oid AND d.deptype = 'a')
            THEN 'it has a serial column; an identity column would do'
        WHEN EXISTS (SELECT FROM pg_publication_rel WHERE prrelid = c.oid)
            THEN 'it is published'
        ELSE ''
     END
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = serving AND c.relname = name),
    'there is no such table')
$$;

CREATE FUNCTION headrace_copy_grants(source REGCLASS, target REGCLASS) RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    found RECORD;
BEGIN
    FOR found IN
        SELECT NULL::NAME AS col, a.grantee, a.privilege_type, a.is_grantable
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = source AND a.grantee <> c.relowner
        UNION ALL
        SELECT t.attname, a.grantee, a.privilege_type, a.is_grantable
        FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
        WHERE c.oid = source AND NOT t.attisdropped AND a.grantee <> c.relowner
    LOOP
        EXECUTE format('GRANT %s%s ON TABLE %s TO %s%s',
            found.privilege_type,
            CASE WHEN found.col IS NULL THEN '' ELSE format(' (%I)', found.col) END,
            target,
            CASE found.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(found.grantee)) END,
            CASE WHEN found.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
    END LOOP;
END
$$;

-- LIKE names indexes and the constraints upon them anew; statements that name them (ON CONFLICT ON CONSTRAINT, later schema
-- changes) must find them as they were. It makes them in the order of the originals; that they pair is checked all the same.
CREATE FUNCTION headrace_copy_index_names(source REGCLASS, target REGCLASS) RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    pair RECORD;
    pairs CONSTANT TEXT := $q$
        WITH numbered AS (
            SELECT i.*, row_number() OVER (PARTITION BY i.indrelid ORDER BY i.indexrelid) AS n
            FROM pg_index i WHERE i.indrelid IN ($1, $2))
        SELECT c.relname AS name, t.indexrelid::regclass AS copy,
               coalesce(s.indisunique = t.indisunique AND s.indisprimary = t.indisprimary
                        AND s.indisexclusion = t.indisexclusion AND s.indkey = t.indkey
                        AND s.indclass = t.indclass AND s.indcollation = t.indcollation
                        AND s.indoption = t.indoption
                        AND pg_get_expr(s.indexprs, s.indrelid) IS NOT DISTINCT FROM pg_get_expr(t.indexprs, t.indrelid)
                        AND pg_get_expr(s.indpred, s.indrelid) IS NOT DISTINCT FROM pg_get_expr(t.indpred, t.indrelid),
                        false) AS alike
        FROM (SELECT * FROM numbered WHERE indrelid = $1) s
        FULL JOIN (SELECT * FROM numbered WHERE indrelid = $2) t USING (n)
        LEFT JOIN pg_class c ON c.oid = s.indexrelid$q$;
BEGIN
    -- Out of each other's way first.
    FOR pair IN EXECUTE pairs USING source, target LOOP
        IF NOT pair.alike THEN
            RAISE EXCEPTION 'index % of table % has no copy', pair.name, source;
        END IF;
        EXECUTE format('ALTER INDEX %s RENAME TO %I', pair.copy, 'headrace_' || pair.copy::oid);
    END LOOP;
    FOR pair IN EXECUTE pairs USING source, target LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', pair.copy, pair.name);
    END LOOP;
END
$$;

-- Whoever waits for such a lock holds up all who come after: not for long. The error is one of its own, not the one of a
-- database in trouble.
CREATE FUNCTION headrace_lock_tables(within TEXT, tables TEXT[]) RETURNS VOID
LANGUAGE plpgsql
SET lock_timeout = '1s'
AS $$
DECLARE
    name TEXT;
BEGIN
    FOR name IN SELECT t FROM unnest(tables) t ORDER BY t LOOP
        BEGIN
            EXECUTE format('LOCK TABLE %I.%I IN ACCESS EXCLUSIVE MODE', within, name);
        EXCEPTION WHEN lock_not_available THEN
            RAISE EXCEPTION 'table % is in use, and was not free within 1 s', name USING ERRCODE = 'object_in_use';
        END;
    END LOOP;
END
$$;

-- Drops a schema of a rebuild with its tables, and nothing that others put there or made to depend on it.
CREATE FUNCTION headrace_drop_rebuild_schema(dropped TEXT) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    tables TEXT[];
    name TEXT;
BEGIN
    IF dropped !~ '^headrace_(rebuild|previous)_[a-z0-9_]{1,40}$' THEN
        RAISE EXCEPTION '% is no schema of a rebuild', dropped;
    ELSIF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = dropped) THEN
        RETURN;
    END IF;
    SELECT coalesce(array_agg(c.relname::text), '{}') INTO tables
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = dropped AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) = current_user;
    PERFORM headrace_lock_tables(dropped, tables);
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('DROP TABLE %I.%I', dropped, name);
    END LOOP;
    EXECUTE format('DROP SCHEMA %I', dropped);
END
$$;

CREATE FUNCTION headrace_make_rebuild_tables(serving TEXT, rebuild TEXT, tables TEXT[]) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER
SET lock_timeout = '10s'
AS $$
DECLARE
    name TEXT;
    unfit TEXT;
    source REGCLASS;
    copy REGCLASS;
BEGIN
    IF rebuild !~ '^headrace_rebuild_[a-z0-9_]{1,40}$' THEN
        RAISE EXCEPTION '% is no schema of a rebuild', rebuild;
    END IF;
    EXECUTE format('CREATE SCHEMA %I', rebuild);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', rebuild, session_user);
    FOREACH name IN ARRAY tables LOOP
        unfit := headrace_unfit_for_rebuild(serving, name);
        IF unfit <> '' THEN
            RAISE EXCEPTION 'table % of schema % cannot be rebuilt beside: %', name, serving, unfit
                USING ERRCODE = 'wrong_object_type';
        END IF;
        EXECUTE format('CREATE TABLE %I.%I (LIKE %I.%I INCLUDING ALL)', rebuild, name, serving, name);
        source := format('%I.%I', serving, name)::regclass;
        copy := format('%I.%I', rebuild, name)::regclass;
        PERFORM headrace_copy_index_names(source, copy);
        PERFORM headrace_copy_grants(source, copy);
    END LOOP;
END
$$;

-- Those in service go to the schema "previous", which is made, the new ones into service; their schema goes.
CREATE FUNCTION headrace_swap_rebuilt_tables(serving TEXT, rebuild TEXT, previous TEXT, tables TEXT[]) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    name TEXT;
    unfit TEXT;
BEGIN
    IF rebuild !~ '^headrace_(rebuild|previous)_[a-z0-9_]{1,40}$'
            OR previous !~ '^headrace_(rebuild|previous)_[a-z0-9_]{1,40}$' THEN
        RAISE EXCEPTION '% or % is no schema of a rebuild', rebuild, previous;
    END IF;
    FOREACH name IN ARRAY tables LOOP
        -- Otherwise the first plans after the swap would be made knowing nothing of the new rows.
        EXECUTE format('ANALYZE %I.%I', rebuild, name);
    END LOOP;
    PERFORM headrace_lock_tables(serving, tables);
    EXECUTE format('CREATE SCHEMA %I', previous);
    FOREACH name IN ARRAY tables LOOP
        unfit := headrace_unfit_for_rebuild(serving, name);
        IF unfit <> '' THEN
            RAISE EXCEPTION 'table % of schema % cannot be swapped: %', name, serving, unfit
                USING ERRCODE = 'wrong_object_type';
        END IF;
        PERFORM headrace_copy_grants(format('%I.%I', serving, name)::regclass, format('%I.%I', rebuild, name)::regclass);
        EXECUTE format('ALTER TABLE %I.%I SET SCHEMA %I', serving, name, previous);
        EXECUTE format('ALTER TABLE %I.%I SET SCHEMA %I', rebuild, name, serving);
    END LOOP;
    EXECUTE format('DROP SCHEMA %I', rebuild);
END
$$;

-- How many rows each table has in one schema and not in the other; equal ones count as often as they are there. Columns that
-- the database fills (identities, generated ones) are not compared. With the rights of whoever asks.
CREATE FUNCTION headrace_compare_tables(serving TEXT, rebuild TEXT, tables TEXT[])
RETURNS TABLE (table_name TEXT, only_in_old BIGINT, only_in_new BIGINT)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    name TEXT;
    cols TEXT;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO cols
        FROM pg_attribute
        WHERE attrelid = format('%I.%I', serving, name)::regclass
          AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attgenerated = '';
        RETURN QUERY EXECUTE format(
            'SELECT %L::text, coalesce(sum(greatest(surplus, 0)), 0)::bigint, coalesce(sum(greatest(-surplus, 0)), 0)::bigint
             FROM (SELECT sum(side) AS surplus
                   FROM (SELECT ROW(%s)::text AS content, 1 AS side FROM %I.%I
                         UNION ALL SELECT ROW(%s)::text, -1 FROM %I.%I) AS both_sides
                   GROUP BY content HAVING sum(side) <> 0) AS differing',
            name, cols, serving, name, cols, rebuild, name);
    END LOOP;
END
$$;

-- They find names in the catalog and in the schema they are in, whoever calls them with whatever search path.
DO $$
DECLARE
    made RECORD;
BEGIN
    FOR made IN
        SELECT p.oid::regprocedure AS signature FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.proname IN (
            'headrace_unfit_for_rebuild', 'headrace_copy_grants', 'headrace_copy_index_names', 'headrace_lock_tables',
            'headrace_drop_rebuild_schema', 'headrace_make_rebuild_tables', 'headrace_swap_rebuilt_tables',
            'headrace_compare_tables')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, %I, pg_temp', made.signature, current_schema());
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made.signature);
    END LOOP;
END
$$;
--rollback DROP FUNCTION headrace_compare_tables(TEXT, TEXT, TEXT[]);
--rollback DROP FUNCTION headrace_swap_rebuilt_tables(TEXT, TEXT, TEXT, TEXT[]);
--rollback DROP FUNCTION headrace_make_rebuild_tables(TEXT, TEXT, TEXT[]);
--rollback DROP FUNCTION headrace_drop_rebuild_schema(TEXT);
--rollback DROP FUNCTION headrace_lock_tables(TEXT, TEXT[]);
--rollback DROP FUNCTION headrace_copy_index_names(REGCLASS, REGCLASS);
--rollback DROP FUNCTION headrace_copy_grants(REGCLASS, REGCLASS);
--rollback DROP FUNCTION headrace_unfit_for_rebuild(TEXT, TEXT);
