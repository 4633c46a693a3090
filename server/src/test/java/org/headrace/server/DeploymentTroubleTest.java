package org.headrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentTroubleTest {

    @BeforeEach
    void forget() {
        DeploymentTrouble.forget();
    }

    @Test
    void tellsTheDeepestCauseOfTheFirstException() {
        log(Level.WARNING, "not severe", new IllegalStateException("a warning"));
        log(Level.SEVERE, "start failed", null);
        log(Level.SEVERE, "start failed", new RuntimeException(new IllegalStateException("the schema\nis wrong")));
        log(Level.SEVERE, "wrapped", new RuntimeException("the cause is lost here"));
        assertThat(DeploymentTrouble.told()).isEqualTo("IllegalStateException: the schema is wrong");
    }

    @Test
    void tellsTheFirstMessageWhereNothingWasThrown() {
        log(Level.SEVERE, "no such listener", null);
        log(Level.SEVERE, "start failed", null);
        assertThat(DeploymentTrouble.told()).isEqualTo("no such listener");
    }

    private static void log(Level level, String message, Throwable thrown) {
        LogRecord record = new LogRecord(level, message);
        record.setThrown(thrown);
        DeploymentTrouble.consider(record);
    }
}
