package org.headrace.testkit;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;

/** Opens a pool whose connections take part in the calling thread's JTA transaction, as a server's does. */
final class TestPool {

    private static final int SIZE = 10;

    private TestPool() {}

    /** With all tables made. */
    static AgroalDataSource open(TestDatabase database) {
        var configuration = new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(true)
                .connectionPoolConfiguration(pool -> pool.maxSize(SIZE)
                        .acquisitionTimeout(Duration.ofSeconds(10))
                        .transactionIntegration(new ActiveTransactions())
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.jdbcUrl())
                                .principal(new NamePrincipal(database.user()))
                                .credential(new SimplePassword(database.password()))));
        try {
            AgroalDataSource pool = AgroalDataSource.from(configuration);
            schema(pool, database).prepare();
            return pool;
        } catch (SQLException e) {
            throw new IllegalStateException("The database at " + database.jdbcUrl() + " cannot be opened", e);
        }
    }

    static LiquibaseSchema schema(AgroalDataSource pool, TestDatabase database) {
        List<Changelog> changelogs = new ArrayList<>(List.of(Changelog.HEADRACE));
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        database.changelogs().forEach(path -> changelogs.add(new Changelog(path, loader)));
        return new LiquibaseSchema(pool, changelogs, false);
    }
}
