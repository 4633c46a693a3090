package org.headrace.persistence.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.headrace.spi.ServerSecrets;
import org.junit.jupiter.api.Test;

/** What every store of keys must hold to. */
abstract class ServerSecretsContract {

    private final String name = "secret-" + UUID.randomUUID();

    abstract ServerSecrets secrets();

    @Test
    void theFirstOfferIsKept() {
        assertThat(secrets().get(name, new byte[] {1, 0, -1})).containsExactly(1, 0, -1);
        assertThat(secrets().get(name, new byte[] {2})).containsExactly(1, 0, -1);
        assertThat(secrets().get(name + "-other", new byte[] {3})).containsExactly(3);
    }

    @Test
    void ofManyWhoAskAtOnceAllGetTheSame() {
        Set<List<Byte>> seen = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 32)
                .parallel()
                .forEach(i -> seen.add(List.of(secrets().get(name, new byte[] {(byte) i})[0])));

        assertThat(seen).hasSize(1);
    }

    @Test
    void whatIsReturnedIsTheCallersOwn() {
        secrets().get(name, new byte[] {1})[0] = 9;

        assertThat(secrets().get(name, new byte[] {2})).containsExactly(1);
    }
}
