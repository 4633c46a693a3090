package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.headrace.engine.hub.FrameText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketOutletTest {

    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();
    private final ClassLoader applications = new URLClassLoader(new URL[0], before);
    private final List<@Nullable ClassLoader> sending = new ArrayList<>();
    private final List<SendHandler> handlers = new ArrayList<>();
    private final List<ClassLoader> calledBack = new ArrayList<>();
    private boolean fails;

    @BeforeEach
    void runInTheApplication() {
        thread.setContextClassLoader(applications);
    }

    @AfterEach
    void leaveIt() {
        thread.setContextClassLoader(before);
    }

    private Session session() {
        RemoteEndpoint.Async remote = proxy(RemoteEndpoint.Async.class, (method, arguments) -> {
            sending.add(thread.getContextClassLoader());
            if (fails) {
                throw new IllegalStateException("closed");
            }
            handlers.add((SendHandler) arguments[1]);
            return null;
        });
        return proxy(Session.class, (method, arguments) -> remote);
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    private void send() {
        new WebSocketOutlet(session(), socket -> {})
                .send(new FrameText("frame"), outcome -> calledBack.add(thread.getContextClassLoader()));
    }

    /** What a container does for each message may depend on how much there is to look through. */
    @Test
    void sendsWithThePlatformsLoaderAndLeavesTheThreadAsItWas() {
        send();

        assertThat(sending).containsExactly(ClassLoader.getPlatformClassLoader());
        assertThat(thread.getContextClassLoader()).isSameAs(applications);
    }

    @Test
    void callsBackWithTheApplicationsLoaderWhereverItIs() {
        send();
        thread.setContextClassLoader(null);

        handlers.get(0).onResult(new SendResult());

        assertThat(calledBack).containsExactly(applications);
        assertThat(thread.getContextClassLoader()).isNull();
    }

    @Test
    void leavesTheThreadAsItWasWhenItCannotSend() {
        fails = true;

        send();

        assertThat(calledBack).containsExactly(applications);
        assertThat(thread.getContextClassLoader()).isSameAs(applications);
    }
}
