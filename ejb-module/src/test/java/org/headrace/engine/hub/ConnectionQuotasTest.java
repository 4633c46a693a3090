package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.headrace.engine.hub.HubSettings.Heartbeat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many connections one user and one address may have. */
class ConnectionQuotasTest {

    private static final ClientOrigin ADA = new ClientOrigin("ada", "192.0.2.1");

    private final TestHub hub = new TestHub(new HubSettings(
            Duration.ofSeconds(5),
            3,
            40,
            Duration.ofMillis(100),
            Heartbeat.DEFAULT,
            new ClientLimits(2, 3, 100, 100, 1)));

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aUserHasSoManyConnectionsFromWhereverAndOthersHaveTheirs() throws Exception {
        HubConnection first = open(ADA);
        open(new ClientOrigin("ada", "192.0.2.2"));

        assertRefused(new ClientOrigin("ada", "192.0.2.3"), "max-connections-per-principal is 2");
        open(new ClientOrigin("grace", "192.0.2.1"));
        first.gone();
        hub.awaitCounts(new HubCounts(2, 0, 0));
        open(ADA);
    }

    @Test
    void anAddressHasSoManyConnectionsWhoeverTheyBelongToAndOthersHaveTheirs() throws Exception {
        HubConnection first = open(ADA);
        open(new ClientOrigin("", "192.0.2.1"));
        open(new ClientOrigin("", "192.0.2.1"));

        assertRefused(new ClientOrigin("", "192.0.2.1"), "max-connections-per-address is 3");
        open(new ClientOrigin("", "192.0.2.2"));
        first.gone();
        hub.awaitCounts(new HubCounts(3, 0, 0));
        open(ADA);
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() throws Exception {
        for (int i = 1; i <= 3; i++) {
            open(new ClientOrigin("", "2001:db8:0:1::" + i));
        }

        assertRefused(new ClientOrigin("", "2001:db8:0:1:8::4"), "max-connections-per-address");
        open(new ClientOrigin("", "2001:db8:0:2::1"));
    }

    @Test
    void whatIsNotKnownIsNotLimited() throws Exception {
        for (int i = 0; i < 20; i++) {
            open(ClientOrigin.UNKNOWN);
        }
    }

    @Test
    void whoIsRefusedIsNotCounted() throws Exception {
        var quotas = new ConnectionQuotas(new ClientLimits(1, 1, 1, 1, 1));
        quotas.enter(ADA);
        assertThatThrownBy(() -> quotas.enter(ADA)).isInstanceOf(TooManyConnectionsException.class);
        assertThatThrownBy(() -> quotas.enter(new ClientOrigin("grace", ADA.address())))
                .isInstanceOf(TooManyConnectionsException.class);
        quotas.leave(ADA);

        quotas.enter(ADA);
        quotas.leave(ADA);
        assertThat(quotas.size()).isZero();
    }

    private HubConnection open(ClientOrigin origin) throws HubUnavailableException {
        return hub.engine.open(new RecordingOutlet(), origin);
    }

    private void assertRefused(ClientOrigin origin, String limit) {
        assertThatThrownBy(() -> hub.engine.requireRoom(origin))
                .isInstanceOf(TooManyConnectionsException.class)
                .hasMessageContaining(limit);
        assertThatThrownBy(() -> open(origin))
                .isInstanceOf(TooManyConnectionsException.class)
                .hasMessageContaining(limit);
    }
}
