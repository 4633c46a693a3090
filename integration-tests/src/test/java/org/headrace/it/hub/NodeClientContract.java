package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.headrace.it.ToItself;

/** In Node. */
public abstract class NodeClientContract extends JavaScriptClientContract {

    /** Scenarios of the tests that are {@link ToItself}. */
    private static final String NOT_ALONE = "snippet,refusals,stopCleansUp";

    @Override
    final Told run(String baseUrl, String streamPrefix) {
        String without = ToItself.Condition.isGiven() ? "" : NOT_ALONE;
        return new Told(NodeScripts.run(api().login(), "run.js", baseUrl, streamPrefix, without));
    }

    @InEachProtocol
    void pagesOfOtherOriginsAreNotLetIn(String protocol) throws Exception {
        JsonObject told = scenarios().onlyBy("barred", protocol);

        assertThat(told.getString("negotiating")).contains("403").contains("foreign-origin");
        assertThat(told.isNull("connecting")).isFalse();
        assertThat(told.getString("appending")).contains("403").contains("foreign-origin");
        String negotiate = "/hubs/events/negotiate?negotiateVersion=1";
        String own = api().base().getScheme() + "://" + api().base().getAuthority();
        assertThat(api().postJson(negotiate, "", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api().postJson(negotiate, "", "Origin", own).statusCode()).isEqualTo(200);
    }
}
