package org.headrace.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.headrace.it.Api;

/**
 * The read models of the sample, told a second time: what the events of the log give when they are taken one after
 * another, each once. It shares no code with the projections.
 */
final class ReadModels {

    private ReadModels() {}

    /** The one row of {@code user_statistics}. */
    private record Users(long added, long removed, long active, long lastOffset, Timestamp lastUpdated) {

        Users plus(LogRow event) {
            return switch (event.type()) {
                case "UserAdded" -> new Users(added + 1, removed, active + 1, event.offset(), event.recordedAt());
                case "UserRemoved" -> new Users(added, removed + 1, active - 1, event.offset(), event.recordedAt());
                default -> this;
            };
        }
    }

    /** A row of {@code loan_applications}. */
    private record Loan(String state, BigDecimal amount, String firstAt, String lastAt, long events) {

        Loan plus(LogRow event) {
            return new Loan(
                    event.type().startsWith("A_") ? event.type() : state,
                    event.type().equals("A_SUBMITTED") ? requested(event.data()) : amount,
                    firstAt == null ? event.occurredAt() : firstAt,
                    event.occurredAt(),
                    events + 1);
        }

        private static BigDecimal requested(String data) {
            return Api.parse(data)
                    .asJsonObject()
                    .getJsonObject("case")
                    .getJsonNumber("AMOUNT_REQ")
                    .bigDecimalValue()
                    .stripTrailingZeros();
        }
    }

    /** Compares the tables, to the row, with the events. */
    static void agreeWith(List<LogRow> users, List<LogRow> loans, Connection connection) throws SQLException {
        assertThat(usersIn(connection)).as("user_statistics").isEqualTo(fold(users));
        assertThat(countsIn(connection)).as("loan_event_counts").isEqualTo(countByType(loans));
        assertThat(loansIn(connection)).as("loan_applications").isEqualTo(foldByKey(loans));
    }

    /** Events that the projection of users has no class for. */
    static long unknownAmong(List<LogRow> users) {
        return users.stream()
                .filter(event ->
                        !event.type().equals("UserAdded") && !event.type().equals("UserRemoved"))
                .count();
    }

    private static Users fold(List<LogRow> events) {
        Users users = new Users(0, 0, 0, -1, null);
        for (LogRow event : events) {
            users = users.plus(event);
        }
        return users;
    }

    private static Map<String, Loan> foldByKey(List<LogRow> events) {
        Map<String, Loan> loans = new TreeMap<>();
        for (LogRow event : events) {
            loans.merge(
                    event.key(),
                    new Loan(null, BigDecimal.ZERO, null, null, 0).plus(event),
                    (before, first) -> before.plus(event));
        }
        return loans;
    }

    private static Map<String, Long> countByType(List<LogRow> events) {
        Map<String, Long> counts = new TreeMap<>();
        events.forEach(event -> counts.merge(event.type(), 1L, Long::sum));
        return counts;
    }

    private static Users usersIn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT users_added, users_removed, active_users, last_offset, last_updated"
                                + " FROM user_statistics")) {
            assertThat(rows.next()).as("a row of user_statistics").isTrue();
            var users =
                    new Users(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getTimestamp(5));
            assertThat(rows.next()).as("another row of user_statistics").isFalse();
            return users;
        }
    }

    private static Map<String, Loan> loansIn(Connection connection) throws SQLException {
        Map<String, Loan> loans = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT application_id, state, amount, first_at, last_at, events"
                                + " FROM loan_applications")) {
            while (rows.next()) {
                BigDecimal amount = rows.getBigDecimal(3).stripTrailingZeros();
                loans.put(
                        rows.getString(1),
                        new Loan(rows.getString(2), amount, rows.getString(4), rows.getString(5), rows.getLong(6)));
            }
        }
        return loans;
    }

    private static Map<String, Long> countsIn(Connection connection) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT event_type, events FROM loan_event_counts")) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }
}
