package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that comes back when its transport breaks, as Microsoft's clients do: numbers and keeps what it says, counts
 * what it is sent, takes nothing on a new transport before it is told a number, and ignores what it has had.
 */
final class ReturningClient {

    private final HubConnection connection;
    private final List<Transport> transports = new ArrayList<>();
    private final Deque<Said> said = new ArrayDeque<>();
    private long numbers;
    private int acknowledged;

    /** A message of the client's. */
    private record Said(long number, Runnable asked) {}

    /** @param seen how many of its messages arrive; null: all */
    private record Transport(RecordingOutlet outlet, NumberedLine line, @Nullable Integer seen) {}

    /** What the client has made of all it was sent. */
    record Account(List<String> accepted, long received) {}

    ReturningClient(TestHub hub, String name) {
        this(hub, name, new RecordingOutlet());
    }

    ReturningClient(TestHub hub, String name, RecordingOutlet outlet) {
        try {
            connection = hub.engine.open(outlet, ClientOrigin.UNKNOWN);
        } catch (HubUnavailableException e) {
            throw new AssertionError(e);
        }
        connection.begin(hub.protocol, "ping\n", name);
        transports.add(new Transport(outlet, new NumberedLine(connection, outlet), null));
    }

    HubConnection connection() {
        return connection;
    }

    RecordingOutlet outlet() {
        return current().outlet();
    }

    NumberedLine line() {
        return current().line();
    }

    private Transport current() {
        return transports.get(transports.size() - 1);
    }

    void subscribe(String call, SubscriptionRequest wanted) {
        say(() -> connection.subscribe(call, wanted));
    }

    void unsubscribe(String call, String stream) {
        say(() -> connection.unsubscribe(call, stream));
    }

    void say(Runnable asked) {
        said.add(new Said(++numbers, asked));
        line().arrived(asked);
    }

    /** Says it, and it is lost on the way. */
    void sayInVain(Runnable asked) {
        said.add(new Said(++numbers, asked));
    }

    /** Of what the server has sent on this transport only so many messages arrive, or as many as were acknowledged. */
    void cut(int seen) {
        Transport broken = current();
        int arrived = Math.max(seen, acknowledged);
        transports.set(transports.size() - 1, new Transport(broken.outlet(), broken.line(), arrived));
    }

    /** All it was sent arrives, and then nothing more. */
    void cut() {
        cut(outlet().messages().size());
    }

    void comeBack() {
        comeBack(new RecordingOutlet());
    }

    /** On a new transport, saying again what the server has not acknowledged. */
    void comeBack(RecordingOutlet outlet) {
        cutIfWhole();
        attach(outlet);
        forgetAcknowledged();
        Said first = said.peek();
        line().continueAt(first == null ? numbers + 1 : first.number());
        said.forEach(message -> line().arrived(message.asked()));
    }

    /** On a new transport, without a word. */
    void attach(RecordingOutlet outlet) {
        transports.add(new Transport(outlet, new NumberedLine(connection, outlet), null));
        acknowledged = 0;
        connection.attach(outlet, ClientOrigin.UNKNOWN);
    }

    private void cutIfWhole() {
        if (current().seen() == null) {
            cut();
        }
    }

    private void forgetAcknowledged() {
        for (Transport transport : transports) {
            for (String message : arrived(transport)) {
                if (message.startsWith("received ")) {
                    long number = number(message);
                    said.removeIf(s -> s.number() <= number);
                }
            }
        }
    }

    void acknowledge() {
        long received = account().received();
        acknowledged = outlet().messages().size();
        line().received(received);
    }

    List<String> accepted() {
        return account().accepted();
    }

    Account account() {
        List<String> accepted = new ArrayList<>();
        long next = 1;
        long received = 0;
        boolean waits = false;
        for (Transport transport : transports) {
            for (String message : arrived(transport)) {
                if (message.startsWith("continues ")) {
                    assertThat(number(message)).isBetween(1L, received + 1);
                    next = number(message);
                    waits = false;
                } else if (!waits && WordyProtocol.isNumbered(message)) {
                    if (next > received) {
                        received = next;
                        accepted.add(message);
                    }
                    next++;
                }
            }
            waits = true;
        }
        return new Account(accepted, received);
    }

    private static List<String> arrived(Transport transport) {
        List<String> messages = transport.outlet().messages();
        Integer seen = transport.seen();
        return seen == null ? messages : messages.subList(0, Math.min(seen, messages.size()));
    }

    private static long number(String message) {
        return Long.parseLong(message.substring(message.indexOf(' ') + 1));
    }

    List<Long> offsets(String stream) {
        List<Long> offsets = new ArrayList<>();
        for (String message : accepted()) {
            if (message.startsWith("event " + stream + " ")) {
                offsets.add(Long.valueOf(message.split(" ", -1)[2]));
            }
        }
        return offsets;
    }

    void awaitAccepted(String message) {
        TestHub.await(message).until(() -> accepted().contains(message));
    }

    void awaitOffset(String stream, long offset) {
        TestHub.await(stream + " " + offset).until(() -> offsets(stream).contains(offset));
    }
}
