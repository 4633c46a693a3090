package org.headrace.sample.orders;

/** Orders, and the transactions that they are used in. */
interface OrderStore {

    /** Commits; rolls back when the work throws. */
    <T> T inTransaction(Work<T> work) throws Exception;

    /** What is done in a transaction. */
    interface Work<T> {
        T with(OrderRepository orders) throws Exception;
    }
}
