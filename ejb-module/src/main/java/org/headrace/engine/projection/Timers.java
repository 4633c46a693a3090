package org.headrace.engine.projection;

import java.time.Duration;

/** The timers of the application server. */
public interface Timers extends Wakeups {

    /** Calls {@link RegisteredProjections#timeout} at the interval until it is stopped. */
    void startTimer(String projection, Duration interval);

    void stopTimer(String projection);
}
