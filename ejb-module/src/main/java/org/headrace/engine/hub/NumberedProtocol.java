package org.headrace.engine.hub;

/**
 * A protocol whose connections may outlive their transport: both sides number their messages, each from 1, and tell each
 * other what they have received; on a new transport they go on at the first message that may be missing. Pings, closes
 * and what is below take no numbers.
 */
public interface NumberedProtocol extends HubProtocol {

    /** How many of the messages in a text of this protocol take a number. An event is always one. */
    int numbered(String text);

    /** Tells the client that its messages up to this number have come. */
    String received(long number);

    /** Tells the client the number of the next message that takes one. */
    String continuesAt(long number);
}
