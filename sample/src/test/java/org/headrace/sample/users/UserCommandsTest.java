package org.headrace.sample.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.NotFoundException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.headrace.json.JsonText;
import org.headrace.memory.HeapTransactions;
import org.headrace.operator.Operator;
import org.headrace.persistence.operator.InMemoryOperatorActionStore;
import org.headrace.persistence.stream.InMemoryEventStore;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.sample.users.UserEvent.UserAdded;
import org.headrace.stream.EventTypes;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserCommandsTest {

    private static final int MORE_THAN_A_PAGE = 101;

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final InMemoryEventStore store = new InMemoryEventStore(new Listeners(List::of), Clock.systemUTC());
    private final UserCommands users = new UserCommands();

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    void inject() {
        users.log = store.log(jta.registry(), 1_000);
        var actions = new InMemoryOperatorActionStore(new HeapTransactions(jta.registry()));
        users.retention = store.retention(jta.registry(), actions);
    }

    @AfterEach
    void close() {
        jta.close();
    }

    @Test
    void aUserIsRemovedOnce() {
        String user = add("Ada");
        add("Grace");

        users.remove(user);

        assertThatThrownBy(() -> users.remove(user)).isInstanceOf(NotFoundException.class);
        assertThat(users.log.read(UserEvent.STREAM, 0, 10).events()).hasSize(3);
    }

    @Test
    void aUserWhoseEventsAreArchivedIsThereAllTheSame() {
        String ada = add("Ada");
        String grace = add("Grace");
        users.remove(grace);
        archiveAll();

        assertThatThrownBy(() -> users.remove(grace)).isInstanceOf(NotFoundException.class);
        users.remove(ada);

        assertThatThrownBy(() -> users.remove(ada)).as("by a live event").isInstanceOf(NotFoundException.class);
    }

    @Test
    void theNewestOfManyEventsCounts() {
        String user = add("Ada");
        users.remove(user);
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            users.log.append(
                    UserEvent.STREAM, NewEvent.of("Other", JsonText.of("1")).withKey(user));
        }
        users.log.append(
                UserEvent.STREAM,
                NewEvent.of(new UserAdded(user, "Ada", "ada@example.org")).withKey(user));

        users.remove(user);

        assertThat(users.log
                        .readKey(UserEvent.STREAM, user, MORE_THAN_A_PAGE + 2, 10)
                        .events())
                .last()
                .satisfies(event -> assertThat(event.type()).isEqualTo(EventTypes.nameOf(UserEvent.UserRemoved.class)));
    }

    @Test
    void nobodyIsRemovedFromAStreamThatDoesNotExist() {
        assertThatThrownBy(() -> users.remove("nobody")).isInstanceOf(NotFoundException.class);
    }

    private String add(String name) {
        return users.add(name, "user@example.org", Optional.empty());
    }

    private void archiveAll() {
        long head = users.log.stream(UserEvent.STREAM).orElseThrow().head();
        users.retention.archiveBelow(UserEvent.STREAM, head + 1, new Operator("ada", "room"));
    }
}
