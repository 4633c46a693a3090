package org.headrace.persistence.secret;

import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.spi.ServerSecrets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresServerSecretsTest extends ServerSecretsContract {

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

    /** Another node each time. */
    @Override
    ServerSecrets secrets() {
        return new PostgresServerSecrets(new Jdbc(jta.dataSource()));
    }
}
