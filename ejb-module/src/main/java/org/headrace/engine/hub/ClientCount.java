package org.headrace.engine.hub;

/** Counts the numbered messages of a client. Only used by its connection's tasks, one at a time. */
final class ClientCount {

    private long next = 1;
    private long received;

    /**
     * The client says which number its next message has.
     *
     * @return false: messages before it are missing
     */
    boolean continuesAt(long number) {
        if (number < 1 || number > received + 1) {
            return false;
        }
        next = number;
        return true;
    }

    /** @return false: the message has come before */
    boolean isNew() {
        boolean isNew = next > received;
        received = Math.max(received, next);
        next++;
        return isNew;
    }

    /** All messages up to this one have come, 0 for none. */
    long received() {
        return received;
    }
}
