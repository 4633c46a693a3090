package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What the loans example cannot read waits as dead letters, through a crash, until an operator deals with it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeadLettersIT {

    private static final String[] SETTINGS = {
        "HEADRACE_PROJECTION_LOAN_APPLICATIONS_ON_POISON=dead-letter",
        "HEADRACE_PROJECTION_LOAN_APPLICATIONS_MAX_RETRIES=0"
    };
    private static final String PROJECTION = "/api/projections/loan-applications";
    private static final String LETTERS = PROJECTION + "/dead-letters";

    private static HeadraceProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = HeadraceProcess.start(Places.newDirectory("dead-letters"), SETTINGS);
        append("A_SUBMITTED", "one", requested("100"));
        append("A_SUBMITTED", "two", requested("\"a lot\""));
        append("A_SUBMITTED", "three", requested("\"too much\""));
        append("A_ACCEPTED", "two", "{}");
        append("A_ACCEPTED", "one", "{}");
        append("A_DECLINED", "three", "{}");
        awaitHead(5);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @Order(1)
    void theRestFlowsOnAndEachKeyKeepsItsOrder() throws Exception {
        JsonObject status = api().getObject(PROJECTION + "/status");
        assertThat(status.getString("state")).isEqualTo("Live");
        assertThat(status.getInt("deadLetters")).isEqualTo(4);
        assertThat(status.getString("explanation")).endsWith("4 events wait as dead letters.");
        assertThat(api().getObject(PROJECTION + "/audit").getBoolean("complete"))
                .isTrue();
        assertThat(stateOf("one")).isEqualTo("A_ACCEPTED");
        assertThat(api().get("/api/loans/two").statusCode()).isEqualTo(404);

        assertThat(describe(api().getObject(LETTERS)))
                .containsExactly("1 failed two", "2 failed three", "3 queued two", "5 queued three");
        HttpResponse<String> page = api().get(LETTERS + "?limit=3");
        assertThat(page.headers().firstValue("Link")).isPresent();
        assertThat(describe(api().getObject(
                                LETTERS + "?limit=3&cursor=" + Api.object(page).getString("next"))))
                .containsExactly("5 queued three");
        JsonObject cause =
                api().getObject(LETTERS + "/causes").getJsonArray("causes").getJsonObject(0);
        assertThat(cause.getInt("count")).isEqualTo(2);
        assertThat(cause.getString("cause")).contains(" at org.headrace.sample.loans.LoanApplication.plus");
        JsonObject letter = api().getObject(LETTERS + "/LoanApplications/1");
        assertThat(letter.getString("stackTrace")).contains("org.headrace.sample.loans");
        assertThat(letter.getJsonObject("data").getJsonObject("case").getString("AMOUNT_REQ"))
                .isEqualTo("a lot");
    }

    @Test
    @Order(2)
    void lettersAreThereAfterACrashAndAreEditedAndRetried() throws Exception {
        server.kill();
        server = HeadraceProcess.start(server.dataDirectory(), SETTINGS);
        append("A_CANCELLED", "two", "{}");
        awaitHead(6);
        assertThat(describe(api().getObject(LETTERS + "?key=two")))
                .containsExactly("1 failed two", "3 queued two", "6 queued two");

        JsonObject again = Api.object(post("/LoanApplications/1/retry", ""));
        assertThat(again.getInt("failed")).isEqualTo(1);
        assertThat(again.getString("error")).isNotEmpty();
        assertThat(post("/LoanApplications/3/retry", "").statusCode()).isEqualTo(409);
        JsonObject edited = Api.object(post(
                "/LoanApplications/1/retry",
                "{\"data\":" + requested("250") + ",\"reason\":\"the customer said so\"}"));

        assertThat(edited.getInt("processed")).as(edited.toString()).isEqualTo(3);
        assertThat(edited.getInt("remaining")).isEqualTo(2);
        JsonObject loan = api().getObject("/api/loans/two");
        assertThat(loan.getInt("amount")).isEqualTo(250);
        assertThat(loan.getString("state")).isEqualTo("A_CANCELLED");
        assertThat(loan.getInt("events")).isEqualTo(3);
        assertThat(api().get("/api/streams/LoanApplications/events?from=1&limit=1")
                        .body())
                .contains("a lot");
    }

    @Test
    @Order(3)
    void whatIsSkippedNeedsAReasonAndLetsTheOthersThrough() throws Exception {
        String many = "{\"key\":\"three\",\"dryRun\":true}";
        JsonObject touched = Api.object(post("/skip", many));
        assertThat(touched.getInt("letters")).isEqualTo(1);
        assertThat(touched.getInt("queuedBehind")).isEqualTo(1);
        HttpResponse<String> mute = post("/skip", "{\"key\":\"three\"}");
        assertThat(mute.statusCode()).isEqualTo(400);
        assertThat(mute.body()).contains("\"field\":\"reason\"");

        JsonObject skipped = Api.object(post("/skip", "{\"key\":\"three\",\"reason\":\"a test\"}"));

        assertThat(skipped.getInt("skipped")).isEqualTo(1);
        assertThat(skipped.getInt("processed")).isEqualTo(1);
        assertThat(skipped.getInt("remaining")).isZero();
        assertThat(stateOf("three")).isEqualTo("A_DECLINED");
        assertThat(api().getObject(PROJECTION + "/audit").getBoolean("complete"))
                .isTrue();
        assertThat(api().get("/api/operator-actions?target=projections/loan-applications")
                        .body())
                .contains("skip-dead-letter", "a test", "retry-dead-letter", "the customer said so");
        assertThat(post("/LoanApplications/2/skip", "{\"reason\":\"again\"}").statusCode())
                .isEqualTo(404);
    }

    private static Api api() {
        return server.api();
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return api().postJson(LETTERS + path, body);
    }

    private static void append(String type, String key, String data) throws Exception {
        String event = "{\"type\":\"" + type + "\",\"key\":\"" + key + "\",\"data\":" + data + "}";
        assertThat(api().postJson("/api/streams/LoanApplications/events", event).statusCode())
                .isEqualTo(201);
    }

    private static String requested(String amount) {
        return "{\"case\":{\"AMOUNT_REQ\":" + amount + "}}";
    }

    private static void awaitHead(long head) {
        Waiting.untilCaughtUp(api(), "loan-applications", head);
    }

    private static String stateOf(String loan) throws Exception {
        return api().getObject("/api/loans/" + loan).getString("state");
    }

    private static List<String> describe(JsonObject page) {
        return page.getJsonArray("deadLetters").getValuesAs(JsonObject.class).stream()
                .map(l -> l.getInt("offset") + " " + l.getString("kind") + " " + l.getString("key"))
                .toList();
    }
}
