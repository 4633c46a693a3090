package org.headrace.testkit;

import java.util.List;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Runner;

/** Tells people what happened to a saga, so that they see why a test failed. */
final class HistoryText {

    private HistoryText() {}

    /** Begins on a new line; one line a happening. */
    static String of(List<SagaHappening> happenings) {
        var text = new StringBuilder("\nWhat happened:");
        for (SagaHappening happening : happenings) {
            text.append("\n  ").append(ToldLog.label(happening));
            Runner runner = happening.runner();
            if (runner != null) {
                text.append(" on ").append(runner.node());
            }
            if (happening.error() != null) {
                text.append(": ").append(happening.error());
            }
            if (!happening.detail().isEmpty()) {
                text.append(" (").append(happening.detail()).append(')');
            }
        }
        return text.toString();
    }
}
