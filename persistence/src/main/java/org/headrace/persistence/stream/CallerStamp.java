package org.headrace.persistence.stream;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
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
        List<NewEvent> events =
                append.events().stream().map(event -> stamped(event, name)).toList();
        return new Append(append.stream(), events, append.expectedOffset(), append.expectedKeyVersion());
    }

    /** What the caller wrote stays the text it is; the member comes last. */
    private static NewEvent stamped(NewEvent event, String name) {
        String metadata = event.metadata().text();
        boolean empty = true;
        var members = new JsonScanner(metadata);
        members.beginObject();
        for (String member = members.nextName(); member != null; member = members.nextName()) {
            if (member.equals(MEMBER)) {
                return event;
            }
            members.value();
            empty = false;
        }
        var text = new StringBuilder(metadata.length() + name.length() + 16);
        text.append(metadata, 0, metadata.length() - 1)
                .append(empty ? "\"" : ",\"")
                .append(MEMBER)
                .append("\":");
        return event.withMetadata(
                JsonText.validated(JsonWriter.quote(text, name).append('}').toString()));
    }
}
