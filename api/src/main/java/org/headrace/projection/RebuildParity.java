package org.headrace.projection;

import java.util.List;
import java.util.Map;

/**
 * How a new version of a read model differs from the one that serves, both at the same offsets.
 *
 * @param offsets by stream
 */
public record RebuildParity(String projection, Map<String, Long> offsets, List<TableParity> tables) {

    /**
     * One table. Rows that are there several times count as often. Columns that the database fills are not compared.
     *
     * @param onlyInOld rows that serve and that the new version lacks
     * @param onlyInNew rows of the new version that do not serve yet
     */
    public record TableParity(String table, long onlyInOld, long onlyInNew) {
        public boolean isEqual() {
            return onlyInOld == 0 && onlyInNew == 0;
        }
    }

    public RebuildParity {
        offsets = Map.copyOf(offsets);
        tables = List.copyOf(tables);
    }

    public boolean isEqual() {
        return tables.stream().allMatch(TableParity::isEqual);
    }
}
