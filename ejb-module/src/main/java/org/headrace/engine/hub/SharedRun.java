package org.headrace.engine.hub;

import java.util.List;
import org.headrace.engine.stream.TailEvent;

/**
 * Events of a stream without a gap, as they go out to all subscribers who want each of them.
 *
 * @param last the offset of the last one
 */
record SharedRun(FrameText text, int count, long last) {

    /**
     * As many as one frame has room for, and always one.
     *
     * @param events not empty, without a gap
     */
    static SharedRun of(List<TailEvent> events, HubProtocol protocol) {
        var frame = new Frame(protocol.joins());
        int count = 0;
        for (TailEvent event : events) {
            String start = event.form(protocol, protocol::eventStart);
            if (!frame.add(EventMessage.of(protocol, start, event.offset() - 1, null))) {
                break;
            }
            count++;
        }
        return new SharedRun(frame.text(), count, events.get(0).offset() + count - 1);
    }
}
