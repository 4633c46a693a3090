package org.headrace.persistence.stream;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.headrace.stream.spi.AppendListener;
import org.jspecify.annotations.Nullable;

/** Who is told of appends. */
public final class Listeners {

    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final Supplier<List<AppendListener>> source;
    private volatile @Nullable List<AppendListener> listeners;

    /** @param source asked once, at the first append: finding beans is slow */
    public Listeners(Supplier<List<AppendListener>> source) {
        this.source = source;
    }

    /** A listener that throws harms neither the append, which is committed, nor the others. */
    void tell(Map<String, Long> heads) {
        List<AppendListener> told = listeners;
        if (told == null) {
            told = List.copyOf(source.get());
            listeners = told;
        }
        for (AppendListener listener : told) {
            heads.forEach((stream, head) -> {
                try {
                    listener.appended(stream, head);
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "A listener of appends failed", e);
                }
            });
        }
    }
}
