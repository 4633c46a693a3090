package org.headrace.persistence.testing;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.concurrent.Callable;

/** Tables that PostgreSQL knows nothing of but their size, as after much has been written and before it has looked at them. */
public final class UnanalysedTables {

    /** More than the driver and the server need to keep a plan that goes for any values. */
    public static final int TIMES = 12;

    private static final String READ = "SELECT sum(seq_tup_read) FROM pg_stat_xact_user_tables WHERE relname = ANY (?)";

    private final JtaEnvironment jta;
    private final List<String> names;

    /** Has them stay so. To be made before they are filled. */
    public UnanalysedTables(EmbeddedDatabase database, JtaEnvironment jta, String... names) {
        this.jta = jta;
        this.names = List.of(names);
        for (String name : names) {
            database.execute("ALTER TABLE " + name + " SET (autovacuum_enabled = false)");
        }
    }

    /** Of all the tables, without an index, by one transaction that does it {@link #TIMES} times. */
    public long rowsReadInSequence(Callable<?> what) throws Exception {
        return jta.inTransaction(() -> {
            for (int i = 0; i < TIMES; i++) {
                what.call();
            }
            return rowsReadSoFar();
        });
    }

    private long rowsReadSoFar() throws Exception {
        try (Connection connection = jta.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            Array tables = connection.createArrayOf("text", names.toArray());
            statement.setArray(1, tables);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
