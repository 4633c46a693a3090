package org.headrace.json;

/** The text is not one JSON value as RFC 8259 defines it. */
public final class JsonSyntaxException extends IllegalArgumentException {

    private final int position;

    public JsonSyntaxException(String reason, int position) {
        super(reason + " at character " + (position + 1));
        this.position = position;
    }

    /** Where reading stopped, in UTF-16 units from 0. */
    public int position() {
        return position;
    }
}
