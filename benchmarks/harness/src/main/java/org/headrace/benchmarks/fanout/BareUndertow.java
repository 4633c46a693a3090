package org.headrace.benchmarks.fanout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.headrace.benchmarks.workload.Paced;

/** The limit: messages of the hub's own text, made once and sent to each client as a frame. */
public final class BareUndertow {

    private BareUndertow() {}

    /** @param arguments a file with a message of the hub */
    public static void main(String[] arguments) throws IOException {
        var message = new StampedMessage(Files.readString(Path.of(arguments[0])));
        var sender = new BareSender();
        System.out.println(sender.start(
                (count, micros) -> Paced.steps(count, micros, () -> sender.send(message.at(System.nanoTime())))));
        Parent.await();
    }
}
