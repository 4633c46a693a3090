package org.headrace.web.saga;

import org.headrace.operator.Operator;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Runner;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.saga.SagaHistory;
import org.headrace.trace.TraceContext;
import org.headrace.web.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/** Writes what happened to a saga as JSON. Members that have no value are left out, but for {@code next}. */
final class HistoryJson {

    private HistoryJson() {}

    /** {@code {"sagaId","history":[…],"next"}}, {@code next} being null on the last page. */
    static String of(String sagaId, SagaHistory.Page page) {
        return JsonMembers.object(json -> {
            json.text("sagaId", sagaId);
            json.objects("history", page.happenings(), HistoryJson::members);
            Long next = page.next();
            json.plain("next", next == null ? "null" : next);
        });
    }

    private static void members(JsonMembers json, SagaHappening happening) {
        json.plain("sequence", happening.sequence());
        json.text("type", happening.type().label());
        json.time("at", happening.at());
        json.text("state", happening.state().label());
        step(json, happening.step());
        optional(json, "error", happening.error());
        Operator by = happening.by();
        if (by != null) {
            json.object("by", inner -> {
                inner.text("principal", by.principal());
                inner.text("reason", by.reason());
            });
        }
        runner(json, happening.runner());
        if (!happening.detail().isEmpty()) {
            json.text("detail", happening.detail());
        }
        TraceContext trace = happening.saga().trace();
        optional(json, "traceparent", trace == null ? null : trace.traceparent());
    }

    private static void step(JsonMembers json, @Nullable Try step) {
        if (step != null) {
            json.text("step", step.step());
            json.text("direction", step.direction().label());
            json.plain("attempt", step.attempt());
            optional(json, "idempotencyKey", step.idempotencyKey());
        }
    }

    private static void runner(JsonMembers json, @Nullable Runner runner) {
        if (runner != null) {
            json.text("node", runner.node());
            json.plain("fence", runner.fence());
        }
    }

    private static void optional(JsonMembers json, String name, @Nullable String value) {
        if (value != null) {
            json.text(name, value);
        }
    }
}
