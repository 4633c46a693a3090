package org.headrace.engine.management;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One projection, wherever it runs. Attributes are at most a second old. Operations return how it stands afterwards. What
 * concerns restricted streams is not told.
 */
@Told("A projection, wherever it runs")
public interface ProjectionMXBean {

    @Told("Its name")
    String getName();

    @Told(
            "What it is doing: Starting, CatchingUp, Live, Retrying, WaitingForDatabase, WaitingForLease, Paused, Rebuilding or"
                    + " Failed")
    String getState();

    @Told("Why it is not moving, or that it is, in a sentence")
    String getExplanation();

    @Told("Events still to be processed, of all its streams")
    long getLag();

    @Told("The offset processed last, by stream; -1: none")
    Map<String, Long> getCheckpoints();

    @Told("The newest offset, by stream; -1: none")
    Map<String, Long> getHeads();

    @Told("Events processed since the last reset, by whatever node")
    long getEventsProcessed();

    @Told("Events that wait as dead letters")
    long getDeadLetters();

    @Told("The newest failure, kept after a success; null: none yet")
    @Nullable
    String getLastError();

    @Told("When that was, ISO 8601; null: none yet")
    @Nullable
    String getLastErrorAt();

    @Told("The node that runs it; null: none does at this moment")
    @Nullable
    String getOwner();

    @Told("Stops it after the batch it is in")
    String pause(@Told("Why; it is recorded") String reason);

    @Told("Lets it run again; an event that had failed gets all its tries anew")
    String resume(@Told("Why; it is recorded") String reason);

    @Told("Empties the read model and reads everything again")
    String rebuild(@Told("Why; it is recorded") String reason);

    @Told("Tries a failing event again now")
    String retry(@Told("Why; it is recorded") String reason);

    @Told("Passes over the event that holds it up, whichever that is by now, and goes on")
    String skip(@Told("Why; it is recorded") String reason);

    @Told("Passes over this event, if it is the one that holds the projection up, and goes on")
    String skipEvent(
            @Told("The stream, as the explanation names it") String stream,
            @Told("The event's offset in it") long offset,
            @Told("Why; it is recorded") String reason);
}
