package org.headrace.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonSyntaxException;
import org.headrace.stream.ConflictException;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.request.BodyStream;
import org.headrace.web.request.ClientGoneException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonImportTest {

    private static final BodyLimits LIMITS = new BodyLimits(1_000, 1_000_000);
    private static final Expectations NONE = new Expectations(null, null);

    private final RecordingLog log = new RecordingLog();

    @Test
    void appendsInBatchesOfAThousand() throws IOException {
        AppendAnswer answer = incoming(lines(0, 2_500)).inBatches();
        assertThat(answer).isEqualTo(new AppendAnswer("S", 0, 2_499, 2_500, null));
        assertThat(log.appends).containsExactly(1_000, 1_000, 500);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 999, 1_000, 1_001, 1_700, 2_000, 2_001})
    void whatStandsBeforeABadLineIsInAndIsTold(int bad) {
        String body = lines(0, bad - 1) + "{\"type\":\"T\"}\n" + lines(0, 10);
        ImportStoppedException stopped = stopped(body);
        assertThat(stopped.line()).isEqualTo(bad);
        assertThat(stopped.count()).isEqualTo(bad - 1).isEqualTo(log.events.size());
        assertThat(stopped.firstOffset()).isEqualTo(bad == 1 ? -1 : 0);
        assertThat(stopped.lastOffset()).isEqualTo(bad - 2);
        assertThat(stopped.reason()).isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(
                        e.violations().get(0).field())
                .isEqualTo("data"));
    }

    @Test
    void blankLinesCountAsLinesAndNotAsEvents() {
        ImportStoppedException stopped = stopped("\n" + lines(0, 1) + "\r\n" + lines(1, 2) + "{]\n");
        assertThat(stopped.line()).isEqualTo(5);
        assertThat(stopped.count()).isEqualTo(2);
        assertThat(stopped.reason()).isInstanceOf(JsonSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 999, 1_000, 1_500, 2_499})
    void findsTheLineThatTheLogRefuses(int taken) {
        log.typeInConflict = "T" + taken;
        ImportStoppedException stopped = stopped(lines(0, 2_500));
        assertThat(stopped.reason()).isInstanceOf(ConflictException.class);
        assertThat(stopped.line()).isEqualTo(taken + 1);
        assertThat(stopped.count()).isEqualTo(taken).isEqualTo(log.events.size());
        assertThat(log.failures).isBetween(1, 12);
    }

    @Test
    void tellsHowFarItCameWhenTheStoreGoesAway() {
        log.unavailableFrom = 1_500;
        ImportStoppedException stopped = stopped(lines(0, 2_500));
        assertThat(stopped.reason()).isInstanceOf(EventLogUnavailableException.class);
        assertThat(stopped.line()).isEqualTo(1_001);
        assertThat(stopped.lastOffset()).isEqualTo(999);
    }

    @Test
    void whatWasCommittedStaysWhenTheClientGoesAway() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        };
        var body = new SequenceInputStream(new ByteArrayInputStream(bytes(lines(0, 1_500))), broken);
        assertThatExceptionOfType(ClientGoneException.class)
                .isThrownBy(() -> incoming(BodyStream.of(body, null)).inBatches());
        assertThat(log.events).hasSize(1_000);
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> incoming("\n\n").inBatches())
                .withMessageContaining("body: is empty");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> incoming("").asOne(NONE, LIMITS));
    }

    @Test
    void atomicallyAllLinesAreOneAppend() throws IOException {
        assertThat(incoming(lines(0, 2_500))
                        .asOne(new Expectations(-1L, null), LIMITS)
                        .count())
                .isEqualTo(2_500);
        assertThat(log.appends).containsExactly(2_500);
    }

    @Test
    void atomicallyABadLineLetsNoneIn() {
        var incoming = incoming(lines(0, 1_500) + "x\n");
        ImportStoppedException stopped =
                catchThrowableOfType(ImportStoppedException.class, () -> incoming.asOne(NONE, LIMITS));
        assertThat(stopped.line()).isEqualTo(1_501);
        assertThat(stopped.count()).isZero();
        assertThat(log.events).isEmpty();
    }

    @Test
    void atomicallyAConflictIsTold() {
        var incoming = incoming(lines(0, 2));
        ImportStoppedException stopped = catchThrowableOfType(
                ImportStoppedException.class, () -> incoming.asOne(new Expectations(5L, null), LIMITS));
        assertThat(stopped.reason()).isInstanceOf(ConflictException.class);
        assertThat(stopped.line()).isEqualTo(ImportStoppedException.NO_LINE);
    }

    @Test
    void atomicallyNoMoreThanOneAppendHolds() throws IOException {
        assertThat(incoming(lines(0, 10_000)).asOne(NONE, LIMITS).count()).isEqualTo(10_000);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> incoming(lines(0, 10_001)).asOne(NONE, LIMITS))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
    }

    @Test
    void theIdsOfAnIdempotencyKeyAreTheSameEachTimeAndDifferByLine() throws IOException {
        for (int i = 0; i < 2; i++) {
            new NdjsonImport(log, "S", ndjson(lines(0, 3)), IdempotencyKey.of("import-1")).inBatches();
        }
        assertThat(log.events.subList(0, 3)).isEqualTo(log.events.subList(3, 6));
        assertThat(log.events.stream().map(e -> e.eventId()).distinct()).hasSize(3);
    }

    private ImportStoppedException stopped(String body) {
        return catchThrowableOfType(
                ImportStoppedException.class, () -> incoming(body).inBatches());
    }

    private NdjsonImport incoming(String body) {
        return new NdjsonImport(log, "S", ndjson(body), null);
    }

    private NdjsonImport incoming(InputStream body) {
        return new NdjsonImport(log, "S", new NdjsonLines(body, LIMITS.event()), null);
    }

    private static NdjsonLines ndjson(String body) {
        return new NdjsonLines(new ByteArrayInputStream(bytes(body)), LIMITS.event());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"type\":\"T" + i + "\",\"data\":{\"n\":" + i + "}}\n")
                .collect(Collectors.joining());
    }
}
