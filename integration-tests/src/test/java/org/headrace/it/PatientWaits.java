package org.headrace.it;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** How long tests wait where they do not say it: servers that share their machine with others take their time. */
public final class PatientWaits implements LauncherSessionListener {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(DEADLINE);
    }
}
