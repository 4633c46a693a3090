package org.headrace.engine.hub;

/**
 * How many events of a subscription may be with the client that it has not acknowledged.
 *
 * @param events from 1 to {@value #MOST}; 0: any number
 */
public record Window(int events) {

    public static final int MOST = 10_000;

    /** No limit, as acknowledgements are of no consequence. */
    public static final Window NONE = new Window(0);

    public Window {
        if (events < 0 || events > MOST) {
            throw new IllegalArgumentException("A window has up to " + MOST + " events, not " + events);
        }
    }

    boolean isLimited() {
        return events > 0;
    }
}
