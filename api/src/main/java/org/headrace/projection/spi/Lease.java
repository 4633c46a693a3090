package org.headrace.projection.spi;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who runs a projection.
 *
 * @param holder null: nobody
 * @param epoch grows whenever it changes hands or an operator changes the projection: what was begun under an older one
 *     must not commit
 */
public record Lease(String projection, @Nullable Holder holder, long epoch) {

    /**
     * A node.
     *
     * @param name what people call it
     * @param alive whether it has been heard of within its lease
     */
    public record Holder(UUID node, String name, boolean alive) {}

    public boolean isHeldBy(UUID node) {
        return holder != null && holder.node().equals(node);
    }

    /** Whether a living node holds it. */
    public boolean isTaken() {
        return holder != null && holder.alive();
    }
}
