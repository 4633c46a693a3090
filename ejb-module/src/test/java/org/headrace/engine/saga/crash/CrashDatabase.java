package org.headrace.engine.saga.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.headrace.engine.saga.EngineNode;
import org.headrace.engine.saga.SagaEnvironment.Effects;
import org.headrace.engine.saga.SagaEnvironment.Stores;
import org.headrace.engine.saga.SagaEnvironment.TableEffects;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.headrace.persistence.testing.StoppableDatabase;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaDefinition;

/** PostgreSQL for many crash cases, and nodes in this JVM that take over what others leave. */
final class CrashDatabase implements AutoCloseable {

    private static final int POOL = 40;
    private static final int WORKERS = 30;

    private final String jdbcUrl;
    private final DataSource plain;
    private final JtaEnvironment jta;
    private final HeadraceUnit unit;
    private final Runnable drop;
    private final List<HeadraceUnit> units = new ArrayList<>();

    private CrashDatabase(String jdbcUrl, DataSource plain, Runnable drop) {
        this.jdbcUrl = jdbcUrl;
        this.plain = plain;
        this.drop = drop;
        this.jta = JtaEnvironment.over(jdbcUrl, POOL);
        this.unit = newUnit(jta);
        // No constraint, so that what happens twice is seen twice.
        execute("CREATE TABLE effects (n BIGINT GENERATED ALWAYS AS IDENTITY, saga_id TEXT, effect TEXT)");
    }

    static CrashDatabase open() {
        EmbeddedDatabase database = EmbeddedDatabase.migrated();
        return new CrashDatabase(database.jdbcUrl(), database.dataSource(), database::close);
    }

    /** Closing leaves the server to its owner. */
    static CrashDatabase over(StoppableDatabase database) {
        return new CrashDatabase(database.jdbcUrl(), database.dataSource(), () -> {});
    }

    String jdbcUrl() {
        return jdbcUrl;
    }

    DataSource plain() {
        return plain;
    }

    Effects effects() {
        return effects(jta);
    }

    Effects effects(JtaEnvironment own) {
        return new TableEffects(new Jdbc(own.dataSource()));
    }

    /** A node without faults. */
    EngineNode newNode(String name, Duration lease, List<? extends SagaDefinition> definitions) {
        return new EngineNode(name, WORKERS, lease, parts(jta, unit), definitions);
    }

    /** A node without faults, with connections of its own, each saga of which waits for one. */
    EngineNode newNode(String name, Duration lease, JtaEnvironment own, List<? extends SagaDefinition> definitions) {
        EngineNode.Parts parts = parts(own, newUnit(own)).sharedByAtMost(1);
        return new EngineNode(name, WORKERS, lease, parts, definitions);
    }

    private static EngineNode.Parts parts(JtaEnvironment own, HeadraceUnit its) {
        return new EngineNode.Parts(
                Stores.postgres(own, its), own.userTransaction(), own.registry(), List.of(), task -> task);
    }

    private HeadraceUnit newUnit(JtaEnvironment own) {
        var its = new HeadraceUnit(own::dataSource, new NarayanaPlatform());
        // A first query takes seconds on a busy machine: not within a transaction that is ended when it idles.
        Stores.postgres(own, its).states().findByBusinessKey("none", "none");
        units.add(its);
        return its;
    }

    /** What the steps of a node without faults do. */
    CrashSaga.Work work(FakeGateway gateway, String node) {
        return work(effects(), new GatewayClient(gateway.url(), node), context -> {});
    }

    /** @param written after a transactional step has written */
    static CrashSaga.Work work(Effects effects, GatewayClient client, SagaAction written) {
        return new CrashSaga.Work() {
            @Override
            public Effects effects() {
                return effects;
            }

            @Override
            public void written(SagaContext context) throws Exception {
                written.perform(context);
            }

            @Override
            public void call(SagaContext context) throws Exception {
                client.call(context, false);
            }
        };
    }

    void execute(String sql) {
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed: " + e.getMessage(), e);
        }
    }

    /** The first column as text; a list among the values is an array of texts. */
    List<String> column(String sql, Object... values) {
        try (Connection connection = jta.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i] instanceof List<?> list
                        ? connection.createArrayOf("text", list.toArray())
                        : values[i];
                statement.setObject(i + 1, value);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed: " + e.getMessage(), e);
        }
    }

    long count(String sql, Object... values) {
        return Long.parseLong(column(sql, values).get(0));
    }

    @Override
    public void close() {
        units.forEach(HeadraceUnit::close);
        jta.close();
        drop.run();
    }
}
