package org.headrace.engine.bootstrap;

import jakarta.enterprise.context.ApplicationScoped;
import org.headrace.spi.Readiness;

/** How far the start of this node has come. */
@ApplicationScoped
public class StartState implements Readiness {

    private volatile String detail = "waiting for the deployment";
    private volatile boolean started;

    void at(String step) {
        started = false;
        detail = step;
    }

    void started() {
        detail = "running";
        started = true;
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public String detail() {
        return detail;
    }
}
