package org.headrace.server;

import org.jspecify.annotations.Nullable;

/** Why the server does not start: one line for the person at the console, and the exit code. */
final class StartupFailure extends RuntimeException {

    private final int exitCode;

    private StartupFailure(int exitCode, String line, @Nullable Throwable cause) {
        super(oneLine(line), cause);
        this.exitCode = exitCode;
    }

    /** A setting or argument is wrong: exit code 2. */
    static StartupFailure wrongSetting(String line) {
        return new StartupFailure(2, line, null);
    }

    /** The surroundings do not allow a start: exit code 1. */
    static StartupFailure because(String line) {
        return new StartupFailure(1, line, null);
    }

    /** As {@link #because(String)}, with what led to it. */
    static StartupFailure because(String line, Throwable cause) {
        return new StartupFailure(1, line, cause);
    }

    int exitCode() {
        return exitCode;
    }

    /** The line; never null. */
    String line() {
        return String.valueOf(getMessage());
    }

    /** What a throwable says of itself, its name where it says nothing. */
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : oneLine(message);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
