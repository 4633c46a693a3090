package org.headrace.testkit;

import java.time.Duration;
import org.headrace.json.JsonText;

/** What comes to a saga that waits. */
sealed interface Stimulus {

    record Signal(String name, JsonText data) implements Stimulus {}

    record Waiting(Duration time) implements Stimulus {}
}
