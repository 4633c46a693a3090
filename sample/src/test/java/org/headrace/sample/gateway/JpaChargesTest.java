package org.headrace.sample.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.headrace.sample.store.SampleDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class JpaChargesTest extends ChargesContract {

    private static SampleDatabase database;

    @BeforeAll
    static void open() {
        database = new SampleDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void everyConnectionIsBackInThePool() {
        assertThat(database.connectionsInUse()).isZero();
    }

    @Override
    <T> T inTransaction(Request<T> request) throws Exception {
        return database.inTransaction(entities -> request.with(new JpaCharges(entities)));
    }
}
