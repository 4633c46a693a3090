package org.headrace.engine.saga;

import org.headrace.engine.saga.SagaEnvironment.Stores;
import org.headrace.engine.saga.SagaEnvironment.TableEffects;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** PostgreSQL for the sagas of a test class. Registered as a static extension of one it ends with it. */
final class SagaDatabase implements AfterAllCallback, AutoCloseable {

    private final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    private final JtaEnvironment jta = JtaEnvironment.over(database);
    private final HeadraceUnit unit = new HeadraceUnit(jta::dataSource, new NarayanaPlatform());

    private SagaDatabase() {}

    static SagaDatabase open() {
        var opened = new SagaDatabase();
        opened.database.execute(
                "CREATE TABLE effects (n BIGINT GENERATED ALWAYS AS IDENTITY, saga_id TEXT, effect TEXT)");
        // Not within a transaction that is ended when it idles: it takes seconds on a busy machine.
        opened.unit.factory();
        return opened;
    }

    /** Without any saga. */
    SagaEnvironment newEnvironment() {
        database.execute("TRUNCATE saga_states, saga_work, saga_step_log, saga_log_queue, saga_signals, nodes,"
                + " projection_leases, projection_checkpoints, projection_run_states,"
                + " projection_dead_letters, events, streams, effects");
        return new SagaEnvironment(jta, Stores.postgres(jta, unit), new TableEffects(new Jdbc(jta.dataSource())));
    }

    JtaEnvironment jta() {
        return jta;
    }

    EmbeddedDatabase embedded() {
        return database;
    }

    @Override
    public void afterAll(ExtensionContext testClass) {
        close();
    }

    @Override
    public void close() {
        unit.close();
        jta.close();
        database.close();
    }
}
