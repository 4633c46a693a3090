package org.headrace.engine.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.MalformedURLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.security.auth.Subject;

/** A JMX client that has logged in to a server before the platform's MBean server, by RMI. */
final class JmxClient implements AutoCloseable {

    private final JMXConnectorServer server;
    private final JMXConnector connector;
    private final MBeanServerConnection connection;

    /** @param user the server believes it */
    @SuppressWarnings("BanJNDI") // the address is of a server of ours
    JmxClient(String user) {
        JMXAuthenticator believing =
                credentials -> new Subject(true, Set.of(new JMXPrincipal(user)), Set.of(), Set.of());
        try {
            server = JMXConnectorServerFactory.newJMXConnectorServer(
                    new JMXServiceURL("service:jmx:rmi://"),
                    Map.of(JMXConnectorServer.AUTHENTICATOR, believing),
                    ManagementFactory.getPlatformMBeanServer());
            server.start();
            connector = JMXConnectorFactory.connect(
                    server.getAddress(), Map.of(JMXConnector.CREDENTIALS, new String[] {user, ""}));
            connection = connector.getMBeanServerConnection();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<ObjectName> names(String pattern) throws Exception {
        return connection.queryNames(new ObjectName(pattern), null);
    }

    Object get(String bean, String attribute) throws Exception {
        return connection.getAttribute(new ObjectName(bean), attribute);
    }

    /** Arguments are strings and longs. What the bean throws is thrown as it is. */
    Object call(String bean, String operation, Object... arguments) throws Exception {
        String[] signature = Arrays.stream(arguments)
                .map(argument -> argument instanceof Long ? long.class.getName() : String.class.getName())
                .toArray(String[]::new);
        try {
            return connection.invoke(new ObjectName(bean), operation, arguments, signature);
        } catch (RuntimeMBeanException e) {
            throw e.getTargetException();
        }
    }

    MBeanServerConnection connection() {
        return connection;
    }

    @Override
    public void close() throws IOException {
        connector.close();
        server.stop();
    }
}
