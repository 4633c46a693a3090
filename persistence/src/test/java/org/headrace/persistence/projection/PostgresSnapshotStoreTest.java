package org.headrace.persistence.projection;

import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.SnapshotStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresSnapshotStoreTest extends SnapshotStoreContract {

    private static EmbeddedDatabase database;
    private static JtaEnvironment jta;

    @BeforeAll
    static void open() {
        database = EmbeddedDatabase.migrated();
        jta = JtaEnvironment.over(database);
    }

    @AfterAll
    static void close() {
        jta.close();
        database.close();
    }

    @Override
    SnapshotStore snapshots() {
        return new PostgresSnapshotStore(new Jdbc(jta.dataSource()));
    }

    @Override
    JtaEnvironment jta() {
        return jta;
    }
}
