package org.headrace.benchmarks.saga;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.headrace.benchmarks.saga.AxonSteps.Carried;
import org.headrace.benchmarks.saga.AxonSteps.Carry;
import org.headrace.benchmarks.saga.AxonSteps.Close;
import org.headrace.benchmarks.saga.AxonSteps.RefusedException;

/**
 * A saga as one writes it for Axon. An event has it send the command of its next step, which is carried out in the
 * transaction that stores it. The fields are its state; Axon deletes what has ended.
 */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public final class AxonSaga {

    /** What a saga begins with. */
    public record Started(String id, boolean fails, String data) {}

    private final List<String> completed = new ArrayList<>();
    private boolean fails;

    /** Only stored, as ours are. */
    @SuppressWarnings("UnusedVariable")
    private String data = "";

    @StartSaga
    @SagaEventHandler(associationProperty = "id")
    public void on(Started event, CommandGateway commands) {
        fails = event.fails();
        data = event.data();
        carry(commands, event.id(), "A");
        completed.add("A");
    }

    @SagaEventHandler(associationProperty = "id")
    public void on(Carried event, CommandGateway commands, AxonEndings endings) {
        switch (event.effect()) {
            case "A" -> {
                carry(commands, event.id(), "B");
                completed.add("B");
            }
            case "B" -> third(event.id(), commands, endings);
            case "undo B" -> close(commands, endings, event.id(), "undo A");
            default -> throw new IllegalArgumentException("No step follows " + event.effect());
        }
    }

    private void third(String id, CommandGateway commands, AxonEndings endings) {
        try {
            close(commands, endings, id, "C");
        } catch (RefusedException e) {
            carry(commands, id, "undo B");
            completed.remove("B");
        }
    }

    private static void carry(CommandGateway commands, String id, String effect) {
        commands.sendAndWait(new Carry(id, effect));
    }

    private void close(CommandGateway commands, AxonEndings endings, String id, String effect) {
        commands.sendAndWait(new Close(id, effect, fails && effect.equals("C")));
        SagaLifecycle.end();
        endings.endsWithThisTransaction(id);
    }
}
