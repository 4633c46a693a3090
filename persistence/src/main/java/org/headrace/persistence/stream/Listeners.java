package org.headrace.persistence.stream;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.stream.spi.AppendListener;
import org.headrace.stream.spi.AppendObserver;
import org.jspecify.annotations.Nullable;

/** Who is told of appends, and how they fare. */
public final class Listeners {

    private static final Log LOG = Log.of(Listeners.class);

    private final Supplier<List<AppendListener>> source;
    private final Supplier<List<AppendObserver>> observerSource;
    private volatile @Nullable List<AppendListener> listeners;
    private volatile @Nullable List<AppendObserver> observers;

    /** Without observers. */
    public Listeners(Supplier<List<AppendListener>> source) {
        this(source, List::of);
    }

    /** @param source asked once, at the first append, as the other: finding beans is slow */
    public Listeners(Supplier<List<AppendListener>> source, Supplier<List<AppendObserver>> observerSource) {
        this.source = source;
        this.observerSource = observerSource;
    }

    /** Whatever goes wrong here harms nobody's append. */
    void observe(Consumer<AppendObserver> news) {
        try {
            List<AppendObserver> found = observers;
            if (found == null) {
                found = List.copyOf(observerSource.get());
                observers = found;
            }
            found.forEach(news);
        } catch (RuntimeException | LinkageError e) {
            LOG.because(e, LogMessage.APPEND_OBSERVER_FAILED);
        }
    }

    /** Whatever goes wrong here harms neither the appends, which are committed, nor the other listeners. */
    void tell(Map<String, Long> heads) {
        if (heads.isEmpty()) {
            return;
        }
        try {
            for (AppendListener listener : all()) {
                heads.forEach((stream, head) -> tell(listener, stream, head));
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.because(e, LogMessage.APPEND_LISTENERS_NOT_FOUND);
        }
    }

    private List<AppendListener> all() {
        List<AppendListener> found = listeners;
        if (found == null) {
            found = List.copyOf(source.get());
            listeners = found;
        }
        return found;
    }

    private static void tell(AppendListener listener, String stream, long head) {
        try {
            listener.appended(stream, head);
        } catch (RuntimeException | Error e) {
            LOG.because(e, LogMessage.APPEND_LISTENER_FAILED, stream, head);
        }
    }
}
