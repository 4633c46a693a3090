package org.headrace.engine.bootstrap;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.engine.cluster.ClusterEngine;
import org.headrace.engine.cluster.ClusterSettings;
import org.headrace.engine.cluster.Membership;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.management.BoundedCalls;
import org.headrace.engine.management.JmxCaller;
import org.headrace.engine.management.ManagementBeans;
import org.headrace.engine.metrics.Build;
import org.headrace.engine.projection.ProjectionEngine;
import org.headrace.engine.projection.Timers;
import org.headrace.engine.saga.SagaEngine;
import org.headrace.engine.saga.SagaEngine.Container;
import org.headrace.engine.saga.SagaScans;
import org.headrace.engine.saga.SagaSettings;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.stream.StreamEngine;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.spi.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Starts Headrace with the deployment: the schema first, then the projections and sagas found in the deployment.
 * What fails here fails the deployment. Undeployment waits for the batches and steps that are running.
 */
@Singleton
@Startup
@DependsOn({"CallerIdentity", "ProjectionTimers", "SagaTimers"})
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class Bootstrap {

    private static final Log LOG = Log.of(Bootstrap.class);

    @Resource
    UserTransaction transaction;

    @Resource
    TransactionSynchronizationRegistry synchronizations;

    @Resource
    ManagedThreadFactory threadFactory;

    @Inject
    EngineThreads threads;

    @Inject
    Schema schema;

    @Inject
    StreamEngine streams;

    @Inject
    ClusterEngine cluster;

    @Inject
    ProjectionEngine projections;

    @Inject
    SagaEngine sagas;

    @Inject
    Hub hub;

    @EJB
    Timers timers;

    @EJB
    SagaScans sagaScans;

    @Inject
    BoundedCalls calls;

    @Inject
    ManagementBeans management;

    @Inject
    JmxCaller managers;

    @Inject
    StartState state;

    private @Nullable ServerSuspension suspension;

    @PostConstruct
    void start() {
        ThreadFactory serverThreads = new ServerThreads(threadFactory);
        calls.start(serverThreads);
        managers.start(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
        state.at("preparing the schema");
        schema.prepare();
        SagaSettings settings = SagaSettings.from(ConfigProvider.getConfig());
        threads.start(serverThreads, settings.workers());
        LiveStreams live = streams.start(serverThreads);
        Membership membership = cluster.start(serverThreads, ClusterSettings.from(ConfigProvider.getConfig()));
        state.at("starting projections");
        int projectionCount = projections.start(transaction, timers, live, membership);
        state.at("starting sagas");
        int sagaCount = sagas.start(
                new Container(transaction, synchronizations, threads.sagaWorkers(settings.workers()), serverThreads),
                membership,
                settings);
        sagaScans.every(settings.scanInterval());
        hub.start(serverThreads, live);
        var server = new ServerSuspension(ManagementFactory.getPlatformMBeanServer(), hub::sayGoodbye, hub::welcome);
        server.watch();
        suspension = server;
        management.start(applicationName(), Build.version());
        state.started();
        LOG.write(LogMessage.STARTED, projectionCount, sagaCount);
    }

    @PreDestroy
    void stop() {
        state.at("stopping");
        ServerSuspension server = suspension;
        if (server != null) {
            server.close();
        }
        management.stop();
        hub.stop();
        sagas.stop();
        projections.stop();
        // What this node holds is given back when nothing of it is run here any more.
        threads.stop();
        sagas.end();
        cluster.stop();
        streams.stop();
        calls.stop();
    }

    /** As the server calls it: no other application on it has the same. */
    @SuppressWarnings("BanJNDI") // the name is a constant of the platform
    private static String applicationName() {
        try {
            return InitialContext.doLookup("java:app/AppName");
        } catch (NamingException e) {
            LOG.because(e, LogMessage.APPLICATION_UNNAMED);
            return "headrace";
        }
    }
}
