package org.headrace.engine.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import javax.management.AttributeChangeNotification;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** With a bean that tells what WildFly's tells; that WildFly tells it is seen by the tests on two of them. */
class ServerSuspensionTest {

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private final State state = new State();
    private final List<String> told = new ArrayList<>();
    private final ServerSuspension suspension =
            new ServerSuspension(beans, () -> told.add("suspending"), () -> told.add("resumed"));

    public interface StateMBean {
        String getRunningState();
    }

    public static final class State extends NotificationBroadcasterSupport implements StateMBean {

        private String running = "normal";

        @Override
        public String getRunningState() {
            return running;
        }

        void becomes(String next) {
            String before = running;
            running = next;
            changed(ServerSuspension.RUNNING_STATE, before, next);
        }

        void changed(String attribute, String before, String next) {
            sendNotification(new AttributeChangeNotification(
                    this, 1, 0, "It has changed", attribute, String.class.getName(), before, next));
        }
    }

    private void watch() throws JMException {
        beans.registerMBean(state, new ObjectName(ServerSuspension.STATE));
        suspension.watch();
    }

    @Test
    void tellsWhenTheServerBeginsToSuspendAndWhenItGoesOn() throws JMException {
        watch();

        state.becomes("suspending");
        assertThat(told).as("before the server goes on").containsExactly("suspending");
        state.becomes("suspended");
        state.becomes("normal");
        state.changed("RuntimeConfigurationState", "ok", "suspending");

        assertThat(told).containsExactly("suspending", "resumed");
    }

    @Test
    void leavesNothingWithTheServer() throws JMException {
        watch();
        suspension.close();

        state.becomes("suspending");

        assertThat(told).isEmpty();
    }

    @Test
    void doesWithoutWhereTheServerHasNoSuchBean() {
        assertThatCode(() -> {
                    suspension.watch();
                    suspension.close();
                })
                .doesNotThrowAnyException();
    }
}
