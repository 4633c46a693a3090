package org.headrace.persistence.stream;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;

/** Adds members to the metadata of events. What the caller wrote stays the text it is; members of ours come last. */
final class MetadataMembers {

    private MetadataMembers() {}

    static Append on(Append append, UnaryOperator<NewEvent> stamp) {
        List<NewEvent> events = append.events().stream().map(stamp).toList();
        return new Append(append.stream(), events, append.expectedOffset(), append.expectedKeyVersion());
    }

    /**
     * Adds members to an event that does not have the deciding one.
     *
     * @param deciding the name of a member
     */
    static NewEvent added(NewEvent event, String deciding, Map<String, String> members) {
        String metadata = event.metadata().text();
        boolean empty = true;
        var there = new JsonScanner(metadata);
        there.beginObject();
        for (String member = there.nextName(); member != null; member = there.nextName()) {
            if (member.equals(deciding)) {
                return event;
            }
            there.value();
            empty = false;
        }
        var text = new StringBuilder(metadata.length() + 96).append(metadata, 0, metadata.length() - 1);
        for (Map.Entry<String, String> member : members.entrySet()) {
            JsonWriter.quote(text.append(empty ? "" : ","), member.getKey());
            JsonWriter.quote(text.append(':'), member.getValue());
            empty = false;
        }
        return event.withMetadata(JsonText.validated(text.append('}').toString()));
    }
}
