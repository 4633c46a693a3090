package org.headrace.web.request;

import org.jspecify.annotations.Nullable;

/** A body's bytes cannot be decoded: malformed UTF-8, or corrupt gzip data. */
public final class UnreadableBodyException extends RuntimeException {
    public UnreadableBodyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
