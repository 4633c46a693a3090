package org.headrace.testkit;

import java.util.ArrayList;
import java.util.List;

/** Another system, which knows no transactions of ours. It knows a booking that is made again by its key. */
class Hotel {

    private final List<String> rooms = new ArrayList<>();

    void book(String key) {
        if (!rooms.contains(key)) {
            rooms.add(key);
        }
    }

    void close() {
        rooms.clear();
    }

    void bookAnother(String key) {
        rooms.add(key);
    }

    /** Bears that there is none. */
    void cancel(String key) {
        rooms.remove(key);
    }

    List<String> everything() {
        return rooms.stream().map(key -> "room of " + key).toList();
    }
}
