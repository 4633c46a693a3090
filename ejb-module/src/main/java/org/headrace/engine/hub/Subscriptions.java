package org.headrace.engine.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headrace.engine.hub.WhenSlow.Policy;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection, and whose turn it is. */
final class Subscriptions {

    private final Map<String, Subscription> byStream = new HashMap<>();
    private final Deque<Subscription> turns = new ArrayDeque<>();
    private int impatient;

    @Nullable
    Subscription find(String stream) {
        return byStream.get(stream);
    }

    @Nullable
    Subscription find(long number) {
        for (Subscription subscription : byStream.values()) {
            if (subscription.number() == number) {
                return subscription;
            }
        }
        return null;
    }

    boolean isCurrent(Subscription subscription) {
        return byStream.get(subscription.stream()) == subscription;
    }

    void add(Subscription subscription) {
        byStream.put(subscription.stream(), subscription);
        turns.add(subscription);
        impatient += isImpatient(subscription) ? 1 : 0;
    }

    void remove(Subscription subscription) {
        if (byStream.remove(subscription.stream(), subscription)) {
            turns.remove(subscription);
            impatient -= isImpatient(subscription) ? 1 : 0;
        }
    }

    /** Whose turn it is; it comes last afterwards. */
    @Nullable
    Subscription nextTurn() {
        Subscription next = turns.poll();
        if (next != null) {
            turns.add(next);
        }
        return next;
    }

    /** It comes first again. */
    void putFirst(Subscription subscription) {
        turns.remove(subscription);
        turns.addFirst(subscription);
    }

    /** One whose client is too slow to stay; null: there is none. */
    @Nullable
    Subscription firstTooSlow() {
        if (impatient > 0) {
            for (Subscription subscription : turns) {
                if (subscription.isSlowTo(Policy.DISCONNECT)) {
                    return subscription;
                }
            }
        }
        return null;
    }

    /** How many events the one is behind that is behind most; 0 where there is none. */
    long mostBehind() {
        long most = 0;
        for (Subscription subscription : turns) {
            if (subscription.isPlaced()) {
                most = Math.max(most, subscription.lag());
            }
        }
        return most;
    }

    private static boolean isImpatient(Subscription subscription) {
        return subscription.options().whenSlow().policy() == Policy.DISCONNECT;
    }

    List<Subscription> all() {
        return new ArrayList<>(turns);
    }

    int size() {
        return byStream.size();
    }
}
