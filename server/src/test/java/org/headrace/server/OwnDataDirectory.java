package org.headrace.server;

import java.nio.file.Path;

/** A process that owns a data directory until it is killed or its input ends. */
final class OwnDataDirectory {

    private OwnDataDirectory() {}

    public static void main(String[] arguments) throws Exception {
        try {
            DataDirectory.own(Path.of(arguments[0]));
            System.out.println("owned");
            System.in.read();
        } catch (StartupFailure failure) {
            System.out.println(failure.line());
            System.exit(failure.exitCode());
        }
    }
}
