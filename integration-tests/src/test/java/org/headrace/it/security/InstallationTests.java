package org.headrace.it.security;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of an installation, in a JVM of their own, and prints a line for each. They read the address from its
 * properties and the login from its environment.
 */
public final class InstallationTests implements TestExecutionListener {

    static final String PASSED = "passed: ";
    static final String LEFT_OUT = "left out: ";
    private static final String PACKAGE = "org.headrace.it.installation";

    private boolean isGreen = true;

    private InstallationTests() {}

    /** Exits with 1 when one has failed. */
    public static void main(String[] arguments) {
        var told = new InstallationTests();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage(PACKAGE))
                                .build(),
                        told);
        System.exit(told.isGreen ? 0 : 1);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        System.out.println(LEFT_OUT + test.getDisplayName() + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            executionSkipped(
                    test, result.getThrowable().map(Throwable::getMessage).orElse("without a reason"));
        } else if (result.getStatus() == Status.FAILED) {
            isGreen = false;
            System.out.println("failed: " + test.getDisplayName());
            result.getThrowable().ifPresent(thrown -> thrown.printStackTrace(System.out));
        } else if (test.isTest()) {
            System.out.println(PASSED + test.getDisplayName());
        }
    }
}
