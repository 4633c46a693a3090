package org.headrace.persistence.secret;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.spi.ServerSecrets;

/** Keys in the heap: for the one node there is. */
public final class InMemoryServerSecrets implements ServerSecrets {

    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

    @Override
    public byte[] get(String name, byte[] offered) {
        return secrets.computeIfAbsent(name, n -> offered.clone()).clone();
    }
}
