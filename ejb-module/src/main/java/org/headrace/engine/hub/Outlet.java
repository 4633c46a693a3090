package org.headrace.engine.hub;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way out to one client. No method blocks or throws. {@link #send} is called again only after its last was done. */
public interface Outlet {

    /**
     * Sends one frame.
     *
     * @param done called exactly once, on any thread, perhaps before this method returns; null: it went out
     */
    void send(FrameText frame, Consumer<@Nullable Throwable> done);

    /** Asks for a sign of life below the protocol; what comes back is told to {@link HubConnection#heard}. */
    void probe();

    /** Ends the connection, whatever is still on its way. May be called more than once. */
    void close(String reason);
}
