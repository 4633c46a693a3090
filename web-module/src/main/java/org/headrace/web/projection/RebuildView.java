package org.headrace.web.projection;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.RebuildStatus.Beside;
import org.headrace.projection.RebuildStatus.Progress;
import org.jspecify.annotations.Nullable;

/**
 * How far a rebuild is.
 *
 * @param progress absent where nothing is being read
 * @param beside absent: it is none beside
 */
@JsonbPropertyOrder({"projection", "state", "explanation", "progress", "beside"})
public record RebuildView(
        String projection, String state, String explanation, @Nullable Reading progress, @Nullable Version beside) {

    /**
     * How far it has read.
     *
     * @param eventsPerSecond absent: not known yet
     * @param secondsLeft absent: not known
     */
    @JsonbPropertyOrder({"percent", "eventsRead", "eventsToGo", "eventsPerSecond", "secondsLeft"})
    public record Reading(
            int percent, long eventsRead, long eventsToGo, @Nullable Long eventsPerSecond, @Nullable Long secondsLeft) {

        static Reading of(Progress progress) {
            return new Reading(
                    progress.percent(),
                    progress.eventsRead(),
                    progress.eventsToGo(),
                    progress.eventsPerSecond() == null ? null : Math.round(progress.eventsPerSecond()),
                    progress.timeLeft() == null ? null : progress.timeLeft().toSeconds());
        }
    }

    /** The new version. */
    @JsonbPropertyOrder({"tables", "startedAt", "startedBy", "reason", "autoSwitch"})
    public record Version(List<String> tables, Instant startedAt, String startedBy, String reason, boolean autoSwitch) {

        static Version of(Beside beside) {
            return new Version(
                    beside.tables(), beside.startedAt(), beside.startedBy(), beside.reason(), beside.autoSwitch());
        }
    }

    static RebuildView of(RebuildStatus status) {
        return new RebuildView(
                status.projection(),
                status.state().label(),
                status.explanation(),
                status.progress() == null ? null : Reading.of(status.progress()),
                status.beside() == null ? null : Version.of(status.beside()));
    }
}
