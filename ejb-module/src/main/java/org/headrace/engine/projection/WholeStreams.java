package org.headrace.engine.projection;

import java.util.List;
import java.util.Optional;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventPage;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.Retention;
import org.headrace.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * The log as projections read it: a stream from its first event on, archived or not. A read model that is built or
 * rebuilt after events were archived would otherwise lack them without anybody having asked for that.
 */
record WholeStreams(EventLog log, Retention retention) implements EventLog {

    @Override
    public EventPage read(String stream, long from, int limit) {
        try {
            return log.read(stream, from, limit);
        } catch (EventsArchivedException archived) {
            return ofArchive(retention.readArchive(stream, from, limit));
        }
    }

    @Override
    public EventPage readKey(String stream, String key, long from, int limit) {
        try {
            return log.readKey(stream, key, from, limit);
        } catch (EventsArchivedException archived) {
            return ofArchive(retention.readArchiveOfKey(stream, key, from, limit));
        }
    }

    private static EventPage ofArchive(ArchivePage page) {
        return new EventPage(page.stream(), page.events(), page.nextOffset(), page.head());
    }

    @Override
    public Appended append(Append append) {
        return log.append(append);
    }

    @Override
    public Appended lockAndAppend(Append append) {
        return log.lockAndAppend(append);
    }

    @Override
    public Optional<StreamInfo> stream(String name) {
        return log.stream(name);
    }

    @Override
    public List<StreamInfo> streams(@Nullable String after, int limit) {
        return log.streams(after, limit);
    }
}
