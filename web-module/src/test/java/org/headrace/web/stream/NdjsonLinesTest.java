package org.headrace.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.headrace.input.InvalidInputException;
import org.headrace.web.request.UnreadableBodyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonLinesTest {

    @Test
    void readsLinesWithTheirNumbersAndPassesOverBlankOnes() throws IOException {
        assertThat(read("a\n\n \t\nb\r\n\r\nc", 1_000, 100)).containsExactly("1:a", "4:b", "6:c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", " \n\n", "\uFEFF", "\uFEFF\n"})
    void aBodyWithoutLinesHasNone(String body) throws IOException {
        assertThat(read(body, 1_000, 100)).isEmpty();
    }

    @Test
    void passesOverAByteOrderMarkAtTheBeginningOnly() throws IOException {
        assertThat(read("\uFEFFa\n\uFEFFb", 1, 100)).containsExactly("1:a", "2:\uFEFFb");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 4096, 65_536, 1_000_000})
    void howTheBytesArriveMakesNoDifference(int chunk) throws IOException {
        var random = new Random(17);
        var body = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int line = 1; line <= 300; line++) {
            String text =
                    random.nextInt(5) == 0 ? "" : "é€😀x".repeat(random.nextInt(line % 100 == 0 ? 20_000 : 50) + 1);
            body.append(text).append(random.nextBoolean() ? "\r\n" : "\n");
            if (!text.isEmpty()) {
                expected.add(line + ":" + text);
            }
        }
        assertThat(read(body.toString(), chunk, 1_000_000)).isEqualTo(expected);
    }

    @Test
    void theLongestLineIsReadAndALongerOneIsRefusedByItsNumber() throws IOException {
        String longest = "x".repeat(200_000);
        assertThat(read("a\n" + longest + "\nb", 10_000, 200_000)).containsExactly("1:a", "2:" + longest, "3:b");
        assertThat(read("a\n" + longest, 10_000, 200_000)).hasSize(2);
        var lines = new NdjsonLines(stream("a\n" + longest + "x\nb", 10_000), 200_000);
        assertThat(lines.next()).isEqualTo("a");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(lines::next)
                .withMessageContaining("longer than 200000 bytes");
        assertThat(lines.number()).isEqualTo(2);
    }

    @Test
    void aLineWithoutEndIsNotReadBeyondTheLimit() {
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                given++;
                return 'x';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                java.util.Arrays.fill(into, from, from + length, (byte) 'x');
                given += length;
                return length;
            }
        };
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new NdjsonLines(endless, 100_000).next());
        assertThat(endless.given).isLessThan(200_000);
    }

    @Test
    void malformedUtf8IsRefusedWithItsPlaceInTheLine() throws IOException {
        var lines = new NdjsonLines(new ByteArrayInputStream(new byte[] {'a', '\n', 'b', (byte) 0xC3, '\n'}), 100);
        assertThat(lines.next()).isEqualTo("a");
        assertThatExceptionOfType(UnreadableBodyException.class)
                .isThrownBy(lines::next)
                .withMessage("Malformed UTF-8 at byte 2");
        assertThat(lines.number()).isEqualTo(2);
    }

    private static List<String> read(String body, int chunk, int maxBytes) throws IOException {
        var lines = new NdjsonLines(stream(body, chunk), maxBytes);
        List<String> read = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            assertThat(lines.bytes()).isEqualTo(line.getBytes(StandardCharsets.UTF_8).length);
            read.add(lines.number() + ":" + line);
        }
        return read;
    }

    /** Gives so many bytes at a time. */
    private static InputStream stream(String body, int chunk) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, chunk));
            }
        };
    }
}
