package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * What scenarios told.
 *
 * @param ended a line for each scenario in each protocol, as {@code runner.js} makes them
 */
record Told(List<JsonObject> ended) {

    /** All that a scenario told. Fails when it did not come to its end. */
    List<JsonObject> by(String scenario, String protocol) {
        List<JsonObject> found = ended.stream()
                .filter(e -> e.getString("scenario").equals(scenario)
                        && e.getString("protocol").equals(protocol))
                .toList();
        assertThat(found).as(scenario + " in " + protocol).hasSize(1);
        JsonObject scenarios = found.get(0);
        if (scenarios.containsKey("error")) {
            throw new AssertionError(scenario + " in " + protocol + " told " + scenarios.getJsonArray("told")
                    + ", then: " + scenarios.getString("error"));
        }
        return scenarios.getJsonArray("told").getValuesAs(JsonObject.class);
    }

    /** The same of one that tells one thing. */
    JsonObject onlyBy(String scenario, String protocol) {
        List<JsonObject> told = by(scenario, protocol);
        assertThat(told).hasSize(1);
        return told.get(0);
    }
}
