package org.headrace.persistence.saga;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Kind;

/**
 * Gives entries that no living node has to a node, in one statement: whoever it passes over, since another transaction
 * holds it, is looked at again by the next.
 */
final class ClaimSagas {

    /**
     * statement_timestamp(), as an index cannot be searched by clock_timestamp(). A node's own entries go by what it has
     * alone: its lease may have run out without it being gone.
     */
    private static final String CLAIM =
            """
            WITH ready AS (
                SELECT w.saga_id FROM saga_work w
                WHERE w.ready_at <= statement_timestamp()
                  AND EXISTS (
                      SELECT 1 FROM unnest(?, ?, ?) AS k (saga_name, definition_version, definition_hash)
                      WHERE k.saga_name = w.saga_name AND k.definition_version = w.definition_version
                        AND w.definition_hash IN (k.definition_hash, ''))
                  AND CASE
                      WHEN w.node_id IS NULL THEN true
                      WHEN w.node_id = ? THEN w.saga_id <> ALL (?)
                      ELSE NOT EXISTS (
                          SELECT 1 FROM nodes n WHERE n.node_id = w.node_id AND n.expires_at > clock_timestamp())
                      END
                ORDER BY w.ready_at, w.saga_id
                LIMIT ?
                FOR UPDATE OF w SKIP LOCKED
            ), claimed AS (
                UPDATE saga_work w SET node_id = ?, fence = nextval('saga_fences') FROM ready
                WHERE w.saga_id = ready.saga_id
                RETURNING w.saga_id, w.fence, w.ready_at
            )
            SELECT saga_id, fence FROM claimed ORDER BY ready_at, saga_id
            """;

    private static final String CLAIM_ONE =
            """
            UPDATE saga_work SET node_id = ?, fence = nextval('saga_fences')
            WHERE saga_id = (
                SELECT w.saga_id FROM saga_work w
                WHERE w.saga_id = ? AND w.ready_at <= statement_timestamp()
                  AND NOT EXISTS (
                      SELECT 1 FROM nodes n WHERE n.node_id = w.node_id AND n.expires_at > clock_timestamp())
                FOR UPDATE OF w SKIP LOCKED)
            RETURNING saga_id, fence
            """;

    private ClaimSagas() {}

    static List<Claim> claim(Jdbc jdbc, UUID node, Collection<Kind> kinds, Collection<String> having, int limit) {
        List<Claim> claimed = new ArrayList<>();
        jdbc.each(
                CLAIM,
                statement -> {
                    statement.setArray(
                            1, array(statement, "text", kinds.stream().map(Kind::sagaName)));
                    statement.setArray(2, array(statement, "int", kinds.stream().map(Kind::version)));
                    statement.setArray(
                            3, array(statement, "text", kinds.stream().map(Kind::hash)));
                    statement.setObject(4, node);
                    statement.setArray(5, array(statement, "text", having.stream()));
                    statement.setInt(6, limit);
                    statement.setObject(7, node);
                },
                row -> claimed.add(read(row)));
        return claimed;
    }

    static Optional<Claim> claimOne(Jdbc jdbc, UUID node, String sagaId) {
        return jdbc.first(
                CLAIM_ONE,
                statement -> {
                    statement.setObject(1, node);
                    statement.setString(2, sagaId);
                },
                ClaimSagas::read);
    }

    static Claim read(ResultSet row) throws SQLException {
        return new Claim(row.getString("saga_id"), row.getLong("fence"));
    }

    private static Array array(PreparedStatement statement, String type, Stream<?> values) throws SQLException {
        return statement.getConnection().createArrayOf(type, values.toArray());
    }
}
