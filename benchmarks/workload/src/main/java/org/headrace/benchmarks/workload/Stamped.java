package org.headrace.benchmarks.workload;

/**
 * Data of 200 bytes that says when it was made, by a clock that all processes of this machine share: on Linux
 * {@link System#nanoTime} counts since the machine began.
 */
public record Stamped(String at, String name) {

    /** Before the digits. */
    public static final String MARK = "\"at\":\"";

    /** Of the time in nanoseconds, with zeros before it. */
    public static final int DIGITS = 19;

    private static final String REST = "\",\"name\":\"" + "x".repeat(162) + "\"}";

    /** How long ago. */
    public long ageNanos() {
        return System.nanoTime() - Long.parseLong(at);
    }

    public static String now() {
        return at(System.nanoTime());
    }

    public static String at(long nanos) {
        return "{" + MARK + digits(nanos) + REST;
    }

    /** Always as many. */
    public static String digits(long nanos) {
        String digits = Long.toString(nanos);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
