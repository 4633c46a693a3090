package org.headrace.persistence.saga;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.spi.SagaWorkStore;
import org.jspecify.annotations.Nullable;

/** What sagas have to do, in {@code saga_work}. */
public final class PostgresSagaWorkStore implements SagaWorkStore {

    private static final String NOW = "SELECT clock_timestamp()";

    /** Looks first: ON CONFLICT alone would wait for who moves or removes the row. */
    private static final String ADD_IF_ABSENT =
            """
            INSERT INTO saga_work (saga_id, saga_name, definition_version, definition_hash, ready_at)
            SELECT ?, ?, ?, ?, clock_timestamp()
            WHERE NOT EXISTS (SELECT 1 FROM saga_work WHERE saga_id = ?)
            ON CONFLICT ON CONSTRAINT pk_saga_work DO NOTHING
            """;

    private static final String ADD_CLAIMED =
            """
            INSERT INTO saga_work (saga_id, saga_name, definition_version, definition_hash, ready_at, node_id, fence)
            VALUES (?, ?, ?, ?, clock_timestamp(), ?, nextval('saga_fences'))
            RETURNING saga_id, fence, ready_at,
                      set_config('idle_in_transaction_session_timeout',
                                 coalesce(?, current_setting('idle_in_transaction_session_timeout')), true)
            """;

    private static final String ADD_ALL_CLAIMED =
            """
            INSERT INTO saga_work (saga_id, saga_name, definition_version, definition_hash, node_id, ready_at, fence)
            SELECT new.*, clock_timestamp(), nextval('saga_fences')
            FROM unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::uuid[]) AS new
            RETURNING saga_id, fence, ready_at, set_config('idle_in_transaction_session_timeout', ?, true)
            """;

    private static final String LIMIT_IDLING =
            "SELECT clock_timestamp() AS now, set_config('idle_in_transaction_session_timeout', ?, true)";

    private static final String REMOVE = "DELETE FROM saga_work WHERE saga_id = ?";

    private static final String REMOVE_ALL = "DELETE FROM saga_work WHERE saga_id = ANY (?)";

    private static final String TRY_LOCK = "SELECT 1 FROM saga_work WHERE saga_id = ? FOR UPDATE SKIP LOCKED";

    private static final String RELEASE =
            "UPDATE saga_work SET node_id = NULL, ready_at = clock_timestamp() WHERE saga_id = ?";

    /**
     * The limit is for this transaction, as in {@link org.headrace.persistence.cluster.PostgresLeaseStore}. The revision is
     * of when the statement began: whoever changes a state under the entry's lock must change the entry too, so that it is
     * not found then.
     */
    private static final String HOLD =
            """
            SELECT clock_timestamp() AS now, s.revision,
                   set_config('idle_in_transaction_session_timeout', ?, true)
            FROM saga_work w LEFT JOIN saga_states s ON s.saga_id = w.saga_id
            WHERE w.saga_id = ? AND w.fence = ? AND w.node_id IS NOT NULL
            FOR UPDATE OF w SKIP LOCKED
            """;

    private static final String HOLD_ALL =
            """
            SELECT w.saga_id, clock_timestamp() AS now, s.revision,
                   set_config('idle_in_transaction_session_timeout', ?, true)
            FROM saga_work w
            JOIN unnest(?::text[], ?::bigint[]) AS claim (saga_id, fence)
                ON w.saga_id = claim.saga_id AND w.fence = claim.fence AND w.node_id IS NOT NULL
            LEFT JOIN saga_states s ON s.saga_id = w.saga_id
            FOR UPDATE OF w SKIP LOCKED
            """;

    private static final String GIVE_BACK =
            """
            UPDATE saga_work SET node_id = NULL, ready_at = clock_timestamp() + make_interval(secs => ?)
            WHERE saga_id = ? AND fence = ? AND node_id IS NOT NULL
            """;

    private static final String MAKE_READY =
            """
            UPDATE saga_work SET ready_at = clock_timestamp()
            WHERE saga_id = (SELECT saga_id FROM saga_work WHERE saga_id = ? FOR UPDATE SKIP LOCKED)
            """;

    private static final String UNCLAIMED =
            """
            SELECT w.saga_name, w.definition_version, w.definition_hash, count(*) AS sagas, min(w.ready_at) AS ready_since
            FROM saga_work w
            WHERE w.ready_at <= statement_timestamp() - make_interval(secs => ?)
              AND NOT EXISTS (
                  SELECT 1 FROM nodes n WHERE n.node_id = w.node_id AND n.expires_at > clock_timestamp())
            GROUP BY w.saga_name, w.definition_version, w.definition_hash
            ORDER BY w.saga_name, w.definition_version, w.definition_hash
            """;

    private static final double NANOS_A_SECOND = 1e9;

    private final Jdbc jdbc;

    public PostgresSagaWorkStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Instant now() {
        return jdbc.first(NOW, statement -> {}, row -> row.getTimestamp(1).toInstant())
                .orElseThrow();
    }

    @Override
    public void addIfAbsent(String sagaId, Kind kind) {
        jdbc.update(ADD_IF_ABSENT, statement -> {
            setEntry(statement, sagaId, kind);
            statement.setString(5, sagaId);
        });
    }

    @Override
    public Added addClaimed(String sagaId, Kind kind, UUID node, @Nullable Duration idleLimit) {
        return jdbc.first(
                        ADD_CLAIMED,
                        statement -> {
                            setEntry(statement, sagaId, kind);
                            statement.setObject(5, node);
                            statement.setString(6, idleLimit == null ? null : millis(idleLimit));
                        },
                        PostgresSagaWorkStore::added)
                .orElseThrow();
    }

    @Override
    public List<Added> addAllClaimed(List<Starting> entries, Duration idleLimit) {
        Map<String, Added> added = new HashMap<>();
        jdbc.each(
                ADD_ALL_CLAIMED,
                statement -> {
                    setArray(statement, 1, "text", entries, Starting::sagaId);
                    setArray(statement, 2, "text", entries, it -> it.kind().sagaName());
                    setArray(statement, 3, "int", entries, it -> it.kind().version());
                    setArray(statement, 4, "text", entries, it -> it.kind().hash());
                    setArray(statement, 5, "uuid", entries, Starting::node);
                    statement.setString(6, millis(idleLimit));
                },
                row -> added.put(row.getString("saga_id"), added(row)));
        return entries.stream()
                .map(it -> Objects.requireNonNull(added.get(it.sagaId())))
                .toList();
    }

    private static Added added(ResultSet row) throws SQLException {
        return new Added(ClaimSagas.read(row), row.getTimestamp("ready_at").toInstant());
    }

    private static void setArray(
            PreparedStatement statement,
            int index,
            String type,
            List<Starting> entries,
            Function<Starting, Object> value)
            throws SQLException {
        Object[] values = entries.stream().map(value).toArray();
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    @Override
    public Instant limitIdling(Duration limit) {
        return jdbc.first(
                        LIMIT_IDLING, statement -> statement.setString(1, millis(limit)), row -> row.getTimestamp("now")
                                .toInstant())
                .orElseThrow();
    }

    @Override
    public boolean remove(String sagaId) {
        return jdbc.update(REMOVE, statement -> statement.setString(1, sagaId)) > 0;
    }

    @Override
    public void removeAll(Collection<String> sagaIds) {
        jdbc.update(REMOVE_ALL, statement -> statement.setObject(1, sagaIds.toArray(String[]::new)));
    }

    @Override
    public boolean tryLock(String sagaId) {
        return jdbc.first(TRY_LOCK, statement -> statement.setString(1, sagaId), row -> true)
                .isPresent();
    }

    @Override
    public void release(String sagaId) {
        jdbc.update(RELEASE, statement -> statement.setString(1, sagaId));
    }

    @Override
    public Optional<Held> hold(Claim claim, Duration idleLimit) {
        return jdbc.first(
                HOLD,
                statement -> {
                    statement.setString(1, millis(idleLimit));
                    statement.setString(2, claim.sagaId());
                    statement.setLong(3, claim.fence());
                },
                PostgresSagaWorkStore::held);
    }

    @Override
    public Map<String, Held> holdAll(List<Claim> claims, Duration idleLimit) {
        Map<String, Held> held = new HashMap<>();
        jdbc.each(
                HOLD_ALL,
                statement -> {
                    statement.setString(1, millis(idleLimit));
                    statement.setObject(2, claims.stream().map(Claim::sagaId).toArray(String[]::new));
                    statement.setObject(
                            3, claims.stream().mapToLong(Claim::fence).toArray());
                },
                row -> held.put(row.getString("saga_id"), held(row)));
        return held;
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(row.getTimestamp("now").toInstant(), row.getObject("revision", Long.class));
    }

    @Override
    public void giveBack(Claim claim, Duration delay) {
        jdbc.update(GIVE_BACK, statement -> {
            statement.setDouble(1, seconds(delay));
            statement.setString(2, claim.sagaId());
            statement.setLong(3, claim.fence());
        });
    }

    @Override
    public List<Claim> claim(UUID node, Collection<Kind> kinds, Collection<String> having, int limit) {
        return ClaimSagas.claim(jdbc, node, kinds, having, limit);
    }

    @Override
    public Optional<Claim> claimOne(UUID node, String sagaId) {
        return ClaimSagas.claimOne(jdbc, node, sagaId);
    }

    @Override
    public void makeReady(String sagaId) {
        jdbc.update(MAKE_READY, statement -> statement.setString(1, sagaId));
    }

    @Override
    public List<Unclaimed> unclaimed(Duration readyFor) {
        List<Unclaimed> unclaimed = new ArrayList<>();
        jdbc.each(
                UNCLAIMED,
                statement -> statement.setDouble(1, seconds(readyFor)),
                row -> unclaimed.add(new Unclaimed(
                        new Kind(
                                row.getString("saga_name"),
                                row.getInt("definition_version"),
                                row.getString("definition_hash")),
                        row.getLong("sagas"),
                        row.getTimestamp("ready_since").toInstant())));
        return unclaimed;
    }

    private static void setEntry(PreparedStatement statement, String sagaId, Kind kind) throws SQLException {
        statement.setString(1, sagaId);
        statement.setString(2, kind.sagaName());
        statement.setInt(3, kind.version());
        statement.setString(4, kind.hash());
    }

    private static String millis(Duration limit) {
        return Long.toString(limit.toMillis());
    }

    private static double seconds(Duration delay) {
        return delay.toSeconds() + delay.toNanosPart() / NANOS_A_SECOND;
    }
}
