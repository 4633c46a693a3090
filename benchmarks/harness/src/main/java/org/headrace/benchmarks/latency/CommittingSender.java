package org.headrace.benchmarks.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.headrace.benchmarks.fanout.BareSender;
import org.headrace.benchmarks.fanout.Parent;
import org.headrace.benchmarks.fanout.StampedMessage;
import org.headrace.benchmarks.workload.Paced;
import org.headrace.benchmarks.workload.Stamped;

/** The limit on the way to a client: an insert, its commit, and the frame straight after it. */
public final class CommittingSender {

    private static final String INSERT = "INSERT INTO benchmark_notified (data) VALUES (?::json)";

    private CommittingSender() {}

    /** @param arguments the database's JDBC URL, and a file with a message of the hub */
    public static void main(String[] arguments) throws IOException, SQLException {
        var message = new StampedMessage(Files.readString(Path.of(arguments[1])));
        var sender = new BareSender();
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            System.out.println(sender.start((count, micros) -> Paced.steps(count, micros, () -> {
                long now = System.nanoTime();
                insert.setString(1, Stamped.at(now));
                insert.executeUpdate();
                sender.send(message.at(now));
            })));
            Parent.await();
        }
    }
}
