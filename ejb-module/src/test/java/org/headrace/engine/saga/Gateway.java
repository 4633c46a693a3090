package org.headrace.engine.saga;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaProbe;
import org.headrace.saga.SagaProbe.Finding;

/** Another system, which knows a call that is made again by its key. */
final class Gateway {

    /** Every call and question, as {@code charge}, {@code refund} or {@code ask}, in order. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private final Map<String, Integer> effects = new ConcurrentHashMap<>();
    private final Map<String, SagaAction> afterEffect = new ConcurrentHashMap<>();
    private final Map<String, SagaAction> beforeEffect = new ConcurrentHashMap<>();
    private volatile SagaProbe probe =
            context -> effects.containsKey(context.idempotencyKey()) ? Finding.HAPPENED : Finding.NEVER_HAPPENED;

    void charge(SagaContext context) throws Exception {
        call("charge", context);
        context.set("receipt", "R-" + context.attempt());
    }

    void refund(SagaContext context) throws Exception {
        call("refund", context);
    }

    Finding ask(SagaContext context) throws Exception {
        calls.add("ask");
        Finding finding = probe.ask(context);
        if (finding == Finding.HAPPENED) {
            context.set("receipt", "found");
        }
        return finding;
    }

    private void call(String what, SagaContext context) throws Exception {
        calls.add(what);
        beforeEffect.getOrDefault(what, c -> {}).perform(context);
        effects.putIfAbsent(context.idempotencyKey(), 1);
        afterEffect.getOrDefault(what, c -> {}).perform(context);
    }

    /** How many charges stand by now. */
    int effectsOf(String key) {
        return effects.getOrDefault(key, 0);
    }

    Gateway before(String call, SagaAction action) {
        beforeEffect.put(call, action);
        return this;
    }

    Gateway after(String call, SagaAction action) {
        afterEffect.put(call, action);
        return this;
    }

    Gateway answering(SagaProbe newProbe) {
        probe = newProbe;
        return this;
    }

    void heal() {
        beforeEffect.clear();
        afterEffect.clear();
    }
}
