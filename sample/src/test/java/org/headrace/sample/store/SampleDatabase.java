package org.headrace.sample.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.List;
import java.util.Map;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.TransactionSettings;

/** The tables that the sample's own changelog makes, and the sample's own persistence unit on them. */
public final class SampleDatabase implements AutoCloseable {

    private final EmbeddedDatabase database = EmbeddedDatabase.empty();
    private final JtaEnvironment jta;
    private final EntityManagerFactory unit;

    /** What is done in a transaction. */
    public interface Work<T> {
        T with(EntityManager entities) throws Exception;
    }

    public SampleDatabase() {
        var changelog = new Changelog(new SampleStore().changelog(), SampleStore.class.getClassLoader());
        new LiquibaseSchema(database.dataSource(), List.of(changelog), false).prepare();
        jta = JtaEnvironment.over(database);
        unit = Persistence.createEntityManagerFactory(
                "headrace-sample",
                Map.of(
                        JdbcSettings.JAKARTA_JTA_DATASOURCE,
                        jta.dataSource(),
                        TransactionSettings.JTA_PLATFORM,
                        new NarayanaPlatform()));
    }

    /** With one entity manager a transaction, as a container has it. */
    public <T> T inTransaction(Work<T> work) throws Exception {
        return jta.inTransaction(() -> work.with(unit.createEntityManager()));
    }

    public void execute(String sql) {
        database.execute(sql);
    }

    public long connectionsInUse() {
        return jta.connectionsInUse();
    }

    @Override
    public void close() {
        unit.close();
        jta.close();
        database.close();
    }
}
