package org.headrace.benchmarks.saga;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.GenericEventMessage;
import org.headrace.benchmarks.axon.AxonParts;

/** The steps of {@link AxonSaga}, each a command whose handler writes its row in the transaction of the saga. */
public final class AxonSteps {

    private final AxonParts axon;

    AxonSteps(AxonParts axon) {
        this.axon = axon;
    }

    /** A step that others follow. */
    public record Carry(String id, String effect) {}

    /** The event that has the saga go on. */
    public record Carried(String id, String effect) {}

    /**
     * The last step. Nobody waits to be told of it.
     *
     * @param fails whether it is to be refused
     */
    public record Close(String id, String effect, boolean fails) {}

    /** A step has failed. It has done nothing. */
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        RefusedException() {
            super("as the data says");
        }
    }

    @CommandHandler
    public void handle(Carry step) throws SQLException {
        write(step.id(), step.effect());
        axon.publish(List.of(GenericEventMessage.asEventMessage(new Carried(step.id(), step.effect()))));
    }

    @CommandHandler
    public void handle(Close step) throws SQLException {
        if (step.fails()) {
            throw new RefusedException();
        }
        write(step.id(), step.effect());
    }

    private void write(String id, String effect) throws SQLException {
        try (Connection connection = axon.connect()) {
            SagaRows.effect(connection, id, effect);
        }
    }
}
