package org.headrace.it.server.release;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.headrace.saga.SagaContext;

/** Notes which release did what, in the transaction of whoever does it. */
final class Notes {

    private Notes() {}

    /** A step of a saga. */
    static void step(String release, SagaContext context) throws NamingException, SQLException {
        add(context.saga().id() + " " + release + " " + context.step());
    }

    /** One that fails at first, so that its next try is any node's that can run it. */
    static void stepAtSecondTry(String release, SagaContext context) throws NamingException, SQLException {
        if (context.attempt() == 0) {
            throw new IllegalStateException("the first try");
        }
        step(release, context);
    }

    @SuppressWarnings("BanJNDI") // a constant
    static void add(String note) throws NamingException, SQLException {
        DataSource source = InitialContext.doLookup("jdbc/headrace");
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO container_rows VALUES (?)")) {
            insert.setString(1, note);
            insert.executeUpdate();
        }
    }
}
