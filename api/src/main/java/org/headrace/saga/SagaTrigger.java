package org.headrace.saga;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.StreamNames;

/**
 * The events of a stream that start a saga, each once: a projection named {@code start-<saga>} reads them, and what it
 * starts is stored in one transaction with its checkpoint. It is operated as any other projection.
 *
 * @param stream where they are
 * @param types of the events wanted; empty: any
 * @param data what the saga is started with; empty: this event starts none
 * @param past whether events that are in the stream when the saga is first deployed count
 */
public record SagaTrigger(
        String stream, Set<String> types, Function<RecordedEvent, Optional<SagaData>> data, boolean past) {

    /** @throws InvalidInputException for an illegal stream name */
    public SagaTrigger {
        StreamNames.require(stream);
        types = Set.copyOf(types);
    }

    /** Every event of a type that is appended from the first deployment on, with its data as the saga's. */
    public static SagaTrigger on(String stream, String type) {
        return new SagaTrigger(stream, Set.of(type), event -> Optional.of(SagaData.of(event.data())), false);
    }
}
