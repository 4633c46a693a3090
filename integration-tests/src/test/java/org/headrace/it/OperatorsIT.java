package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators ask and do over HTTP, and what is kept of it. */
@ExtendWith(SharedServer.class)
class OperatorsIT {

    private static final String PROJECTION = "/api/projections/user-statistics";
    private static final String ACTIONS = "/api/operator-actions?target=projections/user-statistics";

    @Test
    void anAuditProvesThatNoEventWasLeftOut(Api api) throws Exception {
        api.postJson("/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}");
        JsonObject status = Waiting.until(api, PROJECTION + "/status", s -> s.getInt("lag") == 0);

        JsonObject audit = api.getObject(PROJECTION + "/audit");

        assertThat(audit.getBoolean("complete")).as(audit.toString()).isTrue();
        JsonObject stream = audit.getJsonArray("streams").getJsonObject(0);
        assertThat(stream.getString("stream")).isEqualTo("UserWorkflow");
        assertThat(stream.getInt("eventsInLog")).isEqualTo(stream.getInt("head") + 1);
        assertThat(stream.getInt("eventsProcessed")).isGreaterThanOrEqualTo(status.getInt("eventsProcessed"));
        assertThat(status.getInt("eventsOfUnknownType")).isZero();
        assertThat(api.get("/api/projections/unheard-of/audit").statusCode()).isEqualTo(404);
    }

    @Test
    void actionsAreRecordedAndReadPageByPage(Api api) throws Exception {
        api.postJson(PROJECTION + "/pause", "{\"reason\":\"stock-taking\"}");
        api.postJson(PROJECTION + "/resume", "");
        assertThat(api.postJson(PROJECTION + "/skip", "").statusCode()).isEqualTo(409);

        List<String> seen = new ArrayList<>();
        HttpResponse<String> answer = api.get(ACTIONS + "&limit=1");
        JsonObject page = Api.object(answer);
        seen.add(describe(page));
        assertThat(answer.headers().firstValue("Link"))
                .hasValueSatisfying(link -> assertThat(link).contains("cursor=", "limit=1", "rel=\"next\""));
        seen.add(describe(api.getObject(ACTIONS + "&limit=1&cursor=" + page.getString("next"))));

        assertThat(seen).containsExactly("resume ", "pause stock-taking");
        assertThat(api.get("/api/operator-actions?cursor=ours").statusCode()).isEqualTo(400);
        assertThat(api.getObject("/api/operator-actions?target=sagas/unheard-of")
                        .getJsonArray("actions"))
                .isEmpty();
    }

    private static String describe(JsonObject page) {
        JsonObject action = page.getJsonArray("actions").getJsonObject(0);
        assertThat(action.getString("at")).endsWith("Z");
        assertThat(action.getString("by")).isNotEmpty();
        assertThat(action.getString("target")).isEqualTo("projections/user-statistics");
        return action.getString("action") + " " + action.getString("reason");
    }
}
