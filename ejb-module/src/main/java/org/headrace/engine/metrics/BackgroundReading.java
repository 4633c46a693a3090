package org.headrace.engine.metrics;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.headrace.engine.transaction.FailureText;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/**
 * Something that costs a query to know. It is read again in the background when somebody asks and it is older than a while:
 * who asks never waits, and nothing is read while nobody does.
 */
final class BackgroundReading<T> {

    private static final Log LOG = Log.of(BackgroundReading.class);

    private final Supplier<T> source;
    private final Duration freshFor;
    private final LongSupplier nanoTime;
    private final AtomicBoolean isBeingRead = new AtomicBoolean();
    private volatile @Nullable Read<T> last;

    private record Read<T>(T value, long at) {}

    /** @param nanoTime as {@link System#nanoTime} */
    BackgroundReading(Supplier<T> source, Duration freshFor, LongSupplier nanoTime) {
        this.source = source;
        this.freshFor = freshFor;
        this.nanoTime = nanoTime;
    }

    /** As it was read last; null: not yet. Has it read by the executor when that is too long ago. */
    @Nullable
    T ask(Executor executor) {
        Read<T> read = last;
        boolean isOld = read == null || nanoTime.getAsLong() - read.at() > freshFor.toNanos();
        if (isOld && isBeingRead.compareAndSet(false, true)) {
            try {
                executor.execute(this::read);
            } catch (RejectedExecutionException e) {
                LOG.because(e, LogMessage.STOPPED_ALREADY);
                isBeingRead.set(false);
            }
        }
        Read<T> newest = last;
        return newest == null ? null : newest.value();
    }

    /** How old it is; null: not read yet. */
    @Nullable
    Duration age() {
        Read<T> read = last;
        return read == null ? null : Duration.ofNanos(nanoTime.getAsLong() - read.at());
    }

    private void read() {
        try {
            long asked = nanoTime.getAsLong();
            last = new Read<>(source.get(), asked);
        } catch (RuntimeException e) {
            LOG.because(e, LogMessage.METRICS_NOT_READ, FailureText.describe(e));
        } finally {
            isBeingRead.set(false);
        }
    }
}
