package org.headrace.benchmarks.axon;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.axonframework.serialization.json.JacksonSerializer;
import org.headrace.benchmarks.BenchmarkDatabase;

/** Axon's event store and processors on the same PostgreSQL: JDBC, Jackson, a pool. Each has event tables of its own. */
public final class AxonParts {

    private static final int CONNECTIONS = 40;

    private final JacksonSerializer serializer = JacksonSerializer.defaultSerializer();
    private final ThreadTransactions transactions;
    private final EmbeddedEventStore store;
    private final JdbcTokenStore tokens;

    /** @param table of events; it is made */
    public AxonParts(BenchmarkDatabase database, String table) {
        var config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        transactions = new ThreadTransactions(new HikariDataSource(config));
        JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .connectionProvider(transactions)
                .transactionManager(transactions)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .schema(EventSchema.builder()
                        .eventTable(table)
                        .snapshotTable(table + "_snapshots")
                        .build())
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        store = EmbeddedEventStore.builder().storageEngine(engine).build();
        tokens = JdbcTokenStore.builder()
                .connectionProvider(transactions)
                .serializer(serializer)
                .build();
        tokens.createSchema(PostgresTokenTableFactory.INSTANCE);
    }

    /** Appends them: in the thread's unit of work, or committed when it returns. */
    public void publish(List<? extends EventMessage<?>> events) {
        store.publish(events);
    }

    /** For what is to join the threads' transactions. */
    public TransactionManager transactions() {
        return transactions;
    }

    /** @param schema its tables are made, as Axon makes them: without indices but those of their keys */
    public JdbcSagaStore sagas(SagaSchema schema) throws SQLException {
        JdbcSagaStore sagas = JdbcSagaStore.builder()
                .connectionProvider(transactions)
                .sqlSchema(new PostgresSagaSqlSchema(schema))
                .serializer(serializer)
                .build();
        sagas.createSchema();
        return sagas;
    }

    /** The thread's, in its transaction. */
    public Connection connect() throws SQLException {
        return transactions.getConnection();
    }

    /**
     * A processor that begins with the first event. It runs until it is shut down.
     *
     * @param name a new one
     * @param handler with {@code @EventHandler} methods
     * @param batch events a transaction
     */
    public TrackingEventProcessor follow(String name, Object handler, int batch) {
        TrackingEventProcessor processor = processor(
                name,
                SimpleEventHandlerInvoker.builder().eventHandlers(handler).build(),
                TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                        .andBatchSize(batch)
                        .andInitialTrackingToken(StreamableMessageSource::createTailToken));
        processor.start();
        return processor;
    }

    /** One that is not started yet. */
    public TrackingEventProcessor processor(
            String name, EventHandlerInvoker invoker, TrackingEventProcessorConfiguration configuration) {
        return TrackingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(invoker)
                .messageSource(store)
                .tokenStore(tokens)
                .transactionManager(transactions)
                .trackingEventProcessorConfiguration(configuration)
                .build();
    }
}
