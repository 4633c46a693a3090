package org.headrace.engine.hub;

import org.jspecify.annotations.Nullable;

/** What a client's numbered message means, or what it says about them, for a connection that it may come back to. */
interface Numbered {

    /**
     * Carries it out.
     *
     * @return what is wrong with it; null: nothing
     */
    @Nullable
    String on(Resumption kept, long now);
}
