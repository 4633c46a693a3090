package org.headrace.engine.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.awaitility.Awaitility;
import org.headrace.engine.cluster.ClusterEngine;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.OperatedHub;
import org.headrace.engine.hub.StreamAccess;
import org.headrace.engine.projection.TestNode;
import org.headrace.engine.saga.SagaEnvironment;
import org.headrace.engine.saga.TestSaga;
import org.headrace.engine.stream.StreamEngine;
import org.headrace.json.JsonText;
import org.headrace.memory.HeapTransactions;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions.Query;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The beans of a real node, as a JMX client sees them that comes by RMI. */
class ManagementBeansTest {

    private final String application = "test-" + UUID.randomUUID();
    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final TestNode node = TestNode.inMemory(jta, new HeapTransactions(jta.registry()));
    private final SagaEnvironment env = SagaEnvironment.inMemory();
    private final TestSaga saga = new TestSaga(env.effects());
    private final SagaEnvironment.Node sagas = env.newNode(saga);
    private final BoundedCalls threads = new BoundedCalls();
    private final ManagementBeans beans = beans(operators());
    private final JmxClient client = new JmxClient("ada");

    @BeforeEach
    void start() {
        threads.start(Executors.defaultThreadFactory());
        register("orders");
        beans.start(application, "1.2.3");
    }

    @AfterEach
    void close() throws Exception {
        beans.stop();
        client.close();
        threads.stop();
        env.close();
        node.close();
        jta.close();
    }

    @Test
    void beansComeAndGoWithWhatTheyStandFor() throws Exception {
        assertThat(names()).containsExactlyInAnyOrder("Node", "Hub", "Projection orders", "Saga test");
        register("late-comer");
        assertThat(names()).contains("Projection late-comer");
        node.registry().unregister("late-comer");
        sagas.registered().unregister(TestSaga.NAME, 1);
        assertThat(names()).containsExactlyInAnyOrder("Node", "Hub", "Projection orders");

        beans.stop();

        assertThat(names()).isEmpty();
        register("too-late");
        assertThat(names()).isEmpty();
    }

    @Test
    void theBeansOfTwoApplicationsDoNotCollide() throws Exception {
        ManagementBeans others = beans(operators());
        others.start(application + ":other", "1.2.3");

        assertThat(client.names("org.headrace:type=Hub,*").stream()
                        .filter(name -> name.toString().contains(application))
                        .count())
                .isEqualTo(2);
        others.stop();
        assertThat(names()).contains("Hub");
    }

    @Test
    void aClientReadsWhereAProjectionStands() throws Exception {
        append(3);
        Awaitility.await().until(() -> client.get(projection(), "State").equals("Live"));

        assertThat(client.get(projection(), "Lag")).isEqualTo(0L);
        assertThat(client.get(projection(), "EventsProcessed")).isEqualTo(3L);
        assertThat(client.get(projection(), "Owner")).isEqualTo("test node");
        assertThat(client.get(projection(), "LastError")).isNull();
        var checkpoints = (TabularData) client.get(projection(), "Checkpoints");
        assertThat(checkpoints.get(new Object[] {"Orders"}).get("value")).isEqualTo(2L);
    }

    @Test
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    void whatConcernsRestrictedStreamsIsNotTold() throws Exception {
        beans.access = (caller, stream) -> !stream.equals("Orders");
        append(3);
        Awaitility.await().until(() -> node.projections().status("orders").eventsProcessed() == 3);
        Awaitility.await().until(() -> client.get(projection(), "State").equals("Live"));

        assertThat(client.get(projection(), "EventsProcessed")).isEqualTo(0L);
        assertThat(client.get(projection(), "DeadLetters")).isEqualTo(0L);
        assertThat(((TabularData) client.get(projection(), "Heads")).size()).isZero();
        assertThat((String) client.get(projection(), "Explanation")).contains("headrace.restricted-streams");
        assertThat((String) client.call(projection(), "pause", "stock-taking")).doesNotContain("stock-taking");
    }

    @Test
    void whatAClientDoesToAProjectionIsRecordedUnderItsName() throws Exception {
        String told = (String) client.call(projection(), "pause", "stock-taking");
        assertThat(told).startsWith("Paused: ").contains("jmx:ada").contains("stock-taking");
        assertThat(client.get(projection(), "State")).isEqualTo("Paused");
        append(2);
        client.call(projection(), "resume", "counted");
        Awaitility.await()
                .until(() -> client.get(projection(), "EventsProcessed").equals(2L));

        List<OperatorAction> actions =
                node.actions().find(new Query("projections/orders", 10, null)).actions();
        assertThat(actions)
                .extracting(a -> a.action() + " by " + a.by().principal() + ": " + a.by().reason())
                .containsExactly("resume by jmx:ada: counted", "pause by jmx:ada: stock-taking");
    }

    @Test
    void onlyTheEventThatIsMeantIsPassedOver() throws Exception {
        DynamicProjection refusing = (event, context) -> {
            if (context.event().offset() == 1) {
                throw new IllegalArgumentException("of no kind that is known");
            }
        };
        node.registry()
                .register(ProjectionDefinition.of("refusing", refusing, "Orders")
                        .withOptions(ProjectionOptions.DEFAULT.withRetry(
                                new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 0))));
        String bean = projection("refusing");
        append(3);
        Awaitility.await().until(() -> client.get(bean, "State").equals("Paused"));
        assertThat((String) client.get(bean, "Explanation")).contains("Orders").contains("1");

        assertThatThrownBy(() -> client.call(bean, "skipEvent", "Orders", 2L, "not that one"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Event 2 of stream Orders does not hold projection refusing up");
        client.call(bean, "skipEvent", "Orders", 1L, "of no use");

        Awaitility.await().until(() -> client.get(bean, "State").equals("Live"));
        assertThat(node.actions()
                        .find(new Query("projections/refusing", 10, null))
                        .actions())
                .extracting(a -> a.action() + " " + a.detail() + ": " + a.by().reason())
                .containsExactly("skip " + OperatorAction.event("Orders", 1) + ": of no use");
    }

    @Test
    void whatCannotBeDoneIsToldByAnExceptionThatEveryClientHas() {
        assertThatThrownBy(() -> client.call(projection(), "resume", ""))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not paused");
        assertThatThrownBy(() -> client.call(saga(), "pause", "unheard-of", ""))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unheard-of");
    }

    @Test
    void whoMayNotActChangesNothing() throws Exception {
        beans.stop();
        ManagementBeans guarded = beans((action, target, reason) -> {
            throw new SecurityException(action + " of " + target + " needs the role headrace-operator");
        });
        guarded.start(application, "1.2.3");

        assertThatThrownBy(() -> client.call(projection(), "pause", ""))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("pause of projections/orders needs the role headrace-operator");

        assertThat(client.get(projection(), "State")).isNotEqualTo("Paused");
        guarded.stop();
    }

    @Test
    void sagasAreOperatedByTheirIds() throws Exception {
        saga.at("B", context -> {
            if (context.attempt() < 100) {
                throw new IllegalStateException("no");
            }
        });
        saga.at("-A", context -> {
            throw new IllegalStateException("cannot be undone");
        });
        String id =
                sagas.sagas.start(SagaStart.of(TestSaga.NAME, SagaData.empty())).sagaId();
        sagas.await(id, SagaState.FAILED);

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> open().equals(List.of("Failed=1")));
        saga.clear("-A");
        assertThat((String) client.call(saga(), "retry", id, "mended")).isNotEmpty();
        sagas.await(id, SagaState.COMPENSATED);
        assertThat((String) client.call(saga(), "explain", id)).startsWith("Compensated: ");
        assertThat(client.get(saga(), "Steps")).isEqualTo(new String[] {"A", "B", "C"});
    }

    @Test
    void aSagaOfAnotherDefinitionIsNotOperatedHere() throws Exception {
        SagaEnvironment.Node idle = env.newIdleNode(saga);
        String id =
                idle.sagas.start(SagaStart.of(TestSaga.NAME, SagaData.empty())).sagaId();
        sagas.registered().register(new TestSaga(env.effects()).named("other", 7));
        String other = "org.headrace:type=Saga,application=" + application + ",name=other,version=7";

        assertThatThrownBy(() -> client.call(other, "pause", id, ""))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is of test version 1");
    }

    @Test
    void consolesAreToldWhatThingsMean() throws Exception {
        MBeanInfo info = client.connection().getMBeanInfo(new ObjectName(projection()));

        assertThat(info.getDescription()).isEqualTo("A projection, wherever it runs");
        assertThat(info.getAttributes())
                .allSatisfy(attribute -> assertThat(attribute.getDescription()).isNotEqualTo(attribute.getName()));
        assertThat(Stream.of(info.getOperations())
                        .filter(operation -> operation.getName().equals("pause"))
                        .map(operation -> operation.getSignature()[0]))
                .allSatisfy(parameter -> {
                    assertThat(parameter.getName()).isEqualTo("reason");
                    assertThat(parameter.getDescription()).isEqualTo("Why; it is recorded");
                });
    }

    @Test
    void valuesThatANameCannotBearAreQuoted() {
        assertThat(new BeanNames("a:b").projection("x,y=\"z\"*?").toString())
                .isEqualTo("org.headrace:type=Projection,application=\"a:b\",name=\"x,y=\\\"z\\\"\\*\\?\"");
        assertThat(new BeanNames("headrace").saga("order-fulfillment", 2).toString())
                .isEqualTo("org.headrace:type=Saga,application=headrace,name=order-fulfillment,version=2");
    }

    private List<String> open() throws Exception {
        var open = (TabularData) client.get(saga(), "Open");
        return open.values().stream()
                .map(CompositeData.class::cast)
                .map(row -> row.get("key") + "=" + row.get("value"))
                .toList();
    }

    private String projection() {
        return projection("orders");
    }

    private String projection(String name) {
        return "org.headrace:type=Projection,application=" + application + ",name=" + name;
    }

    private String saga() {
        return "org.headrace:type=Saga,application=" + application + ",name=test,version=1";
    }

    private static JmxCaller operators() {
        var operators = new JmxCaller();
        operators.start(name -> Optional.empty());
        return operators;
    }

    /** Type and name of each bean. */
    private List<String> names() throws Exception {
        return client.names("org.headrace:application=" + application + ",*").stream()
                .map(name -> (name.getKeyProperty("type") + " "
                                + Objects.requireNonNullElse(name.getKeyProperty("name"), ""))
                        .strip())
                .toList();
    }

    private void register(String name) {
        DynamicProjection handler = (event, context) -> {};
        node.registry().register(ProjectionDefinition.of(name, handler, "Orders"));
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            node.log().append(Append.to("Orders", NewEvent.of("T", JsonText.of("{}"))));
        }
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private ManagementBeans beans(OperatorAccess access) {
        var calls = new ManagedCalls();
        calls.calls = threads;
        calls.access = access;
        var made = new ManagementBeans();
        made.registeredProjections = node.registered();
        made.projections = node.projections();
        made.projectionReadings = node.readings();
        made.registeredSagas = sagas.registered();
        made.sagas = sagas.sagas;
        made.sagaReadings = sagas.readings();
        made.hub = new Hub();
        made.hubOperations = new OperatedHub();
        made.cluster = new ClusterEngine();
        made.streams = new StreamEngine();
        made.calls = calls;
        made.access = StreamAccess.OPEN;
        return made;
    }
}
