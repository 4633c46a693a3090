package org.headrace.it.security;

import java.util.List;

/**
 * What there is to call, and who may, as the guide says it: written apart from the product's own table, so that one that is
 * changed by mistake does not match the other.
 */
final class WalkedEndpoints {

    /** Who may call an endpoint. */
    enum Needs {
        NOTHING,
        READER,
        WRITER,
        OPERATOR
    }

    /** @param template with parameters in braces */
    record Walked(Needs needs, String method, String template) {

        /** With something for each parameter that is not there. */
        String path() {
            return template.replace("{action}", "retry")
                    .replace("{format}", "yaml")
                    .replaceAll("\\{[^}]+}", "walked");
        }
    }

    static final List<Walked> ALL =
            """
            NOTHING GET /api/health/live
            NOTHING GET /api/health/ready
            NOTHING GET /api/health/started
            READER GET /api/metrics
            READER GET /api/openapi.{format}
            READER GET /api/openapi/{module}.{format}
            READER GET /api/streams
            READER GET /api/streams/{name}
            READER GET /api/streams/{name}/events
            WRITER POST /api/streams/{name}/events
            READER GET /api/streams/{name}/archive
            OPERATOR POST /api/streams/{name}/archive
            OPERATOR POST /api/streams/{name}/close
            OPERATOR POST /api/streams/{name}/reopen
            READER GET /api/projections
            READER GET /api/projections/{name}
            READER GET /api/projections/{name}/status
            READER GET /api/projections/{name}/audit
            OPERATOR POST /api/projections/{name}/pause
            OPERATOR POST /api/projections/{name}/resume
            OPERATOR POST /api/projections/{name}/split
            OPERATOR POST /api/projections/{name}/retry
            OPERATOR POST /api/projections/{name}/skip
            READER GET /api/projections/{name}/rebuild
            OPERATOR POST /api/projections/{name}/rebuild
            OPERATOR POST /api/projections/{name}/rebuild/parity
            OPERATOR POST /api/projections/{name}/rebuild/switch
            OPERATOR POST /api/projections/{name}/rebuild/cancel
            OPERATOR POST /api/projections/{name}/rebuild/resume
            OPERATOR POST /api/projections/{name}/rebuild/rollback
            OPERATOR POST /api/projections/{name}/rebuild/finish
            READER GET /api/projections/{name}/snapshots
            OPERATOR POST /api/projections/{name}/snapshots
            READER GET /api/projections/{name}/dead-letters
            READER GET /api/projections/{name}/dead-letters/causes
            READER GET /api/projections/{name}/dead-letters/{stream}/{offset}
            OPERATOR POST /api/projections/{name}/dead-letters/{stream}/{offset}/retry
            OPERATOR POST /api/projections/{name}/dead-letters/{stream}/{offset}/skip
            OPERATOR POST /api/projections/{name}/dead-letters/retry
            OPERATOR POST /api/projections/{name}/dead-letters/skip
            READER GET /api/sagas
            READER GET /api/sagas/definitions
            READER GET /api/sagas/{sagaId}/status
            READER GET /api/sagas/{sagaId}/history
            READER GET /api/sagas/{sagaId}/cancel-preview
            WRITER POST /api/sagas/{name}/start
            WRITER POST /api/sagas/{sagaId}/signals/{name}
            OPERATOR POST /api/sagas/{sagaId}/cancel
            OPERATOR POST /api/sagas/{sagaId}/pause
            OPERATOR POST /api/sagas/{sagaId}/resume
            OPERATOR POST /api/sagas/{sagaId}/retry
            OPERATOR POST /api/sagas/{sagaId}/undone
            OPERATOR POST /api/sagas/{sagaId}/edit
            OPERATOR POST /api/sagas/{sagaId}/settle
            OPERATOR POST /api/sagas/bulk/{action}
            OPERATOR GET /api/operator-actions
            READER GET /api/hub
            OPERATOR GET /api/hub/connections
            OPERATOR GET /api/hub/connections/{id}
            OPERATOR DELETE /api/hub/connections/{id}
            OPERATOR POST /api/hub/connections/{id}/subscriptions/{stream}/pause
            OPERATOR POST /api/hub/connections/{id}/subscriptions/{stream}/resume
            OPERATOR POST /api/hub/connections/{id}/subscriptions/{stream}/rewind
            OPERATOR POST /api/hub/connections/{id}/subscriptions/{stream}/close
            READER POST /hubs/events/negotiate
            READER GET /hubs/events
            NOTHING GET /
            NOTHING GET /index.html
            READER GET /api/projections/user-statistics
            WRITER POST /api/users
            WRITER DELETE /api/users/{userId}
            READER GET /api/orders/{orderId}
            READER GET /api/inventory/{productId}
            READER GET /api/loans/summary
            READER GET /api/loans/{applicationId}
            NOTHING POST /api/gateway/charges
            NOTHING GET /api/gateway/charges/{key}
            NOTHING DELETE /api/gateway/charges/{key}
            """
                    .lines()
                    .map(line -> line.split(" ", -1))
                    .map(words -> new Walked(Needs.valueOf(words[0]), words[1], words[2]))
                    .toList();

    private WalkedEndpoints() {}
}
