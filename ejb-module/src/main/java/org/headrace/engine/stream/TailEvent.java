package org.headrace.engine.stream;

import java.util.IdentityHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.headrace.stream.RecordedEvent;

/** An event that many are given: read once, and encoded once an encoding, by whoever comes first. */
public final class TailEvent {

    private static final int OBJECTS = 512;
    private static final int OBJECTS_A_FORM = 96;

    private final RecordedEvent event;
    private final Consumer<TailEvent> grown;
    private final IdentityHashMap<Object, String> forms = new IdentityHashMap<>(2);
    private long weight;

    /** @param grown told when it has become heavier, under no lock */
    TailEvent(RecordedEvent event, Consumer<TailEvent> grown) {
        this.event = event;
        this.grown = grown;
        this.weight = weight(event);
    }

    public RecordedEvent event() {
        return event;
    }

    public long offset() {
        return event.offset();
    }

    /**
     * The event as text, kept for whoever asks next.
     *
     * @param encoding compared by identity
     */
    public String form(Object encoding, Function<RecordedEvent, String> encoder) {
        String form;
        synchronized (this) {
            form = forms.get(encoding);
            if (form != null) {
                return form;
            }
            form = encoder.apply(event);
            forms.put(encoding, form);
            weight += OBJECTS_A_FORM + 2L * form.length();
        }
        grown.accept(this);
        return form;
    }

    /** Bytes of heap at the most, at two bytes a character. */
    synchronized long weight() {
        return weight;
    }

    static long weight(RecordedEvent event) {
        String key = event.key();
        return OBJECTS + 2L * (chars(event) + event.type().length() + (key == null ? 0 : key.length()));
    }

    /** The length of what a producer may make long. */
    public static int chars(RecordedEvent event) {
        return event.data().text().length() + event.metadata().text().length();
    }
}
