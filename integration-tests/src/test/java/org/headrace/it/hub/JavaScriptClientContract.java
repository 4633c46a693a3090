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
import org.headrace.it.ToItself;
import org.junit.jupiter.api.TestInstance;

/**
 * The hub as the unmodified {@code @microsoft/signalr} sees it, in each of its protocols, wherever it runs and whatever
 * server it calls. The scenarios are in {@code src/test/node} and run once, before the first test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JavaScriptClientContract {

    private final String prefix = "Hub-" + UUID.randomUUID();
    private Told scenarios;

    /** The server. */
    protected abstract Api api();

    /** Runs all scenarios, with streams whose names begin with the prefix. */
    abstract Told run(String baseUrl, String streamPrefix);

    final synchronized Told scenarios() {
        if (scenarios == null) {
            scenarios = run(api().base().toString(), prefix);
        }
        return scenarios;
    }

    /** The name that a scenario's streams begin with. */
    final String stream(String scenario, String protocol) {
        return prefix + "-" + protocol + "-" + scenario;
    }

    @InEachProtocol
    @ToItself
    void theSnippetOfTheGuideReceivesAnEvent(String protocol) {
        JsonObject received = scenarios().onlyBy("snippet", protocol);

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

    @InEachProtocol
    void aConnectionHasSeveralSubscriptionsAndEndingOneLeavesTheOthers(String protocol) {
        List<JsonObject> told = scenarios().by("several", protocol);

        assertThat(numbers(told.get(0), "a")).containsExactly(0, 1, 2);
        assertThat(numbers(told.get(0), "b")).containsExactly(0, 1);
        assertThat(texts(told.get(0), "confirmed"))
                .containsExactly(stream("several", protocol) + "-a", stream("several", protocol) + "-b");
        assertThat(numbers(told.get(1), "a")).containsExactly(0, 1, 2);
        assertThat(numbers(told.get(1), "b")).containsExactly(0, 1, 2, 3);
    }

    @InEachProtocol
    @ToItself
    void wrongCallsAreRefusedAndTheConnectionGoesOn(String protocol) {
        List<JsonObject> told = scenarios().by("refusals", protocol);

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
        assertThat(told.get(3).getInt("streamsMore"))
                .as("nothing was written but the scenario's own event")
                .isZero();
    }

    @InEachProtocol
    void theConfirmationComesFirstAndCallbacksHaveTheirNumberOfArguments(String protocol) {
        JsonObject told = scenarios().onlyBy("confirmedFirst", protocol);

        assertThat(texts(told, "orders")).containsExactly("SubscriptionConfirmed 0 1 2");
        assertThat(texts(told, "arity")).containsExactly("SubscriptionConfirmed 1", "EventReceived 2");
    }

    @InEachProtocol
    void withoutAnOffsetOnlyWhatComesLaterIsReceived(String protocol) {
        JsonObject told = scenarios().onlyBy("liveOnly", protocol);

        JsonObject event = told.getJsonArray("old").getJsonObject(0);
        assertThat(event.getInt("offset")).isEqualTo(2);
        assertThat(event.getInt("previous")).isEqualTo(-1);
        assertThat(numbers(told, "fresh")).containsExactly(0);
    }

    @InEachProtocol
    void pascalNamesTheEnvelopeAndLeavesTheDataAlone(String protocol) {
        JsonObject event = scenarios().onlyBy("pascal", protocol);

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

    @InEachProtocol
    void aNamingThatThereIsNotFailsTheStartAndSaysWhy(String protocol) {
        JsonObject told = scenarios().onlyBy("unknownNaming", protocol);

        assertThat(told.getString("negotiating")).contains("400").contains("must be camel or pascal");
        assertThat(told.isNull("connecting")).isFalse();
        JsonObject problem = told.getJsonObject("problem");
        assertThat(problem.getInt("status")).isEqualTo(400);
        assertThat(problem.getJsonArray("violations").getJsonObject(0).getString("field"))
                .isEqualTo("naming");
    }

    @InEachProtocol
    void numbersAreWhatJavaScriptMakesOfThem(String protocol) {
        JsonObject told = scenarios().onlyBy("numbers", protocol);

        assertThat(told.getString("received")).isEqualTo(told.getString("expected"));
    }

    @InEachProtocol
    void negotiationMayBeSkipped(String protocol) {
        assertThat(numbers(scenarios().onlyBy("skipNegotiation", protocol), "offsets"))
                .containsExactly(0);
    }

    @InEachProtocol
    @ToItself
    void nothingIsLeftOfAClientThatHasStopped(String protocol) {
        JsonObject told = scenarios().onlyBy("stopCleansUp", protocol);

        assertThat(numbers(told, "during"))
                .as("connections, streams and subscriptions")
                .containsExactly(2, 2, 4);
        assertThat(numbers(told, "after")).containsExactly(0, 0, 0);
    }

    @InEachProtocol
    void largeAndOddEventsArriveAsTheyWereAppended(String protocol) {
        JsonObject told = scenarios().onlyBy("large", protocol);

        assertThat(told.getBoolean("same")).isTrue();
        assertThat(told.getInt("length")).isEqualTo(1_000_000);
        assertThat(told.getString("third")).isEqualTo("after");
    }

    @InEachProtocol
    void twoClientsReceiveTheSame(String protocol) {
        JsonObject told = scenarios().onlyBy("twoClients", protocol);

        Integer[] all = IntStream.range(0, 50).boxed().toArray(Integer[]::new);
        assertThat(numbers(told, "first")).containsExactly(all);
        assertThat(numbers(told, "second")).containsExactly(all);
        assertThat(numbers(told, "previous"))
                .containsExactly(IntStream.range(-1, 49).boxed().toArray(Integer[]::new));
    }

    @InEachProtocol
    void catchesUpWhileOthersAppendWithoutAGapOrASecondTime(String protocol) {
        JsonObject told = scenarios().onlyBy("catchUp", protocol);

        assertThat(told.getInt("headMeanwhile")).as("more was appended later").isLessThan(599);
        assertThat(numbers(told, "offsets"))
                .containsExactly(IntStream.range(100, 600).boxed().toArray(Integer[]::new));
        assertThat(numbers(told, "previous"))
                .containsExactly(IntStream.concat(IntStream.of(-1), IntStream.range(100, 599))
                        .boxed()
                        .toArray(Integer[]::new));
    }

    @InEachProtocol
    void aConnectionMayBeStartedAgainAndGoesOnWhereItWas(String protocol) {
        assertThat(numbers(scenarios().onlyBy("restart", protocol), "offsets")).containsExactly(0, 1, 2);
    }

    @InEachProtocol
    void aConnectionThatHasNothingToSayStays(String protocol) {
        JsonObject told = scenarios().onlyBy("quiet", protocol);

        assertThat(told.getString("state")).isEqualTo("Connected");
        assertThat(told.getJsonArray("closed")).isEmpty();
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
