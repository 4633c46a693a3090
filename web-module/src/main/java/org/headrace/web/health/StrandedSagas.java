package org.headrace.web.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headrace.saga.SagaRegistry.Registered;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.saga.spi.SagaWorkStore.Unclaimed;

/** Tells of sagas that nobody runs, by kind. */
final class StrandedSagas {

    private StrandedSagas() {}

    /** @param registered what this node can run */
    static Map<String, String> told(List<Unclaimed> unclaimed, List<Registered> registered) {
        Map<String, String> told = new LinkedHashMap<>();
        unclaimed.forEach(sagas -> told.put(title(sagas.kind()), sentence(sagas, registered)));
        return told;
    }

    private static String title(Kind kind) {
        String title = kind.sagaName() + " version " + kind.version();
        return kind.hash().isEmpty() ? title : title + " hash " + kind.hash();
    }

    private static String sentence(Unclaimed sagas, List<Registered> registered) {
        Kind kind = sagas.kind();
        String waiting =
                sagas.count() + (sagas.count() == 1 ? " saga waits since " : " sagas wait since ") + sagas.readySince();
        String version = "version " + kind.version() + " of " + kind.sagaName();
        List<Registered> same = registered.stream()
                .filter(r -> r.name().equals(kind.sagaName()) && r.version() == kind.version())
                .toList();
        if (same.isEmpty()) {
            return "no node runs " + version + ": " + waiting;
        }
        return same.stream().anyMatch(r -> kind.hash().isEmpty() || r.hash().equals(kind.hash()))
                ? "this node has " + version + " registered, but it has no free worker: " + waiting
                : "no node runs " + version + " with the steps they were started with, this one has other steps: "
                        + waiting;
    }
}
