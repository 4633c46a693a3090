package org.headrace.it.container;

import jakarta.enterprise.context.ApplicationScoped;

/** The same in an ejb-jar. */
@ApplicationScoped
public class EjbJarSaga extends UsersSaga {

    @Override
    public String name() {
        return "saga-in-an-ejb-jar";
    }
}
