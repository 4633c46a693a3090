package org.headrace.it.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.HubListener;
import org.headrace.it.Waiting;
import org.headrace.it.Writers;
import org.junit.jupiter.api.Test;

/** The server of somebody's installation is killed under load, by the command that was given for it. */
class InstallationCrashIT {

    private static final int BEFORE_THE_KILL = 400;
    private static final Duration TO_RESTART = Duration.ofMinutes(5);

    @Test
    void everythingAcknowledgedSurvivesOnceAndIsPushed() throws Exception {
        String restart = Installation.restartCommand().orElse("");
        assumeTrue(
                !restart.isEmpty(),
                "it kills the server: -Dheadrace.it.restart-command='…' with what kills it and starts it again");
        Api api = Installation.api();
        String stream = "W-" + UUID.randomUUID();
        var writers = new Writers(stream);

        writers.start(api);
        Awaitility.await("load").atMost(Duration.ofMinutes(2)).until(() -> writers.acknowledged() >= BEFORE_THE_KILL);
        Process command = new ProcessBuilder("bash", "-c", restart).inheritIO().start();
        boolean ended = command.waitFor(TO_RESTART.toSeconds(), TimeUnit.SECONDS);
        writers.stop();
        assertThat(ended).as("the command ended").isTrue();
        assertThat(command.exitValue()).as("its exit code").isZero();
        assertThat(writers.unanswered())
                .as("writers that the end of the server left without an answer")
                .isPositive();
        Waiting.untilReady(api, TO_RESTART);

        int events = writers.verify(api);
        try (var listener = new HubListener(api)) {
            listener.subscribe(stream, 0);
            assertThat(listener.events(events)).hasSize(events);
        }
    }
}
