package org.headrace.web.projection;

import java.time.Instant;
import java.util.List;
import org.headrace.json.JsonWriter;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Failure;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Detail;
import org.headrace.projection.DeadLetters.Page;
import org.headrace.projection.DeadLetters.Touched;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters as JSON. Not by JSON-B: an event's data goes out as the text it was appended as. Members that have
 * no value are left out; {@code key} is null when there is none, as it is of events.
 */
final class DeadLetterJson {

    private static final int SHOWN_OF_MANY = 100;

    private final StringBuilder out = new StringBuilder(512);

    private DeadLetterJson() {}

    /** {@code {"deadLetters":[…],"next"}}, {@code next} being null on the last page. */
    static String of(Page page) {
        var json = new DeadLetterJson();
        json.out.append('{');
        json.letters("deadLetters", page.letters());
        json.member("next");
        json.string(page.next());
        return json.out.append('}').toString();
    }

    /** A letter with its stack trace, and the event's data and metadata. */
    static String of(Detail detail) {
        var json = new DeadLetterJson();
        json.out.append('{');
        json.members(detail.letter());
        if (detail.stackTrace() != null) {
            json.text("stackTrace", detail.stackTrace());
        }
        json.text("eventId", detail.event().eventId().toString());
        json.plain("data", detail.event().data());
        json.plain("metadata", detail.event().metadata());
        if (detail.letter().editedData() != null) {
            json.plain("editedData", detail.letter().editedData());
        }
        json.time("recordedAt", detail.event().recordedAt());
        return json.out.append('}').toString();
    }

    /** {@code {"causes":[{"cause","count","firstFailedAt","lastFailedAt","example"},…]}}. */
    static String of(List<Cause> causes) {
        var json = new DeadLetterJson();
        json.out.append("{\"causes\":[");
        for (int i = 0; i < causes.size(); i++) {
            Cause cause = causes.get(i);
            json.out.append(i == 0 ? "{" : ",{");
            json.text("cause", cause.cause());
            json.plain("count", cause.count());
            json.time("firstFailedAt", cause.first());
            json.time("lastFailedAt", cause.last());
            json.member("example");
            json.letter(cause.example());
            json.out.append('}');
        }
        return json.out.append("]}").toString();
    }

    /** {@code {"dryRun":true,"letters":12,"queuedBehind":7,"first":[…]}}, with some of the letters. */
    static String of(Touched touched) {
        List<DeadLetter> letters = touched.letters();
        var json = new DeadLetterJson();
        json.out.append('{');
        json.plain("dryRun", true);
        json.plain("letters", letters.size());
        json.plain("queuedBehind", touched.queuedBehind());
        json.letters("first", letters.subList(0, Math.min(SHOWN_OF_MANY, letters.size())));
        return json.out.append('}').toString();
    }

    private void letters(String name, List<DeadLetter> letters) {
        member(name);
        out.append('[');
        for (int i = 0; i < letters.size(); i++) {
            out.append(i == 0 ? "" : ",");
            letter(letters.get(i));
        }
        out.append(']');
    }

    private void letter(DeadLetter letter) {
        out.append('{');
        members(letter);
        out.append('}');
    }

    private void members(DeadLetter letter) {
        text("stream", letter.at().stream());
        plain("offset", letter.at().offset());
        text("eventType", letter.eventType());
        member("key");
        string(letter.key());
        text("kind", letter.isQueued() ? "queued" : "failed");
        time("parkedAt", letter.parkedAt());
        plain("attempts", letter.attempts());
        Failure failure = letter.failure();
        if (failure != null) {
            text("cause", failure.cause());
            text("error", failure.error());
            time("failedAt", failure.failedAt());
        }
        plain("edited", letter.editedData() != null);
    }

    private void time(String name, Instant time) {
        text(name, time.toString());
    }

    private void text(String name, String value) {
        member(name);
        string(value);
    }

    private void plain(String name, Object value) {
        member(name);
        out.append(value);
    }

    private void member(String name) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        JsonWriter.quote(out, name).append(':');
    }

    private void string(@Nullable String value) {
        if (value == null) {
            out.append("null");
        } else {
            JsonWriter.quote(out, value);
        }
    }
}
