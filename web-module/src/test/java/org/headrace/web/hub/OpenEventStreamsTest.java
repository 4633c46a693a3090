package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** An application ends when its event streams have. */
class OpenEventStreamsTest {

    private final OpenEventStreams streams = new OpenEventStreams();

    @Test
    void theEndOfTheLastIsAwaited() throws Exception {
        streams.began();
        streams.began();
        CompletableFuture<Void> awaited = CompletableFuture.runAsync(streams::awaitEnd);
        streams.ended();
        assertThatThrownBy(() -> awaited.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        streams.ended();

        awaited.get(1, TimeUnit.SECONDS);
    }

    @Test
    void oneThatDoesNotEndIsNotAwaitedForEver() throws Exception {
        streams.began();
        CompletableFuture.runAsync(streams::awaitEnd).get(1, TimeUnit.MINUTES);
    }

    @Test
    void whereThereAreNoneNobodyWaits() {
        long since = System.nanoTime();
        streams.awaitEnd();
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(1));
    }
}
