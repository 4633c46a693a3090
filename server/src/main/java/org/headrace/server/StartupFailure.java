package org.headrace.server;

/** Why Headrace cannot start, in one line that says what to do. */
final class StartupFailure extends RuntimeException {

    /** For what the caller got wrong: an argument or a setting. */
    static final int USAGE = 2;

    /** For what the machine got wrong. */
    static final int FAILURE = 1;

    private final int exitCode;

    private StartupFailure(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    static StartupFailure usage(String line) {
        return new StartupFailure(USAGE, line);
    }

    static StartupFailure failure(String line) {
        return new StartupFailure(FAILURE, line);
    }

    static StartupFailure failure(String line, Throwable cause) {
        var failure = new StartupFailure(FAILURE, line);
        failure.initCause(cause);
        return failure;
    }

    int exitCode() {
        return exitCode;
    }

    String line() {
        String message = getMessage();
        return message == null ? "" : message.replaceAll("\\s*\\R\\s*", " ");
    }
}
