package org.headrace.web.saga;

import org.headrace.saga.SagaPage;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Outlook;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.trace.TraceContext;
import org.headrace.web.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * Writes sagas as JSON. Not by JSON-B: a saga's data goes out as the text it is kept as. Members that have no value are
 * left out.
 */
final class SagaJson {

    private SagaJson() {}

    /** One saga. */
    static String of(SagaStatus saga) {
        return JsonMembers.object(json -> members(json, saga));
    }

    /** {@code {"sagas":[…],"next"}}, {@code next} being null on the last page. */
    static String of(SagaPage page) {
        return JsonMembers.object(json -> {
            json.objects("sagas", page.sagas(), SagaJson::members);
            json.nullable("next", page.next());
        });
    }

    private static void members(JsonMembers json, SagaStatus saga) {
        Progress progress = saga.progress();
        json.text("sagaId", saga.saga().id());
        json.text("sagaName", saga.saga().name());
        json.text("correlationId", saga.saga().correlationId());
        json.plain("version", saga.version());
        json.text("state", progress.state().label());
        json.text("progress", progress.currentStep() + "/" + progress.totalSteps());
        json.plain("currentStep", progress.currentStep());
        json.plain("totalSteps", progress.totalSteps());
        json.texts("completedSteps", progress.completedSteps());
        json.plain("data", saga.data().toJson());
        json.time("startedAt", saga.times().startedAt());
        json.time("lastUpdated", saga.times().lastUpdated());
        json.time("completedAt", saga.times().completedAt());
        json.plain("paused", saga.pause() != null);
        mark(json, "pause", saga.pause());
        mark(json, "cancellation", saga.cancellation());
        failure(json, saga.failure());
        outlook(json, saga.outlook());
        TraceContext trace = saga.saga().trace();
        optional(json, "traceparent", trace == null ? null : trace.traceparent());
        json.text("explanation", saga.explanation());
    }

    private static void outlook(JsonMembers json, Outlook outlook) {
        json.time("deadline", outlook.deadline());
        optional(json, "awaited", outlook.awaited());
        json.time("awaitedUntil", outlook.awaitedUntil());
        optional(json, "inDoubt", outlook.inDoubt());
    }

    private static void optional(JsonMembers json, String name, @Nullable String value) {
        if (value != null) {
            json.text(name, value);
        }
    }

    private static void failure(JsonMembers json, @Nullable Failure failure) {
        if (failure != null) {
            json.text("errorMessage", failure.error());
            json.plain("attempts", failure.attempts());
            json.time("nextAttemptAt", failure.nextAttemptAt());
        }
    }

    private static void mark(JsonMembers json, String name, @Nullable Mark mark) {
        if (mark != null) {
            json.object(name, inner -> {
                inner.text("by", mark.by().principal());
                inner.text("reason", mark.by().reason());
                inner.time("at", mark.at());
            });
        }
    }
}
