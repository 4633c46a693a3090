package org.headrace.persistence.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How tests wait where they do not say it: what happens in their own process is seen within milliseconds, and a machine
 * that is busy with something else has a minute. JUnit finds it in {@code META-INF/services}.
 */
public final class TestWaits implements LauncherSessionListener {

    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultPollInterval(INTERVAL);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultTimeout(DEADLINE);
    }
}
