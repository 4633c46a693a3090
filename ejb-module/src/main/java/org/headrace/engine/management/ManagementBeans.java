package org.headrace.engine.management;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.headrace.engine.cluster.ClusterEngine;
import org.headrace.engine.hub.ClientOrigin;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubOperations;
import org.headrace.engine.hub.StreamAccess;
import org.headrace.engine.projection.ProjectionReadings;
import org.headrace.engine.projection.RegisteredProjections;
import org.headrace.engine.saga.RegisteredSagas;
import org.headrace.engine.saga.SagaReadings;
import org.headrace.engine.saga.SagaReadings.OfStore;
import org.headrace.engine.stream.StreamEngine;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.Projections;
import org.headrace.saga.SagaOrchestrator;
import org.jspecify.annotations.Nullable;

/**
 * This node's beans in the platform's MBean server: one a projection, one a saga's definition, the hub and the node. They
 * come and go with what they stand for, and all go with the undeployment. What cannot be registered is logged, and harms
 * nothing else.
 */
@ApplicationScoped
public class ManagementBeans {

    private static final Log LOG = Log.of(ManagementBeans.class);

    private static final Duration KEEP_COUNTS = Duration.ofSeconds(5);

    @Inject
    RegisteredProjections registeredProjections;

    @Inject
    Projections projections;

    @Inject
    ProjectionReadings projectionReadings;

    @Inject
    RegisteredSagas registeredSagas;

    @Inject
    SagaOrchestrator sagas;

    @Inject
    SagaReadings sagaReadings;

    @Inject
    Hub hub;

    @Inject
    HubOperations hubOperations;

    @Inject
    ClusterEngine cluster;

    @Inject
    StreamEngine streams;

    @Inject
    ManagedCalls calls;

    @Inject
    StreamAccess access;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Set<ObjectName> registered = new HashSet<>();
    private @Nullable BeanNames names;
    private String version = "";
    private @Nullable BriefCache<OfStore> counts;

    /**
     * Registers what there is, and from now on what comes.
     *
     * @param application tells the beans of two applications in one server apart
     */
    public synchronized void start(String application, String headraceVersion) {
        names = new BeanNames(application);
        version = headraceVersion;
        counts = new BriefCache<>(() -> calls.read(sagaReadings::ofStore), KEEP_COUNTS, System::nanoTime);
        registeredProjections.followedBy(this::follow);
        registeredSagas.watchedBy(this::follow);
        follow();
    }

    /** Takes all away. */
    public synchronized void stop() {
        names = null;
        Set.copyOf(registered).forEach(this::unregister);
    }

    private synchronized void follow() {
        Map<ObjectName, Supplier<TellingBean>> wanted = wanted();
        Set.copyOf(registered).stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(this::unregister);
        wanted.forEach((name, bean) -> {
            if (!registered.contains(name)) {
                register(name, bean.get());
            }
        });
    }

    private Map<ObjectName, Supplier<TellingBean>> wanted() {
        BeanNames current = names;
        BriefCache<OfStore> ofStore = counts;
        Map<ObjectName, Supplier<TellingBean>> wanted = new LinkedHashMap<>();
        if (current == null || ofStore == null) {
            return wanted;
        }
        wanted.put(
                current.node(),
                () -> new TellingBean(
                        new ManagedNode(cluster, projectionReadings, sagaReadings, streams, version),
                        NodeMXBean.class));
        wanted.put(current.hub(), () -> new TellingBean(new ManagedHub(hub, hubOperations, calls), HubMXBean.class));
        registeredProjections
                .all()
                .forEach(projection -> wanted.put(
                        current.projection(projection.name()),
                        () -> new TellingBean(
                                new ManagedProjection(projection.name(), projections, calls, this::isForEverybody),
                                ProjectionMXBean.class)));
        registeredSagas
                .all()
                .forEach(saga -> wanted.put(
                        current.saga(saga.name(), saga.version()),
                        () -> new TellingBean(new ManagedSaga(saga, sagas, ofStore, calls), SagaMXBean.class)));
        return wanted;
    }

    /** The names and groups that streams are restricted to are those of HTTP's callers: JMX clients have none of them. */
    private boolean isForEverybody(String stream) {
        return access.admits(ClientOrigin.UNKNOWN, stream);
    }

    private void register(ObjectName name, TellingBean bean) {
        try {
            server.registerMBean(bean, name);
            registered.add(name);
        } catch (JMException e) {
            LOG.because(e, LogMessage.BEAN_NOT_TAKEN, name);
        }
    }

    private void unregister(ObjectName name) {
        registered.remove(name);
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.because(e, LogMessage.BEAN_GONE_ALREADY, name);
        } catch (JMException e) {
            LOG.because(e, LogMessage.BEAN_NOT_LET_GO, name);
        }
    }
}
