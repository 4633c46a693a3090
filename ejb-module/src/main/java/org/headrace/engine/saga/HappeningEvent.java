package org.headrace.engine.saga;

import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.headrace.operator.Operator;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Runner;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.stream.NewEvent;
import org.headrace.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** What happened to a saga, as an event. Members that have no value are left out. */
final class HappeningEvent {

    private final StringBuilder json = new StringBuilder("{");

    private HappeningEvent() {}

    /**
     * Its key is the saga's id, its type {@link SagaHappening.Type#label}. The log gives the event its id, in order of time:
     * a happening is appended once, so that it need not be looked for, and new ids stand together in the index.
     */
    static NewEvent of(SagaHappening happening) {
        return new NewEvent(
                null,
                happening.type().label(),
                happening.saga().id(),
                new HappeningEvent().data(happening),
                metadata(happening),
                happening.at().toString());
    }

    private JsonText data(SagaHappening happening) {
        text("sagaId", happening.saga().id());
        text("sagaName", happening.saga().name());
        text("correlationId", happening.saga().correlationId());
        text("state", happening.state().label());
        Try step = happening.step();
        if (step != null) {
            text("step", step.step());
            text("direction", step.direction().label());
            number("attempt", step.attempt());
            text("idempotencyKey", step.idempotencyKey());
        }
        text("error", happening.error());
        Operator by = happening.by();
        if (by != null) {
            text("by", by.principal());
            text("reason", by.reason().isEmpty() ? null : by.reason());
        }
        Runner runner = happening.runner();
        if (runner != null) {
            text("node", runner.node());
            number("fence", runner.fence());
        }
        text("detail", happening.detail().isEmpty() ? null : happening.detail());
        number("sequence", happening.sequence());
        return JsonText.validated(json.append('}').toString());
    }

    private static JsonText metadata(SagaHappening happening) {
        var writer = new HappeningEvent();
        writer.text("correlationId", happening.saga().correlationId());
        TraceContext trace = happening.saga().trace();
        if (trace != null) {
            writer.text(TraceContext.TRACEPARENT, trace.traceparent());
            writer.text(TraceContext.TRACESTATE, trace.state().isEmpty() ? null : trace.state());
        }
        return JsonText.validated(writer.json.append('}').toString());
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            JsonWriter.quote(member(name), value);
        }
    }

    private void number(String name, long value) {
        member(name).append(value);
    }

    private StringBuilder member(String name) {
        return json.append(json.length() == 1 ? "\"" : ",\"").append(name).append("\":");
    }
}
