package org.headrace.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.SagaEnvironment;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.engine.saga.SagaEnvironment.Stores;
import org.headrace.engine.saga.SagaEnvironment.TableEffects;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guide's saga written from nothing: its code is that of this package, and runs. */
class SagaGuideTest {

    private static final String FLIGHT = "HR-101";

    private static EmbeddedDatabase database;
    private static JtaEnvironment jta;
    private static HeadraceUnit unit;

    private SagaEnvironment environment;
    private TestHotel hotel;
    private Node node;
    private TripDesk desk;

    @BeforeAll
    static void openDatabase() {
        database = EmbeddedDatabase.migrated();
        jta = JtaEnvironment.over(database);
        unit = new HeadraceUnit(jta::dataSource, new NarayanaPlatform());
        var tables = new Changelog(new TripTables().changelog(), SagaGuideTest.class.getClassLoader());
        new LiquibaseSchema(database.dataSource(), List.of(Changelog.HEADRACE, tables), false).prepare();
    }

    @AfterAll
    static void closeDatabase() {
        unit.close();
        jta.close();
        database.close();
    }

    @BeforeEach
    void open() throws IOException {
        database.execute("TRUNCATE saga_states, saga_work; UPDATE flights SET free = 2 WHERE flight = 'HR-101'");
        environment =
                new SagaEnvironment(jta, Stores.postgres(jta, unit), new TableEffects(new Jdbc(jta.dataSource())));
        hotel = new TestHotel();
        node = environment.newNode(bookTrip());
        desk = deskAt(node);
    }

    @AfterEach
    void close() {
        environment.close();
        hotel.close();
    }

    @Test
    void everyBlockOfThePageIsCodeOfThisPackage() throws IOException {
        List<String> blocks = GuidePage.named("saga-from-nothing.md").blocks();

        List<String> sources = GuidePage.sources();
        assertThat(blocks).hasSize(6);
        for (String code : blocks) {
            assertThat(sources).as("a source that holds:%n%s", code).anyMatch(source -> source.contains(code));
        }
    }

    @Test
    void aTripIsBookedAndIsThereWhenItIsConfirmed() {
        String trip = desk.request("T-1", "Ada", FLIGHT);
        assertThat(desk.request("T-1", "Ada", FLIGHT)).isEqualTo(trip);

        SagaStatus booked = awaitBooked(trip);
        assertThat(booked.data().get("room", String.class)).isEqualTo("room 1");
        assertThat(booked.saga().correlationId()).isEqualTo("T-1");
        assertThat(booked.outlook().deadline())
                .isEqualTo(booked.times().startedAt().plus(Duration.ofDays(3)));
        desk.confirm(trip);

        SagaStatus ended = node.await(trip, SagaState.COMPLETED);
        assertThat(ended.data().get("isConfirmed", Boolean.class)).isTrue();
        assertThat(free()).isEqualTo(1);
        assertThat(hotel.calls()).containsExactly("PUT");
    }

    @Test
    void withoutARoomTheSeatIsGivenBack() {
        hotel.fill();

        SagaStatus ended = node.await(desk.request("T-1", "Ada", FLIGHT), SagaState.COMPENSATED);

        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure().error()).isEqualTo("The hotel has no room");
        assertThat(free()).isEqualTo(2);
        assertThat(hotel.calls()).containsExactly("PUT");
    }

    @Test
    void withoutASeatTheHotelIsNotCalled() {
        SagaStatus ended = node.await(desk.request("T-1", "Ada", "HR-102"), SagaState.COMPENSATED);

        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure().error()).isEqualTo("No seat is free on HR-102");
        assertThat(hotel.calls()).isEmpty();
    }

    @Test
    void aBookingWhoseAnswerIsLostIsLookedUpAndNotMadeAgain() {
        hotel.dropNext();

        SagaStatus booked = awaitBooked(desk.request("T-1", "Ada", FLIGHT));

        assertThat(booked.data().get("room", String.class)).isEqualTo("room 1");
        assertThat(hotel.calls()).containsExactly("PUT", "GET");
        assertThat(hotel.freeRooms()).isZero();
    }

    @Test
    void aTripThatIsCancelledGivesRoomAndSeatBack() {
        String trip = desk.request("T-1", "Ada", FLIGHT);
        awaitBooked(trip);
        hotel.dropNext();

        node.sagas.cancel(trip, new Operator("ada", "ill"));

        node.await(trip, SagaState.COMPENSATED);
        assertThat(hotel.calls()).containsExactly("PUT", "DELETE", "GET");
        assertThat(hotel.freeRooms()).isEqualTo(1);
        assertThat(free()).isEqualTo(2);
    }

    @Test
    void aTripThatLacksSomethingIsNotBegun() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> node.sagas.start(SagaStart.of("book-trip", SagaData.of("guest", "Ada"))))
                .withMessage("tripId: is missing; flight: is missing");
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private BookTrip bookTrip() {
        var definition = new BookTrip();
        definition.seats = new Seats();
        definition.seats.dataSource = jta.dataSource();
        definition.hotel = new Hotel();
        definition.hotel.bookings = hotel.bookings();
        return definition;
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private static TripDesk deskAt(Node node) {
        var desk = new TripDesk();
        desk.sagas = node.sagas;
        return desk;
    }

    private SagaStatus awaitBooked(String trip) {
        return Awaitility.await("booked")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            node.scan();
                            return node.sagas.status(trip);
                        },
                        status -> status.progress().currentStep() == 2);
    }

    private static int free() {
        return new Jdbc(database.dataSource())
                .first(
                        "SELECT free FROM flights WHERE flight = '" + FLIGHT + "'",
                        statement -> {},
                        row -> row.getInt(1))
                .orElseThrow();
    }
}
