package org.headrace.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Snapshot;
import org.headrace.projection.spi.Snapshot.Position;
import org.headrace.projection.spi.SnapshotStore;
import org.junit.jupiter.api.Test;

/** What stores of snapshots hold to. */
abstract class SnapshotStoreContract {

    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456789Z");
    private static final List<Position> POSITIONS = List.of(
            new Position("S", -1, 0, 41, new Counts(40, 2, 2)),
            new Position("T", -1, 0, -1, Counts.NONE),
            new Position("S", 1, 2, 44, new Counts(3, 0, 0)));

    abstract SnapshotStore snapshots();

    abstract JtaEnvironment jta();

    @Test
    void aSnapshotComesBackAsItWasSavedToTheByte() {
        byte[] content = new byte[100_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) i;
        }

        Snapshot saved = snapshots().save(snapshot("whole", 7), content);

        assertThat(snapshots().list("whole")).containsExactly(saved);
        assertThat(saved.positions()).isEqualTo(POSITIONS);
        assertThat(saved.bytes()).isEqualTo(100_000);
        assertThat(saved.id()).isPositive();
        assertThat(snapshots().content(saved.id()))
                .hasValueSatisfying(c -> assertThat(c).isEqualTo(content));
        assertThat(snapshots().list("other")).isEmpty();
        assertThat(snapshots().content(-1)).isEmpty();
    }

    @Test
    void theNewestComeFirstAndOnlyTheyAreKept() {
        for (int version = 1; version <= 5; version++) {
            snapshots().save(snapshot("kept", version), new byte[] {1});
        }
        Snapshot others = snapshots().save(snapshot("others", 1), new byte[0]);

        snapshots().keepNewest("kept", 3);

        assertThat(snapshots().list("kept")).extracting(Snapshot::version).containsExactly(5, 4, 3);
        assertThat(snapshots().list("others")).containsExactly(others);
    }

    @Test
    void aRollbackTakesASnapshotBack() throws Exception {
        jta().rolledBack(() -> {
            Snapshot saved = snapshots().save(snapshot("rolled", 1), new byte[] {1});
            assertThat(snapshots().list("rolled")).containsExactly(saved);
            return null;
        });

        assertThat(snapshots().list("rolled")).isEmpty();
    }

    private static Snapshot snapshot(String projection, int version) {
        return new Snapshot(0, projection, version, TIME, "ada", POSITIONS, "abc", 0);
    }
}
