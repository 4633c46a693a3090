package org.headrace.engine.saga;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.headrace.json.JsonText;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Marks;
import org.headrace.saga.spi.SagaRecord.Origin;
import org.headrace.saga.spi.SagaRecord.Pending;
import org.headrace.trace.TraceContext;

/** A saga that is to be started, before it is known when; finds the one that a repeated start means. */
record StartSaga(Saga saga, Origin origin, JsonText data, RegisteredSaga definition) {

    /** @throws org.headrace.input.InvalidInputException when the definition refuses the data */
    static StartSaga of(SagaStart start, RegisteredSaga definition) {
        SagaData data = start.data().copy();
        definition.definition().check(data);
        // In order of time, so that the newest stand together in the index.
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        String correlationId = Optional.ofNullable(start.correlationId())
                .or(() -> definition.definition().correlationId(data))
                .orElse(id);
        SagaStart complete = start.correlatedBy(correlationId);
        var origin = new Origin(
                definition.version(), definition.kind().hash(), complete.businessKey(), fingerprint(start.data()));
        return new StartSaga(
                new Saga(
                        id,
                        correlationId,
                        definition.name(),
                        TraceContext.current().orElse(null)),
                origin,
                data.toJson(),
                definition);
    }

    String id() {
        return saga.id();
    }

    SagaStarted answer() {
        return new SagaStarted(saga.id(), saga.correlationId(), true);
    }

    /** @param now the store's time */
    SagaRecord at(Instant now) {
        Instant deadline = definition.deadline().map(d -> now.plus(d.within())).orElse(null);
        return new SagaRecord(
                saga,
                origin,
                new Progress(SagaState.NOT_STARTED, 0, definition.steps().size(), List.of()),
                data,
                new Times(now, now, null),
                Marks.NONE,
                null,
                Pending.NOTHING.withDeadline(deadline));
    }

    /**
     * That the saga which is there was started with the same data.
     *
     * @throws SagaStateException when it was not
     */
    void requireSame(SagaRecord there) {
        if (!there.origin().fingerprint().equals(origin.fingerprint())) {
            throw new SagaStateException("The key " + there.origin().businessKey() + " is taken: saga " + there.id()
                    + " was started under it with other data");
        }
    }

    /** Of the values by key, whatever their order. */
    static String fingerprint(SagaData data) {
        var sorted = new TreeMap<String, String>();
        data.keys()
                .forEach(key -> sorted.put(
                        key, data.find(key, JsonText.class).map(JsonText::text).orElse("null")));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(sorted.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
