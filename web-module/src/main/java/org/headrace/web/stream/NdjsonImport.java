package org.headrace.web.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonSyntaxException;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.ConflictException;
import org.headrace.stream.EventLog;
import org.headrace.stream.NewEvent;
import org.headrace.web.request.UnreadableBodyException;
import org.jspecify.annotations.Nullable;

/** One NDJSON body on its way into the log: in batches, each durable before the next is read, or as one append. */
final class NdjsonImport {

    private static final int BATCH_EVENTS = 1_000;
    private static final int BATCH_BYTES = 8 * 1024 * 1024;

    private final EventLog log;
    private final String stream;
    private final NdjsonLines lines;
    private final @Nullable IdempotencyKey key;

    private final List<Line> batch = new ArrayList<>();
    private int batchBytes;
    private long count;
    private long firstOffset = -1;
    private long lastOffset = -1;
    private int duplicates;

    private record Line(long number, NewEvent event) {}

    NdjsonImport(EventLog log, String stream, NdjsonLines lines, @Nullable IdempotencyKey key) {
        this.log = log;
        this.stream = stream;
        this.lines = lines;
        this.key = key;
    }

    /**
     * Appends each batch by itself. All lines before the one that stops it are in.
     *
     * @throws ImportStoppedException at the first line that is not accepted
     */
    AppendAnswer inBatches() throws IOException {
        while (next()) {
            if (batch.size() == BATCH_EVENTS || batchBytes >= BATCH_BYTES) {
                flush();
            }
        }
        flush();
        if (count == 0) {
            throw nothingSent();
        }
        return new AppendAnswer(stream, firstOffset, lastOffset, count, duplicates == 0 ? null : duplicates);
    }

    /**
     * Appends all lines as one, or none.
     *
     * @throws ImportStoppedException at the first line that is not accepted
     */
    AppendAnswer asOne(Expectations expected, BodyLimits limits) throws IOException {
        while (nextOfOne()) {
            if (batch.size() > Append.MAX_EVENTS || batchBytes > limits.whole()) {
                throw BodyLimits.tooLarge("With atomic=true a request holds at most " + Append.MAX_EVENTS
                        + " events and " + limits.whole() + " bytes: send more of them without it");
            }
        }
        if (batch.isEmpty()) {
            throw nothingSent();
        }
        try {
            return AppendAnswer.of(log.append(expected.of(stream, eventsOf(batch))));
        } catch (ConflictException | InvalidInputException refused) {
            throw stopped(ImportStoppedException.NO_LINE, refused);
        }
    }

    /** The lines before a bad one go in before it is told. */
    private boolean next() throws IOException {
        try {
            return read();
        } catch (InvalidInputException | JsonSyntaxException | UnreadableBodyException bad) {
            long line = lines.number();
            flush();
            throw stopped(line, bad);
        }
    }

    private boolean nextOfOne() throws IOException {
        try {
            return read();
        } catch (InvalidInputException | JsonSyntaxException | UnreadableBodyException bad) {
            throw stopped(lines.number(), bad);
        }
    }

    private boolean read() throws IOException {
        String text = lines.next();
        if (text == null) {
            return false;
        }
        var in = new JsonScanner(text);
        NewEvent event = EventParser.parse(in, "", key == null ? null : key.ofEvent(lines.number() - 1));
        in.end();
        batch.add(new Line(lines.number(), event));
        batchBytes += lines.bytes();
        return true;
    }

    private void flush() {
        if (!batch.isEmpty()) {
            append(batch);
            batch.clear();
            batchBytes = 0;
        }
    }

    /** When the log refuses some of them, halves until the event at fault stands alone, as it does not say which. */
    private void append(List<Line> some) {
        try {
            appended(log.append(Append.to(stream, eventsOf(some))));
        } catch (ConflictException | InvalidInputException refused) {
            if (some.size() == 1) {
                throw stopped(some.get(0).number(), refused);
            }
            append(some.subList(0, some.size() / 2));
            append(some.subList(some.size() / 2, some.size()));
        } catch (RuntimeException failed) {
            throw stopped(some.get(0).number(), failed);
        }
    }

    private void appended(Appended appended) {
        if (count == 0) {
            firstOffset = appended.firstOffset();
        }
        lastOffset = appended.lastOffset();
        count += appended.count();
        duplicates += appended.duplicates();
    }

    private ImportStoppedException stopped(long line, RuntimeException reason) {
        return new ImportStoppedException(reason, line, count, firstOffset, lastOffset);
    }

    private static List<NewEvent> eventsOf(List<Line> lines) {
        return lines.stream().map(Line::event).toList();
    }

    private static InvalidInputException nothingSent() {
        return new InvalidInputException("body", "is empty: send an event a line");
    }
}
