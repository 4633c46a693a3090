package org.headrace.benchmarks.receiver;

/**
 * What the receiver is to do; a line of JSON on its standard input.
 *
 * @param work {@value #FULL}, {@value #PACED} or {@value #SAMPLE}
 * @param port of the contestant, on 127.0.0.1
 * @param pid of the contestant's process
 * @param publisher URL that is asked by POST to publish, ending before {@code publish} and {@code pace}
 * @param stream that is subscribed to
 * @param messageBytes of the shortest message
 * @param millis how long
 * @param micros between two messages, where they are paced
 * @param leadIn messages before those whose latency counts
 */
public record Order(
        String work,
        Dialect dialect,
        int port,
        long pid,
        String publisher,
        String stream,
        int subscribers,
        int messageBytes,
        long millis,
        long micros,
        long leadIn) {

    /** As fast as they are taken. */
    public static final String FULL = "full";

    /** One at a time, for latency. */
    public static final String PACED = "paced";

    /** One message is published and told. */
    public static final String SAMPLE = "sample";
}
