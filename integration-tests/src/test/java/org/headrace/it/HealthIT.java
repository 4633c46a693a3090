package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the server's own MicroProfile Health says what ours says. */
@ExtendWith(SharedServer.class)
class HealthIT {

    @Test
    void theServersOwnHealthHasTheSameChecks(Api api) throws Exception {
        for (String kind : List.of("live", "ready", "started")) {
            HttpResponse<String> ours = api.get("/api/health/" + kind);
            HttpResponse<String> servers = api.get("/health/" + kind);

            assertThat(servers.statusCode()).as(kind).isEqualTo(ours.statusCode());
            assertThat(checks(servers)).as(kind).containsAllEntriesOf(checks(ours));
        }
        assertThat(checks(api.get("/health/live"))).containsEntry("engine", "UP");
        assertThat(checks(api.get("/health/ready"))).containsKeys("bootstrap", "database", "projections", "sagas");
    }

    private static Map<String, String> checks(HttpResponse<String> answer) {
        return Api.object(answer).getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .collect(Collectors.toMap(check -> check.getString("name"), check -> check.getString("status")));
    }
}
