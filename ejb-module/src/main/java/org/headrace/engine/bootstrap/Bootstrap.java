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
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger.Level;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.projection.ProjectionEngine;
import org.headrace.engine.projection.Timers;
import org.headrace.spi.Schema;

/**
 * Starts Headrace with the deployment: the schema first, then the projections found in the deployment. What fails here
 * fails the deployment. Undeployment waits for the batches that are running.
 */
@Singleton
@Startup
@DependsOn("ProjectionTimers")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class Bootstrap {

    private static final System.Logger LOG = System.getLogger(Bootstrap.class.getName());

    @Resource
    UserTransaction transaction;

    @Resource
    ManagedThreadFactory threadFactory;

    @Inject
    EngineThreads threads;

    @Inject
    Schema schema;

    @Inject
    ProjectionEngine engine;

    @Inject
    Hub hub;

    @EJB
    Timers timers;

    @Inject
    StartState state;

    @PostConstruct
    void start() {
        state.at("preparing the schema");
        schema.prepare();
        state.at("starting projections");
        threads.start(threadFactory);
        int count = engine.start(transaction, timers);
        hub.start(threadFactory);
        state.started();
        LOG.log(Level.INFO, "Headrace has started with {0} projections", count);
    }

    @PreDestroy
    void stop() {
        state.at("stopping");
        hub.stop();
        engine.stop();
        threads.stop();
    }
}
