package org.headrace.it.container;

import jakarta.enterprise.context.ApplicationScoped;

/** The same in the WAR itself. */
@ApplicationScoped
public class WarSaga extends UsersSaga {

    @Override
    public String name() {
        return "saga-in-the-war";
    }
}
