package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.headrace.engine.hub.FrameText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One frame is on its way at a time, and only when the container is ready for it. */
class SseOutletTest {

    private final ContainerStream stream = new ContainerStream();
    private final List<String> calls = new ArrayList<>();
    private final List<@Nullable Throwable> done = new ArrayList<>();
    private final SseOutlet outlet = new SseOutlet(
            (AsyncContext) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {AsyncContext.class}, (proxy, method, arguments) -> {
                        calls.add(method.getName());
                        return null;
                    }),
            stream);

    /** As a container's: what is written while it is not ready is an error. */
    private static final class ContainerStream extends ServletOutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private int flushes;
        private boolean ready = true;
        private boolean broken;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("whole frames only");
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            assertThat(ready).isTrue();
            if (broken) {
                throw new IOException("Broken pipe");
            }
            written.write(bytes);
            ready = false;
        }

        @Override
        public void flush() {
            assertThat(ready).isTrue();
            flushes++;
        }

        private String text() {
            return written.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void nothingIsWrittenBeforeTheContainerAsks() {
        outlet.send(new FrameText("é"), done::add);
        assertThat(stream.text()).isEmpty();

        outlet.onWritePossible();
        assertThat(stream.text()).isEqualTo("é");
    }

    @Test
    void aFrameHasGoneOutWhenItIsFlushedAndThereIsRoomForMore() {
        outlet.onWritePossible();
        outlet.send(new FrameText("one"), done::add);
        assertThat(done).isEmpty();

        stream.ready = true;
        outlet.onWritePossible();
        assertThat(done).containsExactly((Throwable) null);
        assertThat(stream.flushes).isEqualTo(1);

        outlet.onWritePossible();
        outlet.send(new FrameText("two"), done::add);
        assertThat(stream.text()).isEqualTo("onetwo");
        assertThat(done).hasSize(1);
    }

    @Test
    void aWriteThatFailsIsTold() {
        outlet.onWritePossible();
        stream.broken = true;
        outlet.send(new FrameText("one"), done::add);

        assertThat(done).hasSize(1).first().isInstanceOf(IOException.class);
    }

    @Test
    void aConnectionThatBreaksIsToldOnceAndEnds() {
        outlet.onWritePossible();
        outlet.send(new FrameText("one"), done::add);
        outlet.onError(new IOException("Broken pipe"));
        stream.ready = true;
        outlet.onWritePossible();

        assertThat(done).hasSize(1).first().isInstanceOf(IOException.class);
        assertThat(calls).containsExactly("complete");
    }
}
