package org.headrace.persistence.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.persistence.SqlFailures;
import org.headrace.spi.Schema;

/**
 * Migrates the tables by Liquibase, under an advisory lock of PostgreSQL on a connection of its own. The server drops
 * that lock with the connection, so that a kill in the middle of a migration leaves nothing locked: whoever holds it
 * knows that a row left in Liquibase's own lock table is stale.
 */
public final class LiquibaseSchema implements Schema {

    private static final Log LOG = Log.of(LiquibaseSchema.class);

    /** "headrace" in ASCII. */
    private static final long ADVISORY_LOCK = 0x6865616472616365L;

    private static final String LOCK = "SELECT pg_advisory_lock(?)";
    private static final String UNLOCK = "SELECT pg_advisory_unlock(?)";

    /** The table that Liquibase makes first of all. */
    private static final String IS_MADE = "SELECT to_regclass('databasechangelog') IS NOT NULL";

    private static final int PING_SECONDS = 3;

    private final Connections connections;
    private final List<Changelog> changelogs;
    private final boolean onlyValidate;

    /** Opens a connection at each call. */
    interface Connections {
        Connection open() throws SQLException;
    }

    /**
     * A changelog.
     *
     * @param path the resource
     * @param loader finds it
     */
    public record Changelog(String path, ClassLoader loader) {

        /** Headrace's own. */
        public static final Changelog HEADRACE =
                new Changelog("org/headrace/liquibase/headrace.xml", LiquibaseSchema.class.getClassLoader());
    }

    /**
     * A schema.
     *
     * @param onlyValidate refuse a missing change in place of applying it; then nothing is written, and the data source
     *     may be of a role that may only read Liquibase's tables
     */
    public LiquibaseSchema(DataSource dataSource, List<Changelog> changelogs, boolean onlyValidate) {
        this(dataSource::getConnection, changelogs, onlyValidate);
    }

    LiquibaseSchema(Connections connections, List<Changelog> changelogs, boolean onlyValidate) {
        this.connections = connections;
        this.changelogs = List.copyOf(changelogs);
        this.onlyValidate = onlyValidate;
    }

    @Override
    public void prepare() {
        try (Connection guard = connections.open()) {
            lock(guard, LOCK);
            try {
                for (Changelog changelog : changelogs) {
                    apply(changelog);
                }
            } catch (SQLException | RuntimeException e) {
                unlockAfter(e, guard);
                throw e;
            }
            lock(guard, UNLOCK);
        } catch (SQLException e) {
            throw SqlFailures.of("The schema cannot be prepared", e);
        }
    }

    @Override
    public boolean isReachable() {
        try (Connection connection = connections.open()) {
            return connection.isValid(PING_SECONDS);
        } catch (SQLException e) {
            LOG.because(e, LogMessage.DATABASE_SILENT);
            return false;
        }
    }

    private static void lock(Connection guard, String sql) throws SQLException {
        try (PreparedStatement statement = guard.prepareStatement(sql)) {
            statement.setLong(1, ADVISORY_LOCK);
            statement.execute();
        }
    }

    private static void unlockAfter(Exception failure, Connection guard) {
        try {
            lock(guard, UNLOCK);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean isMade(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(IS_MADE)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** On a thread of its own, which takes with it what Liquibase leaves in thread-local variables. */
    private void apply(Changelog changelog) throws SQLException {
        try (Connection connection = connections.open()) {
            var task = new FutureTask<Void>(() -> {
                updateQuietly(changelog, connection);
                return null;
            });
            var thread = new Thread(task, "headrace-schema");
            thread.setContextClassLoader(changelog.loader());
            thread.start();
            task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IllegalStateException known
                    ? known
                    : new IllegalStateException(
                            "The schema change of " + changelog.path() + " failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the schema was prepared", e);
        }
    }

    /** What matters is logged here, once; and nothing is sent anywhere. */
    private void updateQuietly(Changelog changelog, Connection connection) throws Exception {
        Map<String, Object> scope = Map.of(
                Scope.Attr.classLoader.name(),
                changelog.loader(),
                Scope.Attr.ui.name(),
                new LoggerUIService(),
                Scope.Attr.logService.name(),
                new LiquibaseWarnings(),
                "liquibase.analytics.enabled",
                "false");
        Scope.child(scope, () -> update(changelog, connection));
    }

    private void update(Changelog changelog, Connection connection) throws LiquibaseException {
        Database database =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        var resources = new ClassLoaderResourceAccessor(changelog.loader());
        try (var liquibase = new Liquibase(changelog.path(), resources, database)) {
            if (!onlyValidate) {
                LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
            }
            List<ChangeSet> missing = onlyValidate && !isMade(connection)
                    ? liquibase.getDatabaseChangeLog().getChangeSets()
                    : liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression());
            if (missing.isEmpty()) {
                return;
            }
            List<String> names = new ArrayList<>();
            missing.forEach(change -> names.add(change.getId()));
            if (onlyValidate) {
                throw new IllegalStateException("The schema lacks " + String.join(", ", names) + " of "
                        + changelog.path() + ": migrate it as its owner, or set headrace.schema=migrate");
            }
            liquibase.setShowSummary(UpdateSummaryEnum.OFF);
            liquibase.update(new Contexts(), new LabelExpression());
            LOG.write(LogMessage.SCHEMA_CHANGED, changelog.path(), String.join(", ", names));
        } catch (LiquibaseException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new LiquibaseException(e);
        }
    }
}
