package org.headrace.engine.projection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.operator.Operator;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetterNotFoundException;
import org.headrace.projection.DeadLetters;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.projection.spi.DeadLetterStore.StreamKey;
import org.jspecify.annotations.Nullable;

/** What operators see of dead letters and do to them. */
@ApplicationScoped
public class DeadLetterOperations implements DeadLetters {

    private static final Log LOG = Log.of(DeadLetterOperations.class);

    @Inject
    RegisteredProjections registered;

    @Inject
    OperatorActionStore actions;

    @Override
    public Page find(String projection, Query query) {
        return storeOf(projection).find(projection, query);
    }

    @Override
    public Map<String, Long> counts(String projection) {
        return storeOf(projection).counts(projection);
    }

    @Override
    public List<Cause> causes(String projection, Filter filter) {
        return storeOf(projection).causes(projection, filter);
    }

    @Override
    public Detail get(String projection, Address at) {
        DeadLetterStore store = storeOf(projection);
        DeadLetter letter =
                store.find(projection, at).orElseThrow(() -> new DeadLetterNotFoundException(projection, at));
        return new Detail(
                letter,
                store.stackTrace(projection, at).orElse(null),
                new ParkedEvents(registered.parts()).read(letter));
    }

    @Override
    public Handled retry(String projection, Address at, @Nullable JsonText editedData, Operator by) {
        return told(projection, turn(projection, by).retry(at, editedData).handled(), by);
    }

    @Override
    public Handled skip(String projection, Address at, Operator by) {
        requireReason(by);
        return told(projection, turn(projection, by).skip(at).handled(), by);
    }

    @Override
    public Touched touched(String projection, Filter filter) {
        List<DeadLetter> heads = storeOf(projection).heads(projection, filter);
        Map<StreamKey, Long> ofKeys = storeOf(projection).keys(projection);
        long behind = heads.stream()
                .filter(letter -> letter.key() != null)
                .mapToLong(letter -> ofKeys.getOrDefault(ParkedEvents.keyOf(letter), 1L) - 1)
                .sum();
        return new Touched(heads, behind);
    }

    @Override
    public Handled retryAll(String projection, Filter filter, Operator by) {
        LetterTurn turn = turn(projection, by);
        for (DeadLetter head : storeOf(projection).heads(projection, filter)) {
            turn.unlessGone(() -> turn.retry(head.at(), null));
        }
        return told(projection, turn.handled(), by);
    }

    @Override
    public Handled skipAll(String projection, Filter filter, Operator by) {
        requireReason(by);
        LetterTurn turn = turn(projection, by);
        for (DeadLetter head : storeOf(projection).heads(projection, filter)) {
            turn.unlessGone(() -> {
                if (head.isQueued()) {
                    turn.retry(head.at(), null);
                } else {
                    turn.skip(head.at());
                }
            });
        }
        return told(projection, turn.handled(), by);
    }

    private static Handled told(String projection, Handled handled, Operator by) {
        LOG.write(
                LogMessage.LETTERS_HANDLED,
                projection,
                handled.processed(),
                handled.skipped(),
                handled.failed().size(),
                by.principal(),
                by.reason());
        return handled;
    }

    private LetterTurn turn(String projection, Operator by) {
        return new LetterTurn(registered.runner(projection), registered.parts(), actions, by);
    }

    private DeadLetterStore storeOf(String projection) {
        registered.runner(projection);
        return registered.parts().places().deadLetters();
    }

    private static void requireReason(Operator by) {
        if (by.reason().isBlank()) {
            throw new InvalidInputException(
                    "reason", "must be given: it is recorded why an event is left out for good");
        }
    }
}
