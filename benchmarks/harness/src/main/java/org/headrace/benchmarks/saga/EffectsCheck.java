package org.headrace.benchmarks.saga;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Reading;

/** Has a turn count only if each of its sagas has had its effects, each once and in order. */
record EffectsCheck(BenchmarkDatabase database, Story story) {

    private static final String OTHERS =
            """
            WITH sagas AS (
                SELECT saga_id, string_agg(effect, ', ' ORDER BY n) AS effects FROM benchmark_effects GROUP BY saga_id)
            SELECT (SELECT count(*) FROM sagas), saga_id, effects
            FROM (VALUES (1)) AS one LEFT JOIN sagas ON effects <> ?
            ORDER BY saga_id LIMIT 1
            """;

    /** The same contestant, checked. There must be no effects when its turn begins. */
    Contestant of(Contestant contestant) {
        return new Contestant(contestant.name(), contestant.role(), length -> {
            Reading reading = contestant.probe().run(length);
            check(contestant.name(), counted(reading, length));
            return reading;
        });
    }

    private static long counted(Reading reading, Duration length) {
        return Math.round(reading.value() * length.toMillis() / 1_000);
    }

    /** @param counted sagas that are said to have ended; others may have ended too late for that */
    void check(String name, long counted) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement others = connection.prepareStatement(OTHERS)) {
            others.setString(1, story.effects());
            try (ResultSet rows = others.executeQuery()) {
                rows.next();
                String saga = rows.getString(2);
                if (saga != null) {
                    throw new IllegalStateException("Of " + name + ", saga " + saga + " has the effects "
                            + rows.getString(3) + " in place of " + story.effects());
                }
                if (rows.getLong(1) < counted) {
                    throw new IllegalStateException(
                            name + " has counted " + counted + " sagas, but only " + rows.getLong(1) + " have effects");
                }
            }
        }
    }
}
