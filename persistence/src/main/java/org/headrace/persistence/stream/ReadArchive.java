package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.SQLException;
import org.headrace.persistence.stream.ReadEvents.Found;
import org.headrace.persistence.stream.ReadEvents.Query;
import org.headrace.stream.ArchivePage;

/** Reads a page of a stream's archived events, as {@link ReadEvents} does of the live ones. */
final class ReadArchive {

    private static final String ALL = ReadEvents.page("events_archive", "");
    private static final String OF_KEY = ReadEvents.page("events_archive", "AND e.key = ?");

    private ReadArchive() {}

    /** @throws org.headrace.stream.StreamNotFoundException when nothing was ever appended to the stream */
    static ArchivePage read(Connection connection, Query query) throws SQLException {
        Found found = ReadEvents.find(connection, query.key() == null ? ALL : OF_KEY, query);
        long next = found.nextOffset(Math.max(query.from(), found.firstOffset()));
        return new ArchivePage(query.stream(), found.events(), next, found.firstOffset(), found.head());
    }
}
