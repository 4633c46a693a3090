package org.headrace.benchmarks.fanout;

import java.io.IOException;

/** The process that has started this one, and holds its standard input open as long as it lives. */
public final class Parent {

    private Parent() {}

    /** Ends this process with it. */
    public static void await() throws IOException {
        while (System.in.read() >= 0) {
            // nothing is said
        }
        System.exit(0);
    }
}
