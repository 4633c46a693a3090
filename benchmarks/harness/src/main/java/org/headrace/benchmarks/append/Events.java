package org.headrace.benchmarks.append;

import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The same events as the workload in the server appends. */
final class Events {

    private static final int KEYS = 1_000;
    private static final String DATA = "{\"name\":\"" + "x".repeat(190) + "\"}";

    private Events() {}

    /** Cheap ones: what an id costs is not what is measured. */
    static UUID[] ids(int count) {
        var random = ThreadLocalRandom.current();
        var ids = new UUID[count];
        Arrays.setAll(ids, i -> new UUID(random.nextLong(), random.nextLong()));
        return ids;
    }

    static String[] keys(int count) {
        var random = ThreadLocalRandom.current();
        var keys = new String[count];
        Arrays.setAll(keys, i -> "key-" + random.nextInt(KEYS));
        return keys;
    }

    static String[] data(int count) {
        var data = new String[count];
        Arrays.fill(data, DATA);
        return data;
    }
}
