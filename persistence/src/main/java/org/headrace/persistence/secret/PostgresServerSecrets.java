package org.headrace.persistence.secret;

import org.headrace.persistence.Jdbc;
import org.headrace.spi.ServerSecrets;

/** Keys in {@code server_secrets}. */
public final class PostgresServerSecrets implements ServerSecrets {

    private static final String OFFER =
            """
            INSERT INTO server_secrets (secret_name, secret) VALUES (?, ?)
            ON CONFLICT ON CONSTRAINT pk_server_secrets DO NOTHING
            """;

    private static final String FIND = "SELECT secret FROM server_secrets WHERE secret_name = ?";

    private final Jdbc jdbc;

    public PostgresServerSecrets(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public byte[] get(String name, byte[] offered) {
        jdbc.update(OFFER, statement -> {
            statement.setString(1, name);
            statement.setBytes(2, offered);
        });
        return jdbc.first(FIND, statement -> statement.setString(1, name), row -> row.getBytes(1))
                .orElseThrow();
    }
}
