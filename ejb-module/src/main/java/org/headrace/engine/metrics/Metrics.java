package org.headrace.engine.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Duration;
import org.headrace.engine.cluster.ClusterEngine;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubObserver;
import org.headrace.engine.management.BoundedCalls;
import org.headrace.engine.projection.ProjectionObserver;
import org.headrace.engine.projection.ProjectionReadings;
import org.headrace.engine.saga.SagaObserver;
import org.headrace.engine.saga.SagaReadings;
import org.headrace.engine.security.LoginObserver;
import org.headrace.engine.stream.StreamEngine;
import org.headrace.stream.spi.AppendObserver;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of this node, in a registry of our own, so that they are the same on every server. What the engine tells is
 * counted as it happens; the rest is read from its memory when somebody asks, but for how many sagas there are, which is
 * read from the store in the background, at most every {@link #SAGAS_FRESH_FOR}, and only while somebody asks.
 */
@ApplicationScoped
public class Metrics {

    static final Duration SAGAS_FRESH_FOR = Duration.ofSeconds(15);

    @Inject
    ProjectionReadings projectionReadings;

    @Inject
    SagaReadings sagaReadings;

    @Inject
    ClusterEngine cluster;

    @Inject
    StreamEngine streams;

    @Inject
    Hub hub;

    @Inject
    BoundedCalls background;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final NodeMeters node = new NodeMeters(registry, Build.version(), () -> cluster.node());
    private final AppendMeters appends = new AppendMeters(registry);
    private final ProjectionMeters projections = new ProjectionMeters(registry, () -> projectionReadings.all());
    private final SagaMeters sagas = new SagaMeters(
            registry,
            new BackgroundReading<>(() -> sagaReadings.ofStore(), SAGAS_FRESH_FOR, System::nanoTime),
            () -> sagaReadings.ofNode(),
            task -> background.execute(task));
    private final HubMeters connections =
            new HubMeters(registry, () -> hub.counts(), () -> hub.mostBehind(), () -> hub.traffic());

    private final LoginMeters logins = new LoginMeters(registry);

    private @Nullable JvmMeters jvm;

    public Metrics() {
        TailMeters.bind(registry, () -> streams.reading());
    }

    /** Not by the constructor, which CDI may call for a proxy too: nobody would close what that one had opened. */
    @PostConstruct
    void begin() {
        jvm = new JvmMeters(registry);
    }

    @Produces
    @ApplicationScoped
    ProjectionObserver projectionObserver() {
        return projections;
    }

    @Produces
    @ApplicationScoped
    SagaObserver sagaObserver() {
        return sagas;
    }

    @Produces
    @ApplicationScoped
    HubObserver hubObserver() {
        return connections;
    }

    @Produces
    @ApplicationScoped
    AppendObserver appendObserver() {
        return appends;
    }

    @Produces
    @ApplicationScoped
    LoginObserver loginObserver() {
        return logins;
    }

    /** Asks no database and waits for nothing but another scrape. */
    public synchronized String scrape(ScrapeFormat format) {
        node.read();
        projections.read();
        sagas.read();
        return registry.scrape(format.contentType());
    }

    @PreDestroy
    void end() {
        JvmMeters opened = jvm;
        if (opened != null) {
            opened.close();
        }
        registry.close();
    }
}
