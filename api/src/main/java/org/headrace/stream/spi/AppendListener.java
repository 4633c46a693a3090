package org.headrace.stream.spi;

/**
 * Told of appends after their commit, on the node that made them. Only a hint: a listener that misses one must find out
 * by reading. CDI beans of this type are found by the store.
 */
public interface AppendListener {

    /**
     * Returns at once and never throws; called on the appending thread.
     *
     * @param stream the stream that grew
     * @param head the offset of the newest of the events appended
     */
    void appended(String stream, long head);
}
