package org.headrace.persistence.operator;

import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresOperatorActionsTest extends OperatorActionsContract {

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
    OperatorActionStore store() {
        return new PostgresOperatorActionStore(new Jdbc(jta.dataSource()));
    }

    @Override
    JtaEnvironment jta() {
        return jta;
    }
}
