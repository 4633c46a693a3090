package org.headrace.server;

import java.io.PrintStream;

/** What is printed for a person. */
final class Help {

    private Help() {}

    static void print(PrintStream out) {
        out.println("Usage: ./run [--SETTING=VALUE …]");
        out.println();
        out.println("Starts Headrace: PostgreSQL, Payara Micro and the example application. Ctrl-C stops it.");
        out.println();
        out.println("Settings, as an argument (--headrace.port=6002), an environment variable (HEADRACE_PORT=6002),");
        out.println("a Java system property in HEADRACE_JAVA_OPTS, or a line in " + Settings.FILE + ":");
        out.println();
        for (Setting setting : Setting.values()) {
            String otherwise = setting.otherwise().isEmpty() ? "" : " (" + setting.otherwise() + ")";
            out.printf("  %-24s %-24s %s%s%n", setting.key(), setting.variable(), setting.meaning(), otherwise);
        }
        out.println();
        out.println("HEADRACE_JAVA_OPTS holds options for the Java machine; -Xmx512m when it is not set.");
    }

    static void tryThis(PrintStream out, int port) {
        String base = "http://localhost:" + port + "/api";
        out.println("Try:");
        out.println("  curl -X POST " + base + "/users -H 'Content-Type: application/json' \\");
        out.println("       -d '{\"name\":\"Ada\",\"email\":\"ada@example.org\"}'");
        out.println("  curl " + base + "/projections/user-statistics");
        out.println("  curl " + base + "/streams/UserWorkflow/events");
        out.println("  curl " + base + "/projections");
        out.println();
        out.println("Ctrl-C stops it.");
        out.flush();
    }
}
