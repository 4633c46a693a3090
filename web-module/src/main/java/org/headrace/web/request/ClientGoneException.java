package org.headrace.web.request;

import java.io.IOException;

/** The client went away, or fell silent, while its body was being read. */
public final class ClientGoneException extends IOException {
    public ClientGoneException(IOException cause) {
        super("The client went away in the middle of its request: " + cause.getMessage(), cause);
    }
}
