package org.headrace.web.projection;

import java.util.List;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Failure;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Detail;
import org.headrace.projection.DeadLetters.Page;
import org.headrace.projection.DeadLetters.Touched;
import org.headrace.web.json.JsonMembers;

/**
 * Writes dead letters as JSON. Not by JSON-B: an event's data goes out as the text it was appended as. Members that have
 * no value are left out; {@code key} is null when there is none, as it is of events.
 */
final class DeadLetterJson {

    private static final int SHOWN_OF_MANY = 100;

    private DeadLetterJson() {}

    /** {@code {"deadLetters":[…],"next"}}, {@code next} being null on the last page. */
    static String of(Page page) {
        return JsonMembers.object(json -> {
            json.objects("deadLetters", page.letters(), DeadLetterJson::members);
            json.nullable("next", page.next());
        });
    }

    /** A letter with its stack trace, and the event's data and metadata. */
    static String of(Detail detail) {
        return JsonMembers.object(json -> {
            members(json, detail.letter());
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
        });
    }

    /** {@code {"causes":[{"cause","count","firstFailedAt","lastFailedAt","example"},…]}}. */
    static String of(List<Cause> causes) {
        return JsonMembers.object(json -> json.objects("causes", causes, (inner, cause) -> {
            inner.text("cause", cause.cause());
            inner.plain("count", cause.count());
            inner.time("firstFailedAt", cause.first());
            inner.time("lastFailedAt", cause.last());
            inner.object("example", example -> members(example, cause.example()));
        }));
    }

    /** {@code {"dryRun":true,"letters":12,"queuedBehind":7,"first":[…]}}, with some of the letters. */
    static String of(Touched touched) {
        List<DeadLetter> letters = touched.letters();
        return JsonMembers.object(json -> {
            json.plain("dryRun", true);
            json.plain("letters", letters.size());
            json.plain("queuedBehind", touched.queuedBehind());
            List<DeadLetter> shown = letters.subList(0, Math.min(SHOWN_OF_MANY, letters.size()));
            json.objects("first", shown, DeadLetterJson::members);
        });
    }

    private static void members(JsonMembers json, DeadLetter letter) {
        json.text("stream", letter.at().stream());
        json.plain("offset", letter.at().offset());
        json.text("eventType", letter.eventType());
        json.nullable("key", letter.key());
        json.text("kind", letter.isQueued() ? "queued" : "failed");
        json.time("parkedAt", letter.parkedAt());
        json.plain("attempts", letter.attempts());
        Failure failure = letter.failure();
        if (failure != null) {
            json.text("cause", failure.cause());
            json.text("error", failure.error());
            json.time("failedAt", failure.failedAt());
        }
        json.plain("edited", letter.editedData() != null);
    }
}
