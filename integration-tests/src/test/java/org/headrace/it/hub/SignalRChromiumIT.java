package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.headrace.it.Api;
import org.headrace.it.SharedServer;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** In a page of another origin, which the server lists, in Chromium. */
@ExtendWith(SharedServer.class)
class SignalRChromiumIT extends JavaScriptClientContract {

    private Api api;

    @BeforeAll
    void server(Api shared) {
        api = shared;
    }

    @Override
    protected Api api() {
        return api;
    }

    @Override
    Told run(String baseUrl, String streamPrefix) {
        return new Told(NodeScripts.run(
                "chromium.js",
                baseUrl,
                streamPrefix,
                Integer.toString(SharedServer.LISTED_PORT),
                Places.newDirectory("chromium").toString()));
    }

    @InEachProtocol
    void pagesOfOriginsThatAreNotListedAreNotLetIn(String protocol) throws Exception {
        JsonObject told = scenarios().onlyBy("barred", protocol);

        assertThat(told.getString("negotiating")).contains("Failed to fetch");
        assertThat(told.isNull("connecting")).isFalse();
        assertThat(told.getString("appending")).contains("Failed to fetch");
        assertThat(api.get("/api/streams/" + stream("barred", protocol)).statusCode())
                .isEqualTo(404);
    }
}
