package org.headrace.benchmarks.catchup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Where those by hand are. */
final class Checkpoint {

    private Checkpoint() {}

    static void write(Connection connection, long next) throws SQLException {
        try (PreparedStatement write =
                connection.prepareStatement("UPDATE benchmark_hand_checkpoint SET next_offset = ?")) {
            write.setLong(1, next);
            write.executeUpdate();
        }
    }
}
