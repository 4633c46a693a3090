package org.headrace.web.projection;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Map;
import org.headrace.projection.RebuildParity;
import org.headrace.projection.RebuildParity.TableParity;

/**
 * How a new version differs from the one that serves.
 *
 * @param offsets by stream: where both are
 */
@JsonbPropertyOrder({"projection", "equal", "offsets", "tables"})
public record ParityView(String projection, boolean equal, Map<String, Long> offsets, List<Table> tables) {

    /** One table. */
    @JsonbPropertyOrder({"table", "equal", "onlyInOld", "onlyInNew"})
    public record Table(String table, boolean equal, long onlyInOld, long onlyInNew) {
        static Table of(TableParity parity) {
            return new Table(parity.table(), parity.isEqual(), parity.onlyInOld(), parity.onlyInNew());
        }
    }

    static ParityView of(RebuildParity parity) {
        return new ParityView(
                parity.projection(),
                parity.isEqual(),
                parity.offsets(),
                parity.tables().stream().map(Table::of).toList());
    }
}
