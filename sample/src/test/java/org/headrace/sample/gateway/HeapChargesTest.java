package org.headrace.sample.gateway;

import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;

class HeapChargesTest extends ChargesContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final HeapCharges charges = new HeapCharges(new HeapTransactions(jta.registry()));

    @Override
    <T> T inTransaction(Request<T> request) throws Exception {
        return jta.inTransaction(() -> request.with(charges));
    }
}
