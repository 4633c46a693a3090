package org.headrace.engine.saga.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headrace.saga.SagaState;

/** What must hold of every saga when it has ended, whatever befell the nodes that ran it. */
final class SagaInvariants {

    /** By what is wrong when it finds something; the saga's id is its one parameter. */
    private static final Map<String, String> NOTHING_IS_FOUND = queries();

    private static final String STATE = "SELECT state FROM saga_states WHERE saga_id = ?";

    private static final String FAILURES =
            "SELECT count(*) FROM saga_step_log WHERE saga_id = ? AND status = 'STEP_FAILED'";

    private static final String CALLED =
            """
            SELECT idempotency_key FROM saga_step_log
            WHERE saga_id = ? AND status = 'STEP_COMPLETED' AND idempotency_key IS NOT NULL ORDER BY 1
            """;

    private SagaInvariants() {}

    private static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put(
                "effects that are not as in the log",
                """
                SELECT effect || ': ' || coalesce(e.n, 0) || ' effects, completed ' || coalesce(l.n, 0) || ' times'
                FROM (SELECT saga_id, effect, count(*) AS n FROM effects GROUP BY 1, 2) e
                FULL JOIN (
                    SELECT saga_id, CASE direction WHEN 'execute' THEN step ELSE '-' || step END AS effect, count(*) AS n
                    FROM saga_step_log WHERE status = 'STEP_COMPLETED' AND idempotency_key IS NULL GROUP BY 1, 2
                ) l USING (saga_id, effect)
                WHERE saga_id = ? AND (e.n IS DISTINCT FROM 1 OR l.n IS DISTINCT FROM 1)
                """);
        queries.put(
                "effects of another transaction than the log's",
                """
                SELECT e.effect FROM effects e
                JOIN saga_step_log l ON l.saga_id = e.saga_id AND l.status = 'STEP_COMPLETED'
                    AND e.effect = CASE l.direction WHEN 'execute' THEN l.step ELSE '-' || l.step END
                WHERE e.saga_id = ? AND e.xmin <> l.xmin
                """);
        queries.put(
                "calls completed twice",
                """
                SELECT idempotency_key FROM saga_step_log
                WHERE saga_id = ? AND status = 'STEP_COMPLETED' AND idempotency_key IS NOT NULL
                GROUP BY 1 HAVING count(*) > 1
                """);
        queries.put(
                "calls completed and not begun",
                """
                SELECT c.idempotency_key FROM saga_step_log c
                WHERE c.saga_id = ? AND c.status = 'STEP_COMPLETED' AND c.idempotency_key IS NOT NULL
                  AND NOT EXISTS (
                      SELECT 1 FROM saga_step_log s WHERE s.saga_id = c.saga_id AND s.status = 'STEP_STARTED'
                        AND s.idempotency_key = c.idempotency_key AND s.sequence < c.sequence)
                """);
        queries.put(
                "undone in another order than the reverse",
                """
                SELECT done::text || ', undone ' || undone::text FROM (
                    SELECT saga_id, array_agg(step ORDER BY sequence DESC) FILTER (WHERE direction = 'execute') AS done,
                           array_agg(step ORDER BY sequence) FILTER (WHERE direction = 'compensate') AS undone
                    FROM saga_step_log WHERE status IN ('STEP_COMPLETED', 'STEP_SKIPPED') GROUP BY saga_id
                ) steps JOIN saga_states s USING (saga_id)
                WHERE saga_id = ? AND s.state = 4 AND done IS DISTINCT FROM undone
                """);
        queries.put(
                "fences that fall",
                """
                SELECT status || ' ' || coalesce(step, '') || ' by ' || fence || ' after ' || highest FROM (
                    SELECT saga_id, status, step, fence,
                           max(fence) OVER (PARTITION BY saga_id ORDER BY sequence) AS highest
                    FROM saga_step_log WHERE fence IS NOT NULL
                ) told
                WHERE saga_id = ? AND fence < highest
                """);
        queries.put(
                "told after the end",
                """
                SELECT l.status FROM saga_step_log l
                WHERE l.saga_id = ? AND l.principal IS NULL AND EXISTS (
                    SELECT 1 FROM saga_step_log e WHERE e.saga_id = l.saga_id AND e.sequence < l.sequence
                      AND e.status IN ('COMPLETED', 'COMPENSATED', 'FAILED'))
                """);
        queries.put(
                "turns of a saga in another transaction than what brought them about",
                """
                SELECT status FROM (
                    SELECT saga_id, status, xmin::text AS own, lag(xmin::text) OVER (PARTITION BY saga_id ORDER BY sequence) AS before
                    FROM saga_step_log
                ) told
                WHERE saga_id = ? AND status IN ('COMPLETED', 'COMPENSATING', 'COMPENSATED') AND own <> before
                """);
        queries.put(
                "left in saga_work",
                "SELECT 'owned by ' || coalesce(node_id::text, 'nobody') FROM saga_work WHERE saga_id = ?");
        queries.put(
                "pending",
                "SELECT doubtful_step FROM saga_states WHERE saga_id = ? AND (doubtful_step IS NOT NULL OR call_fence IS NOT NULL)");
        return Collections.unmodifiableMap(queries);
    }

    /** What is violated; empty: nothing. */
    static List<String> violated(CrashDatabase database, FakeGateway gateway, CrashCase crash) {
        return violated(database, gateway, new Expected(crash.name(), crash.end(), crash.failures()));
    }

    /**
     * How a saga must have ended.
     *
     * @param failures of its steps, that counted
     */
    record Expected(String correlationId, SagaState end, int failures) {}

    /** What is violated; empty: nothing. */
    static List<String> violated(CrashDatabase database, FakeGateway gateway, Expected expected) {
        List<String> ids =
                database.column("SELECT saga_id FROM saga_states WHERE correlation_id = ?", expected.correlationId());
        if (ids.size() != 1) {
            return List.of("started " + ids.size() + " times");
        }
        String id = ids.get(0);
        List<String> violated = new ArrayList<>();
        NOTHING_IS_FOUND.forEach((what, sql) -> {
            List<String> found = database.column(sql, id);
            if (!found.isEmpty()) {
                violated.add(what + ": " + found);
            }
        });
        requireEqual(violated, "state", expected.end().code(), database.count(STATE, id));
        requireEqual(violated, "failures told", expected.failures(), database.count(FAILURES, id));
        List<String> called = database.column(CALLED, id);
        List<String> known = gateway.keysOf(id).stream().sorted().toList();
        if (!known.equals(called.stream().sorted().toList())) {
            violated.add("the gateway did " + known + ", the log " + called);
        }
        return violated;
    }

    private static void requireEqual(List<String> violated, String what, long expected, long actual) {
        if (expected != actual) {
            violated.add(what + ": " + actual + " instead of " + expected);
        }
    }
}
