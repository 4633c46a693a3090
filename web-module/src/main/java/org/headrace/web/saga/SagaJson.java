package org.headrace.web.saga;

import java.time.Instant;
import java.util.List;
import org.headrace.json.JsonWriter;
import org.headrace.saga.SagaPage;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Writes sagas as JSON. Not by JSON-B: a saga's data goes out as the text it is kept as. Members that have no value are
 * left out.
 */
final class SagaJson {

    private final StringBuilder out = new StringBuilder(512);

    private SagaJson() {}

    /** One saga. */
    static String of(SagaStatus saga) {
        var json = new SagaJson();
        json.saga(saga);
        return json.out.toString();
    }

    /** {@code {"sagas":[…],"next"}}, {@code next} being null on the last page. */
    static String of(SagaPage page) {
        var json = new SagaJson();
        json.out.append("{\"sagas\":[");
        for (int i = 0; i < page.sagas().size(); i++) {
            json.out.append(i == 0 ? "" : ",");
            json.saga(page.sagas().get(i));
        }
        json.out.append("],\"next\":");
        json.string(page.next());
        return json.out.append('}').toString();
    }

    private void saga(SagaStatus saga) {
        Progress progress = saga.progress();
        out.append('{');
        text("sagaId", saga.saga().id());
        text("sagaName", saga.saga().name());
        text("correlationId", saga.saga().correlationId());
        plain("version", saga.version());
        text("state", progress.state().label());
        text("progress", progress.currentStep() + "/" + progress.totalSteps());
        plain("currentStep", progress.currentStep());
        plain("totalSteps", progress.totalSteps());
        texts("completedSteps", progress.completedSteps());
        plain("data", saga.data().toJson());
        time("startedAt", saga.times().startedAt());
        time("lastUpdated", saga.times().lastUpdated());
        time("completedAt", saga.times().completedAt());
        plain("paused", saga.pause() != null);
        mark("pause", saga.pause());
        mark("cancellation", saga.cancellation());
        failure(saga.failure());
        text("explanation", saga.explanation());
        out.append('}');
    }

    private void failure(@Nullable Failure failure) {
        if (failure != null) {
            text("errorMessage", failure.error());
            plain("attempts", failure.attempts());
            time("nextAttemptAt", failure.nextAttemptAt());
        }
    }

    private void mark(String name, @Nullable Mark mark) {
        if (mark != null) {
            member(name);
            out.append('{');
            text("by", mark.by().principal());
            text("reason", mark.by().reason());
            time("at", mark.at());
            out.append('}');
        }
    }

    private void texts(String name, List<String> values) {
        member(name);
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : ",");
            string(values.get(i));
        }
        out.append(']');
    }

    private void time(String name, @Nullable Instant time) {
        if (time != null) {
            text(name, time.toString());
        }
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
