package org.headrace.engine.hub;

import java.util.function.Consumer;
import org.headrace.engine.stream.LiveStream;
import org.headrace.engine.stream.PatientQuery;
import org.jspecify.annotations.Nullable;

/** Reads from the log what a connection sends again. */
final class ReplayReader implements Replay.Reader {

    private final HubParts parts;
    private final SubscriptionDesk.Client client;
    private final Consumer<String> lost;

    /** @param lost told, as a task of the connection, why events cannot be sent again */
    ReplayReader(HubParts parts, SubscriptionDesk.Client client, Consumer<String> lost) {
        this.parts = parts;
        this.client = client;
        this.lost = lost;
    }

    @Override
    public void read(Replay asking, LiveStream live, long from, int most) {
        PatientQuery.ask(
                parts.lanes().catchUp(),
                parts.lanes().later(),
                () -> live.readAgain(from, Frame.CHARS, most),
                found -> client.post(() -> {
                    if (!asking.endReading(found.events())) {
                        lost.accept(reason(live.name(), from, found.liveFrom()));
                    }
                }),
                () -> !client.isGone());
    }

    private static String reason(String stream, long from, @Nullable Long liveFrom) {
        String why = liveFrom == null
                ? "are not in the log any more"
                : "are archived below offset " + liveFrom + " and can be read at /api/streams/" + stream + "/archive";
        return "Events of " + stream + " from offset " + from + " on were to be sent again, and " + why
                + ": connect and subscribe anew";
    }
}
