package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.container.jdk.client.JdkClientContainer;
import org.glassfish.tyrus.core.ErrorCollector;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.core.TyrusExtension;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeInfo;
import org.glassfish.tyrus.spi.Writer;
import org.headrace.engine.hub.FrameText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In a Tyrus of its own, whose transport is the test's. */
class TyrusSocketTest {

    private final ClientManager container = ClientManager.createClient(JdkClientContainer.class.getName());
    private final Wire wire = new Wire();
    private final List<@Nullable Throwable> done = new ArrayList<>();
    private final FrameText frame = new FrameText("{\"é\":1}");

    /** Notes what Tyrus writes, and has it written when the test says so. */
    private static final class Wire extends Writer {

        private final List<ByteBuffer> written = new ArrayList<>();
        private final List<CompletionHandler<ByteBuffer>> handlers = new ArrayList<>();
        private boolean slow;
        private int closed;

        @SuppressWarnings("UnusedVariable") // read by reflection
        private @Nullable Object tyrusHttpUpgradeHandler;

        @Override
        public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {
            written.add(buffer);
            handlers.add(handler);
            if (!slow) {
                handler.completed(buffer);
            }
        }

        @Override
        public void close() {
            closed++;
        }
    }

    /** What stands for the hub. */
    public static class Opened extends Endpoint {

        private static @Nullable Session session;

        @Override
        public void onOpen(Session opened, EndpointConfig config) {
            session = opened;
            opened.addMessageHandler(String.class, message -> {});
        }
    }

    private final List<ClosingSocket> closing = new ArrayList<>();
    private @Nullable Connection connection;

    private Session session() throws Exception {
        return session(List.of());
    }

    /** A new one, with extensions that both sides have. */
    private Session session(List<Extension> extensions) throws Exception {
        TyrusWebSocketEngine engine = TyrusWebSocketEngine.builder(container).build();
        engine.register(
                ServerEndpointConfig.Builder.create(Opened.class, "/tested")
                        .extensions(extensions)
                        .build(),
                "");
        RequestContext request = RequestContext.Builder.create()
                .requestURI(URI.create("/tested"))
                .queryString("")
                .build();
        Map.of(
                        "Upgrade", "websocket",
                        "Connection", "Upgrade",
                        "Host", "localhost",
                        "Sec-WebSocket-Version", "13",
                        "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")
                .forEach((name, value) -> request.getHeaders().put(name, List.of(value)));
        for (Extension extension : extensions) {
            request.getHeaders().put("Sec-WebSocket-Extensions", List.of(extension.getName()));
        }
        UpgradeInfo upgrade = engine.upgrade(request, new TyrusUpgradeResponse());
        connection = upgrade.createConnection(wire, reason -> {});
        return Objects.requireNonNull(Opened.session);
    }

    @AfterEach
    void close() {
        Opened.session = null;
        container.shutdown();
    }

    @Test
    void aFrameReachesTheTransportAsItIsMadeForAll() throws Exception {
        new WebSocketOutlet(session(), closing::add).send(frame, done::add);

        assertThat(wire.written).hasSize(1);
        assertThat(wire.written.get(0).array()).isSameAs(frame.in(ServerFrame.TEXT));
        assertThat(done).containsExactly((Throwable) null);
    }

    @Test
    void bytesGoOutAsBytes() throws Exception {
        var outlet = new WebSocketOutlet(session(), closing::add);
        outlet.sendBinary();
        outlet.send(frame, done::add);

        assertThat(wire.written.get(0).array()).startsWith(0x82);
    }

    /** Both ways say the same to a client. */
    @Test
    void aFrameIsTheOneThatTyrusMakes() throws Exception {
        session().getAsyncRemote().sendText(frame.text(), result -> {});

        assertThat(wire.written.get(0)).isEqualTo(ByteBuffer.wrap(frame.in(ServerFrame.TEXT)));
    }

    @Test
    void aFrameHasGoneOutWhenTheTransportSaysSo() throws Exception {
        wire.slow = true;
        new WebSocketOutlet(session(), closing::add).send(frame, done::add);
        assertThat(done).isEmpty();

        wire.handlers.get(0).completed(wire.written.get(0));
        assertThat(done).containsExactly((Throwable) null);
    }

    @Test
    void aFailureIsToldOnce() throws Exception {
        wire.slow = true;
        new WebSocketOutlet(session(), closing::add).send(frame, done::add);
        wire.handlers.get(0).failed(new IOException("Broken pipe"));
        wire.handlers.get(0).failed(new IOException("Broken pipe"));

        assertThat(done).singleElement().isInstanceOf(IOException.class);
    }

    /** Payara's request must not end while the thread that reads may be in it. */
    @Test
    void theThreadThatReadsEndsTheRequestWhenTheClientHasAnswered() throws Exception {
        try (var payara = new LikePayara()) {
            wire.tyrusHttpUpgradeHandler = payara.upgradeHandler();
            var outlet = new WebSocketOutlet(session(), closing::add);
            outlet.close("done");
            outlet.close("once more");

            assertThat(wire.written).hasSize(1);
            assertThat(closing).singleElement().satisfies(socket -> assertThat(socket.hasEnded())
                    .isFalse());
            assertThat(wire.closed).as("requests ended").isZero();

            Objects.requireNonNull(connection).getReadHandler().handle(maskedCloseFrame());

            assertThat(wire.closed).isEqualTo(1);
            assertThat(wire.written).as("close frames").hasSize(1);
            assertThat(closing.get(0).hasEnded()).isTrue();
        }
    }

    private static ByteBuffer maskedCloseFrame() {
        return ByteBuffer.wrap(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8});
    }

    /** Payara's objects may belong to another client's request by then. */
    @Test
    void nothingIsWrittenToARequestThatHasEnded() throws Exception {
        try (var payara = new LikePayara()) {
            wire.tyrusHttpUpgradeHandler = payara.upgradeHandler();
            Session session = session();
            RawSocket socket = Objects.requireNonNull(RawSockets.of(session, closing::add));
            Object remote = Fields.valueOf("asyncRemote", session);
            Object handler = Fields.valueOf("protocolHandler", Fields.valueOf("webSocket", remote));
            ((Writer) Fields.valueOf("writer", handler)).close();
            assertThat(wire.closed).isEqualTo(1);

            socket.send(frame.in(ServerFrame.TEXT), done::add);

            assertThat(wire.written).isEmpty();
            assertThat(done).singleElement().isInstanceOf(IOException.class);
        }
    }

    @Test
    void whereThereIsNoSocketToWaitForTheRequestEndsAtOnce() throws Exception {
        new WebSocketOutlet(session(), closing::add).close("done");

        assertThat(wire.written).hasSize(1);
        assertThat(closing).isEmpty();
        assertThat(wire.closed).isEqualTo(1);
    }

    @Test
    void aSessionThatHasNewsAfterItsEndIsForgotten() throws Exception {
        Session session = session();
        session.close();
        Object components = Fields.valueOf("componentProvider", Fields.valueOf("endpointWrapper", session));
        Map<?, ?> kept = (Map<?, ?>) Fields.valueOf("sessionToObject", components);
        components
                .getClass()
                .getMethod("getInstance", Class.class, Session.class, ErrorCollector.class)
                .invoke(components, Opened.class, session, new ErrorCollector());
        assertThat(kept.keySet()).hasSize(1).allMatch(session::equals);

        RawSockets.forget(session);

        assertThat(kept).isEmpty();
    }

    @Test
    void nothingComesAfterTheCloseFrame() throws Exception {
        Session session = session();
        var outlet = new WebSocketOutlet(session, closing::add);
        session.close(new CloseReason(CloseCodes.NORMAL_CLOSURE, "done"));
        outlet.send(frame, done::add);

        assertThat(wire.written).hasSize(1).first().satisfies(last -> assertThat(last.get(0))
                .isEqualTo((byte) 0x88));
        assertThat(done).singleElement().isInstanceOf(IOException.class);
    }

    /** It may change frames on their way. */
    @Test
    void withAnExtensionTyrusMakesTheFrame() throws Exception {
        Session session = session(List.of(new TyrusExtension("permessage-tested")));
        assertThat(session.getNegotiatedExtensions()).hasSize(1);
        new WebSocketOutlet(session, closing::add).send(frame, done::add);

        assertThat(wire.written).hasSize(1);
        assertThat(wire.written.get(0).array()).isNotSameAs(frame.in(ServerFrame.TEXT));
        assertThat(done).containsExactly((Throwable) null);
    }

    /** Such a task is what a message costs most. */
    @Test
    void noTaskIsScheduledForAMessage() throws Exception {
        Session session = session();
        Object before = scheduledLast(session);
        new WebSocketOutlet(session, closing::add).send(frame, done::add);
        assertThat(scheduledLast(session)).isSameAs(before);

        session.getAsyncRemote().sendText(frame.text(), result -> {});
        assertThat(scheduledLast(session)).as("by the way of Jakarta WebSocket").isNotSameAs(before);
    }

    private static @Nullable Object scheduledLast(Session session) throws ReflectiveOperationException {
        Field last = session.getClass().getDeclaredField("idleTimeoutFuture");
        last.setAccessible(true);
        return last.get(session);
    }
}
