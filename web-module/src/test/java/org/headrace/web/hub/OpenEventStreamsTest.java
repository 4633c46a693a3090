package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** An application ends when its event streams have. */
class OpenEventStreamsTest {

    /** Whose patience does not end before the test's. */
    private final OpenEventStreams streams = new OpenEventStreams(Duration.ofHours(1));

    @Test
    void theEndOfTheLastIsAwaited() throws Exception {
        streams.began();
        streams.began();
        CompletableFuture<Void> awaited = CompletableFuture.runAsync(streams::awaitEnd);
        streams.ended();
        assertThatThrownBy(() -> awaited.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        streams.ended();

        awaited.get(1, TimeUnit.MINUTES);
    }

    @Test
    void oneThatDoesNotEndIsNotAwaitedForEver() throws Exception {
        var hasty = new OpenEventStreams(Duration.ofMillis(100));
        hasty.began();
        CompletableFuture.runAsync(hasty::awaitEnd).get(1, TimeUnit.MINUTES);
    }

    @Test
    void whereThereAreNoneNobodyWaits() throws Exception {
        CompletableFuture.runAsync(streams::awaitEnd).get(1, TimeUnit.MINUTES);
    }
}
