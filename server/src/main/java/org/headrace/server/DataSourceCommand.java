package org.headrace.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The arguments of Payara's command that makes the connection pool. */
final class DataSourceCommand {

    static final String POOL = "headracePool";
    static final String RESOURCE = "jdbc/headrace";

    private DataSourceCommand() {}

    static String[] poolArguments(Database database) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("url", database.url());
        properties.put("user", database.user());
        properties.put("password", database.password());
        properties.put("tcpKeepAlive", "true");
        properties.put("socketTimeout", "60");
        // The data of sagas is in the rows that a failed statement would be told with.
        properties.put("logServerErrorDetail", "false");
        return new String[] {
            // Not a ConnectionPoolDataSource: Hibernate closes its connection after the commit, and Payara then fails
            // to
            // reset the client information of a pooled connection whose handle is gone (RAR7115, once a transaction).
            "--restype=javax.sql.DataSource",
            "--datasourceclassname=org.postgresql.ds.PGSimpleDataSource",
            "--steadypoolsize=0",
            "--maxpoolsize=32",
            "--isconnectvalidatereq=true",
            "--validationmethod=custom-validation",
            // The driver's own look, by an empty query; the one made for PostgreSQL sets a timer for each.
            "--validationclassname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
            // Statements and results as the driver has them: Payara's call each method by reflection.
            "--wrapjdbcobjects=false",
            "--property=" + joined(properties),
            POOL
        };
    }

    static String[] resourceArguments() {
        return new String[] {"--connectionpoolid=" + POOL, RESOURCE};
    }

    private static String joined(Map<String, String> properties) {
        return properties.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining(":"));
    }

    /** Payara splits at colons and equals signs, and pairs quotes, that no backslash precedes. */
    static String escaped(String value) {
        return value.replaceAll("([\\\\:='\"])", "\\\\$1");
    }
}
