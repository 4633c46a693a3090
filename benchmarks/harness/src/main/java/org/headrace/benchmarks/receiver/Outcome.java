package org.headrace.benchmarks.receiver;

/**
 * What the receiver has seen; a line of JSON on its standard output.
 *
 * @param delivered messages, all subscribers together
 * @param perSecond the same in a second
 * @param p50Ms from the call that published to the frame that was read; 0 where that was not asked for
 * @param firstMs what the very first message took
 * @param clientCores processors that the receiver kept busy
 * @param serverCores the same of the contestant's process
 * @param bytesAMessage on the wire, frames included
 * @param text of the sample
 * @param error empty: there was none
 */
public record Outcome(
        long delivered,
        double perSecond,
        double p50Ms,
        double p99Ms,
        double firstMs,
        double clientCores,
        double serverCores,
        double bytesAMessage,
        String text,
        String error) {

    static Outcome sample(String text) {
        return new Outcome(0, 0, 0, 0, 0, 0, 0, 0, text, "");
    }

    static Outcome failed(String error) {
        return new Outcome(0, 0, 0, 0, 0, 0, 0, 0, "", error);
    }
}
