package org.headrace.web.hub;

/** What a client sent is not of the protocol: there is no telling what it would say next. */
final class MalformedMessageException extends Exception {

    private final String reason;

    MalformedMessageException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** To be told to the client. */
    String reason() {
        return reason;
    }
}
