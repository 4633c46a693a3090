package org.headrace.it.hub;

import org.headrace.it.Api;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class SignalRNodeIT extends NodeClientContract {

    private Api api;

    @BeforeAll
    void server(Api shared) {
        api = shared;
    }

    @Override
    protected Api api() {
        return api;
    }
}
