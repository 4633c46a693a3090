package org.headrace.engine.bootstrap;

import javax.management.AttributeChangeNotification;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/**
 * Listens to whether WildFly is being suspended. Each of its orderly stops begins with that, and one of the first things it
 * does then is to close all WebSockets; no application is asked before. But an MBean of its own tells the change of its state,
 * on the thread that suspends it and before that goes on. Other servers have no MBean of that name: nothing is told there.
 */
final class ServerSuspension implements NotificationListener {

    private static final Log LOG = Log.of(ServerSuspension.class);

    static final String STATE = "jboss.root:type=state";
    static final String RUNNING_STATE = "RunningState";

    private final MBeanServer beans;
    private final Runnable suspending;
    private final Runnable resumed;
    private @Nullable ObjectName watched;

    /**
     * Without effect until {@link #watch}.
     *
     * @param suspending called before the server suspends anything, which waits for it
     * @param resumed called when it goes on after all
     */
    ServerSuspension(MBeanServer beans, Runnable suspending, Runnable resumed) {
        this.beans = beans;
        this.suspending = suspending;
        this.resumed = resumed;
    }

    void watch() {
        try {
            var state = new ObjectName(STATE);
            if (beans.isRegistered(state)) {
                beans.addNotificationListener(state, this, null, null);
                watched = state;
            }
        } catch (JMException e) {
            LOG.because(e, LogMessage.SUSPENSION_NOT_TOLD);
        }
    }

    /** The server keeps what listens, and with it the deployment, until this is called. */
    void close() {
        ObjectName state = watched;
        watched = null;
        if (state == null) {
            return;
        }
        try {
            beans.removeNotificationListener(state, this);
        } catch (JMException e) {
            LOG.because(e, LogMessage.BEAN_GONE_ALREADY, state);
        }
    }

    @Override
    public void handleNotification(Notification notification, @Nullable Object handback) {
        if (notification instanceof AttributeChangeNotification change
                && change.getAttributeName().equals(RUNNING_STATE)) {
            String state = String.valueOf(change.getNewValue());
            if (state.equalsIgnoreCase("suspending")) {
                suspending.run();
            } else if (state.equalsIgnoreCase("normal")) {
                resumed.run();
            }
        }
    }
}
