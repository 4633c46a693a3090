package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hub as the unmodified {@code @microsoft/signalr} sees it, in Node, in each of its protocols. The scenarios are in
 * {@code src/test/node}.
 */
@ExtendWith(SharedServer.class)
@ParameterizedClass
@ValueSource(strings = {"json", "messagepack"})
class SignalRNodeIT {

    @Parameter
    private String protocol;

    private final String stream = "Hub-" + UUID.randomUUID();
    private Api api;
    private HeadraceProcess server;

    @BeforeEach
    void server(HeadraceProcess shared) {
        server = shared;
        api = shared.api();
    }

    @Test
    void theSnippetOfTheGuideReceivesAnEvent() {
        JsonObject received = only(run("snippet"));

        assertThat(received.getString("stream")).isEqualTo("UserWorkflow");
        JsonObject event = received.getJsonObject("event");
        assertThat(event.keySet())
                .containsExactlyInAnyOrder(
                        "stream",
                        "offset",
                        "position",
                        "eventId",
                        "eventType",
                        "key",
                        "data",
                        "metadata",
                        "recordedAt",
                        "previous");
        assertThat(event.getInt("offset")).isZero();
        assertThat(event.getInt("previous")).isEqualTo(-1);
        assertThat(event.getJsonObject("data")).containsKeys("userId", "name", "email");
    }

    @Test
    void aConnectionHasSeveralSubscriptionsAndEndingOneLeavesTheOthers() {
        List<JsonObject> told = run("several");

        assertThat(numbers(told.get(0), "a")).containsExactly(0, 1, 2);
        assertThat(numbers(told.get(0), "b")).containsExactly(0, 1);
        assertThat(texts(told.get(0), "confirmed")).containsExactly(stream + "-a", stream + "-b");
        assertThat(numbers(told.get(1), "a")).containsExactly(0, 1, 2);
        assertThat(numbers(told.get(1), "b")).containsExactly(0, 1, 2, 3);
    }

    @Test
    void wrongCallsAreRefusedAndTheConnectionGoesOn() throws Exception {
        long streams = countOfStreams();
        List<JsonObject> told = run("refusals");

        JsonObject refusals = told.get(0);
        assertThat(refusals.getString("unknown")).contains("Unknown hub method NoSuchMethod");
        assertThat(refusals.getString("none"))
                .isEqualTo(refusals.getString("many"))
                .contains("SubscribeToStream takes");
        assertThat(refusals.getString("noNames")).contains("UnsubscribeFromStream takes");
        assertThat(refusals.getString("wrongType")).contains("streamName must be a string");
        assertThat(refusals.getString("negative")).contains("must not be negative");
        assertThat(refusals.getString("text"))
                .isEqualTo(refusals.getString("fraction"))
                .contains("whole number");
        assertThat(refusals.getString("name")).contains("streamName must be 1 to 200 characters");
        assertThat(refusals.getString("ack")).contains("Not subscribed");
        assertThat(told.get(1).getInt("before")).isZero();
        assertThat(told.get(1).getInt("errors")).as("each bad subscription").isEqualTo(7);
        assertThat(numbers(told.get(2), "offsets")).containsExactly(0);
        assertThat(told.get(2).isNull("ack")).isTrue();
        assertThat(told.get(2).getString("tooFar")).contains("has not been sent");
        assertThat(told.get(2).getString("state")).isEqualTo("Connected");
        assertThat(countOfStreams())
                .as("nothing was written but the scenario's own event")
                .isEqualTo(streams + 1);
    }

    @Test
    void theConfirmationComesFirstAndCallbacksHaveTheirNumberOfArguments() {
        JsonObject told = only(run("confirmedFirst"));

        assertThat(texts(told, "orders")).containsExactly("SubscriptionConfirmed 0 1 2");
        assertThat(texts(told, "arity")).containsExactly("SubscriptionConfirmed 1", "EventReceived 2");
    }

    @Test
    void withoutAnOffsetOnlyWhatComesLaterIsReceived() {
        JsonObject told = only(run("liveOnly"));

        JsonObject event = told.getJsonArray("old").getJsonObject(0);
        assertThat(event.getInt("offset")).isEqualTo(2);
        assertThat(event.getInt("previous")).isEqualTo(-1);
        assertThat(numbers(told, "fresh")).containsExactly(0);
    }

    @Test
    void pascalNamesTheEnvelopeAndLeavesTheDataAlone() {
        JsonObject event = only(run("pascal"));

        assertThat(event.keySet())
                .containsExactlyInAnyOrder(
                        "Stream",
                        "Offset",
                        "Position",
                        "EventId",
                        "EventType",
                        "Key",
                        "Data",
                        "Metadata",
                        "RecordedAt",
                        "Previous");
        assertThat(event.getJsonObject("Data")).hasToString("{\"firstName\":\"Ada\",\"nested\":{\"eventType\":1}}");
    }

    @Test
    void aNamingThatThereIsNotFailsTheStartAndSaysWhy() {
        JsonObject told = only(run("unknownNaming"));

        assertThat(told.getString("negotiating")).contains("400").contains("must be camel or pascal");
        assertThat(told.isNull("connecting")).isFalse();
        JsonObject problem = told.getJsonObject("problem");
        assertThat(problem.getInt("status")).isEqualTo(400);
        assertThat(problem.getJsonArray("violations").getJsonObject(0).getString("field"))
                .isEqualTo("naming");
    }

    @Test
    void numbersAreWhatJavaScriptMakesOfThem() {
        JsonObject told = only(run("numbers"));

        assertThat(told.getString("received")).isEqualTo(told.getString("expected"));
    }

    @Test
    void negotiationMayBeSkipped() {
        assertThat(numbers(only(run("skipNegotiation")), "offsets")).containsExactly(0);
    }

    @Test
    void nothingIsLeftOfAClientThatHasStopped() {
        JsonObject told = only(run("stopCleansUp"));

        JsonObject before = told.getJsonObject("before");
        JsonObject during = told.getJsonObject("during");
        assertThat(during.getInt("connections")).isEqualTo(before.getInt("connections") + 2);
        assertThat(during.getInt("subscriptions")).isEqualTo(before.getInt("subscriptions") + 4);
        assertThat(told.getJsonObject("after")).isEqualTo(before);
    }

    @Test
    void largeAndOddEventsArriveAsTheyWereAppended() {
        JsonObject told = only(run("large"));

        assertThat(told.getBoolean("same")).isTrue();
        assertThat(told.getInt("length")).isEqualTo(1_000_000);
        assertThat(told.getString("third")).isEqualTo("after");
    }

    @Test
    void twoClientsReceiveTheSame() {
        JsonObject told = only(run("twoClients"));

        Integer[] all = IntStream.range(0, 50).boxed().toArray(Integer[]::new);
        assertThat(numbers(told, "first")).containsExactly(all);
        assertThat(numbers(told, "second")).containsExactly(all);
        assertThat(numbers(told, "previous"))
                .containsExactly(IntStream.range(-1, 49).boxed().toArray(Integer[]::new));
    }

    @Test
    void aConnectionMayBeStartedAgainAndGoesOnWhereItWas() {
        assertThat(numbers(only(run("restart")), "offsets")).containsExactly(0, 1, 2);
    }

    @Test
    void pagesOfOtherOriginsAreNotLetIn() {
        JsonObject told = only(run("foreignOrigin"));

        assertThat(told.getString("negotiating")).contains("403").contains("foreign-origin");
        assertThat(told.isNull("connecting")).isFalse();
        assertThat(told.getInt("status")).isEqualTo(403);
        assertThat(told.getInt("own")).isEqualTo(200);
    }

    @Test
    void anIdleConnectionStays() {
        JsonObject told = only(run("idle"));

        assertThat(told.getString("state")).isEqualTo("Connected");
        assertThat(told.getJsonArray("closed")).isEmpty();
    }

    private List<JsonObject> run(String scenario) {
        return NodeScripts.run(scenario, "http://127.0.0.1:" + server.port(), stream, protocol);
    }

    private long countOfStreams() throws Exception {
        return api.getObject("/api/streams?limit=1000").getJsonArray("streams").size();
    }

    private static JsonObject only(List<JsonObject> told) {
        assertThat(told).hasSize(1);
        return told.get(0);
    }

    private static List<Integer> numbers(JsonObject object, String name) {
        JsonArray array = object.getJsonArray(name);
        return array.getValuesAs(JsonNumber.class).stream()
                .map(JsonNumber::intValue)
                .toList();
    }

    private static List<String> texts(JsonObject object, String name) {
        return object.getJsonArray(name).getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }
}
