package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.headrace.it.Api;

/** Microsoft's clients of the hub, as somebody who has to log in. */
public final class LoggedInClients {

    private static final String ONE = "several";

    private LoggedInClients() {}

    /**
     * Each appends, subscribes and receives.
     *
     * @param api as whom
     */
    public static void follow(Api api) throws Exception {
        String stream = "Java-" + UUID.randomUUID();
        assertThat(api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":0}")
                        .statusCode())
                .isEqualTo(201);
        try (JavaClient client = JavaClient.of(api).start()) {
            client.invoke("SubscribeToStream", stream, 0);
            assertThat(client.offsets(stream, 1)).containsExactly(0L);
        }
        var told = new Told(
                NodeScripts.run(api.login(), "run.js", api.base().toString(), "Hub-" + UUID.randomUUID(), "", ONE));
        for (String protocol : List.of("json", "messagepack")) {
            assertThat(told.by(ONE, protocol)).hasSize(2);
        }
    }
}
