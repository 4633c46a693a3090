package org.headrace.persistence.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.headrace.stream.Append;
import org.headrace.stream.spi.CallerPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the metadata of events who appends them, where the caller has not said so itself. Used on the caller's
 * thread: it is another one, or another caller's, that writes.
 */
public final class CallerStamp {

    static final CallerStamp NONE = new CallerStamp(List::of);

    private static final String MEMBER = "principal";

    private final Supplier<List<CallerPrincipal>> source;
    private volatile @Nullable List<CallerPrincipal> callers;

    /** @param source asked once, at the first append: finding beans is slow */
    public CallerStamp(Supplier<List<CallerPrincipal>> source) {
        this.source = source;
    }

    Append on(Append append) {
        return principal().map(name -> stamped(append, name)).orElse(append);
    }

    private Optional<String> principal() {
        List<CallerPrincipal> found = callers;
        if (found == null) {
            found = List.copyOf(source.get());
            callers = found;
        }
        return found.stream()
                .map(CallerPrincipal::name)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Append stamped(Append append, String name) {
        return MetadataMembers.on(append, event -> MetadataMembers.added(event, MEMBER, Map.of(MEMBER, name)));
    }
}
