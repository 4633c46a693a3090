package org.headrace.engine.saga.crash;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.headrace.saga.SagaContext;

/**
 * A node's way to {@link FakeGateway}.
 *
 * @param node its name, by which the gateway tells who calls
 */
record GatewayClient(String url, String node) {

    static final String KEY = "Idempotency-Key";
    static final String NODE = "X-Node";

    /** Names the crash case that is reached when the call has taken effect; no answer comes then. */
    static final String UNANSWERED = "X-Unanswered";

    void call(SagaContext context, boolean isUnanswered) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty(KEY, context.idempotencyKey());
        connection.setRequestProperty(NODE, node);
        if (isUnanswered) {
            connection.setRequestProperty(UNANSWERED, context.saga().correlationId());
        }
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_NO_CONTENT) {
            throw new IOException("The gateway answered " + status);
        }
        connection.disconnect();
    }
}
