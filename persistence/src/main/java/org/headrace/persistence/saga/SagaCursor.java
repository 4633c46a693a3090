package org.headrace.persistence.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore.Page;

/** Where a page of sagas ended: the last one's time of start and id. */
record SagaCursor(Instant startedAt, String sagaId) {

    /** A page of the first ones found, and whether more were. */
    static Page page(List<SagaRecord> found, int limit) {
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        SagaRecord last = found.get(limit - 1);
        String next = new SagaCursor(last.times().startedAt(), last.id()).text();
        return new Page(List.copyOf(found.subList(0, limit)), next);
    }

    /** @throws InvalidInputException when the text is none of ours */
    static SagaCursor parse(String text) {
        return decode(text)
                .orElseThrow(() -> new InvalidInputException("cursor", "must be the one that the page before gave"));
    }

    private static Optional<SagaCursor> decode(String text) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), UTF_8);
            int space = decoded.indexOf(' ');
            if (space < 0 || !StoredForm.canHold(decoded)) {
                return Optional.empty();
            }
            Instant startedAt = Instant.parse(decoded.substring(0, space));
            // What PostgreSQL cannot compare with is none of ours either.
            return startedAt.isBefore(StoredTimes.FIRST) || startedAt.isAfter(StoredTimes.LAST)
                    ? Optional.empty()
                    : Optional.of(new SagaCursor(startedAt, decoded.substring(space + 1)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((startedAt + " " + sagaId).getBytes(UTF_8));
    }
}
