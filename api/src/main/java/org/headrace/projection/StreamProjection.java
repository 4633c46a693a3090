package org.headrace.projection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a CDI bean a projection that is found at deployment, in whichever module of the EAR it lives. The bean
 * implements one of {@link Projection}, {@link DynamicProjection} and {@link BatchProjection}.
 *
 * <p>Every option can be overridden by MicroProfile Config under {@code headrace.projection.<name>.}, e.g.
 * {@code headrace.projection.user-statistics.batch-size}. Durations are ISO 8601 ({@code PT1S}) there too.
 */
@Documented
@Stereotype
@ApplicationScoped
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StreamProjection {

    /** Unique; 1 to 100 characters of {@code A-Z a-z 0-9 _ . -}. The checkpoint is kept under it. */
    String name();

    /** The streams it reads, at least one. Order holds within each stream, not between them. */
    String[] streams();

    /**
     * The payload classes, for decoding; a sealed interface stands for its records. Not needed for {@link Projection},
     * whose type parameter tells.
     */
    Class<?>[] events() default {};

    /**
     * The tables of its read model, all of them, by plain names (no schema), so that a new version can be built beside
     * the one that serves. Its statements name them without a schema too.
     */
    String[] tables() default {};

    /** The most events in one transaction. */
    int batchSize() default ProjectionOptions.DEFAULT_BATCH_SIZE;

    /** Whether it runs from deployment on; otherwise it waits, paused, for a resume. */
    boolean autoStart() default true;

    /** Tries of a failing event after the first one; then {@link #onPoison} tells what follows. */
    int maxRetries() default 3;

    /** The first wait of the exponential backoff, ISO 8601. */
    String baseDelay() default "PT1S";

    /** The longest wait of the backoff, ISO 8601. */
    String maxDelay() default "PT1M";

    /** How far a wait is spread, ± this fraction. */
    double jitter() default 0.2;

    /** One transaction an event in place of one a batch. */
    boolean checkpointPerEvent() default false;

    /**
     * Into how many segments each stream is split by the events' keys, to be processed at the same time; at most 64. Events
     * of one key keep their order, events without a key are the first segment's. The handler is then called by several
     * threads at a time, each in a transaction of its own. Only of a {@link ParallelProjection}; an operator may change the
     * number while it runs.
     */
    int parallelism() default 1;

    /** How often it looks for new events by itself, ISO 8601. Appends on this node wake it at once. */
    String pollingInterval() default "PT1S";

    /** What becomes of an event that has failed at all its tries. */
    OnPoison onPoison() default OnPoison.PAUSE;

    /** With so many dead letters the projection pauses rather than park another event. */
    int maxDeadLetters() default PoisonPolicy.DEFAULT_MAX_DEAD_LETTERS;

    /** After how many events a snapshot is taken of a {@link SnapshottableProjection}; 0: only when an operator asks. */
    long snapshotEvery() default 0;
}
