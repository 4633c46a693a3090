package org.headrace.engine.hub;

/**
 * How many events of a subscription may be with the client that it has not acknowledged.
 *
 * @param events from 1 to {@value #MOST}; 0: any number
 * @param byResult each event is a call that the client answers, and its answer acknowledges it; only with a limit
 */
public record Window(int events, boolean byResult) {

    public static final int MOST = 10_000;

    /** No limit, as acknowledgements are of no consequence. */
    public static final Window NONE = new Window(0, false);

    public Window {
        if (events < 0 || events > MOST || (byResult && events == 0)) {
            throw new IllegalArgumentException("No window: " + events + (byResult ? " by result" : ""));
        }
    }

    /** Acknowledged by offset. */
    public static Window of(int events) {
        return new Window(events, false);
    }

    boolean isLimited() {
        return events > 0;
    }
}
