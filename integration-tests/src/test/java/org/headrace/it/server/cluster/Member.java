package org.headrace.it.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.headrace.it.Api;
import org.headrace.it.server.ApplicationServer;

/**
 * A server of the cluster.
 *
 * @param name as Headrace calls the node
 */
record Member(String name, ApplicationServer server) {

    Api api() {
        return server.api();
    }

    /** Who runs each projection, as this one tells it; empty: nobody does at this moment. */
    Map<String, String> owners() throws Exception {
        Map<String, String> owners = new TreeMap<>();
        for (JsonObject projection :
                api().getObject("/api/projections").getJsonArray("projections").getValuesAs(JsonObject.class)) {
            owners.put(projection.getString("name"), projection.getString("owner", ""));
        }
        return owners;
    }

    int port() {
        return api().base().getPort();
    }

    long connections() throws Exception {
        return api().getObject("/api/hub").getInt("connections");
    }

    /** Appends that a user was added. */
    void addUser() throws Exception {
        accepted(201, api().postJson("/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}"));
    }

    /** The offset of the event. */
    long append(String stream) throws Exception {
        return append(stream, "1");
    }

    /** @param data JSON */
    long append(String stream, String data) throws Exception {
        HttpResponse<String> answer =
                api().postJson("/api/streams/" + stream + "/events", "{\"type\":\"Tested\",\"data\":" + data + "}");
        return accepted(201, answer).getJsonNumber("firstOffset").longValue();
    }

    /** The id of the saga. */
    String startSaga(String name, String data) throws Exception {
        return accepted(202, api().postJson("/api/sagas/" + name + "/start", data))
                .getString("sagaId");
    }

    HttpResponse<String> signal(String sagaId, String signal) throws Exception {
        return api().postJson("/api/sagas/" + sagaId + "/signals/" + signal, "{}");
    }

    private static JsonObject accepted(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Api.object(answer);
    }
}
