package org.headrace.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.headrace.web.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyStreamTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "identity", "Identity"})
    void withoutEncodingTheBytesAreThoseSent(@Nullable String encoding) throws IOException {
        assertThat(read(bytes("hello"), encoding)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", " x-gzip "})
    void gzipIsDecoded(String encoding) throws IOException {
        assertThat(read(gzip("hello"), encoding)).isEqualTo("hello");
    }

    @Test
    void severalMembersAreAllReadHoweverTheyArrive() throws IOException {
        byte[] first = gzip("hello ".repeat(50_000));
        byte[] second = gzip("world");
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        // As a socket does: nothing more is available at the moment.
        InputStream slow = new ByteArrayInputStream(both) {
            @Override
            public synchronized int available() {
                return 0;
            }

            @Override
            public synchronized int read(byte[] into, int from, int length) {
                int untilSecond = Math.max(0, first.length - pos);
                return super.read(into, from, untilSecond == 0 ? length : Math.min(length, untilSecond));
            }
        };
        try (InputStream body = BodyStream.of(slow, "gzip")) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).endsWith("hello world");
        }
    }

    @Test
    void corruptDataIsRefused() throws IOException {
        byte[] whole = gzip("hello ".repeat(1_000));
        byte[] flipped = whole.clone();
        flipped[flipped.length - 6] ^= 1;
        assertUnreadable(bytes("not gzip"));
        assertUnreadable(new byte[0]);
        assertUnreadable(Arrays.copyOf(whole, whole.length / 2));
        assertUnreadable(flipped);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void otherEncodingsAreRefused(String encoding) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(bytes("x"), encoding))
                .withMessageContaining("gzip")
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(415));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gzip"})
    void aBrokenConnectionIsToldApartFromCorruptData(String encoding) {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        };
        assertThatExceptionOfType(ClientGoneException.class).isThrownBy(() -> {
            try (InputStream body = BodyStream.of(broken, encoding)) {
                body.readAllBytes();
            }
        });
    }

    private static void assertUnreadable(byte[] sent) {
        assertThatExceptionOfType(UnreadableBodyException.class)
                .isThrownBy(() -> read(sent, "gzip"))
                .withMessageContaining("gzip");
    }

    private static String read(byte[] sent, @Nullable String encoding) throws IOException {
        try (InputStream body = BodyStream.of(new ByteArrayInputStream(sent), encoding)) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(text));
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
