package org.headrace.sample.users;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.headrace.sample.users.UserEvent.UserAdded;
import org.headrace.sample.users.UserEvent.UserRemoved;
import org.headrace.stream.Append;
import org.headrace.stream.ConflictException;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventPage;
import org.headrace.stream.EventTypes;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Retention;
import org.headrace.stream.StreamNotFoundException;

/** Adds and removes users by appending events; the log decides who came first. */
@ApplicationScoped
public class UserCommands {

    private static final int PAGE = 100;

    @Inject
    EventLog log;

    @Inject
    Retention retention;

    /**
     * Adds a user.
     *
     * @param idempotencyKey the same key with the same name and email gives the same user
     * @return the user's id
     * @throws ConflictException when the key came with another name or email before
     */
    public String add(String name, String email, Optional<String> idempotencyKey) {
        UUID userId = idempotencyKey
                .map(key -> UUID.nameUUIDFromBytes(("user:" + key).getBytes(StandardCharsets.UTF_8)))
                .orElseGet(UUID::randomUUID);
        var added = new UserAdded(userId.toString(), name, email);
        log.append(UserEvent.STREAM, NewEvent.of(added).withKey(added.userId()).withEventId(userId));
        return added.userId();
    }

    /**
     * Removes a user.
     *
     * @throws NotFoundException when there is no such user, or no more
     */
    public void remove(String userId) {
        while (!removeAsSeen(userId)) {
            // Somebody else was faster: look again.
        }
    }

    /** False: an event of this user came in between. */
    private boolean removeAsSeen(String userId) {
        RecordedEvent newest = newest(userId)
                .filter(event -> event.type().equals(EventTypes.nameOf(UserAdded.class)))
                .orElseThrow(() -> new NotFoundException("There is no user " + userId));
        try {
            NewEvent removed = NewEvent.of(new UserRemoved(userId)).withKey(userId);
            log.append(Append.to(UserEvent.STREAM, removed).expectingKeyVersion(newest.offset()));
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    private Optional<RecordedEvent> newest(String userId) {
        Optional<RecordedEvent> newest = Optional.empty();
        try {
            EventPage page;
            long from = 0;
            do {
                page = page(userId, from);
                List<RecordedEvent> events = page.events();
                if (!events.isEmpty()) {
                    newest = Optional.of(events.get(events.size() - 1));
                }
                from = page.nextOffset();
            } while (from <= page.head());
        } catch (StreamNotFoundException e) {
            // No user was ever added.
        }
        return newest;
    }

    private EventPage page(String userId, long from) {
        try {
            return log.readKey(UserEvent.STREAM, userId, from, PAGE);
        } catch (EventsArchivedException e) {
            return retention
                    .readArchiveOfKey(UserEvent.STREAM, userId, from, PAGE)
                    .asPage();
        }
    }
}
