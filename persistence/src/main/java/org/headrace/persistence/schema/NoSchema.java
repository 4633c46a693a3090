package org.headrace.persistence.schema;

import org.headrace.spi.Schema;

/** The heap needs no tables. */
public final class NoSchema implements Schema {

    @Override
    public void prepare() {
        // There is nothing to prepare.
    }

    @Override
    public boolean isReachable() {
        return true;
    }
}
