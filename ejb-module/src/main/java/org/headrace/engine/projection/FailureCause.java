package org.headrace.engine.projection;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.headrace.engine.transaction.FailureText;

/**
 * What failures of one kind have in common: the class of the root cause, and the innermost place in the user's own code.
 * Pure.
 */
final class FailureCause {

    private static final int MAX_DEPTH = 50;
    private static final int MAX_LENGTH = 500;

    /** What calls the user's code: from there on down the stack nothing is the user's. */
    private static final List<Class<?>> CALLERS =
            List.of(HandlerCall.class, Upcasters.class, RunnerParts.class, StretchWork.class, LetterTurn.class);

    /** Not written by who wrote the projection. */
    private static final List<String> LIBRARIES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "org.headrace.json.",
            "org.headrace.memory.",
            "org.headrace.persistence.",
            "org.headrace.stream.",
            "org.hibernate.",
            "org.postgresql.",
            "org.eclipse.",
            "org.glassfish.",
            "org.jboss.",
            "org.wildfly.",
            "fish.payara.",
            "com.arjuna.");

    private FailureCause() {}

    static String of(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
            root = root.getCause();
        }
        String name = root.getClass().getName();
        String place =
                place(root).or(() -> place(failure)).map(at -> " at " + at).orElse("");
        String text = FailureText.clean(name + place);
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }

    private static Optional<String> place(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .takeWhile(frame -> !isCaller(frame.getClassName()))
                .filter(FailureCause::isOfUser)
                .findFirst()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName()
                        + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber()));
    }

    /** Also of a class within, and of a lambda. */
    private static boolean isCaller(String name) {
        return CALLERS.stream()
                .map(Class::getName)
                .anyMatch(caller -> name.equals(caller) || name.startsWith(caller + "$"));
    }

    private static boolean isOfUser(StackTraceElement frame) {
        // A $$ is in the names of proxies that containers make.
        return !frame.getClassName().contains("$$") && LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith);
    }
}
