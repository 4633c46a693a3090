package org.headrace.benchmarks.workload;

import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The server's data source, looked up once. */
final class Tables {

    private static final DataSource SOURCE = lookUp();

    private Tables() {}

    /** In the calling thread's transaction. */
    static Connection connect() throws SQLException {
        return SOURCE.getConnection();
    }

    @SuppressWarnings("BanJNDI") // the name is a constant
    private static DataSource lookUp() {
        try {
            return InitialContext.doLookup("jdbc/headrace");
        } catch (NamingException e) {
            throw new IllegalStateException("There is no data source jdbc/headrace", e);
        }
    }
}
