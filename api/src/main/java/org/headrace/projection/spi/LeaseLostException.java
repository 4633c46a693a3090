package org.headrace.projection.spi;

/** The node does not hold the projection any more, or an operator has changed it. The caller must roll back. */
public final class LeaseLostException extends RuntimeException {
    public LeaseLostException(String projection) {
        super("Projection " + projection + " has changed hands, or was changed by an operator: looking again");
    }
}
