package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.util.UUID;
import javax.management.MBeanException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.awaitility.Awaitility;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A JMX client that connects to a server process from outside, as a console does. */
class JmxIT {

    private static final String[] TEXT = {String.class.getName()};
    private static final String[] TWO_TEXTS = {String.class.getName(), String.class.getName()};

    private static HeadraceProcess server;
    private static JMXConnector connector;
    private static MBeanServerConnection beans;

    @BeforeAll
    @SuppressWarnings("BanJNDI") // the address is of a server of ours
    static void start() throws Exception {
        int port = Places.freePort();
        server = HeadraceProcess.start(
                Places.newDirectory("jmx"),
                "HEADRACE_JAVA_OPTS=-Dcom.sun.management.jmxremote.port=" + port
                        + " -Dcom.sun.management.jmxremote.rmi.port=" + port
                        + " -Dcom.sun.management.jmxremote.host=127.0.0.1 -Djava.rmi.server.hostname=127.0.0.1"
                        + " -Dcom.sun.management.jmxremote.authenticate=false"
                        + " -Dcom.sun.management.jmxremote.ssl=false");
        connector = JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
        beans = connector.getMBeanServerConnection();
    }

    @AfterAll
    static void stop() throws Exception {
        if (connector != null) {
            connector.close();
        }
        server.close();
    }

    @Test
    void whatRunsIsThereUnderTheApplicationsName() throws Exception {
        assertThat(beans.queryNames(new ObjectName("org.headrace:application=headrace,*"), null))
                .extracting(ObjectName::toString)
                .contains(
                        "org.headrace:type=Node,application=headrace",
                        "org.headrace:type=Hub,application=headrace",
                        "org.headrace:type=Projection,application=headrace,name=user-statistics",
                        "org.headrace:type=Saga,application=headrace,name=order-fulfillment,version=1");
        ObjectName node = only("Node", "");
        assertThat(beans.getAttribute(node, "Alive")).isEqualTo(true);
        assertThat((Integer) beans.getAttribute(node, "RunningProjections")).isPositive();
        assertThat((String) beans.getAttribute(node, "Version")).matches("[0-9]+\\..*");
    }

    @Test
    void aProjectionIsReadAndOperated() throws Exception {
        ObjectName projection = only("Projection", ",name=user-statistics");
        server.api().postJson("/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}");
        Awaitility.await().until(() -> beans.getAttribute(projection, "State").equals("Live"));

        beans.invoke(projection, "pause", new Object[] {"seen by JMX"}, TEXT);

        JsonObject status = server.api().getObject("/api/projections/user-statistics/status");
        assertThat(status.getString("state")).isEqualTo("Paused");
        assertThat(status.getString("explanation")).contains("jmx", "seen by JMX");
        assertThatThrownBy(() -> beans.invoke(projection, "skip", new Object[] {""}, TEXT))
                .hasRootCauseExactlyInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("No event holds projection user-statistics up");
        beans.invoke(projection, "resume", new Object[] {""}, TEXT);
        JsonObject action = server.api()
                .getObject("/api/operator-actions?target=projections/user-statistics")
                .getJsonArray("actions")
                .getJsonObject(0);
        assertThat(action.getString("action")).isEqualTo("resume");
        assertThat(action.getString("by")).isEqualTo("jmx");
        beans.invoke(projection, "rebuild", new Object[] {"again"}, TEXT);
        Awaitility.await().until(() -> beans.getAttribute(projection, "State").equals("Live"));
    }

    @Test
    void aConnectionOfTheHubIsClosed() throws Exception {
        ObjectName hub = only("Hub", "");
        String stream = "Jmx-" + UUID.randomUUID();
        server.api().postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":1}");
        try (var listener = new HubListener(server.api())) {
            listener.subscribe(stream, 0);
            listener.events(1);
            assertThat((Integer) beans.getAttribute(hub, "Connections")).isEqualTo(1);
            assertThat((Long) beans.getAttribute(hub, "SentMessages")).isPositive();
            String[] ids = (String[])
                    beans.invoke(hub, "connectionIds", new Object[] {10}, new String[] {int.class.getName()});

            beans.invoke(hub, "closeConnection", new Object[] {ids[0], "maintenance"}, TWO_TEXTS);

            Awaitility.await()
                    .until(() -> beans.getAttribute(hub, "Connections").equals(0));
        }
    }

    @Test
    void aSagaThatDoesNotExistIsToldAsSuch() throws Exception {
        ObjectName saga = only("Saga", ",name=order-fulfillment,version=1");
        assertThatThrownBy(() -> beans.invoke(saga, "cancel", new Object[] {"none", ""}, TWO_TEXTS))
                .isInstanceOfAny(MBeanException.class, RuntimeMBeanException.class)
                .hasRootCauseExactlyInstanceOf(IllegalArgumentException.class);
        assertThat((String[]) beans.getAttribute(saga, "Steps")).hasSize(3);
    }

    private static ObjectName only(String type, String rest) throws Exception {
        return new ObjectName("org.headrace:type=" + type + ",application=headrace" + rest);
    }
}
