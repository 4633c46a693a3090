package org.headrace.it.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import org.headrace.it.HubListener;
import org.headrace.it.Waiting;
import org.headrace.it.server.ApplicationServer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Of servers that can be suspended: they answer no requests then, and stop nothing. */
public abstract class SuspendableCluster extends ServerCluster {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final int SUSPENDED = 503;

    protected abstract void suspend(ApplicationServer server);

    protected abstract void resume(ApplicationServer server);

    @Test
    @Order(8)
    void aSuspendedOneSendsItsClientsAwayAndGoesOnWithItsWork() throws Exception {
        Member node = left();
        String stream = "Suspended-" + UUID.randomUUID();
        String order;
        try (var client = new Goodbye(node.api());
                Connection payments = database().holdPayments();
                Connection statistics = database().holdUserStatistics()) {
            node.append(stream);
            order = Orders.start(node);
            Orders.awaitReserved(node, order);
            node.addUser();
            database().awaitWaiting(2);

            suspend(node.server());

            assertThat(client.awaitEnd()).contains("\"type\":7").contains("\"allowReconnect\":true");
            assertThat(node.api().get("/api/hub").statusCode()).isEqualTo(SUSPENDED);
            assertThat(node.api()
                            .postJson("/hubs/events/negotiate?negotiateVersion=1", "")
                            .statusCode())
                    .isEqualTo(SUSPENDED);
            statistics.rollback();
            payments.rollback();
        }
        database().awaitEffectsOnce(order);
        database().awaitReadModel(DEADLINE);
        assertThat(node.api().get("/api/hub").statusCode()).isEqualTo(SUSPENDED);

        resume(node.server());

        Waiting.untilReady(node.api());
        assertThat(Orders.completedBy(node, order).values()).containsOnly(node.name());
        try (var again = new HubListener(node.api())) {
            again.subscribe(stream, 0);
            node.append(stream);
            assertThat(offsets(again.events(2))).containsExactly(0L, 1L);
        }
    }
}
