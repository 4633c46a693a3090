package org.headrace.server;

import java.time.Duration;
import java.util.Locale;

/** What the server says to the person who starts it. */
final class Messages {

    private Messages() {}

    static String starting(Versions versions, Settings settings, ListenAddress address) {
        String data = settings.store() == Store.MEMORY
                ? "events in memory, lost at the end"
                : settings.database() == null
                        ? "data in " + settings.dataDirectory()
                        : "data in " + settings.database().shownUrl();
        String text = "Headrace " + versions.headrace() + " starts at " + address.url() + ", " + data;
        if (settings.open()) {
            text += "\nWARNING: security is open: every caller may do everything"
                    + "; set headrace.security=secure to ask for a login";
        }
        return text;
    }

    /** @param open whether nobody logs in */
    static String ready(String url, Duration took, boolean open) {
        String seconds = String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
        String curl = open ? "curl" : "curl -u NAME";
        return """
                Headrace is ready at %1$s (%2$s s)
                Try:
                  %3$s -X POST %1$s/api/users -H 'Content-Type: application/json' -d '{"name":"Ada","email":"ada@example.org"}'
                  %3$s %1$s/api/projections/user-statistics
                  %3$s %1$s/api/projections
                  %3$s %1$s/api/streams/UserWorkflow/events
                Stop with Ctrl+C"""
                .formatted(url, seconds, curl);
    }

    static String help() {
        return """
                Headrace: event streaming inside the application server.

                Usage: ./run [-Dname=value …]      or      java -jar headrace-server.jar [-Dname=value …]
                       ./run [-Dname=value …] --add-user NAME GROUP …   (asks for the password)

                Settings, from strongest to weakest: -Dname=value, the environment variable (headrace.jdbc.url is
                HEADRACE_JDBC_URL), the file headrace.properties in the working directory, the default.

                  headrace.port           6001        port for HTTP
                  headrace.host           127.0.0.1   address to listen at
                  headrace.data-dir       data        where everything is kept
                  headrace.store          postgresql  postgresql, or memory (nothing is kept; for development)
                  headrace.jdbc.url                   a PostgreSQL of yours, in place of the one that comes with this
                  headrace.jdbc.user                  its user
                  headrace.jdbc.password              its password; give it as HEADRACE_JDBC_PASSWORD or in the file
                  headrace.security       open        open (every caller may do everything), or secure (login)
                  headrace.users-file     data/users  who may log in; add them by ./run --add-user NAME GROUP …
                  mp.jwt.verify.…                     whose tokens are taken: docs/guide/security.md
                  headrace.sample.gateway its own     URL of the payment gateway that the example's checkout calls

                ./run works in its own directory: relative paths and headrace.properties are looked for there.
                HEADRACE_JAVA_OPTS adds options for the Java machine, for example -Xmx1g (default -Xmx512m).

                Logs: <data-dir>/logs. Exit codes: 1 the surroundings do not allow a start, 2 a setting is wrong.""";
    }
}
