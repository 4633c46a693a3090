package org.headrace.it.container;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Plain SQL on the server's data source. */
final class ContainerSql {

    private ContainerSql() {}

    static void execute(String statements) {
        try (Connection connection = dataSource().getConnection();
                Statement jdbc = connection.createStatement()) {
            jdbc.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static long number(String query) {
        try (Connection connection = dataSource().getConnection();
                Statement jdbc = connection.createStatement();
                ResultSet row = jdbc.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static int backend() {
        return (int) number("SELECT pg_backend_pid()");
    }

    /** As another node's append does it: nothing in this server hears of it. */
    static void appendFromOutside(String stream) {
        execute("WITH locked AS (UPDATE streams SET head = head + 1 WHERE name = '" + stream + "' RETURNING *) "
                + "INSERT INTO events (stream_id, size, stream_offset, event_id, recorded_at, event_type, data, metadata) "
                + "SELECT stream_id, 3, head, gen_random_uuid(), clock_timestamp(), 'Tested', '1', '{}' FROM locked");
    }

    @SuppressWarnings("BanJNDI") // a constant
    static DataSource dataSource() {
        try {
            return InitialContext.doLookup("jdbc/headrace");
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }
}
