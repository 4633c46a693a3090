package org.headrace.server;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The console the server was started from, whatever becomes of System.out and System.err: Payara makes them its log.
 * First used before Payara starts.
 */
final class Console {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final PrintStream ERROR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private Console() {}

    static void say(String text) {
        OUT.println(text);
    }

    static void complain(String text) {
        ERROR.println(text);
    }
}
