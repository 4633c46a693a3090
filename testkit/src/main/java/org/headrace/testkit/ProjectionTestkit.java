package org.headrace.testkit;

import jakarta.persistence.EntityManager;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.headrace.engine.projection.EmbeddedProjection;
import org.headrace.memory.HeapTransactions;
import org.headrace.projection.ProjectionDefinition;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs your projections in tests: events are decoded and handed to them in batches, each in a real JTA transaction, as a
 * server does. A JUnit extension; keep it in a static field.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ProjectionTestkit projections = ProjectionTestkit.inMemory();
 *
 * @TestFactory
 * Stream<DynamicTest> countsEachOrderOnce() {
 *     return projections.given(new OrderCount(counts))
 *             .events(new OrderPlaced("O-1"), new OrderPlaced("O-2"))
 *             .watching(counts::all)
 *             .runningEveryBatchTwice();
 * }
 * }</pre>
 *
 * <p>For one thread. After each test it fails the test if that left a transaction or a connection open.
 */
public final class ProjectionTestkit implements AfterEachCallback, AfterAllCallback {

    private final TestEnvironment environment;

    private ProjectionTestkit(TestEnvironment environment) {
        this.environment = environment;
    }

    /** In the heap, without a database: what a projection writes there goes through {@link #heap}. */
    public static ProjectionTestkit inMemory() {
        return new ProjectionTestkit(new TestEnvironment(null));
    }

    /** In PostgreSQL, opened and migrated at its first use, closed after the test class. */
    public static ProjectionTestkit over(TestDatabase database) {
        return new ProjectionTestkit(new TestEnvironment(database));
    }

    /**
     * A projection to be tested, the same object in every run. One that can be reset is, before each run.
     *
     * @param projection annotated with {@link org.headrace.projection.StreamProjection}, or a {@link ProjectionDefinition}
     */
    public ProjectionScenario given(Object projection) {
        return given(() -> projection);
    }

    /**
     * A projection to be tested.
     *
     * @param fresh called before each run: empties the read model, and gives what {@link #given(Object)} takes
     */
    public ProjectionScenario given(Supplier<?> fresh) {
        return ProjectionScenario.of(environment, () -> definition(fresh.get()));
    }

    /** As {@link SagaTestkit#heap}. */
    public HeapTransactions heap() {
        return environment.heap();
    }

    /** As {@link SagaTestkit#dataSource}. */
    public DataSource dataSource() {
        return environment.dataSource();
    }

    /** As {@link SagaTestkit#entityManager}; flushed after each batch. */
    public EntityManager entityManager(String unit) {
        return environment.entityManager(unit);
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
        environment.close();
    }

    private static ProjectionDefinition definition(Object projection) {
        return projection instanceof ProjectionDefinition definition
                ? definition
                : EmbeddedProjection.definitionOf(projection);
    }
}
