package org.headrace.engine.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ThreadFactory;
import org.headrace.stream.EventLog;
import org.headrace.stream.spi.AppendListener;
import org.headrace.stream.spi.StreamHeads;
import org.jspecify.annotations.Nullable;

/** This node's live streams, told of its appends. Started before those who are interested, and stopped after them. */
@ApplicationScoped
public class StreamEngine implements AppendListener {

    @Inject
    EventLog log;

    @Inject
    StreamHeads heads;

    private @Nullable StreamThreads threads;
    private volatile @Nullable LiveStreams streams;

    /** Starts, once the schema is there. */
    public LiveStreams start(ThreadFactory factory) {
        var started = new StreamThreads(factory);
        var live = new LiveStreams(log, heads, started.lane(), started.later());
        threads = started;
        streams = live;
        return live;
    }

    public void stop() {
        StreamThreads stopping = threads;
        streams = null;
        if (stopping != null) {
            stopping.stop();
        }
    }

    /** Of the live streams; nothing before the start and after the stop. */
    public TailReading reading() {
        LiveStreams live = streams;
        return live == null ? TailReading.NOTHING : live.reading();
    }

    @Override
    public void appended(String stream, long head) {
        LiveStreams live = streams;
        if (live != null) {
            live.appended(stream, head);
        }
    }
}
