package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.headrace.it.Api;
import org.headrace.it.LoanLog;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real log of 262,200 events is read through the hub while more are appended. */
@ExtendWith({SharedServer.class, QuietClients.class})
class HubLoanLogIT {

    private static final String STREAM = "HubLoans";
    private static final String EVENTS = "/api/streams/" + STREAM + "/events";
    private static final int MORE = 2_000;

    @Test
    void everyEventArrivesInOrderAndOnceWhileMoreAreAppended(Api api) throws Exception {
        HttpResponse<String> imported =
                api.postFile(EVENTS, "application/x-ndjson", LoanLog.file(), "Content-Encoding", "gzip");
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(201);

        int appended = 0;
        JsonObject told;
        try (NodeScripts.Running reading =
                NodeScripts.start("loans.js", api.base().toString(), STREAM)) {
            while (appended < MORE || !reading.output().contains("subscribed")) {
                assertThat(reading.process().isAlive()).as(reading.output()).isTrue();
                append(api, "More");
                appended++;
            }
            append(api, "End");
            told = reading.end().get(0);
        }

        assertThat(told.getInt("received")).isEqualTo(LoanLog.EVENTS + appended + 1);
        assertThat(told.getInt("outOfOrder")).isZero();
        assertThat(told.getInt("unlinked")).isZero();
        assertThat(told.getInt("already")).as("appended while it was reading").isLessThan(appended);
        assertThat(told.getString("hash")).isEqualTo(hashOfTypesAndKeys());
    }

    private static void append(Api api, String type) throws Exception {
        assertThat(api.postJson(EVENTS, "{\"type\":\"" + type + "\",\"data\":1}")
                        .statusCode())
                .isEqualTo(201);
    }

    private static String hashOfTypesAndKeys() throws Exception {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        try (BufferedReader lines = LoanLog.lines()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try (JsonReader reader = Json.createReader(new StringReader(line))) {
                    JsonObject event = reader.readObject();
                    hash.update((event.getString("type") + "|" + event.getString("key") + "\n")
                            .getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return HexFormat.of().formatHex(hash.digest());
    }
}
