package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.headrace.engine.hub.SentPiece.Run;
import org.headrace.engine.hub.SentPiece.Text;
import org.headrace.engine.stream.LiveStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of what was sent. */
class SentRecordTest {

    private final TestHub hub = new TestHub();
    private final SentRecord sent = new SentRecord(hub.protocol);
    private LiveStream live;
    private LiveStream other;

    @BeforeEach
    void streams() {
        live = hub.engine.streams().acquire("S");
        other = hub.engine.streams().acquire("T");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void messagesAreNumberedFromOneAndThoseThatTakeNoNumberAreNotKept() {
        assertThat(sent.first()).isEqualTo(1);
        assertThat(sent.note("confirmed S\n")).isTrue();
        assertThat(sent.note("ping\n")).isTrue();
        assertThat(sent.note("error no\nrefused 1: no\n")).isTrue();
        event(live, 0, -1);

        assertThat(sent.pieces())
                .containsExactly(
                        new Text(1, 1, "confirmed S\n"),
                        new Text(2, 2, "error no\nrefused 1: no\n"),
                        run(4, 1, live, 0, 10, -1));
        assertThat(sent.last()).isEqualTo(4);
    }

    @Test
    void eventsInARowAreOnePieceHoweverManyAndLargeTheyAre() {
        for (int i = 0; i < 10_000; i++) {
            sent.note(new SentEvent(live, i, i - 1L, SentEvent.NOBODY, 1_000));
        }

        assertThat(sent.pieces()).containsExactly(run(1, 10_000, live, 0, 10_000_000, -1));
    }

    @Test
    void whatBreaksTheRowBeginsAPiece() {
        event(live, 5, -1);
        event(live, 6, 5);
        event(live, 9, 6);
        event(live, 10, 9);
        event(other, 11, 10);
        event(live, 11, 10);
        event(live, 12, -1);

        assertThat(sent.pieces())
                .containsExactly(
                        run(1, 2, live, 5, 20, -1),
                        run(3, 2, live, 9, 20, 6),
                        run(5, 1, other, 11, 10, 10),
                        run(6, 1, live, 11, 10, 10),
                        run(7, 1, live, 12, 10, -1));
    }

    @Test
    void eventsThatAreToBeAnsweredAreAPieceOfTheirOwn() {
        sent.note(new SentEvent(live, 0, -1, SentEvent.NOBODY, 10));
        sent.note(new SentEvent(live, 1, 0, 3, 10));
        sent.note(new SentEvent(live, 2, 1, 3, 10));

        assertThat(sent.pieces()).containsExactly(run(1, 1, live, 0, 10, -1), new Run(2, 2, live, 1, 20, 0, 3));
    }

    @Test
    void whatIsAcknowledgedIsForgotten() {
        sent.note("confirmed S\n");
        event(live, 5, -1);
        event(live, 6, 5);
        event(live, 7, 6);
        sent.note("error no\nrefused 1: no\n");

        assertThat(sent.acknowledge(0)).isTrue();
        assertThat(sent.first()).isEqualTo(1);
        assertThat(sent.acknowledge(3)).isTrue();
        assertThat(sent.pieces().get(0)).isEqualTo(run(4, 1, live, 7, 10, 6));
        assertThat(sent.acknowledge(5)).isTrue();
        assertThat(sent.pieces()).as("the text of 5 and 6").hasSize(1);
        assertThat(sent.first()).isEqualTo(5);
        assertThat(sent.acknowledge(6)).isTrue();
        assertThat(sent.pieces()).isEmpty();
        assertThat(sent.first()).isEqualTo(7);
        assertThat(sent.acknowledge(2)).as("an old one").isTrue();
        assertThat(sent.acknowledge(7)).as("never sent").isFalse();
    }

    @Test
    void itIsFullOfTextAndHasRoomAgainOnceThatIsAcknowledged() {
        String text = "completed " + "x".repeat(1_000) + "\n";
        int kept = 0;
        while (sent.note(text)) {
            kept++;
        }

        assertThat(kept).isEqualTo(SentRecord.MOST_TEXT_CHARS / text.length() + 1);
        assertThat(sent.hasRoom()).isFalse();
        assertThat(sent.note("ping\n")).as("takes no number").isTrue();
        sent.acknowledge(1);
        assertThat(sent.note(text)).isTrue();
    }

    @Test
    void whatIsSentAgainIsKeptUntilSomethingNewerIsAcknowledged() {
        event(live, 0, -1);
        event(live, 1, 0);
        sent.resumed();

        assertThat(sent.acknowledge(2)).isTrue();
        assertThat(sent.first()).as("the client may be counting from there").isEqualTo(1);
        event(live, 2, 1);
        assertThat(sent.acknowledge(3)).isTrue();
        assertThat(sent.first()).isEqualTo(4);
    }

    @Test
    void whoHasAcknowledgedAllIsSentMoreThoughMuchIsKept() {
        long offset = 0;
        for (; sent.hasRoom(); offset += 2) {
            event(live, offset, offset - 2);
        }
        sent.resumed();
        sent.acknowledge(sent.last());
        assertThat(sent.hasRoom()).isTrue();
        event(live, offset, offset - 2);
        assertThat(sent.hasRoom()).isFalse();
        sent.acknowledge(sent.last());

        assertThat(sent.pieces()).isEmpty();
        assertThat(sent.hasRoom()).isTrue();
    }

    @Test
    void itIsFullOfPieces() {
        for (int i = 0; sent.hasRoom(); i += 2) {
            event(live, i, i - 2);
        }

        assertThat(sent.pieces()).hasSize(SentRecord.MOST_PIECES);
        sent.acknowledge(1);
        assertThat(sent.hasRoom()).isTrue();
    }

    @Test
    void itIsFullOfEventsThatWouldBeTooMuchToSendAgain() {
        int large = 1 << 20;
        long offset = 0;
        for (; sent.hasRoom(); offset++) {
            sent.note(new SentEvent(live, offset, offset - 1, SentEvent.NOBODY, large));
        }
        assertThat(offset).isEqualTo(SentRecord.MOST_EVENT_CHARS / large);
        sent.acknowledge(offset);

        for (; sent.hasRoom(); offset++) {
            event(live, offset, offset - 1);
        }
        assertThat(sent.last() + 1 - sent.first()).isEqualTo(SentRecord.MOST_MESSAGES);
        assertThat(sent.pieces()).hasSize(1);
    }

    private void event(LiveStream of, long offset, long previous) {
        sent.note(new SentEvent(of, offset, previous, SentEvent.NOBODY, 10));
    }

    private static Run run(long first, int count, LiveStream of, long offset, long chars, long previous) {
        return new Run(first, count, of, offset, chars, previous, SentEvent.NOBODY);
    }
}
