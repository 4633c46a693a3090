package org.headrace.stream.spi;

import java.util.Optional;

/** Tells who acts on the calling thread. CDI beans of this type are found by the store. */
public interface CallerPrincipal {

    /**
     * The caller's name; empty where nobody has authenticated, and on threads that act for nobody. Returns at once and
     * never throws.
     */
    Optional<String> name();
}
