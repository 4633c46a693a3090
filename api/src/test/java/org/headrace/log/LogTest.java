package org.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {

    private final List<LogRecord> records = new ArrayList<>();
    private final Logger logger = Logger.getLogger(LogTest.class.getName());
    private final Log log = Log.of(LogTest.class);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            records.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
    }

    @Test
    void aLineBeginsWithItsIdAndHasItsLevel() {
        log.write(LogMessage.PROJECTION_REGISTERED, "users", "UserWorkflow", 1000);
        log.because(new IllegalStateException("no"), LogMessage.HUB_TASK_FAILED);
        log.because(null, false, LogMessage.HEADS_NOT_READ);
        log.because(null, true, LogMessage.HEADS_NOT_READ);

        assertThat(records)
                .extracting(LogRecord::getMessage)
                .startsWith(
                        "HR-2001 Projection users reads UserWorkflow, batches of 1000",
                        "HR-4101 A task of the hub failed");
        assertThat(records).extracting(LogRecord::getLevel).containsExactly(Level.INFO, Level.SEVERE, Level.WARNING);
        assertThat(records.get(1).getThrown()).hasMessage("no");
        assertThat(records.get(0).getParameters())
                .as("nothing is formatted again")
                .isNull();
    }

    @Test
    void aValueIsTakenAsItIsAndStaysOnTheLine() {
        assertThat(Log.line(LogMessage.SAGA_COMPLETED, "{id}", "a\nHR-1001 b", null))
                .isEqualTo("HR-3003 Saga '{id}' a HR-1001 b completed [sagaId=a HR-1001 b correlationId=null]");
        assertThat(Log.line(LogMessage.SAGA_COMPLETED, "s"))
                .isEqualTo("HR-3003 Saga 's' {id} completed [sagaId={id} correlationId={correlation}]");
    }

    @Test
    void idsAreUniqueAndGroupedByArea() {
        assertThat(Arrays.stream(LogMessage.values()).map(LogMessage::id))
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(id -> id.matches("HR-[1-7][0-9]{3}"));
        assertThat(Arrays.stream(LogMessage.values())
                        .filter(m -> m.id().startsWith("HR-30") && m != LogMessage.SAGA_REGISTERED)
                        .map(LogMessage::text))
                .isNotEmpty()
                .allMatch(text -> text.endsWith(" [sagaId={id} correlationId={correlation}]"));
    }
}
