package org.headrace.benchmarks;

import java.time.Duration;

/**
 * One of those that are measured beside each other.
 *
 * @param name as it stands in the table
 */
public record Contestant(String name, Role role, Probe probe) {

    /** What a contestant is in a cell. */
    public enum Role {
        OURS,
        /** A program that does the same work by hand. Ratios are to the first one. */
        LIMIT,
        PEER
    }

    /** What is done over and over. */
    public interface Turn {

        /** Works for so long, and returns how many of the cell's unit were done a second. */
        double run(Duration length) throws Exception;
    }

    /** The same, where there is more to tell than one number. */
    public interface Probe {
        Reading run(Duration length) throws Exception;
    }

    public static Contestant ours(Probe probe) {
        return new Contestant("Headrace", Role.OURS, probe);
    }

    public static Contestant limit(String name, Turn turn) {
        return new Contestant(name, Role.LIMIT, length -> Reading.of(turn.run(length)));
    }

    public static Contestant peer(String name, Turn turn) {
        return new Contestant(name, Role.PEER, length -> Reading.of(turn.run(length)));
    }
}
