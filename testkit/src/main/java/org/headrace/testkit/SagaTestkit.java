package org.headrace.testkit;

import jakarta.persistence.EntityManager;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.headrace.memory.HeapTransactions;
import org.headrace.saga.SagaDefinition;
import org.headrace.stream.EventLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs your sagas in tests as a server runs them: the same engine, on the same stores, in real JTA transactions. A JUnit
 * extension; keep it in a static field.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SagaTestkit sagas = SagaTestkit.inMemory();
 *
 * @Test
 * void paysAndShips() {
 *     sagas.given(new OrderFulfillment(orders))
 *             .startedWith(SagaData.of("orderId", "O-1"))
 *             .whenRun()
 *             .thenCompleted()
 *             .thenSteps("ReserveInventory", "AuthorizePayment", "ShipOrder");
 * }
 *
 * @TestFactory
 * Stream<DynamicTest> isUndoneWhicheverStepFails() {
 *     return sagas.given(() -> new OrderFulfillment(orders))
 *             .startedWith(SagaData.of("orderId", "O-1"))
 *             .watching(orders::everything)
 *             .failingAtEveryStep();
 * }
 * }</pre>
 *
 * <p>For one thread. After each test it fails the test if that left a transaction or a connection open.
 */
public final class SagaTestkit implements AfterEachCallback, AfterAllCallback {

    private final TestEnvironment environment;
    private @Nullable SagaBackend backend;

    private SagaTestkit(TestEnvironment environment) {
        this.environment = environment;
    }

    /** In the heap, without a database: what steps write there goes through {@link #heap}. */
    public static SagaTestkit inMemory() {
        return new SagaTestkit(new TestEnvironment(null));
    }

    /** In PostgreSQL, opened and migrated at its first use, closed after the test class. */
    public static SagaTestkit over(TestDatabase database) {
        return new SagaTestkit(new TestEnvironment(database));
    }

    /** A definition to be tested, the same one in every run. */
    public SagaScenario given(SagaDefinition definition) {
        return given(() -> definition);
    }

    /**
     * A definition to be tested.
     *
     * @param fresh called before each run: puts the world into the state that the run begins with, and gives the
     *     definition. What it throws fails the run
     */
    public SagaScenario given(Supplier<? extends SagaDefinition> fresh) {
        return SagaScenario.of(new SagaWorld(environment, backend()), fresh);
    }

    /** For steps that keep what they write in the heap: it takes part in their transactions. */
    public HeapTransactions heap() {
        return environment.heap();
    }

    /**
     * What {@code jdbc/headrace} is in a server: its connections take part in the calling thread's transaction.
     *
     * @throws IllegalStateException without a database
     */
    public DataSource dataSource() {
        return environment.dataSource();
    }

    /**
     * What {@code @PersistenceContext} gives in a server: in each transaction another one, which is flushed after each
     * step's action. To be used in transactions only.
     *
     * @param unit a persistence unit of the class path; its provider must be Hibernate
     * @throws IllegalStateException without a database
     */
    public EntityManager entityManager(String unit) {
        return environment.entityManager(unit);
    }

    /** The event log that steps may append to. */
    public EventLog eventLog() {
        return backend().stores().events();
    }

    /** Runs work in a transaction: it is committed, or rolled back when the work throws. */
    public <T> T inTransaction(Callable<T> work) {
        return environment.inTransaction(work);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        environment.requireNothingOpen();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (backend != null) {
            backend.close();
            backend = null;
        }
        environment.close();
    }

    private SagaBackend backend() {
        if (backend == null) {
            backend = SagaBackend.of(environment);
        }
        return backend;
    }
}
