package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Closing streams and archiving their events over HTTP. */
@ExtendWith(SharedServer.class)
class RetentionIT {

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private final String stream = "S-" + UUID.randomUUID();
    private final String path = "/api/streams/" + stream;
    private final String events = path + "/events";
    private final String first =
            "{\"type\":\"T\",\"key\":\"a/b {c}\",\"eventId\":\"" + UUID.randomUUID() + "\",\"data\":0}";

    @BeforeEach
    void append(Api api) throws Exception {
        assertThat(api.postJson(events, first).statusCode()).isEqualTo(201);
        for (int i = 1; i < 10; i++) {
            api.postJson(events, "{\"type\":\"T\",\"key\":\"a/b {c}\",\"data\":" + i + "}");
        }
    }

    @Test
    void aClosedStreamRefusesWhatIsNewUntilItIsOpenedAgain(Api api) throws Exception {
        String fresh = "{\"type\":\"T\",\"data\":10}";
        assertThat(api.postJson(path + "/close", "{\"reason\":\"year's end\"}").statusCode())
                .isEqualTo(200);

        HttpResponse<String> refused = api.postJson(events, fresh);
        HttpResponse<String> line = api.postNdjson(events, fresh);
        HttpResponse<String> again = api.postJson(events, first);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Api.object(refused).getString("type")).isEqualTo("urn:headrace:problem:stream-closed");
        assertThat(line.statusCode()).isEqualTo(409);
        assertThat(Api.object(line).getInt("count")).isZero();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(Api.object(again).getInt("firstOffset")).isZero();
        assertThat(api.getObject(path).getBoolean("closed")).isTrue();
        assertThat(api.postJson(path + "/reopen", "").statusCode()).isEqualTo(200);
        assertThat(api.postJson(events, fresh).statusCode()).isEqualTo(201);
    }

    @Test
    void belowTheLineTheAnswerIs410AndTheLinksLeadThroughAll(Api api) throws Exception {
        HttpResponse<String> archived = api.postJson(path + "/archive?below=7", "{\"reason\":\"room\"}");
        assertThat(archived.statusCode()).isEqualTo(200);
        assertThat(Api.object(archived).getInt("firstOffset")).isEqualTo(7);

        for (String query : List.of("", "?from=6", "?key=x")) {
            HttpResponse<String> gone = api.get(events + query);
            assertThat(gone.statusCode()).as(query).isEqualTo(410);
            assertThat(Api.object(gone).getString("type")).isEqualTo("urn:headrace:problem:events-archived");
            assertThat(Api.object(gone).getInt("firstOffset")).isEqualTo(7);
        }
        assertThat(offsets(api.getObject(events + "?from=7"))).containsExactly(7, 8, 9);
        assertThat(follow(api, path + "/archive?limit=2")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(follow(api, path + "/archive?limit=2&key=a%2Fb%20%7Bc%7D"))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(Api.object(api.postJson(events, first)).getInt("firstOffset"))
                .isZero();
    }

    @Test
    void whoClosedAndArchivedIsOnTheOperatorsRecord(Api api) throws Exception {
        api.postJson(path + "/archive?below=7", "{\"reason\":\"room\"}");
        api.postJson(path + "/close", "");
        api.postJson(path + "/close", "{\"reason\":\"without effect\"}");
        api.postJson(path + "/reopen", "{\"reason\":\"too soon\"}");

        JsonArray actions =
                api.getObject("/api/operator-actions?target=streams/" + stream).getJsonArray("actions");

        assertThat(actions.getValuesAs(RetentionIT::describe))
                .containsExactly(
                        "anonymous reopen '' 'too soon'",
                        "anonymous close '' ''",
                        "anonymous archive 'below offset 7' 'room'");
    }

    private static String describe(JsonValue recorded) {
        JsonObject action = recorded.asJsonObject();
        return action.getString("by") + " " + action.getString("action") + " '" + action.getString("detail") + "' '"
                + action.getString("reason") + "'";
    }

    @Test
    void whatCannotBeIsNamed(Api api) throws Exception {
        assertThat(api.postJson(path + "/archive", "").body()).contains("\"below\"");
        assertThat(api.postJson(path + "/archive?below=11", "").statusCode()).isEqualTo(400);
        assertThat(api.postJson(path + "/archive?below=x", "").statusCode()).isEqualTo(400);
        assertThat(api.get(path + "/archive?from=-1").statusCode()).isEqualTo(400);
        assertThat(api.postJson("/api/streams/never/close", "").statusCode()).isEqualTo(404);
        assertThat(api.get("/api/streams/never/archive").statusCode()).isEqualTo(404);
    }

    /** As a client does that knows nothing but the links. */
    private static List<Integer> follow(Api api, String from) throws Exception {
        List<Integer> offsets = new ArrayList<>();
        String next = from;
        while (next != null) {
            HttpResponse<String> page = api.get(next);
            assertThat(page.statusCode()).as(next).isEqualTo(200);
            offsets.addAll(offsets(Api.object(page)));
            Matcher link = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
            next = link.find() ? link.group(1) : null;
        }
        return offsets;
    }

    private static List<Integer> offsets(JsonObject page) {
        return page.getJsonArray("events").getValuesAs(e -> e.asJsonObject().getInt("offset"));
    }
}
