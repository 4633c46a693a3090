package org.headrace.it.hub;

import org.headrace.it.Api;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class SignalRJavaIT extends JavaClientContract {

    private Api api;

    @BeforeEach
    void server(Api shared) {
        api = shared;
    }

    @Override
    protected Api api() {
        return api;
    }
}
