package org.headrace.it.container;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.headrace.it.server.Places;
import org.jboss.arquillian.config.descriptor.api.ArquillianDescriptor;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;
import org.postgresql.Driver;

/** Starts the database of the in-container tests before the container, and tells the container where it is. */
public class ContainerSurroundings implements LoadableExtension {

    static {
        // Before arquillian.xml is read, whose placeholders these are.
        Database.start();
    }

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Database.class);
    }

    /** The database. */
    public static class Database {

        private static EmbeddedPostgres postgres;

        static void start() {
            try {
                Path target = Path.of(System.getProperty("headrace.it.target", "target"));
                Path data = Files.createTempDirectory(Files.createDirectories(target.resolve("it")), "container-");
                postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(data.resolve("postgresql"))
                        .start();
                String commands = Files.readString(Path.of(System.getProperty("headrace.it.root", ".."))
                                .resolve("server-config/payara/data-source.asadmin"))
                        .replace("${ENV=HEADRACE_DB_HOST}", "127.0.0.1")
                        .replace("${ENV=HEADRACE_DB_PORT}", Integer.toString(postgres.getPort()))
                        .replace("${ENV=HEADRACE_DB_NAME}", "postgres")
                        .replace("${ENV=HEADRACE_DB_USER}", "postgres")
                        .replace("${ENV=HEADRACE_DB_PASSWORD}", "postgres");
                Path file = Files.writeString(data.resolve("payara.txt"), commands);
                System.setProperty(
                        "headrace.it.container.commands", file.toAbsolutePath().toString());
                System.setProperty(
                        "headrace.it.container.driver", jarOf(Driver.class).toString());
                System.setProperty("headrace.it.container.port", Integer.toString(Places.freePort()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void configured(@Observes ArquillianDescriptor read) {
            if (postgres == null) {
                throw new IllegalStateException("The database must run before arquillian.xml is read");
            }
        }

        void stop(@Observes AfterSuite event) throws IOException {
            postgres.close();
        }
    }

    static File jarOf(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
